// SPDX-License-Identifier: GPL-2.0
/* Devices in connectors: how they are plugged, asked for and released. */
#include "internal.h"

struct model_device *model_device_of(struct model *model, unsigned int number)
{
	u8 device = model->drcs[number].device;

	return device == MODEL_NO_DEVICE ? NULL : &model->devices[device];
}

static struct model_device *device_of(struct model *model,
				      const struct model_drc *drc)
{
	return &model->devices[drc->device];
}

static bool drc_is_there(const struct model *model, const struct model_drc *drc)
{
	return drc->parent == MODEL_NO_DRC || model->drcs[drc->parent].dev;
}

/* A DIMM occupies its whole range, even after a part of it was released. */
static bool number_is_taken(const struct model *model, unsigned int number)
{
	unsigned int i;

	for (i = 0; i < model->device_count; i++) {
		const struct model_device *device = &model->devices[i];

		if (device->plugged && number >= device->first &&
		    number - device->first < device->count)
			return true;
	}
	return false;
}

static int check_free_slots(const struct model *model, unsigned int first,
			    unsigned int count)
{
	unsigned int i;

	if (count > model->drc_count - first)
		return -ENODEV;
	for (i = first; i < first + count; i++) {
		const struct model_drc *drc = &model->drcs[i];

		if (!drc_is_there(model, drc) ||
		    drc->resource != model->drcs[first].resource)
			return -ENODEV;
		if (drc->dev || number_is_taken(model, i) ||
		    drc->state != model_empty_state(drc))
			return -EBUSY;
	}
	return 0;
}

static bool is_told_of(const struct model *model, u8 device)
{
	unsigned int i;

	for (i = 0; i < model->request_count; i++)
		if (model->requests[i].device == device)
			return true;
	for (i = 0; i < model->host_event_count; i++)
		if (model->host_events[i].device == device)
			return true;
	return false;
}

/* A number is used again only when all others have been used. */
static int find_number(struct model *model)
{
	unsigned int i;

	if (model->device_count < MODEL_DEVICES)
		return model->device_count++;
	for (i = 0; i < MODEL_DEVICES; i++)
		if (!model->devices[i].plugged && !is_told_of(model, i))
			return i;
	return -ENOSPC;
}

/* The connectors below a PHB come with it. */
static void make_children(struct model *model, u8 parent)
{
	unsigned int i;

	for (i = 0; i < model->drc_count; i++) {
		struct model_drc *drc = &model->drcs[i];

		if (drc->parent != parent)
			continue;
		drc->state = MODEL_PHYSICAL_POWERON;
		drc->dev = false;
		drc->unplug = false;
		drc->made = false;
	}
}

void model_note_phb(struct model *model, const struct model_drc *drc)
{
	u8 number = drc->index;

	if (number && model->phb_change_count < MODEL_PHB_CHANGES)
		model->phb_changes[model->phb_change_count++] = number;
}

static void attach_device(struct model *model, unsigned int i, unsigned int device)
{
	struct model_drc *drc = &model->drcs[i];

	drc->dev = true;
	drc->device = device;
	drc->cursor = 0;
	drc->made = false;
	if (drc->resource == PSERIES_DR_RESOURCE_PHB) {
		make_children(model, i);
		model_note_phb(model, drc);
	}
}

static int plug_device(struct model *model, unsigned int first, unsigned int count)
{
	int number, error = check_free_slots(model, first, count);
	struct model_device *device;
	unsigned int i;

	if (error)
		return error;
	number = find_number(model);
	if (number < 0)
		return number;
	device = &model->devices[number];
	memset(device, 0, sizeof(*device));
	device->first = first;
	device->count = count;
	device->plugged = true;
	for (i = first; i < first + count; i++)
		attach_device(model, i, number);
	return number;
}

static unsigned int function_of(const struct model_drc *drc)
{
	return drc->index & 7;
}

/* The eight functions of a slot have consecutive connectors. */
static unsigned int function_0(const struct model *model, unsigned int i)
{
	return i - function_of(&model->drcs[i]);
}

/* The guest hears of the functions of a slot when function 0 comes. */
static void tell_of_slot(struct model *model, unsigned int first)
{
	unsigned int i;

	if (function_of(&model->drcs[first]))
		return;
	for (i = first; i < first + 8; i++)
		if (model->drcs[i].dev)
			model_tell_guest(model, PSERIES_DR_ACTION_ADD,
					 model->drcs[i].device);
}

int model_device_add(struct model *model, unsigned int first,
		     unsigned int count)
{
	int number;

	/* no more functions can be added for the guest to see */
	if (model_is_physical(&model->drcs[first]) &&
	    model->drcs[function_0(model, first)].dev)
		return -EBUSY;
	number = plug_device(model, first, count);
	if (number < 0)
		return number;
	if (model_is_physical(&model->drcs[first]))
		tell_of_slot(model, first);
	else
		model_tell_guest(model, PSERIES_DR_ACTION_ADD, number);
	return number;
}

int model_device_cold(struct model *model, unsigned int first,
		      unsigned int count)
{
	int number = plug_device(model, first, count);
	unsigned int i;

	if (number >= 0)
		for (i = first; i < first + count; i++)
			model->drcs[i].state =
				model_ready_state(&model->drcs[i]);
	return number;
}

/* The devices below a PHB go with it. */
static void unplug_children(struct model *model, u8 parent)
{
	unsigned int i;

	for (i = 0; i < model->drc_count; i++) {
		struct model_drc *drc = &model->drcs[i];

		if (drc->parent != parent || !drc->dev)
			continue;
		drc->dev = false;
		drc->unplug = false;
		device_of(model, drc)->plugged = false;
		model_tell_host(model, MODEL_DEVICE_DELETED, drc->device, 1);
	}
}

static void unplug(struct model *model, const struct model_drc *drc)
{
	struct model_device *device = device_of(model, drc);

	if (drc->resource == PSERIES_DR_RESOURCE_PHB) {
		unplug_children(model, drc - model->drcs);
		model_note_phb(model, drc);
	}
	device->plugged = false;
	device->pending = false;
	model_tell_host(model, MODEL_DEVICE_DELETED, drc->device, 1);
}

/* If QEMU has lost its record, it counts again: spapr_lmb_release(). */
static void recover_pending(struct model *model, struct model_device *device)
{
	unsigned int i;

	device->pending = true;
	device->left = 0;
	for (i = device->first; i < device->first + device->count; i++)
		device->left += model->drcs[i].dev;
}

void model_release(struct model *model, struct model_drc *drc)
{
	struct model_device *device = device_of(model, drc);

	if (model_is_lmb(drc)) {
		if (!device->pending)
			recover_pending(model, device);
		if (!--device->left)
			unplug(model, drc);
	} else {
		unplug(model, drc);
	}
	drc->unplug = false;
	drc->made = false;
	drc->dev = false;
}

static bool unplug_request(struct model *model, struct model_drc *drc)
{
	if (!drc->dev) {
		model->fatal = MODEL_A1;
		return false;
	}
	drc->unplug = true;
	if (drc->state == model_empty_state(drc))
		model_release(model, drc);
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
	model_tell_guest(model, PSERIES_DR_ACTION_REMOVE, number);
	return 0;
}

/* QEMU tells the guest each time, even if the unplug is pending or the device gone. */
static int del_core(struct model *model, unsigned int number)
{
	struct model_drc *drc = &model->drcs[model->devices[number].first];

	if (drc->unplug && !model->policy->asks_core_again)
		return 0;
	if (!drc->unplug && !unplug_request(model, drc))
		return -ECANCELED;
	model->devices[number].pending = drc->unplug;
	model_tell_guest(model, PSERIES_DR_ACTION_REMOVE, number);
	return 0;
}

static int del_again(const struct model *model)
{
	return model->policy->silent_again ? 0 : -EINPROGRESS;
}

static int del_phb(struct model *model, unsigned int number)
{
	struct model_drc *drc = &model->drcs[model->devices[number].first];

	if (drc->unplug)
		return del_again(model);
	unplug_request(model, drc);
	model->devices[number].pending = drc->unplug;
	model_tell_guest(model, PSERIES_DR_ACTION_REMOVE, number);
	return 0;
}

/* Function 0 takes the others along and tells the guest of all; the others wait. */
static int del_function(struct model *model, unsigned int number)
{
	unsigned int i, first = model->devices[number].first;
	struct model_drc *drcs = model->drcs;

	if (drcs[first].unplug)
		return del_again(model);
	if (function_of(&drcs[first])) {
		unplug_request(model, &drcs[first]);
		return 0;
	}
	for (i = first + 1; i < first + 8; i++)
		if (drcs[i].dev && !drcs[i].unplug)
			unplug_request(model, &drcs[i]);
	unplug_request(model, &drcs[first]);
	for (i = first + 8; i-- > first;)
		if (drcs[i].dev)
			model_tell_guest(model, PSERIES_DR_ACTION_REMOVE,
					 drcs[i].device);
	return 0;
}

int model_device_del(struct model *model, unsigned int device)
{
	const struct model_drc *drc;

	if (model->fatal)
		return -ECANCELED;
	if (device >= model->device_count || !model->devices[device].plugged)
		return -ENODEV;
	drc = &model->drcs[model->devices[device].first];
	if (model_is_memory(drc) && model->negotiated == MODEL_WITHOUT_EVENTS)
		return -EPERM;
	switch (drc->resource) {
	case PSERIES_DR_RESOURCE_MEMORY:
		return del_dimm(model, device);
	case PSERIES_DR_RESOURCE_CPU:
		return del_core(model, device);
	case PSERIES_DR_RESOURCE_PHB:
		return del_phb(model, device);
	case PSERIES_DR_RESOURCE_PCI:
		return del_function(model, device);
	default:
		return -EOPNOTSUPP;
	}
}

/* spapr_memory_unplug_rollback(): released connectors get no device again. */
void model_roll_back(struct model *model, struct model_drc *drc,
		     const struct model_refusal *refusal, u8 fatal)
{
	struct model_device *device = device_of(model, drc);
	unsigned int i;

	if (refusal->cleared && model_is_lmb(drc) && !device->pending) {
		model->fatal = fatal;
		return;
	}
	model_tell_host(model, MODEL_MEM_UNPLUG_ERROR, drc->device,
			refusal->mem_unplug_error);
	model_tell_host(model, MODEL_GUEST_ERROR, drc->device,
			refusal->guest_error);
	if (!refusal->cleared)
		return;
	device->pending = false;
	for (i = device->first; i < device->first + device->count; i++)
		model->drcs[i].unplug = false;
}
