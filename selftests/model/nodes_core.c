// SPDX-License-Identifier: GPL-2.0
/* The node of a core, a POWER9 2.0 of one thread; and those of its caches. */
#include "nodes_parts.h"

/* Index of the caches of core 0 under a hypervisor with partitions. */
#define L2_UNIT		0x2000
#define L3_UNIT		0x3100
#define L2_PHANDLE	0x12000000
#define L3_PHANDLE	0x13000000

/*
 * A length of 66, a kind of 0, and the bytes that the architecture numbers, eight
 * to a line. The older list has features that later versions of QEMU no longer
 * claim, as TCG does not have them: strong access order, MMR, SPR SO, copy and
 * paste.
 */
#define PA_FEATURES(old)						\
	PROPERTY_BYTES(66, 0,						\
		       0xf6, 0x3f, 0xc7, 0xc0, old, 0xf0, 0x80, 0,	\
		       0, 0, 0, 0, 0, 0, 0, 0,				\
		       0x80, 0, 0x80, 0, 0x80, 0, 0, 0,			\
		       0x80, 0, 0x80, 0, 0x80, 0, old, 0,		\
		       0x80, 0, 0xc0, 0, old, 0, old, 0,		\
		       0x80, 0, 0x80, 0, 0x80, 0, 0x80, 0,		\
		       0x80, 0, 0x80, 0, 0x80, 0, 0x80, 0,		\
		       0x80, 0, 0x80, 0, 0x80, 0, 0x80, 0,		\
		       0, 0)

/*
 * Shift and encoding of a segment's page size, how many sizes its pages may have,
 * shift and encoding of each: 4 KiB, and 64 KiB.
 */
#define SEGMENT_PAGE_SIZES						\
	PROPERTY_BYTES(0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 1,		\
		       0, 0, 0, 12, 0, 0, 0, 0,				\
		       0, 0, 0, 16, 0, 0, 1, 0x10, 0, 0, 0, 1,		\
		       0, 0, 0, 16, 0, 0, 0, 1)

/* Segments of 256 MiB and 1 TiB, by shift. */
#define SEGMENT_SIZES							\
	PROPERTY_BYTES(0, 0, 0, 28, 0, 0, 0, 40,			\
		       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)

/* AP encoding in the upper three bits, shift in the others. */
#define RADIX_PAGE_SIZES						\
	PROPERTY_BYTES(0, 0, 0, 12, 0xa0, 0, 0, 16,			\
		       0x20, 0, 0, 21, 0x40, 0, 0, 30)

static void name_core(u32 index, char *text)
{
	model_put_hex(stpcpy(text, "PowerPC,POWER9@"), model_number_of(index));
}

static u16 make_name(const struct model_subject *of, u8 *bytes)
{
	name_core(of->index, (char *)bytes);
	return strlen((char *)bytes) + 1;
}

static u16 make_core_number(const struct model_subject *of, u8 *bytes)
{
	put_unaligned_be32(model_number_of(of->index), bytes);
	return 4;
}

/* The server of the core, and the queue of all of them. */
static u16 make_gserver(const struct model_subject *of, u8 *bytes)
{
	model_put32(model_put32(bytes, model_number_of(of->index)), 0);
	return 8;
}

/* The cell before it is that of the NUMA node. */
static u16 make_page_sizes(const struct model_subject *of, u8 *bytes)
{
	model_put32(model_put32(bytes, 0), of->drc->page_table);
	return 8;
}

static u16 make_l2_phandle(const struct model_subject *of, u8 *bytes)
{
	put_unaligned_be32(L2_PHANDLE + model_number_of(of->index), bytes);
	return 4;
}

static u16 make_l3_phandle(const struct model_subject *of, u8 *bytes)
{
	put_unaligned_be32(L3_PHANDLE + model_number_of(of->index), bytes);
	return 4;
}

#define BEFORE_FEATURES							\
	{ "name", .make = make_name },					\
	{ "ibm,dec-bits", PROPERTY_CELL(56) },				\
	{ "ibm,processor-radix-AP-encodings", RADIX_PAGE_SIZES },	\
	{ "ibm,ppc-interrupt-gserver#s", .make = make_gserver },	\
	{ "ibm,ppc-interrupt-server#s", .make = make_core_number },		\
	{ "ibm,pft-size", .make = make_page_sizes },			\
	{ "ibm,chip-id", PROPERTY_CELL(0) }

#define AFTER_FEATURES							\
	{ "ibm,segment-page-sizes", SEGMENT_PAGE_SIZES },		\
	{ "ibm,dfp", PROPERTY_CELL(1) },				\
	{ "ibm,vmx", PROPERTY_CELL(2) },				\
	{ "ibm,processor-segment-sizes", SEGMENT_SIZES },		\
	{ "ibm,spurr", PROPERTY_CELL(1) },				\
	{ "ibm,purr", PROPERTY_CELL(1) },				\
	{ "64-bit", PROPERTY_EMPTY },					\
	{ "status", PROPERTY_TEXT("okay") },				\
	{ "ibm,slb-size", PROPERTY_CELL(32) },				\
	{ "slb-size", PROPERTY_CELL(32) },				\
	{ "clock-frequency", PROPERTY_CELL(1000000000) },		\
	{ "timebase-frequency", PROPERTY_CELL(512000000) },		\
	{ "i-cache-size", PROPERTY_CELL(32 << 10) },			\
	{ "d-cache-size", PROPERTY_CELL(32 << 10) },			\
	{ "i-cache-line-size", PROPERTY_CELL(128) },			\
	{ "i-cache-block-size", PROPERTY_CELL(128) },			\
	{ "d-cache-line-size", PROPERTY_CELL(128) },			\
	{ "d-cache-block-size", PROPERTY_CELL(128) },			\
	{ "cpu-version", PROPERTY_CELL(0x004e1200) },			\
	{ "device_type", PROPERTY_TEXT("cpu") },			\
	{ "reg", .make = make_core_number },					\
	{ "ibm,my-drc-index", .make = model_make_index }

static const struct model_property core_properties[] = {
	BEFORE_FEATURES,
	{ "ibm,pa-features", PA_FEATURES(0x80) },
	AFTER_FEATURES,
};

static const struct model_property core_9_0_properties[] = {
	BEFORE_FEATURES,
	{ "ibm,pa-features", PA_FEATURES(0) },
	AFTER_FEATURES,
};

static const struct model_property core_9_1_properties[] = {
	BEFORE_FEATURES,
	{ "ibm,pi-features", PROPERTY_BYTES(1, 0, 0) },
	{ "ibm,pa-features", PA_FEATURES(0) },
	AFTER_FEATURES,
};

static const struct model_property core_cached_properties[] = {
	BEFORE_FEATURES,
	{ "ibm,pa-features", PA_FEATURES(0x80) },
	AFTER_FEATURES,
	{ "l2-cache", .make = make_l2_phandle },
};

const struct model_node model_core_node =
	NODE_OF(name_core, core_properties);
const struct model_node model_core_9_0_node =
	NODE_OF(name_core, core_9_0_properties);
const struct model_node model_core_9_1_node =
	NODE_OF(name_core, core_9_1_properties);
const struct model_node model_core_cached_node =
	NODE_OF(name_core, core_cached_properties);

static void name_l2(u32 index, char *text)
{
	model_put_hex(stpcpy(text, "l2-cache@"),
		      L2_UNIT + model_number_of(index));
}

static void name_l3(u32 index, char *text)
{
	model_put_hex(stpcpy(text, "l3-cache@"),
		      L3_UNIT + model_number_of(index));
}

static u16 make_l2_unit(const struct model_subject *of, u8 *bytes)
{
	put_unaligned_be32(L2_UNIT + model_number_of(of->index), bytes);
	return 4;
}

static u16 make_l3_unit(const struct model_subject *of, u8 *bytes)
{
	put_unaligned_be32(L3_UNIT + model_number_of(of->index), bytes);
	return 4;
}

#define CACHE_OF(size, lines, sets)					\
	{ "device_type", PROPERTY_TEXT("cache") },			\
	{ "status", PROPERTY_TEXT("okay") },				\
	{ "cache-unified", PROPERTY_EMPTY },				\
	{ "d-cache-size", PROPERTY_CELL(size) },			\
	{ "d-cache-block-size", PROPERTY_CELL(lines) },			\
	{ "d-cache-line-size", PROPERTY_CELL(lines) },			\
	{ "d-cache-sets", PROPERTY_CELL(sets) },			\
	{ "i-cache-size", PROPERTY_CELL(size) },			\
	{ "i-cache-block-size", PROPERTY_CELL(lines) },			\
	{ "i-cache-line-size", PROPERTY_CELL(lines) },			\
	{ "i-cache-sets", PROPERTY_CELL(sets) }

static const struct model_property l2_properties[] = {
	{ "name", PROPERTY_TEXT("l2-cache") },
	{ "reg", .make = make_l2_unit },
	CACHE_OF(512 << 10, 128, 8),
	{ "l2-cache", .make = make_l3_phandle },
	{ "ibm,phandle", .make = make_l2_phandle },
};

static const struct model_property l3_properties[] = {
	{ "name", PROPERTY_TEXT("l3-cache") },
	{ "reg", .make = make_l3_unit },
	CACHE_OF(10 << 20, 128, 20),
	{ "ibm,phandle", .make = make_l3_phandle },
};

const struct model_node model_l2_node = NODE_OF(name_l2, l2_properties);
const struct model_node model_l3_node = NODE_OF(name_l3, l3_properties);
