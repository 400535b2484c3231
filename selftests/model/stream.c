// SPDX-License-Identifier: GPL-2.0

#include "stream.h"

#include <core/ccwork.h>

#define NEXT_CHILD	2
#define NEXT_PROPERTY	3

/* Cells of the work area, and where QEMU puts names. */
#define NAME_CELL	8
#define LENGTH_CELL	12
#define VALUE_CELL	16
#define NAME_OFFSET	20

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

unsigned int model_stream_length(u8 resource)
{
	return resource == PSERIES_DR_RESOURCE_MEMORY ?
	       ARRAY_SIZE(lmb_properties) + 2 : ARRAY_SIZE(core_properties) + 2;
}

static void put(u8 *area, u32 offset, const void *data, size_t len)
{
	if (offset < PDR_CC_AREA_SIZE)
		memcpy(area + offset, data,
		       min_t(size_t, len, PDR_CC_AREA_SIZE - offset));
}

/* QEMU's own mistake: the type bits of the index are in the address too. */
static u64 lmb_address(const struct model_drc *drc)
{
	return (u64)drc->index * LMB_SIZE;
}

static int give_node(const struct model_drc *drc, u8 *area)
{
	char name[40];

	if (is_lmb(drc))
		snprintf(name, sizeof(name), "memory@%llx", lmb_address(drc));
	else
		snprintf(name, sizeof(name), "PowerPC,POWER9@%x",
			 drc->index & 0x0fffffff);
	put_unaligned_be32(NAME_OFFSET, area + NAME_CELL);
	put(area, NAME_OFFSET, name, strlen(name) + 1);
	return NEXT_CHILD;
}

static size_t make_value(const struct model_drc *drc, const char *name,
			 u8 *value)
{
	static const char type[2][8] = { "cpu", "memory" };

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

static int give_property(const struct model_drc *drc, const char *name,
			 u8 *area)
{
	u32 value_offset = NAME_OFFSET + strlen(name) + 1;
	u8 value[20] = { 0 };
	size_t len = make_value(drc, name, value);

	put_unaligned_be32(NAME_OFFSET, area + NAME_CELL);
	put_unaligned_be32(len, area + LENGTH_CELL);
	put_unaligned_be32(value_offset, area + VALUE_CELL);
	put(area, NAME_OFFSET, name, strlen(name) + 1);
	put(area, value_offset, value, len);
	return NEXT_PROPERTY;
}

int model_stream_give(struct model_drc *drc, u8 *area)
{
	unsigned int item = drc->cursor++;

	if (!item)
		return give_node(drc, area);
	if (item + 1 < model_stream_length(drc->resource))
		return give_property(drc, is_lmb(drc) ? lmb_properties[item - 1] :
					  core_properties[item - 1], area);
	drc->cursor = 0;
	return MODEL_OK;
}
