// SPDX-License-Identifier: GPL-2.0
/* Reads the model's events with the module's own parser; see checks.h. */

#include "checks.h"
#include "platform.h"
#include "ofprops.h"
#include "lib/errorlog.h"

#include <core/parse/hpevent.h>

#define DIMM_LMBS	3
#define FIRST_LMB	0x80000004

/* Mask of check-exception with both classes of events. */
#define ANY_EVENT	(MODEL_EPOW_EVENTS | MODEL_HOTPLUG_EVENTS)

static unsigned int mistakes;

static void complain_of_event(const struct model *model, const char *what, u32 index)
{
	printf("  the events of %s: %s: %x\n", model->policy->name, what, index);
	mistakes++;
}

static void expect_event(const struct model *model, bool right, const char *what,
			 u32 index)
{
	if (!right)
		complain_of_event(model, what, index);
}

/* By name if the platform uses names, or else by index; LMBs by count and index. */
static void check_event_identifier(const struct model *model,
				   const struct pdr_request *request,
				   const struct model_drc *drc)
{
	char name[MODEL_DRC_NAME_SIZE];

	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_NAME:
		model_drc_name(model->policy, drc->index, drc->resource, name);
		expect_event(model, model->policy->names &&
			     !strcmp(name, request->name), "name", drc->index);
		break;
	case PSERIES_DR_IDENTIFIER_INDEX:
		expect_event(model, request->index == drc->index, "index",
			     request->index);
		break;
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		expect_event(model, request->index == drc->index, "first index",
			     request->index);
		fallthrough;
	default:
		expect_event(model, request->count == DIMM_LMBS, "count",
			     request->count);
		break;
	}
}

static void check_event(struct model *model, u8 action,
			const struct model_drc *drc)
{
	struct pdr_request request;
	u8 log[MODEL_LOG_MAX];
	u32 len = 0;

	if (model_check_exception(model, ANY_EVENT, log, sizeof(log), &len) ||
	    pdr_hpevent_decode(log, len, &request)) {
		complain_of_event(model, "none that can be read", drc->index);
		return;
	}
	expect_event(model, request.action == action, "action", drc->index);
	expect_event(model, request.resource == drc->resource, "resource",
		     drc->index);
	expect_event(model, log[ERRORLOG_CAPABILITIES] ==
		     (model->policy->names ? ERRORLOG_HAS_TOKEN : 0), "capabilities",
		     log[ERRORLOG_CAPABILITIES]);
	check_event_identifier(model, &request, drc);
}

/* A connector of each kind that can leave, all configured. */
static void make_event_machine(struct model *model, const struct model_policy *policy)
{
	unsigned int i;

	model_init(model, policy);
	for (i = 0; i < DIMM_LMBS; i++)
		model_add_connector(model, PSERIES_DR_RESOURCE_MEMORY,
				    FIRST_LMB + i);
	model_add_connector(model, PSERIES_DR_RESOURCE_CPU, 0x10000001);
	i = model_add_connector(model, PSERIES_DR_RESOURCE_PHB, 0x20000001);
	model_device_cold(model, i, 1);
	model_add_function(model, i, 0x40010008);
	for (i = 1; i < 8; i++)
		model_add_function(model, DIMM_LMBS + 1, 0x40010008 | i);
}

static void check_device(struct model *model, unsigned int first,
			 unsigned int count)
{
	int device = model_device_add(model, first, count);
	unsigned int i;

	check_event(model, PSERIES_DR_ACTION_ADD, &model->drcs[first]);
	for (i = first; i < first + count; i++)
		model->drcs[i].state = model_is_physical(&model->drcs[i]) ?
				       MODEL_PHYSICAL_CONFIGURED :
				       MODEL_CONFIGURED;
	model_device_del(model, device);
	check_event(model, PSERIES_DR_ACTION_REMOVE, &model->drcs[first]);
}

/* A call for the other class gets none; a call that gets an event raises the next. */
static void check_class(struct model *model, u32 mask)
{
	u8 log[MODEL_LOG_MAX];
	u32 pulses, len;

	model_device_add(model, 0, DIMM_LMBS);
	model_device_add(model, DIMM_LMBS, 1);
	expect_event(model, model_check_exception(model, ANY_EVENT & ~mask, log,
						  sizeof(log), &len) ==
		     MODEL_NO_EVENT, "one of the other class", mask);
	pulses = model->pulses;
	expect_event(model, !model_check_exception(model, mask, log, sizeof(log),
						   &len), "none of its class", mask);
	expect_event(model, model->pulses == pulses + 1, "no pulse", mask);
	model_check_exception(model, mask, log, sizeof(log), &len);
	expect_event(model, model->pulses == pulses + 1, "a pulse too many", mask);
}

static u8 type_of_event(struct model *model, u32 mask, u8 *log)
{
	u32 len = 0;

	memset(log, 0, MODEL_LOG_MAX);
	model_check_exception(model, mask, log, MODEL_LOG_MAX, &len);
	return log[ERRORLOG_TYPE];
}

static void queue_three(struct model *model)
{
	model_device_add(model, 0, DIMM_LMBS);
	model_powerdown(model);
	model_device_add(model, DIMM_LMBS, 1);
}

static void expect_types(struct model *model, u32 mask, const u8 *types)
{
	u8 log[MODEL_LOG_MAX];

	do
		expect_event(model, type_of_event(model, mask, log) == *types,
			     "an event of another type", log[ERRORLOG_TYPE]);
	while (*types++);
}

/* A call gets the first event of its classes, whatever events are before it. */
static void check_order(const struct model_policy *policy, bool negotiated)
{
	static const u8 all[] = {
		ERRORLOG_TYPE_HOTPLUG, ERRORLOG_TYPE_POWER, ERRORLOG_TYPE_HOTPLUG, 0,
	};
	static const u8 power[] = { ERRORLOG_TYPE_POWER, 0 };
	static const u8 hotplug[] = { ERRORLOG_TYPE_HOTPLUG, ERRORLOG_TYPE_HOTPLUG, 0 };
	struct model model;

	make_event_machine(&model, policy);
	if (negotiated)
		model_negotiate(&model, true, true);
	queue_three(&model);
	expect_types(&model, negotiated ? MODEL_EPOW_EVENTS : ANY_EVENT,
		     negotiated ? power : all);
	expect_types(&model, MODEL_HOTPLUG_EVENTS,
		     negotiated ? hotplug : &hotplug[2]);
}

/* The parser finds no hot-plug event in a shutdown; each class raises an interrupt. */
static void check_shutdown(const struct model_policy *policy)
{
	struct pdr_request request;
	u8 log[MODEL_LOG_MAX];
	struct model model;
	u32 pulses;

	make_event_machine(&model, policy);
	model_negotiate(&model, true, true);
	queue_three(&model);
	model_powerdown(&model);
	pulses = model.pulses;
	model_event_scan(&model);
	expect_event(&model, model.pulses == pulses + 2, "not a pulse for each class",
		     model.pulses);
	expect_event(&model, type_of_event(&model, MODEL_EPOW_EVENTS, log) ==
		     ERRORLOG_TYPE_POWER &&
		     pdr_hpevent_decode(log, MODEL_LOG_SIZE, &request) == -ENOENT,
		     "a shutdown for a hot-plug event", 0);
	model_negotiate(&model, true, true);
	expect_event(&model, model.request_count == 1 && model.requests[0].shutdown,
		     "not what negotiation leaves", model.request_count);
	model_reset(&model);
	expect_event(&model, !model.request_count, "something after a reset",
		     model.request_count);
}

static void check_policy_events(const struct model_policy *policy)
{
	static const bool negotiations[] = { false, true };
	struct model model;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(negotiations); i++) {
		make_event_machine(&model, policy);
		if (negotiations[i])
			model_negotiate(&model, true, true);
		check_device(&model, 0, DIMM_LMBS);
		check_device(&model, DIMM_LMBS, 1);
		check_device(&model, DIMM_LMBS + 2, 1);
		make_event_machine(&model, policy);
		if (negotiations[i])
			model_negotiate(&model, true, true);
		check_class(&model, negotiations[i] ? MODEL_HOTPLUG_EVENTS :
						      MODEL_EPOW_EVENTS);
		check_order(policy, negotiations[i]);
	}
	check_shutdown(policy);
}

unsigned int model_check_events(void)
{
	mistakes = 0;
	check_policy_events(&model_qemu_7_2);
	check_policy_events(&model_lopar);
	return mistakes;
}
