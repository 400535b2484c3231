#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# guest_remove.sh - a removal that the platform did not ask for and does not take leaves the guest with all its memory:
# the write fails, and memory, zones and device tree are as before. Only for QEMU: PowerVM would take the memory.

cd "$(dirname "$0")" || exit 1
. ./ktap.sh
. ./pseries.sh

# removal_fails FORMAT - the removal fails, and nothing is lost
removal_fails()
{
	snapshot >"$KTAP_TMP/before"
	dlpar_fails "$1" "Operation not permitted" || return
	unchanged "$KTAP_TMP/before"
}

need_pseries
platform_is_qemu || ktap_skip_suite "this platform takes memory that it did not ask for"
need_module
lmbs_assigned >"$KTAP_TMP/lmbs"
[ -s "$KTAP_TMP/lmbs" ] || ktap_skip_suite "no hot-plugged LMB is in this guest"
first=$(head -n 1 "$KTAP_TMP/lmbs")
last=$(tail -n 1 "$KTAP_TMP/lmbs")

ktap_begin 4
ktap_test "EPERM for one LMB by index" removal_fails "memory remove index $first\\n"
ktap_test "EPERM for the last one, too" removal_fails "memory remove index $last\\n"
ktap_test "EPERM for any one LMB" removal_fails "memory remove count 1\\n"
ktap_test "EPERM for two LMBs from one on" removal_fails "memory remove indexed-count 2 $first\\n"
ktap_end
