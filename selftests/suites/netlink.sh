#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# netlink.sh - the family as a user meets it: pdrctl shows everything to everybody, in text and in JSON; it changes
# something for root only; and each mistake in a request has an exit status of its own (pdrctl(8)).

cd "$(dirname "$0")" || exit 1
. ./ktap.sh
. ./pseries.sh

USAGE=2
PERMISSION=5
NOT_FOUND=6

# The commands that only read.
READS="status list jobs"

# json COMMAND... - it succeeds and prints one JSON text
json()
{
	pdrctl "$@" --json >"$KTAP_TMP/json" || return
	awk -f json.awk "$KTAP_TMP/json" && return
	echo "this is not JSON:"
	cat "$KTAP_TMP/json"
	return 1
}

# ends_with STATUS COMMAND... - it ends with that status and says why
ends_with()
{
	wanted=$1
	shift
	"$@" >"$KTAP_TMP/out" 2>"$KTAP_TMP/err"
	status=$?
	cat "$KTAP_TMP/out" "$KTAP_TMP/err"
	echo "status $status, $wanted was expected"
	[ "$status" -eq "$wanted" ] && [ -s "$KTAP_TMP/err" ]
}

# as_nobody COMMAND... - without any right; busybox's setpriv has no --reuid, its start-stop-daemon has -c
as_nobody()
{
	if setpriv --reuid 65534 --regid 65534 --clear-groups true 2>/dev/null; then
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
		return
	fi
	program=$(command -v "$1")
	shift
	start-stop-daemon -S -c 65534:65534 -x "$program" -- "$@"
}

test_reads()
{
	for command in $READS; do
		ktap_test "pdrctl $command" pdrctl "$command"
		ktap_test "pdrctl $command --json" json "$command"
		ktap_test "pdrctl $command, without any right" as_nobody pdrctl "$command"
	done
}

test_wrong_requests()
{
	ktap_test "no such command" ends_with $USAGE pdrctl nonsense
	ktap_test "no such option" ends_with $USAGE pdrctl status --nonsense
	ktap_test "too many words" ends_with $USAGE pdrctl status too many
	ktap_test "a number that is none" ends_with $USAGE pdrctl remove memory --index 0x8000000g
	ktap_test "a count of none" ends_with $USAGE pdrctl remove memory --count 0
	ktap_test "no such LMB" ends_with $NOT_FOUND pdrctl remove memory --index 0x7ffffffe
	ktap_test "no such job" ends_with $NOT_FOUND pdrctl cancel 4294967295
}

test_rights()
{
	ktap_test "removing needs a right" ends_with $PERMISSION as_nobody pdrctl remove memory --count 1
	ktap_test "adding needs a right" ends_with $PERMISSION as_nobody pdrctl add memory --count 1
	ktap_test "cancelling needs a right" ends_with $PERMISSION as_nobody pdrctl cancel 1
}

need_pseries
need_module
need_tool pdrctl

# shellcheck disable=SC2086
set -- $READS
ktap_begin $(($# * 3 + 7 + 3 + 1))
snapshot >"$KTAP_TMP/before"
test_reads
test_wrong_requests
test_rights
ktap_test "memory, zones, threads and device tree are as before" unchanged "$KTAP_TMP/before"
ktap_end
