/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_PLATFORM_H
#define PDR_MODEL_PLATFORM_H

/*
 * A platform with dynamic reconfiguration connectors of LMBs and cores, from
 * both of its sides: the RTAS calls of the guest, and the host's device_add,
 * device_del and events.
 * Invariant: what a call returns and does follows from the connector's state,
 * its device and its pending unplug alone, as in QEMU's spapr_drc.c; nothing
 * here fails by itself (faults are put between the guest and the model). Where
 * QEMU would abort, the model says so in &model.fatal and answers no more.
 */

#include <pdr_env.h>

#define MODEL_DRCS	8
#define MODEL_DEVICES	16
#define MODEL_EVENTS	32
#define MODEL_NO_DEVICE	0xff

/* Status values that QEMU returns. */
#define MODEL_OK		0
#define MODEL_HW_ERROR		(-1)
#define MODEL_PARAM_ERROR	(-3)
#define MODEL_NOT_CONFIGURABLE	(-9003)

/* What older platforms say of an unusable connector that is asked for its sense. */
#define MODEL_LEGACY_UNUSABLE	(-9002)

/* State of a logical connector, numbered as QEMU migrates it. */
enum model_state {
	MODEL_UNUSABLE = 1,
	MODEL_AVAILABLE,
	MODEL_UNISOLATE,
	MODEL_CONFIGURED,
};

/**
 * enum model_fatal - a QEMU that is no more
 * @MODEL_ALIVE: none of them
 * @MODEL_A1: device_del of a range of which a connector has no device
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
 * struct model_refusal - what the host hears of one refusal
 * @mem_unplug_error: MEM_UNPLUG_ERROR events
 * @guest_error: DEVICE_UNPLUG_GUEST_ERROR events
 * @cleared: the removal is not pending afterwards
 */
struct model_refusal {
	u8 mem_unplug_error;
	u8 guest_error;
	bool cleared;
};

/**
 * struct model_policy - in what platforms differ
 * @name: of the platform
 * @lmb_by_unisolate: a refused DIMM, by unisolate
 * @lmb_by_configure: a refused DIMM, by configure-connector
 * @core_by_unisolate: a refused core
 * @takes_unasked: an LMB can be isolated that nobody asked for
 * @legacy_sense: that a connector is unusable is a status, and no value
 */
struct model_policy {
	const char *name;
	struct model_refusal lmb_by_unisolate;
	struct model_refusal lmb_by_configure;
	struct model_refusal core_by_unisolate;
	bool takes_unasked;
	bool legacy_sense;
};

extern const struct model_policy model_qemu_6_0;
extern const struct model_policy model_qemu_6_1;
extern const struct model_policy model_qemu_7_2;
extern const struct model_policy model_qemu_9_1;
/* As QEMU 7.2, but takes an LMB that it did not ask for, as PowerVM does. */
extern const struct model_policy model_generous;
/* The same, in the words of older platforms. */
extern const struct model_policy model_legacy;

/* What the host hears, by the names that QMP has for it. */
enum model_news {
	MODEL_DEVICE_DELETED,
	MODEL_MEM_UNPLUG_ERROR,
	MODEL_GUEST_ERROR,
};

/**
 * struct model_drc - a connector
 * @index: DRC index
 * @resource: PSERIES_DR_RESOURCE_MEMORY or PSERIES_DR_RESOURCE_CPU
 * @state: enum model_state
 * @dev: it has a device attached
 * @unplug: QEMU's unplug_requested
 * @device: number of the device that is or was attached, MODEL_NO_DEVICE
 * @cursor: next item of the configure-connector stream
 */
struct model_drc {
	u32 index;
	u8 resource;
	u8 state;
	bool dev;
	bool unplug;
	u8 device;
	u8 cursor;
};

/**
 * struct model_device - a DIMM, or a core
 * @first: number of its first connector
 * @count: its connectors, consecutive
 * @plugged: the host has not lost it
 * @pending: its unplug is known as pending (a DIMM's, by QEMU's own record)
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
 * struct model_request - a hot-plug event on its way to the guest
 * @action: enum pseries_dr_action
 * @device: that it is about
 * @index: first DRC index
 * @count: connectors
 */
struct model_request {
	u8 action;
	u8 device;
	u32 index;
	u32 count;
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
 * @drc_count: entries of @drcs
 * @device_count: entries of @devices
 * @request_count: entries of @requests
 * @host_event_count: entries of @host_events
 * @drcs: its connectors
 * @devices: all that were ever plugged
 * @requests: to the guest, oldest first
 * @host_events: all that the host heard, oldest first
 *
 * It has no pointers into itself and can be copied.
 */
struct model {
	const struct model_policy *policy;
	u8 fatal;
	u8 drc_count;
	u8 device_count;
	u8 request_count;
	u8 host_event_count;
	struct model_drc drcs[MODEL_DRCS];
	struct model_device devices[MODEL_DEVICES];
	struct model_request requests[MODEL_EVENTS];
	struct model_host_event host_events[MODEL_EVENTS];
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
 * @resource: PSERIES_DR_RESOURCE_MEMORY or PSERIES_DR_RESOURCE_CPU
 * @index: DRC index
 *
 * Return: its number.
 */
unsigned int model_add_connector(struct model *model, u8 resource, u32 index);

/**
 * model_device_add() - Plug a device into connectors that have none.
 * @model: the platform
 * @first: number of the first connector
 * @count: connectors
 *
 * Return: the number of the device, or -EBUSY.
 */
int model_device_add(struct model *model, unsigned int first,
		     unsigned int count);

/**
 * model_device_del() - Ask the guest for a device.
 * @model: the platform
 * @device: number of the device
 *
 * Return: 0; -ENODEV when there is none; -EINPROGRESS when a DIMM was asked for
 * already; -ECANCELED when QEMU aborts.
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
 * model_find() - Find a connector.
 * @model: the platform
 * @index: DRC index
 *
 * Return: the connector, or NULL.
 */
struct model_drc *model_find(struct model *model, u32 index);

/**
 * model_device_of() - Find the device of a connector.
 * @model: the platform
 * @number: number of the connector
 *
 * Return: the device that is or was attached, or NULL if there never was one.
 */
struct model_device *model_device_of(struct model *model, unsigned int number);

/**
 * model_sense() - get-sensor-state.
 * @model: the platform
 * @sensor: 9003 is the only one known
 * @index: DRC index
 * @value: the state, written in any case
 *
 * Return: status.
 */
int model_sense(struct model *model, u32 sensor, u32 index, u32 *value);

/**
 * model_set_indicator() - set-indicator.
 * @model: the platform
 * @indicator: 9001 isolation state, 9003 allocation state
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
 *
 * Return: status.
 */
int model_configure(struct model *model, u8 *area);

/**
 * model_reset() - system_reset.
 * @model: the platform
 */
void model_reset(struct model *model);

/**
 * model_migrate() - Go on at the destination of a live migration.
 * @model: the platform
 */
void model_migrate(struct model *model);

/**
 * model_count_news() - Count what the host heard.
 * @model: the platform
 * @news: enum model_news
 * @device: about which device
 * @from: number of the first event to count
 *
 * Return: events of that kind.
 */
unsigned int model_count_news(const struct model *model, u8 news, u8 device,
			      unsigned int from);

#endif /* PDR_MODEL_PLATFORM_H */
