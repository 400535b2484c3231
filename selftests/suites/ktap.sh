# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# ktap.sh - report the results of a suite in KTAP. Source it; busybox's sh is enough.
#
#	ktap_begin 2				number of tests to come
#	ktap_test "what is right" COMMAND...	0 passes; 4 skips, its first line says why; else all is shown
#	ktap_skip "what was not tried" "why"
#	ktap_end				totals, and the end of the suite
#
# or, in place of it all, ktap_skip_suite "why". KTAP_TMP is a folder that is gone when the suite ends.
#
# Exit status of a suite, as kselftest has it: 0 all passed, 1 something failed, 4 skipped.

KTAP_SKIP=4
KTAP_TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$KTAP_TMP"' EXIT
trap 'exit 1' HUP INT TERM

ktap_planned=0
ktap_number=0
ktap_passed=0
ktap_failed=0
ktap_skipped=0

ktap_begin()
{
	ktap_planned=$1
	echo "TAP version 13"
	echo "1..$1"
}

# Text that is not shown now may not end in a bare \r or hide a directive.
ktap_diagnose()
{
	tr -d '\r' <"$1" | sed 's/^/# /'
}

ktap_skip()
{
	ktap_number=$((ktap_number + 1))
	ktap_skipped=$((ktap_skipped + 1))
	echo "ok $ktap_number $1 # SKIP $2"
}

ktap_test()
{
	ktap_title=$1
	shift
	"$@" >"$KTAP_TMP/log" 2>&1 </dev/null
	ktap_status=$?
	if [ $ktap_status -eq $KTAP_SKIP ]; then
		ktap_skip "$ktap_title" "$(head -n 1 "$KTAP_TMP/log")"
		return
	fi
	ktap_number=$((ktap_number + 1))
	if [ $ktap_status -eq 0 ]; then
		ktap_passed=$((ktap_passed + 1))
		echo "ok $ktap_number $ktap_title"
		return
	fi
	ktap_failed=$((ktap_failed + 1))
	echo "not ok $ktap_number $ktap_title"
	ktap_diagnose "$KTAP_TMP/log"
	echo "# status $ktap_status"
}

ktap_skip_suite()
{
	echo "TAP version 13"
	echo "1..0 # SKIP $1"
	exit $KTAP_SKIP
}

ktap_end()
{
	if [ $ktap_number -ne "$ktap_planned" ]; then
		echo "# $ktap_planned tests were planned, $ktap_number came"
		ktap_failed=$((ktap_failed + 1))
	fi
	echo "# Totals: pass:$ktap_passed fail:$ktap_failed xfail:0 xpass:0 skip:$ktap_skipped error:0"
	[ $ktap_failed -eq 0 ] || exit 1
	[ $ktap_passed -gt 0 ] || exit $KTAP_SKIP
	exit 0
}
