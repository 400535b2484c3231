#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# reload.sh - each load takes the stock entry points over, and each unload gives them back.

cd "$(dirname "$0")" || exit 1
. ./ktap.sh
. ./pseries.sh

TIMES=10

# The handlers of the interrupts of devices and of the platform
handlers()
{
	awk '/Edge|Level/ { print $NF }' /proc/interrupts | sort
}

# Differences between the stock kernel and the module: the words of a read, the handler of events, the error for an
# unknown LMB.
stock_is_back()
{
	dlpar_fails "memory remove junk\\n" "Invalid argument" || return
	cat "$DLPAR" >"$KTAP_TMP/words"
	diff "$KTAP_TMP/stock-words" "$KTAP_TMP/words" || return
	handlers >"$KTAP_TMP/handlers"
	diff "$KTAP_TMP/stock-handlers" "$KTAP_TMP/handlers"
}

ours_is_there()
{
	dlpar_fails "memory remove junk\\n" "Invalid argument" || return
	dlpar_fails "memory remove index 0x7ffffffe\\n" "No such device" || return
	grep -q "$(cat "$KTAP_TMP/stock-words")" "$DLPAR"
}

reload_often()
{
	times=0
	while [ "$times" -lt "$TIMES" ]; do
		load_module || return
		ours_is_there || return
		unload_module || return
		stock_is_back || return
		times=$((times + 1))
	done
}

# After a failure above, the module may still be loaded.
load_again()
{
	module_is_loaded || load_module
}

need_pseries
need_module
[ -e /sys/module/pseries_dr/refcnt ] || ktap_skip_suite "this kernel cannot unload modules"
[ "$(cat /sys/module/pseries_dr/refcnt)" -eq 0 ] || ktap_skip_suite "the module pseries_dr is in use"

ktap_begin 4
snapshot >"$KTAP_TMP/before"
ktap_test "unloads" unload_module
cat "$DLPAR" >"$KTAP_TMP/stock-words"
handlers >"$KTAP_TMP/stock-handlers"
ktap_test "loads, works, unloads and leaves the stock code in place, $TIMES times" reload_often
ktap_test "loads again" load_again
ktap_test "memory, zones, threads and device tree are as before" unchanged "$KTAP_TMP/before"
ktap_end
