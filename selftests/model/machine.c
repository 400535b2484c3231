// SPDX-License-Identifier: GPL-2.0
/* All connectors together: the machine, its reset, negotiation and migration. */
#include "internal.h"

/* The machine starts with so much memory, of blocks of 256 MiB. */
#define BOOT_LMBS		4
#define LMB_SHIFT		28
/* The page table is a 128th of it. */
#define PAGE_TABLE_SHIFT	7

/* QEMU sizes it again in a reset, for the memory that is plugged then. */
static void make_page_table(struct model *model)
{
	unsigned int i, lmbs = BOOT_LMBS, shift = LMB_SHIFT - PAGE_TABLE_SHIFT;

	for (i = 0; i < model->device_count; i++)
		if (model->devices[i].plugged &&
		    model_is_memory(&model->drcs[model->devices[i].first]))
			lmbs += model->devices[i].count;
	for (i = 1; i < lmbs; i <<= 1)
		shift++;
	model->page_table = shift;
}

void model_init(struct model *model, const struct model_policy *policy)
{
	memset(model, 0, sizeof(*model));
	model->policy = policy;
	make_page_table(model);
}

unsigned int model_add_connector(struct model *model, u8 resource, u32 index)
{
	struct model_drc *drc = &model->drcs[model->drc_count];

	memset(drc, 0, sizeof(*drc));
	drc->index = index;
	drc->resource = resource;
	drc->state = model_empty_state(drc);
	drc->device = MODEL_NO_DEVICE;
	drc->parent = MODEL_NO_DRC;
	return model->drc_count++;
}

unsigned int model_add_function(struct model *model, unsigned int phb,
				u32 index)
{
	unsigned int number = model_add_connector(model,
						  PSERIES_DR_RESOURCE_PCI,
						  index);

	model->drcs[number].parent = phb;
	return number;
}

struct model_drc *model_find(struct model *model, u32 index)
{
	unsigned int i;

	for (i = 0; i < model->drc_count; i++) {
		struct model_drc *drc = &model->drcs[i];

		if (drc->index == index)
			return drc->parent == MODEL_NO_DRC ||
			       model->drcs[drc->parent].dev ? drc : NULL;
	}
	return NULL;
}

static void reset_connectors(struct model *model)
{
	unsigned int i;

	for (i = 0; i < model->drc_count; i++) {
		struct model_drc *drc = &model->drcs[i];

		if (drc->unplug)
			model_release(model, drc);
		drc->state = drc->dev ? model_ready_state(drc) :
					model_empty_state(drc);
		drc->cursor = 0;
		drc->mapped = false;
	}
}

void model_reset(struct model *model)
{
	if (model->fatal)
		return;
	make_page_table(model);
	reset_connectors(model);
	model->request_count = 0;
	model->negotiated = MODEL_NOT_YET;
	model->form2 = false;
}

void model_negotiate(struct model *model, bool events, bool form2)
{
	if (model->fatal)
		return;
	reset_connectors(model);
	model_forget_hotplug(model);
	model->negotiated = events ? MODEL_WITH_EVENTS : MODEL_WITHOUT_EVENTS;
	model->form2 = form2 && model->policy->form2;
}

/* The destination plugs its devices as at a start, with all their connectors. */
static void restart_device(struct model *model, struct model_device *device)
{
	unsigned int i;

	if (model->drcs[device->first].resource == PSERIES_DR_RESOURCE_PHB)
		model_note_phb(model, &model->drcs[device->first]);
	for (i = device->first; i < device->first + device->count; i++) {
		struct model_drc *drc = &model->drcs[i];

		if (drc->dev)
			continue;
		drc->dev = true;
		drc->state = model_ready_state(drc);
		drc->unplug = false;
	}
	/* QEMU's record of pending DIMMs is not migrated */
	if (model_is_lmb(&model->drcs[device->first]))
		device->pending = false;
}

void model_migrate(struct model *model)
{
	unsigned int i;

	if (model->fatal)
		return;
	for (i = 0; i < model->drc_count; i++) {
		struct model_drc *drc = &model->drcs[i];

		drc->cursor = 0;
		drc->made = false;
		/* QEMU migrates nothing of a connector without device */
		if (!drc->dev)
			drc->state = model_empty_state(drc);
	}
	model->phb_change_count = 0;
	for (i = 0; i < model->device_count; i++)
		if (model->devices[i].plugged)
			restart_device(model, &model->devices[i]);
	model->next_plid = 0;
}
