// SPDX-License-Identifier: GPL-2.0

#include "nodes.h"

#define LMB_SIZE	0x10000000U

/* In QEMU's order, which is the reverse of that of making them. */
static const char *const lmb_properties[] = {
	"ibm,associativity", "reg", "device_type",
};

static const char *const core_properties[] = {
	"ibm,processor-radix-AP-encodings", "ibm,dec-bits", "ibm,associativity",
	"ibm,pft-size", "ibm,ppc-interrupt-gserver#s",
	"ibm,ppc-interrupt-server#s", "ibm,chip-id", "ibm,pa-features",
	"ibm,segment-page-sizes", "ibm,dfp", "ibm,vmx",
	"ibm,processor-segment-sizes", "ibm,purr", "ibm,spurr", "64-bit",
	"status", "ibm,slb-size", "slb-size", "clock-frequency",
	"timebase-frequency", "i-cache-size", "d-cache-size",
	"i-cache-line-size", "i-cache-block-size", "d-cache-line-size",
	"d-cache-block-size", "cpu-version", "device_type", "reg",
	"ibm,my-drc-index",
};

static bool is_lmb(const struct model_drc *drc)
{
	return drc->resource == PSERIES_DR_RESOURCE_MEMORY;
}

/* QEMU's own mistake: the type bits of the index are in the address too. */
static u64 lmb_address(const struct model_drc *drc)
{
	return (u64)drc->index * LMB_SIZE;
}

static void make_node(const struct model_drc *drc, struct model_item *item)
{
	item->kind = MODEL_ITEM_CHILD;
	if (is_lmb(drc))
		snprintf(item->name, sizeof(item->name), "memory@%llx",
			 lmb_address(drc));
	else
		snprintf(item->name, sizeof(item->name), "PowerPC,POWER9@%x",
			 drc->index & 0x0fffffff);
}

static u16 make_value(const struct model_drc *drc, const char *name, u8 *value)
{
	static const char type[2][8] = { "cpu", "memory" };

	memset(value, 0, 20);
	if (!strcmp(name, "device_type")) {
		memcpy(value, type[is_lmb(drc)], sizeof(type[0]));
		return strlen(type[is_lmb(drc)]) + 1;
	}
	if (!strcmp(name, "ibm,associativity")) {
		put_unaligned_be32(4, value);
		return 20;
	}
	if (is_lmb(drc) && !strcmp(name, "reg")) {
		put_unaligned_be64(lmb_address(drc), value);
		put_unaligned_be64(LMB_SIZE, value + 8);
		return 16;
	}
	put_unaligned_be32(drc->index, value);
	return 4;
}

void model_item(const struct model *model, const struct model_drc *drc,
		unsigned int number, struct model_item *item)
{
	const char *const *names = is_lmb(drc) ? lmb_properties :
						 core_properties;
	unsigned int count = is_lmb(drc) ? ARRAY_SIZE(lmb_properties) :
					   ARRAY_SIZE(core_properties);

	(void)model;
	if (!number) {
		make_node(drc, item);
	} else if (number > count) {
		item->kind = MODEL_ITEM_END;
	} else {
		item->kind = MODEL_ITEM_PROPERTY;
		strcpy(item->name, names[number - 1]);
		item->len = make_value(drc, item->name, item->value);
	}
}
