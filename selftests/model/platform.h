/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_PLATFORM_H
#define PDR_MODEL_PLATFORM_H

/*
 * A platform with dynamic reconfiguration connectors, from both of its sides:
 * the RTAS calls of the guest, and the host's device_add, device_del, resets,
 * migrations and events.
 * Invariant: only the connector's state, its device, its pending unplug and the
 * policy decide the result of a call. Nothing here fails by itself; the fault ring
 * puts faults between the guest and the model. When QEMU would abort, the model
 * sets &model.fatal and answers no more.
 *
 *	policy.c	the differences between platforms
 *	drc.c		the state machines of connectors
 *	device.c	devices: plugged, asked for, released, refused
 *	machine.c	all connectors: reset, negotiation, migration
 *	news.c		events to the guest, and to the host
 *	stream.c	ibm,configure-connector, answer by answer
 *	ofprops.c	the device tree properties of connectors
 *	cells.c		the calls as cells in the guest's memory
 */

#include <pdr_env.h>

#include "policy.h"

#define MODEL_DRCS	96
#define MODEL_EVENTS	32
#define MODEL_NO_DEVICE	0xff
#define MODEL_NO_DRC	0xff

/* The build makes both larger for users that leave events and devices as they are. */
#ifndef MODEL_REQUESTS
#define MODEL_REQUESTS	32
#endif
#ifndef MODEL_DEVICES
#define MODEL_DEVICES	24
#endif

/* PHBs that come and go; after more of them, the order is no longer QEMU's. */
#ifndef MODEL_PHB_CHANGES
#define MODEL_PHB_CHANGES	8
#endif

/* Status values. */
#define MODEL_OK		0
#define MODEL_HW_ERROR		(-1)
#define MODEL_BUSY		(-2)
#define MODEL_PARAM_ERROR	(-3)
#define MODEL_DELAY		9900
#define MODEL_HAS_CHILDREN	(-9000)
#define MODEL_HAS_TRANSLATIONS	(-9001)
#define MODEL_NOT_CONFIGURABLE	(-9003)
#define MODEL_NO_EVENT		1

/* Status of get-sensor-state for an unusable connector on older platforms. */
#define MODEL_LEGACY_UNUSABLE	(-9002)

/* Indicators and sensors. */
#define MODEL_ISOLATION_STATE	9001
#define MODEL_DR_INDICATOR	9002
#define MODEL_ALLOCATION_STATE	9003
#define MODEL_DR_ENTITY_SENSE	9003

/* Classes of events, as check-exception has them in its mask. */
#define MODEL_EPOW_EVENTS	0x40000000
#define MODEL_HOTPLUG_EVENTS	0x10000000

/* An event log: fixed part, version 6 header, sections PH, UH and HP. */
#define MODEL_LOG_SIZE		116
#define MODEL_LOG_MAX		160

/**
 * enum model_state - state of a connector, numbered as QEMU migrates it
 * @MODEL_UNUSABLE: logical: the platform's
 * @MODEL_AVAILABLE: logical: the guest's, isolated
 * @MODEL_UNISOLATE: logical: configure-connector is to come
 * @MODEL_CONFIGURED: logical: in use
 * @MODEL_PHYSICAL_POWERON: physical: isolated
 * @MODEL_PHYSICAL_UNISOLATE: physical: configure-connector is to come
 * @MODEL_PHYSICAL_CONFIGURED: physical: in use
 * @MODEL_EXCHANGE: logical: the platform offers it for another one in use
 * @MODEL_RECOVERY: logical: the platform offers it after a failure
 */
enum model_state {
	MODEL_UNUSABLE = 1,
	MODEL_AVAILABLE,
	MODEL_UNISOLATE,
	MODEL_CONFIGURED,
	MODEL_PHYSICAL_POWERON = 6,
	MODEL_PHYSICAL_UNISOLATE,
	MODEL_PHYSICAL_CONFIGURED,
	MODEL_EXCHANGE,
	MODEL_RECOVERY,
};

/**
 * enum model_fatal - reasons for which QEMU aborts
 * @MODEL_ALIVE: none
 * @MODEL_A1: device_del of a range in which a connector has no device
 * @MODEL_A2: refusal by unisolate of a removal that the destination of a
 *	      migration does not know
 * @MODEL_A3: the same by configure-connector
 */
enum model_fatal {
	MODEL_ALIVE,
	MODEL_A1,
	MODEL_A2,
	MODEL_A3,
};

/**
 * enum model_negotiated - what the guest negotiated (ibm,client-architecture-support)
 * @MODEL_NOT_YET: nothing yet
 * @MODEL_WITHOUT_EVENTS: no events of the hot-plug class
 * @MODEL_WITH_EVENTS: events of the hot-plug class
 */
enum model_negotiated {
	MODEL_NOT_YET,
	MODEL_WITHOUT_EVENTS,
	MODEL_WITH_EVENTS,
};

/* The events that the host hears, by their names in QMP. */
enum model_news {
	MODEL_DEVICE_DELETED,
	MODEL_MEM_UNPLUG_ERROR,
	MODEL_GUEST_ERROR,
};

/**
 * struct model_drc - a connector
 * @index: DRC index
 * @resource: enum pseries_dr_resource
 * @state: enum model_state
 * @dev: it has a device attached
 * @unplug: QEMU's unplug_requested
 * @mapped: the guest has translations for it
 * @device: number of the device that is or was attached, MODEL_NO_DEVICE
 * @parent: number of the PHB's connector that it lies below, MODEL_NO_DRC
 * @cursor: next item of the configure-connector stream
 * @children: functions 0 to 7 that had a device when the stream was made
 * @page_table: model.page_table when the stream was made
 * @form2: model.form2 when the stream was made
 * @phb_changes: PHBs that had come or gone when the stream was made
 * @made: the stream was made and is kept
 */
struct model_drc {
	u32 index;
	u8 resource;
	u8 state;
	bool dev;
	bool unplug;
	bool mapped;
	u8 device;
	u8 parent;
	u16 cursor;
	u8 children;
	u8 page_table;
	bool form2;
	u8 phb_changes;
	bool made;
};

/**
 * struct model_device - a DIMM, or a device with one connector
 * @first: number of its first connector
 * @count: its connectors, consecutive
 * @plugged: it is still plugged
 * @pending: its unplug is pending (of a DIMM, by QEMU's own record)
 * @left: connectors still to be released before a pending DIMM goes
 */
struct model_device {
	u8 first;
	u8 count;
	bool plugged;
	bool pending;
	u8 left;
};

/**
 * struct model_request - an event on its way to the guest
 * @shutdown: an EPOW event that asks for a shutdown, of which only @plid is defined;
 *	      otherwise a hot-plug event
 * @action: enum pseries_dr_action
 * @resource: enum pseries_dr_resource
 * @identifier: enum pseries_dr_identifier
 * @device: that it is about
 * @index: first DRC index
 * @count: connectors
 * @plid: number of the log
 */
struct model_request {
	bool shutdown;
	u8 action;
	u8 resource;
	u8 identifier;
	u8 device;
	u32 index;
	u32 count;
	u32 plid;
};

/**
 * struct model_host_event - an event on its way to the host
 * @news: enum model_news
 * @device: that it is about
 */
struct model_host_event {
	u8 news;
	u8 device;
};

/**
 * struct model - a platform
 * @policy: how it differs
 * @fatal: enum model_fatal
 * @negotiated: enum model_negotiated
 * @form2: the guest wants associativity in form 2, which has the NUMA node alone
 * @overrun: there was no room to note all that happened
 * @drc_count: entries of @drcs
 * @device_count: entries of @devices
 * @host_event_count: entries of @host_events
 * @request_count: entries of @requests
 * @page_table: log2 of the bytes of the hash page table
 * @next_plid: number of the next event log
 * @pulses: interrupts that were raised
 * @busy_key: call that is answered busy, 0 for none
 * @busy_left: remaining times
 * @drcs: its connectors
 * @devices: all that were ever plugged
 * @requests: to the guest, oldest first
 * @host_events: all that the host heard, oldest first
 * @phb_changes: numbers of the PHBs that came or went since the start, oldest
 *		 first; without PHB 0, which was there
 * @phb_change_count: entries of @phb_changes
 *
 * Has no pointers into itself, so it can be copied.
 */
struct model {
	const struct model_policy *policy;
	u8 fatal;
	u8 negotiated;
	bool form2;
	bool overrun;
	u8 drc_count;
	u8 device_count;
	u8 host_event_count;
	u16 request_count;
	u8 page_table;
	u32 next_plid;
	u32 pulses;
	u64 busy_key;
	u8 busy_left;
	struct model_drc drcs[MODEL_DRCS];
	struct model_device devices[MODEL_DEVICES];
	struct model_host_event host_events[MODEL_EVENTS];
	struct model_request requests[MODEL_REQUESTS];
	u8 phb_changes[MODEL_PHB_CHANGES];
	u8 phb_change_count;
};

/**
 * model_init() - A platform without connectors.
 * @model: the platform
 * @policy: how it differs
 */
void model_init(struct model *model, const struct model_policy *policy);

/**
 * model_add_connector() - Add a connector without a device.
 * @model: the platform
 * @resource: enum pseries_dr_resource
 * @index: DRC index
 *
 * Return: its number.
 */
unsigned int model_add_connector(struct model *model, u8 resource, u32 index);

/**
 * model_add_function() - Add the connector of a PCI function below a PHB.
 * @model: the platform
 * @phb: number of the PHB's connector
 * @index: DRC index; its last three bits are the function
 *
 * It is there while the PHB is. Add all eight functions of a slot, function 0 first.
 *
 * Return: its number.
 */
unsigned int model_add_function(struct model *model, unsigned int phb,
				u32 index);

/**
 * model_find() - Find a connector that is there.
 * @model: the platform
 * @index: DRC index
 *
 * Return: the connector, or NULL.
 */
struct model_drc *model_find(struct model *model, u32 index);

/**
 * model_is_physical() - Tell if a connector has the physical state machine.
 * @drc: connector
 *
 * Return: true for a PCI function, false for all others.
 */
static inline bool model_is_physical(const struct model_drc *drc)
{
	return drc->resource == PSERIES_DR_RESOURCE_PCI;
}

/**
 * model_device_of() - Find the device of a connector.
 * @model: the platform
 * @number: number of the connector
 *
 * Return: the device that is or was attached, or NULL if there never was one.
 */
struct model_device *model_device_of(struct model *model, unsigned int number);

/**
 * model_device_add() - Plug a device into connectors that have none.
 * @model: the platform
 * @first: number of the first connector
 * @count: connectors, 1 for all but a DIMM
 *
 * Return: the number of the device; -EBUSY; -ENODEV when a connector is not
 * there; -ENOSPC when the model has no room.
 */
int model_device_add(struct model *model, unsigned int first,
		     unsigned int count);

/**
 * model_device_cold() - Plug a device that is there from the start.
 * @model: the platform
 * @first: number of the first connector
 * @count: connectors
 *
 * Return: as model_device_add().
 */
int model_device_cold(struct model *model, unsigned int first,
		      unsigned int count);

/**
 * model_device_del() - Ask the guest for a device.
 * @model: the platform
 * @device: number of the device
 *
 * Return: 0; -ENODEV if there is none; -EINPROGRESS if an unplug is pending and QEMU
 * allows no other; -EOPNOTSUPP for an NVDIMM; -EPERM for memory if the guest does not
 * know such events; -ECANCELED if QEMU aborts.
 */
int model_device_del(struct model *model, unsigned int device);

/**
 * model_next_request() - Give the guest its oldest hot-plug event.
 * @model: the platform
 * @request: the event
 *
 * Return: true if there was one.
 */
bool model_next_request(struct model *model, struct model_request *request);

/**
 * model_take_removal() - Give the guest its oldest request for a device.
 * @model: the platform
 * @device: number of the device
 *
 * Later requests for others may come before it, as a guest has several queues.
 *
 * Return: false if no removal of the device is on its way.
 */
bool model_take_removal(struct model *model, u8 device);

/**
 * model_powerdown() - system_powerdown: ask the guest to shut down.
 * @model: the platform
 */
void model_powerdown(struct model *model);

/**
 * model_check_exception() - check-exception.
 * @model: the platform
 * @mask: classes of events that are wanted
 * @log: for the event log
 * @size: bytes of @log
 * @len: bytes of the log, for status 0
 *
 * Return: status.
 */
int model_check_exception(struct model *model, u32 mask, u8 *log, u32 size,
			  u32 *len);

/**
 * model_event_scan() - event-scan: raises the interrupts of waiting events again.
 * @model: the platform
 *
 * Return: status.
 */
int model_event_scan(struct model *model);

/**
 * model_sense() - get-sensor-state.
 * @model: the platform
 * @sensor: MODEL_DR_ENTITY_SENSE is the only one known
 * @index: DRC index
 * @value: the state, written in any case
 *
 * Return: status.
 */
int model_sense(struct model *model, u32 sensor, u32 index, u32 *value);

/**
 * model_set_indicator() - set-indicator.
 * @model: the platform
 * @indicator: 9001 isolation state, 9002 DR indicator, 9003 allocation state
 * @index: DRC index
 * @value: new state
 *
 * Return: status.
 */
int model_set_indicator(struct model *model, u32 indicator, u32 index,
			u32 value);

/**
 * model_configure() - ibm,configure-connector.
 * @model: the platform
 * @area: work area of 4096 bytes
 * @extent: address of one more page, or 0
 *
 * Return: status.
 */
int model_configure(struct model *model, u8 *area, u32 extent);

/**
 * model_power_level() - set-power-level, get-power-level.
 * @model: the platform
 * @domain: power domain
 * @set: set it; all domains have full power, whatever the guest wants
 * @level: the level, written for status 0
 *
 * Return: status.
 */
int model_power_level(struct model *model, u32 domain, bool set, u32 *level);

/**
 * model_offer() - Offer the guest a device that it has not acquired.
 * @model: the platform
 * @index: DRC index
 * @state: MODEL_EXCHANGE, for another one that is in use; MODEL_RECOVERY
 *
 * Return: 0; -EOPNOTSUPP where the platform offers none; -ENODEV when there is no
 * such connector; -EBUSY when it has no device, or the guest has it.
 */
int model_offer(struct model *model, u32 index, u8 state);

/**
 * model_set_mapped() - Say if the guest has translations for a connector.
 * @model: the platform
 * @index: DRC index
 * @mapped: it has some
 */
void model_set_mapped(struct model *model, u32 index, bool mapped);

/**
 * model_reset() - system_reset.
 * @model: the platform
 */
void model_reset(struct model *model);

/**
 * model_negotiate() - ibm,client-architecture-support.
 * @model: the platform
 * @events: the guest knows events of the hot-plug class
 * @form2: it knows associativity of form 2
 */
void model_negotiate(struct model *model, bool events, bool form2);

/**
 * model_migrate() - Continue at the destination of a live migration.
 * @model: the platform
 */
void model_migrate(struct model *model);

/**
 * model_count_news() - Count events that the host heard.
 * @model: the platform
 * @news: enum model_news
 * @device: number of the device
 * @from: number of the first event to count
 *
 * Return: events of that kind.
 */
unsigned int model_count_news(const struct model *model, u8 news, u8 device,
			      unsigned int from);

#endif /* PDR_MODEL_PLATFORM_H */
