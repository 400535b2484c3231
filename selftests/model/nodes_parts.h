/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_NODES_PARTS_H
#define PDR_MODEL_NODES_PARTS_H

/*
 * What nodes are made of.
 * Invariant: properties stand in the order in which QEMU gives them, the reverse
 * of that in which it makes them.
 */

#include "nodes.h"

/**
 * struct model_subject - what a node is of
 * @model: the platform
 * @drc: connector that is configured
 * @index: DRC index, of @drc or of a connector below it
 */
struct model_subject {
	const struct model *model;
	const struct model_drc *drc;
	u32 index;
};

/**
 * struct model_property - a property
 * @name: its name
 * @value: its value, where it is the same for all; NULL where it is made
 * @len: bytes of @value
 * @make: makes the value, and returns how many bytes it has
 */
struct model_property {
	const char *name;
	const u8 *value;
	u16 len;
	u16 (*make)(const struct model_subject *of, u8 *bytes);
};

/**
 * struct model_node - a node
 * @name: makes its name from a DRC index
 * @properties: its properties
 * @count: how many
 */
struct model_node {
	void (*name)(u32 index, char *text);
	const struct model_property *properties;
	unsigned int count;
};

/* A value that is the same for all: bytes, a cell, a string, nothing. */
#define PROPERTY_BYTES(...)						\
	.value = (const u8 []){ __VA_ARGS__ },				\
	.len = sizeof((const u8 []){ __VA_ARGS__ })
#define PROPERTY_CELL(cell)						\
	PROPERTY_BYTES((u8)((cell) >> 24), (u8)((cell) >> 16),		\
		       (u8)((cell) >> 8), (u8)(cell))
#define PROPERTY_TEXT(text)						\
	.value = (const u8 *)(text), .len = sizeof(text)
#define PROPERTY_EMPTY							\
	.value = (const u8 *)""

#define NODE_OF(make_name, list)					\
	{ .name = make_name, .properties = list, .count = ARRAY_SIZE(list) }

extern const struct model_node model_core_node;
extern const struct model_node model_core_9_0_node;
extern const struct model_node model_core_9_1_node;
extern const struct model_node model_core_cached_node;
extern const struct model_node model_l2_node;
extern const struct model_node model_l3_node;
extern const struct model_node model_phb_node;
extern const struct model_node model_function_node;

/**
 * model_number_of() - What of a DRC index is not its kind.
 * @index: DRC index
 *
 * Return: the number.
 */
static inline u32 model_number_of(u32 index)
{
	return index & 0x0fffffff;
}

/* Append to a value, and go on behind it. */
static inline u8 *model_put32(u8 *to, u32 cell)
{
	put_unaligned_be32(cell, to);
	return to + 4;
}

static inline u8 *model_put64(u8 *to, u64 cells)
{
	put_unaligned_be64(cells, to);
	return to + 8;
}

/**
 * model_put_hex() - Append a hexadecimal number to a name.
 * @text: where to
 * @number: the number
 *
 * Return: the end, where the NUL is.
 */
char *model_put_hex(char *text, u64 number);

/* The value of ibm,my-drc-index, and that of reg where it is the same. */
u16 model_make_index(const struct model_subject *of, u8 *bytes);

#endif /* PDR_MODEL_NODES_PARTS_H */
