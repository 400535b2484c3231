/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_NODES_PARTS_H
#define PDR_MODEL_NODES_PARTS_H

/*
 * The parts of which nodes are made.
 * Invariant: properties have the order in which QEMU gives them, the reverse of
 * that in which it makes them.
 */

#include "nodes.h"

/**
 * struct model_subject - the connector that a node describes
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
 * @value: its value, if all connectors have the same; NULL if it is computed
 * @len: bytes of @value
 * @make: computes the value, and returns its length
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
 * @count: number of properties
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
 * model_number_of() - DRC index without the bits of its kind.
 * @index: DRC index
 *
 * Return: the number.
 */
static inline u32 model_number_of(u32 index)
{
	return index & 0x0fffffff;
}

/* Append to a value. Return: the end. */
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
 * @text: end of the name
 * @number: the number
 *
 * Return: the end, where the NUL is.
 */
char *model_put_hex(char *text, u64 number);

/* The value of ibm,my-drc-index, and of reg if it has the same. */
u16 model_make_index(const struct model_subject *of, u8 *bytes);

#endif /* PDR_MODEL_NODES_PARTS_H */
