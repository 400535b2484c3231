// SPDX-License-Identifier: GPL-2.0

#include "stream.h"
#include "nodes.h"

#include <core/parse/ccwork.h>

/* Cells of the work area, and where QEMU puts names. */
#define OPAQUE_CELL	4
#define NAME_CELL	8
#define LENGTH_CELL	12
#define VALUE_CELL	16
#define NAME_OFFSET	20

#define MORE_MEMORY	5

/* What LoPAR's personality keeps in the cell that is the platform's own. */
#define MEMORY_ASKED	0x40000000
#define MEMORY_GIVEN	0x80000000
#define CURSOR_MASK	0x0000ffff

static void put(u8 *area, u32 offset, const void *data, size_t len)
{
	if (offset < PDR_CC_AREA_SIZE)
		memcpy(area + offset, data,
		       min_t(size_t, len, PDR_CC_AREA_SIZE - offset));
}

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

static int give(const struct model *model, const struct model_drc *drc,
		unsigned int number, u8 *area)
{
	static struct model_item item;
	u32 value_offset;

	model_item(model, drc, number, &item);
	if (item.kind == MODEL_ITEM_END || item.kind == MODEL_ITEM_PARENT)
		return item.kind;
	put_unaligned_be32(NAME_OFFSET, area + NAME_CELL);
	put(area, NAME_OFFSET, item.name, strlen(item.name) + 1);
	if (item.kind != MODEL_ITEM_PROPERTY)
		return item.kind;
	value_offset = NAME_OFFSET + strlen(item.name) + 1;
	put_unaligned_be32(item.len, area + LENGTH_CELL);
	put_unaligned_be32(value_offset, area + VALUE_CELL);
	put(area, value_offset, item.value, item.len);
	return item.kind;
}

/* A page is asked for after the first item, and taken in the next call only. */
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
	put_unaligned_be32(*opaque | MEMORY_ASKED, area + OPAQUE_CELL);
	return MORE_MEMORY;
}

/* How far it is, is in the area: several may be under way for a connector. */
static int give_by_area(const struct model *model, const struct model_drc *drc,
			u8 *area, u32 extent)
{
	u32 opaque = get_unaligned_be32(area + OPAQUE_CELL);
	int status;

	if (model->policy->more_memory) {
		status = ask_for_memory(area, &opaque, extent);
		if (status)
			return status;
	}
	status = give(model, drc, opaque & CURSOR_MASK, area);
	if (status)
		put_unaligned_be32(opaque + 1, area + OPAQUE_CELL);
	return status;
}

int model_stream_give(struct model *model, struct model_drc *drc, u8 *area,
		      u32 extent)
{
	int status;

	make_stream(model, drc);
	if (model->policy->area_cursor)
		return give_by_area(model, drc, area, extent);
	status = give(model, drc, drc->cursor, area);
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
