// SPDX-License-Identifier: GPL-2.0
/* Answers ibm,configure-connector item by item; see stream.h. */

#include "stream.h"
#include "nodes.h"
#include "lib/workarea.h"

/* The platform's own cell of the work area, under LoPAR. */
#define MEMORY_ASKED	0x40000000
#define MEMORY_GIVEN	0x80000000
#define CURSOR_MASK	0x0000ffff

/* QEMU makes the tree once, at the first call, and keeps it. */
static void make_stream(const struct model *model, struct model_drc *drc)
{
	unsigned int i;

	if (drc->made)
		return;
	drc->made = true;
	drc->cursor = 0;
	drc->children = 0;
	drc->page_table = model->page_table;
	drc->form2 = model->form2;
	drc->phb_changes = model->phb_change_count;
	for (i = 0; i < model->drc_count; i++)
		if (model->drcs[i].parent == drc - model->drcs &&
		    model->drcs[i].dev)
			drc->children |= BIT(model->drcs[i].index & 7);
}

static int give_answer(const struct model *model, const struct model_drc *drc,
		       unsigned int number, u8 *area)
{
	static struct model_item item;

	model_item(model, drc, number, &item);
	if (item.kind == MODEL_ITEM_END || item.kind == MODEL_ITEM_PARENT)
		return item.kind;
	if (item.kind == MODEL_ITEM_PROPERTY)
		workarea_property(area, item.name, item.value, item.len);
	else
		workarea_node(area, item.name);
	return item.kind;
}

/* Ask for a page after the first item; only the next call can bring it. */
static int ask_for_memory(u8 *area, u32 *opaque, u32 extent)
{
	if (extent && (*opaque & MEMORY_ASKED)) {
		*opaque = (*opaque & ~MEMORY_ASKED) | MEMORY_GIVEN;
		return 0;
	}
	if (extent)
		return MODEL_PARAM_ERROR;
	if ((*opaque & CURSOR_MASK) != 1 || (*opaque & MEMORY_GIVEN))
		return 0;
	workarea_set(area, WORKAREA_OPAQUE, *opaque | MEMORY_ASKED);
	return WORKAREA_MORE_MEMORY;
}

/* The area has the position, so one connector may have several sequences. */
static int give_by_area(const struct model *model, const struct model_drc *drc,
			u8 *area, u32 extent)
{
	u32 opaque = workarea_get(area, WORKAREA_OPAQUE);
	int status;

	if (model->policy->more_memory) {
		status = ask_for_memory(area, &opaque, extent);
		if (status)
			return status;
	}
	status = give_answer(model, drc, opaque & CURSOR_MASK, area);
	if (status)
		workarea_set(area, WORKAREA_OPAQUE, opaque + 1);
	return status;
}

int model_stream_give(struct model *model, struct model_drc *drc, u8 *area,
		      u32 extent)
{
	int status;

	make_stream(model, drc);
	if (model->policy->area_cursor)
		return give_by_area(model, drc, area, extent);
	status = give_answer(model, drc, drc->cursor, area);
	drc->cursor = status ? drc->cursor + 1 : 0;
	return status;
}

unsigned int model_stream_length(const struct model *model,
				 const struct model_drc *drc)
{
	static struct model_item item;
	unsigned int length = 0;

	do {
		model_item(model, drc, length++, &item);
	} while (item.kind != MODEL_ITEM_END);
	return length;
}
