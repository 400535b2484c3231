# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# pseries.sh - functions for suites on a pseries guest: skip on other machines, write to /sys/kernel/dlpar, and look at
# what the guest owns. Source it after ktap.sh.
#
#	PDR_MODULE	a pseries_dr.ko to load (default: the installed one, by modprobe)

DLPAR=/sys/kernel/dlpar
TREE=/sys/firmware/devicetree/base
BLOCKS=/sys/devices/system/memory

# -- what must be there ----------------------------------------------------------------------------

need_pseries()
{
	grep -qs '^platform.*: pSeries' /proc/cpuinfo || ktap_skip_suite "this machine is not a pseries guest"
	[ "$(id -u)" -eq 0 ] || ktap_skip_suite "not root"
	[ -e "$DLPAR" ] || ktap_skip_suite "this kernel has no $DLPAR"
}

module_is_loaded()
{
	[ -d /sys/module/pseries_dr ]
}

load_module()
{
	if [ -n "${PDR_MODULE:-}" ]; then
		insmod "$PDR_MODULE"
	else
		modprobe pseries_dr
	fi
}

unload_module()
{
	rmmod pseries_dr
}

need_module()
{
	module_is_loaded || load_module 2>/dev/null ||
		ktap_skip_suite "the module pseries_dr is neither loaded nor installed"
}

need_tool()
{
	command -v "$1" >/dev/null || ktap_skip_suite "$1 is not installed"
}

# -- what the guest owns ---------------------------------------------------------------------------

# snapshot - all that a failed request must leave as it was: memory, zones, threads, device tree
snapshot()
{
	grep MemTotal /proc/meminfo
	# No program is started for a block: that takes a tenth of a second with a debug kernel.
	for block in "$BLOCKS"/memory[0-9]*; do
		zones=
		read -r state <"$block/state"
		# For an offline block the file has the zones that it might go to, which depend on its neighbours.
		[ "$state" != online ] || read -r zones <"$block/valid_zones"
		echo "${block##*/} $state $zones"
	done
	echo "cpus $(cat /sys/devices/system/cpu/online)"
	find "$TREE" -type f | sort | xargs sha256sum
}

# unchanged BEFORE [BUT] - the snapshot in the file BEFORE is still true, except for the lines that have BUT
unchanged()
{
	local file

	snapshot >"$KTAP_TMP/after"
	for file in "$1" "$KTAP_TMP/after"; do
		grep -v "${2:-^$}" "$file" >"$file.compared"
	done
	diff "$1.compared" "$KTAP_TMP/after.compared"
}

# -- /sys/kernel/dlpar -----------------------------------------------------------------------------

# dlpar FORMAT - write the output of printf FORMAT in one write(2); an error goes to stderr
#
# By dd, because the printf of some shells hides the error, and busybox's cat tries sendfile() before write(), so that
# the kernel would get the request twice.
dlpar()
{
	# shellcheck disable=SC2059
	printf "$1" >"$KTAP_TMP/request"
	dd if="$KTAP_TMP/request" of="$DLPAR" bs=65536 conv=notrunc 2>"$KTAP_TMP/dd" && return
	cat "$KTAP_TMP/dd" >&2
	return 1
}

# dlpar_fails FORMAT ERROR - writing it fails with ERROR, in strerror's words
dlpar_fails()
{
	if dlpar "$1" 2>"$KTAP_TMP/error"; then
		echo "the write succeeded, \"$2\" was expected"
		return 1
	fi
	grep -q "$2" "$KTAP_TMP/error" && return
	echo "\"$2\" was expected, this came:"
	cat "$KTAP_TMP/error"
	return 1
}

# -- LMBs ------------------------------------------------------------------------------------------

# Bytes of a property, one a line, decimal.
property_bytes()
{
	od -An -v -tu1 -w1 "$TREE/$1"
}

# lmbs_assigned - DRC indexes of the LMBs that the device tree says are this guest's and may leave it; in decimal, for
# busybox's awk knows no %x above 31 bits
#
# After its length the table has entries of six cells, for each LMB (PAPR's ibm,dynamic-memory: address in two, index,
# reserved, associativity, flags) or for a run of them (ibm,dynamic-memory-v2: length, address in two, index of the
# first, associativity, flags). Flag 8 is "assigned", 0x80 "reserved", 0x20 "DRC invalid".
lmbs_assigned()
{
	table=ibm,dynamic-reconfiguration-memory/ibm,dynamic-memory
	runs=0
	if [ -e "$TREE/$table-v2" ]; then
		table=$table-v2
		runs=1
	fi
	[ -e "$TREE/$table" ] || return 0
	property_bytes "$table" | awk -v runs=$runs '
		function bit(flags, value) { return int(flags / value) % 2 }
		{ cell = cell * 256 + $1 }
		NR % 4 == 0 { cells[n++] = cell; cell = 0 }
		END {
			for (i = 1; i + 5 < n; i += 6) {
				flags = cells[i + 5]
				if (!bit(flags, 8) || bit(flags, 128) || bit(flags, 32))
					continue
				for (k = 0; k < (runs ? cells[i] : 1); k++)
					printf "%.0f\n", cells[i + 2 + runs] + k
			}
		}'
}

# platform_is_qemu - QEMU refuses to take what it did not ask for; PowerVM takes it
platform_is_qemu()
{
	grep -q qemu "$TREE/model" 2>/dev/null
}
