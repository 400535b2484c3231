/* SPDX-License-Identifier: GPL-2.0 */
/* Do not edit directly, made from include/pdr.yaml by include/generate. */
/* One name for each value of each enum of the ABI, and the largest value: kernel, agent and CLI. */

#ifndef PDR_NAMES_H
#define PDR_NAMES_H

#include <linux/pseries_dr.h>

#define PDR_RESOURCE_MAX	PSERIES_DR_RESOURCE_DT

/* pdr_resource_name() - the spec's name of a value of enum pseries_dr_resource */
static inline const char *pdr_resource_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_RESOURCE_UNKNOWN:
		return "unknown";
	case PSERIES_DR_RESOURCE_CPU:
		return "cpu";
	case PSERIES_DR_RESOURCE_MEMORY:
		return "memory";
	case PSERIES_DR_RESOURCE_SLOT:
		return "slot";
	case PSERIES_DR_RESOURCE_PHB:
		return "phb";
	case PSERIES_DR_RESOURCE_PCI:
		return "pci";
	case PSERIES_DR_RESOURCE_PMEM:
		return "pmem";
	case PSERIES_DR_RESOURCE_DT:
		return "dt";
	default:
		return "unknown";
	}
}

#define PDR_ACTION_MAX	PSERIES_DR_ACTION_REMOVE

/* pdr_action_name() - the spec's name of a value of enum pseries_dr_action */
static inline const char *pdr_action_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_ACTION_ADD:
		return "add";
	case PSERIES_DR_ACTION_REMOVE:
		return "remove";
	default:
		return "unknown";
	}
}

#define PDR_IDENTIFIER_MAX	PSERIES_DR_IDENTIFIER_INDEXED_COUNT

/* pdr_identifier_name() - the spec's name of a value of enum pseries_dr_identifier */
static inline const char *pdr_identifier_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_IDENTIFIER_NAME:
		return "name";
	case PSERIES_DR_IDENTIFIER_INDEX:
		return "index";
	case PSERIES_DR_IDENTIFIER_COUNT:
		return "count";
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		return "indexed-count";
	default:
		return "unknown";
	}
}

#define PDR_ORIGIN_MAX	PSERIES_DR_ORIGIN_MODULE

#define PDR_ORIGIN_SYMBOLS \
	{ 0, "sysfs" }, \
	{ 1, "netlink" }, \
	{ 2, "platform" }, \
	{ 3, "module" }

/* pdr_origin_name() - the spec's name of a value of enum pseries_dr_origin */
static inline const char *pdr_origin_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_ORIGIN_SYSFS:
		return "sysfs";
	case PSERIES_DR_ORIGIN_NETLINK:
		return "netlink";
	case PSERIES_DR_ORIGIN_PLATFORM:
		return "platform";
	case PSERIES_DR_ORIGIN_MODULE:
		return "module";
	default:
		return "unknown";
	}
}

#define PDR_STATE_MAX	PSERIES_DR_STATE_CANCELLED

#define PDR_STATE_SYMBOLS \
	{ 0, "queued" }, \
	{ 1, "running" }, \
	{ 2, "rolling-back" }, \
	{ 3, "completing" }, \
	{ 4, "done" }, \
	{ 5, "refused" }, \
	{ 6, "failed" }, \
	{ 7, "cancelled" }

/* pdr_state_name() - the spec's name of a value of enum pseries_dr_state */
static inline const char *pdr_state_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_STATE_QUEUED:
		return "queued";
	case PSERIES_DR_STATE_RUNNING:
		return "running";
	case PSERIES_DR_STATE_ROLLING_BACK:
		return "rolling-back";
	case PSERIES_DR_STATE_COMPLETING:
		return "completing";
	case PSERIES_DR_STATE_DONE:
		return "done";
	case PSERIES_DR_STATE_REFUSED:
		return "refused";
	case PSERIES_DR_STATE_FAILED:
		return "failed";
	case PSERIES_DR_STATE_CANCELLED:
		return "cancelled";
	default:
		return "unknown";
	}
}

#define PDR_STEP_MAX	PSERIES_DR_STEP_POWER

#define PDR_STEP_SYMBOLS \
	{ 0, "none" }, \
	{ 1, "resolve" }, \
	{ 2, "offline" }, \
	{ 3, "detach" }, \
	{ 4, "isolate" }, \
	{ 5, "release" }, \
	{ 6, "acquire" }, \
	{ 7, "unisolate" }, \
	{ 8, "configure" }, \
	{ 9, "attach" }, \
	{ 10, "online" }, \
	{ 11, "publish" }, \
	{ 12, "refuse" }, \
	{ 13, "check" }, \
	{ 14, "unbind" }, \
	{ 15, "bind" }, \
	{ 16, "power" }

/* pdr_step_name() - the spec's name of a value of enum pseries_dr_step */
static inline const char *pdr_step_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_STEP_NONE:
		return "none";
	case PSERIES_DR_STEP_RESOLVE:
		return "resolve";
	case PSERIES_DR_STEP_OFFLINE:
		return "offline";
	case PSERIES_DR_STEP_DETACH:
		return "detach";
	case PSERIES_DR_STEP_ISOLATE:
		return "isolate";
	case PSERIES_DR_STEP_RELEASE:
		return "release";
	case PSERIES_DR_STEP_ACQUIRE:
		return "acquire";
	case PSERIES_DR_STEP_UNISOLATE:
		return "unisolate";
	case PSERIES_DR_STEP_CONFIGURE:
		return "configure";
	case PSERIES_DR_STEP_ATTACH:
		return "attach";
	case PSERIES_DR_STEP_ONLINE:
		return "online";
	case PSERIES_DR_STEP_PUBLISH:
		return "publish";
	case PSERIES_DR_STEP_REFUSE:
		return "refuse";
	case PSERIES_DR_STEP_CHECK:
		return "check";
	case PSERIES_DR_STEP_UNBIND:
		return "unbind";
	case PSERIES_DR_STEP_BIND:
		return "bind";
	case PSERIES_DR_STEP_POWER:
		return "power";
	default:
		return "unknown";
	}
}

#define PDR_EVENT_TYPE_MAX	PSERIES_DR_EVENT_TYPE_UNHANDLED

/* pdr_event_type_name() - the spec's name of a value of enum pseries_dr_event_type */
static inline const char *pdr_event_type_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_EVENT_TYPE_STATE:
		return "state";
	case PSERIES_DR_EVENT_TYPE_PROGRESS:
		return "progress";
	case PSERIES_DR_EVENT_TYPE_REFUSAL:
		return "refusal";
	case PSERIES_DR_EVENT_TYPE_UNHANDLED:
		return "unhandled";
	default:
		return "unknown";
	}
}

#define PDR_USAGE_MAX	PSERIES_DR_USAGE_UNKNOWN

/* pdr_usage_name() - the spec's name of a value of enum pseries_dr_usage */
static inline const char *pdr_usage_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_USAGE_ABSENT:
		return "absent";
	case PSERIES_DR_USAGE_IN_USE:
		return "in-use";
	case PSERIES_DR_USAGE_UNUSED:
		return "unused";
	case PSERIES_DR_USAGE_RESERVED:
		return "reserved";
	case PSERIES_DR_USAGE_UNKNOWN:
		return "unknown";
	default:
		return "unknown";
	}
}

#define PDR_REFUSE_BY_MAX	PSERIES_DR_REFUSE_BY_OFF

/* pdr_refuse_by_name() - the spec's name of a value of enum pseries_dr_refuse_by */
static inline const char *pdr_refuse_by_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_REFUSE_BY_UNISOLATE:
		return "unisolate";
	case PSERIES_DR_REFUSE_BY_CONFIGURE:
		return "configure";
	case PSERIES_DR_REFUSE_BY_OFF:
		return "off";
	default:
		return "unknown";
	}
}

#define PDR_ONLINE_TYPE_MAX	PSERIES_DR_ONLINE_TYPE_KERNEL

/* pdr_online_type_name() - the spec's name of a value of enum pseries_dr_online_type */
static inline const char *pdr_online_type_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_ONLINE_TYPE_AUTO:
		return "auto";
	case PSERIES_DR_ONLINE_TYPE_MOVABLE:
		return "movable";
	case PSERIES_DR_ONLINE_TYPE_KERNEL:
		return "kernel";
	default:
		return "unknown";
	}
}

#define PDR_REASON_MAX	PSERIES_DR_REASON_CPUSETS

#define PDR_REASON_SYMBOLS \
	{ 0, "none" }, \
	{ 1, "pages-stay" }, \
	{ 2, "kernel-zone" }, \
	{ 3, "no-room" }, \
	{ 4, "lock-held" }, \
	{ 5, "vetoed" }, \
	{ 6, "last-cpu" }, \
	{ 7, "deadline-tasks" }, \
	{ 8, "tick-cpu" }, \
	{ 9, "cpu-limit" }, \
	{ 10, "ambiguous" }, \
	{ 11, "malformed" }, \
	{ 12, "in-use" }, \
	{ 13, "other-zone" }, \
	{ 14, "answered" }, \
	{ 15, "disk-in-use" }, \
	{ 16, "vfio" }, \
	{ 17, "boot-memory" }, \
	{ 18, "cpusets" }

/* pdr_reason_name() - the spec's name of a value of enum pseries_dr_reason */
static inline const char *pdr_reason_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_REASON_NONE:
		return "none";
	case PSERIES_DR_REASON_PAGES_STAY:
		return "pages-stay";
	case PSERIES_DR_REASON_KERNEL_ZONE:
		return "kernel-zone";
	case PSERIES_DR_REASON_NO_ROOM:
		return "no-room";
	case PSERIES_DR_REASON_LOCK_HELD:
		return "lock-held";
	case PSERIES_DR_REASON_VETOED:
		return "vetoed";
	case PSERIES_DR_REASON_LAST_CPU:
		return "last-cpu";
	case PSERIES_DR_REASON_DEADLINE_TASKS:
		return "deadline-tasks";
	case PSERIES_DR_REASON_TICK_CPU:
		return "tick-cpu";
	case PSERIES_DR_REASON_CPU_LIMIT:
		return "cpu-limit";
	case PSERIES_DR_REASON_AMBIGUOUS:
		return "ambiguous";
	case PSERIES_DR_REASON_MALFORMED:
		return "malformed";
	case PSERIES_DR_REASON_IN_USE:
		return "in-use";
	case PSERIES_DR_REASON_OTHER_ZONE:
		return "other-zone";
	case PSERIES_DR_REASON_ANSWERED:
		return "answered";
	case PSERIES_DR_REASON_DISK_IN_USE:
		return "disk-in-use";
	case PSERIES_DR_REASON_VFIO:
		return "vfio";
	case PSERIES_DR_REASON_BOOT_MEMORY:
		return "boot-memory";
	case PSERIES_DR_REASON_CPUSETS:
		return "cpusets";
	default:
		return "unknown";
	}
}

#define PDR_MEMORY_STATE_MAX	PSERIES_DR_MEMORY_STATE_MALFORMED

/* pdr_memory_state_name() - the spec's name of a value of enum pseries_dr_memory_state */
static inline const char *pdr_memory_state_name(unsigned int value)
{
	switch (value) {
	case PSERIES_DR_MEMORY_STATE_OK:
		return "ok";
	case PSERIES_DR_MEMORY_STATE_ABSENT:
		return "absent";
	case PSERIES_DR_MEMORY_STATE_MALFORMED:
		return "malformed";
	default:
		return "unknown";
	}
}

/* pdr_capability_name() - the spec's name of a bit number of enum pseries_dr_capability */
static inline const char *pdr_capability_name(unsigned int bit)
{
	switch (bit) {
	case 0:
		return "memory";
	case 1:
		return "cpu";
	case 2:
		return "pmem";
	case 3:
		return "pci";
	case 4:
		return "phb";
	case 5:
		return "cancel";
	case 6:
		return "refuse";
	case 7:
		return "claim";
	case 8:
		return "plan";
	default:
		return "unknown";
	}
}

#endif /* PDR_NAMES_H */
