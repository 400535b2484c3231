// SPDX-License-Identifier: GPL-2.0
/* The state machines of QEMU's logical connectors. */
#include "platform.h"
#include "stream.h"

#include <core/drcstate.h>

#define UNISOLATE_7_2	{ .mem_unplug_error = 1, .guest_error = 2, .cleared = true }
#define CONFIGURE_7_2	{ .mem_unplug_error = 1, .guest_error = 1, .cleared = true }
#define CORE_7_2	{ .guest_error = 1, .cleared = true }

const struct model_policy model_qemu_6_0 = {
	.name = "QEMU 6.0",
	.lmb_by_configure = { .mem_unplug_error = 1, .cleared = true },
};

const struct model_policy model_qemu_6_1 = {
	.name = "QEMU 6.1",
	.lmb_by_unisolate = { .mem_unplug_error = 1, .cleared = true },
	.lmb_by_configure = { .mem_unplug_error = 1, .cleared = true },
	.core_by_unisolate = { .cleared = true },
};

const struct model_policy model_qemu_7_2 = {
	.name = "QEMU 7.2",
	.lmb_by_unisolate = UNISOLATE_7_2,
	.lmb_by_configure = CONFIGURE_7_2,
	.core_by_unisolate = CORE_7_2,
};

const struct model_policy model_qemu_9_1 = {
	.name = "QEMU 9.1",
	.lmb_by_unisolate = { .guest_error = 2, .cleared = true },
	.lmb_by_configure = { .guest_error = 1, .cleared = true },
	.core_by_unisolate = CORE_7_2,
};

const struct model_policy model_generous = {
	.name = "a platform that takes what it did not ask for",
	.lmb_by_unisolate = UNISOLATE_7_2,
	.lmb_by_configure = CONFIGURE_7_2,
	.core_by_unisolate = CORE_7_2,
	.takes_unasked = true,
};

const struct model_policy model_legacy = {
	.name = "the same in older words",
	.lmb_by_unisolate = UNISOLATE_7_2,
	.lmb_by_configure = CONFIGURE_7_2,
	.core_by_unisolate = CORE_7_2,
	.takes_unasked = true,
	.legacy_sense = true,
};

void model_init(struct model *model, const struct model_policy *policy)
{
	memset(model, 0, sizeof(*model));
	model->policy = policy;
}

unsigned int model_add_connector(struct model *model, u8 resource, u32 index)
{
	struct model_drc *drc = &model->drcs[model->drc_count];

	memset(drc, 0, sizeof(*drc));
	drc->index = index;
	drc->resource = resource;
	drc->state = MODEL_UNUSABLE;
	drc->device = MODEL_NO_DEVICE;
	return model->drc_count++;
}

struct model_drc *model_find(struct model *model, u32 index)
{
	unsigned int i;

	for (i = 0; i < model->drc_count; i++)
		if (model->drcs[i].index == index)
			return &model->drcs[i];
	return NULL;
}

struct model_device *model_device_of(struct model *model, unsigned int number)
{
	u8 device = model->drcs[number].device;

	return device == MODEL_NO_DEVICE ? NULL : &model->devices[device];
}

static bool is_lmb(const struct model_drc *drc)
{
	return drc->resource == PSERIES_DR_RESOURCE_MEMORY;
}

static struct model_device *device_of(struct model *model,
				      const struct model_drc *drc)
{
	return &model->devices[drc->device];
}

static void tell_host(struct model *model, u8 news, u8 device, u8 times)
{
	while (times-- && model->host_event_count < MODEL_EVENTS) {
		struct model_host_event *event =
			&model->host_events[model->host_event_count++];

		event->news = news;
		event->device = device;
	}
}

static void tell_guest(struct model *model, u8 action, unsigned int device)
{
	const struct model_device *what = &model->devices[device];
	struct model_request *request;

	if (model->request_count == MODEL_EVENTS)
		return;
	request = &model->requests[model->request_count++];
	request->action = action;
	request->device = device;
	request->index = model->drcs[what->first].index;
	request->count = what->count;
}

bool model_next_request(struct model *model, struct model_request *request)
{
	if (!model->request_count)
		return false;
	*request = model->requests[0];
	model->request_count--;
	memmove(model->requests, model->requests + 1,
		model->request_count * sizeof(*request));
	return true;
}

int model_device_add(struct model *model, unsigned int first,
		     unsigned int count)
{
	unsigned int i, number = model->device_count;
	struct model_device *device = &model->devices[number];

	for (i = first; i < first + count; i++)
		if (model->drcs[i].dev || model->drcs[i].state != MODEL_UNUSABLE)
			return -EBUSY;
	model->device_count++;
	memset(device, 0, sizeof(*device));
	device->first = first;
	device->count = count;
	device->plugged = true;
	for (i = first; i < first + count; i++) {
		model->drcs[i].dev = true;
		model->drcs[i].device = number;
		model->drcs[i].cursor = 0;
	}
	tell_guest(model, PSERIES_DR_ACTION_ADD, number);
	return number;
}

static void unplug(struct model *model, const struct model_drc *drc)
{
	struct model_device *device = device_of(model, drc);

	device->plugged = false;
	device->pending = false;
	tell_host(model, MODEL_DEVICE_DELETED, drc->device, 1);
}

/* What QEMU does not know any more, it counts anew: spapr_lmb_release(). */
static void recover_pending(struct model *model, struct model_device *device)
{
	unsigned int i;

	device->pending = true;
	device->left = 0;
	for (i = device->first; i < device->first + device->count; i++)
		device->left += model->drcs[i].dev;
}

/* The connector's state was set before. */
static void release(struct model *model, struct model_drc *drc)
{
	struct model_device *device = device_of(model, drc);

	if (is_lmb(drc)) {
		if (!device->pending)
			recover_pending(model, device);
		if (!--device->left)
			unplug(model, drc);
	} else {
		unplug(model, drc);
	}
	drc->unplug = false;
	drc->dev = false;
}

static bool unplug_request(struct model *model, struct model_drc *drc)
{
	if (!drc->dev) {
		model->fatal = MODEL_A1;
		return false;
	}
	drc->unplug = true;
	if (drc->state == MODEL_UNUSABLE)
		release(model, drc);
	return true;
}

static int del_dimm(struct model *model, unsigned int number)
{
	struct model_device *device = &model->devices[number];
	unsigned int i;

	if (device->pending)
		return -EINPROGRESS;
	device->pending = true;
	device->left = device->count;
	for (i = device->first; i < device->first + device->count; i++)
		if (!unplug_request(model, &model->drcs[i]))
			return -ECANCELED;
	tell_guest(model, PSERIES_DR_ACTION_REMOVE, number);
	return 0;
}

/* The guest is told each time, also of what is pending or gone. */
static int del_core(struct model *model, unsigned int number)
{
	struct model_drc *drc = &model->drcs[model->devices[number].first];

	if (!drc->unplug && !unplug_request(model, drc))
		return -ECANCELED;
	model->devices[number].pending = drc->unplug;
	tell_guest(model, PSERIES_DR_ACTION_REMOVE, number);
	return 0;
}

int model_device_del(struct model *model, unsigned int device)
{
	if (model->fatal)
		return -ECANCELED;
	if (device >= model->device_count || !model->devices[device].plugged)
		return -ENODEV;
	return is_lmb(&model->drcs[model->devices[device].first]) ?
	       del_dimm(model, device) : del_core(model, device);
}

/* spapr_memory_unplug_rollback(): released connectors stay without device. */
static void roll_back(struct model *model, struct model_drc *drc,
		      const struct model_refusal *refusal, u8 fatal)
{
	struct model_device *device = device_of(model, drc);
	unsigned int i;

	if (refusal->cleared && is_lmb(drc) && !device->pending) {
		model->fatal = fatal;
		return;
	}
	tell_host(model, MODEL_MEM_UNPLUG_ERROR, drc->device,
		  refusal->mem_unplug_error);
	tell_host(model, MODEL_GUEST_ERROR, drc->device, refusal->guest_error);
	if (!refusal->cleared)
		return;
	device->pending = false;
	for (i = device->first; i < device->first + device->count; i++)
		model->drcs[i].unplug = false;
}

static int isolate(struct model *model, struct model_drc *drc)
{
	switch (drc->state) {
	case MODEL_UNISOLATE:
		return MODEL_PARAM_ERROR;
	case MODEL_CONFIGURED:
		if (is_lmb(drc) && !drc->unplug && !model->policy->takes_unasked)
			return MODEL_HW_ERROR;
		drc->state = MODEL_AVAILABLE;
		return MODEL_OK;
	default:
		return MODEL_OK;
	}
}

static int unisolate(struct model *model, struct model_drc *drc)
{
	const struct model_policy *policy = model->policy;

	switch (drc->state) {
	case MODEL_UNUSABLE:
		return MODEL_PARAM_ERROR;
	case MODEL_AVAILABLE:
		drc->state = MODEL_UNISOLATE;
		drc->cursor = 0;
		return MODEL_OK;
	default:
		if (drc->unplug && drc->dev)
			roll_back(model, drc,
				  is_lmb(drc) ? &policy->lmb_by_unisolate :
						&policy->core_by_unisolate,
				  MODEL_A2);
		return MODEL_OK;
	}
}

static int make_usable(struct model_drc *drc)
{
	if (drc->state != MODEL_UNUSABLE)
		return MODEL_OK;
	if (!drc->dev || drc->unplug)
		return MODEL_PARAM_ERROR;
	drc->state = MODEL_AVAILABLE;
	return MODEL_OK;
}

static int make_unusable(struct model *model, struct model_drc *drc)
{
	switch (drc->state) {
	case MODEL_UNUSABLE:
		return MODEL_OK;
	case MODEL_AVAILABLE:
		drc->state = MODEL_UNUSABLE;
		if (drc->unplug)
			release(model, drc);
		return MODEL_OK;
	default:
		return MODEL_PARAM_ERROR;
	}
}

int model_set_indicator(struct model *model, u32 indicator, u32 index,
			u32 value)
{
	struct model_drc *drc = model_find(model, index);

	if (model->fatal)
		return MODEL_HW_ERROR;
	if (!drc || value > 1)
		return MODEL_PARAM_ERROR;
	switch (indicator) {
	case PDR_ISOLATION_STATE:
		return value ? unisolate(model, drc) : isolate(model, drc);
	case PDR_ALLOCATION_STATE:
		return value ? make_usable(drc) : make_unusable(model, drc);
	default:
		return MODEL_PARAM_ERROR;
	}
}

int model_sense(struct model *model, u32 sensor, u32 index, u32 *value)
{
	const struct model_drc *drc = model_find(model, index);

	*value = 0;
	if (model->fatal)
		return MODEL_HW_ERROR;
	if (!drc || sensor != PDR_DR_ENTITY_SENSE)
		return MODEL_PARAM_ERROR;
	if (drc->state == MODEL_UNUSABLE && model->policy->legacy_sense)
		return MODEL_LEGACY_UNUSABLE;
	*value = drc->state == MODEL_UNUSABLE ? PDR_SENSE_UNUSABLE :
						PDR_SENSE_PRESENT;
	return MODEL_OK;
}

int model_configure(struct model *model, u8 *area)
{
	struct model_drc *drc = model_find(model, get_unaligned_be32(area));
	int status;

	if (model->fatal)
		return MODEL_HW_ERROR;
	if (!drc)
		return MODEL_PARAM_ERROR;
	if (drc->state != MODEL_UNISOLATE && drc->state != MODEL_CONFIGURED)
		return MODEL_NOT_CONFIGURABLE;
	if (is_lmb(drc) && drc->unplug)
		roll_back(model, drc, &model->policy->lmb_by_configure,
			  MODEL_A3);
	if (model->fatal)
		return MODEL_HW_ERROR;
	status = model_stream_give(drc, area);
	if (status == MODEL_OK)
		drc->state = MODEL_CONFIGURED;
	return status;
}

void model_reset(struct model *model)
{
	unsigned int i;

	model->request_count = 0;
	for (i = 0; i < model->drc_count; i++) {
		struct model_drc *drc = &model->drcs[i];

		if (drc->unplug)
			release(model, drc);
		drc->state = drc->dev ? MODEL_CONFIGURED : MODEL_UNUSABLE;
		drc->cursor = 0;
	}
}

/* The destination plugs its devices as at a start, with all their connectors. */
static void restart_device(struct model *model, struct model_device *device)
{
	unsigned int i;

	for (i = device->first; i < device->first + device->count; i++) {
		struct model_drc *drc = &model->drcs[i];

		if (drc->dev)
			continue;
		drc->dev = true;
		drc->state = MODEL_CONFIGURED;
		drc->unplug = false;
	}
	/* QEMU's record of pending DIMMs is not migrated */
	if (is_lmb(&model->drcs[device->first]))
		device->pending = false;
}

void model_migrate(struct model *model)
{
	unsigned int i;

	for (i = 0; i < model->drc_count; i++)
		model->drcs[i].cursor = 0;
	for (i = 0; i < model->device_count; i++)
		if (model->devices[i].plugged)
			restart_device(model, &model->devices[i]);
}

unsigned int model_count_news(const struct model *model, u8 news, u8 device,
			      unsigned int from)
{
	unsigned int i, count = 0;

	for (i = from; i < model->host_event_count; i++)
		count += model->host_events[i].news == news &&
			 model->host_events[i].device == device;
	return count;
}
