/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One table for each attribute set, in the order of the spec: the decoder fills
 * structs by it, the printer walks it. A new attribute is a line here and a
 * field in model.h.
 */

#ifndef PDRD_FIELDS_H
#define PDRD_FIELDS_H

#include <stddef.h>
#include <linux/types.h>

/**
 * enum pdrd_kind - type of an attribute and how it is printed
 * @PDRD_U32: number
 * @PDRD_S32: signed number
 * @PDRD_U64: 64-bit number
 * @PDRD_DRC: u32, a DRC index, printed as "0x%08x"
 * @PDRD_ENUM: u32, printed by its name
 * @PDRD_FLAGS: u32, printed as the list of the names of its bits
 * @PDRD_OPAQUE: u64 that only means itself, printed as a string of 16 digits
 * @PDRD_STRING: string in an array of the struct
 * @PDRD_BYTES: bytes in an array of the struct, after a u32 with their number
 */
enum pdrd_kind {
	PDRD_U32,
	PDRD_S32,
	PDRD_U64,
	PDRD_DRC,
	PDRD_ENUM,
	PDRD_FLAGS,
	PDRD_OPAQUE,
	PDRD_STRING,
	PDRD_BYTES,
};

/**
 * struct pdrd_field - an attribute and its field
 * @attr: number of the attribute
 * @kind: enum pdrd_kind
 * @offset: of the field in its struct
 * @room: bytes of the array (PDRD_STRING, PDRD_BYTES)
 * @key: name in the spec, and in JSON
 * @name: name of a value (PDRD_ENUM) or of a bit number (PDRD_FLAGS)
 */
struct pdrd_field {
	__u16 attr;
	__u16 kind;
	__u16 offset;
	__u16 room;
	const char *key;
	const char *(*name)(unsigned int value);
};

/**
 * struct pdrd_fields - an attribute set
 * @field: its attributes, in the order of the spec
 * @count: their number
 */
struct pdrd_fields {
	const struct pdrd_field *field;
	size_t count;
};

/**
 * pdrd_field_size() - bytes of a field in its struct
 * @field: the field
 *
 * Return: the size; the count of PDRD_BYTES in front of them is not included.
 */
static inline size_t pdrd_field_size(const struct pdrd_field *field)
{
	switch (field->kind) {
	case PDRD_STRING:
	case PDRD_BYTES:
		return field->room;
	case PDRD_U64:
	case PDRD_OPAQUE:
		return sizeof(__u64);
	default:
		return sizeof(__u32);
	}
}

extern const struct pdrd_fields pdrd_event_fields;
extern const struct pdrd_fields pdrd_info_fields;

#endif /* PDRD_FIELDS_H */
