#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# dlpar_grammar.sh - /sys/kernel/dlpar rejects a malformed request with EINVAL, and a request for a missing connector
# with another error; neither changes anything.

cd "$(dirname "$0")" || exit 1
. ./ktap.sh
. ./pseries.sh

# One request a line, as a printf format; the test writes each with a newline, as echo would.
MALFORMED='
memory
remove
memory remove
memory remove index
memory remove index 0x
memory remove index 0x8000000g
memory remove index -1
memory remove index 0x100000000
memory remove index 99999999999999999999
memory remove index 0x80000000 1
memory remove index 0x80000000x
memory remove index 0x80000000 \0
memory remove\0index 0x80000000
memory remove count
memory remove count 0
memory remove count -1
memory remove count one
memory remove count 4294967296
memory remove count 1 0x80000000
memory remove indexed-count 1
memory remove indexed-count 0x80000000
memory remove indexed-count 0 0x80000000
memory remove indexed-count 1 0x80000000 1
memory remove indexed 1 0x80000000
memory count 1 remove
memory take count 1
memoryremove count 1
Memory remove count 1
disk remove index 0x80000000
cpu remove
cpu remove count 0
cpu remove indexed-count 1 0x10000000
dt remove count 1
dt add indexed-count 1 0x10000000
dt add index
'

# Well formed, but there is no such connector, or not that many of them.
ABSENT='
memory remove index 0x7ffffffe
memory add index 0x7ffffffe
memory remove indexed-count 2 0x7ffffffe
cpu remove index 0x7ffffffe
dt add index 0x7ffffffe
'

# cases TITLE ERROR REQUESTS - note each request with its title and the error it must give, in strerror's words
cases()
{
	title=$1
	error=$2
	printf '%s\n' "$3" | while read -r request; do
		[ -z "$request" ] || printf '%s\t%s\t%s\n' "$title" "$error" "$request"
	done >>"$KTAP_TMP/cases"
}

need_pseries
need_module

tab=$(printf '\t')
cases "EINVAL for" "Invalid argument" "$MALFORMED"
cases "ENODEV for" "No such device" "$ABSENT"
ktap_begin $(($(wc -l <"$KTAP_TMP/cases") + 5))

snapshot >"$KTAP_TMP/before"
while IFS=$tab read -r title error request; do
	ktap_test "$title \"$request\"" dlpar_fails "$request\\n" "$error"
done <"$KTAP_TMP/cases"
ktap_test "EINVAL for an empty line" dlpar_fails "\\n" "Invalid argument"
ktap_test "EINVAL for blanks" dlpar_fails "  \\n" "Invalid argument"
ktap_test "EINVAL for two requests in one write" \
	dlpar_fails "memory remove count 1\\nmemory remove count 1\\n" "Invalid argument"
ktap_test "EINVAL for 3000 bytes" dlpar_fails "memory remove index 0x80000000%3000s\\n" "Invalid argument"
ktap_test "memory, zones, threads and device tree are as before" unchanged "$KTAP_TMP/before"
ktap_end
