/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One table for each struct of pdr_model.h, made from the spec: codec.c reads and writes
 * attributes by it, json.c prints them by it.
 */
#ifndef DR_FIELDS_H
#define DR_FIELDS_H

#include <stddef.h>
#include <stdint.h>

/**
 * enum dr_kind - type of an attribute and how it is printed
 * @DR_U32: number
 * @DR_S32: signed number
 * @DR_U64: 64-bit number
 * @DR_HEX32: u32, printed as "0x%08x"
 * @DR_HEX64: u64, printed as "0x%016x"
 * @DR_ENUM: u32, printed by its name
 * @DR_FLAGS: u32, printed as the list of the names of its bits
 * @DR_ERRNO: s32, a positive errno, printed by its symbol
 * @DR_TIME: u64, nanoseconds since the epoch, printed as a date
 * @DR_STRING: string in an array of the struct
 * @DR_BYTES: bytes in an array of the struct, after a u32 with their number
 */
enum dr_kind {
	DR_U32,
	DR_S32,
	DR_U64,
	DR_HEX32,
	DR_HEX64,
	DR_ENUM,
	DR_FLAGS,
	DR_ERRNO,
	DR_TIME,
	DR_STRING,
	DR_BYTES,
};

/**
 * struct dr_field - an attribute and its field
 * @attr: number of the attribute
 * @kind: enum dr_kind
 * @offset: of the field in its struct
 * @size: bytes of the field; the count in front of DR_BYTES is not included
 * @key: name of the field, and key of JSON
 * @name: name of a value (DR_ENUM) or of a bit number (DR_FLAGS)
 * @max: largest value that has a name (DR_ENUM)
 */
struct dr_field {
	uint16_t attr;
	uint16_t kind;
	uint16_t offset;
	uint16_t size;
	const char *key;
	const char *(*name)(unsigned int value);
	unsigned int max;
};

/* Offset and size of a field */
#define DR_PLACE(type, member)	offsetof(type, member), sizeof(((type *)0)->member)

/**
 * struct dr_fields - the fields of a struct
 * @field: its attributes, in the order of their numbers
 * @count: number of fields
 * @size: bytes of the struct
 */
struct dr_fields {
	const struct dr_field *field;
	size_t count;
	size_t size;
};

extern const struct dr_fields dr_info_fields;
extern const struct dr_fields dr_drc_fields;
extern const struct dr_fields dr_lmb_fields;
extern const struct dr_fields dr_event_fields;

/* The same as of events, without those that a job lacks */
extern const struct dr_fields dr_job_fields;

#endif /* DR_FIELDS_H */
