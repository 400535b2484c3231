// SPDX-License-Identifier: GPL-2.0
/* Bytes that grow, or that fill memory of the caller; see bytes.h. */

#include "bytes.h"

#include <sanitizer/asan_interface.h>

/* The sanitizer marks memory in units of eight bytes. */
#define UNIT	8

static void make_room(struct bytes *bytes, size_t len)
{
	if (bytes->data && len <= bytes->room)
		return;
	ASAN_UNPOISON_MEMORY_REGION(bytes->data, bytes->room);
	bytes->room = (2 * len + UNIT) / UNIT * UNIT;
	bytes->data = realloc(bytes->data, bytes->room);
	if (!bytes->data) {
		fputs("no memory for the bytes of a test\n", stderr);
		abort();
	}
	ASAN_POISON_MEMORY_REGION(bytes->data + bytes->len, bytes->room - bytes->len);
}

static void put_growing(struct bytes *bytes, const void *data, size_t len)
{
	make_room(bytes, bytes->len + len);
	ASAN_UNPOISON_MEMORY_REGION(bytes->data + bytes->len, len);
	if (len)
		memcpy(bytes->data + bytes->len, data, len);
	bytes->len += len;
}

/* All of @data or nothing, so that a reader of what is there never sees a part. */
static void put_fixed(struct bytes *bytes, const void *data, size_t len)
{
	if (len && bytes->len + len <= bytes->room)
		memcpy(bytes->data + bytes->len, data, len);
	bytes->len += len;
}

void bytes_put(struct bytes *bytes, const void *data, size_t len)
{
	if (bytes->fixed)
		put_fixed(bytes, data, len);
	else
		put_growing(bytes, data, len);
}

void bytes_zeros(struct bytes *bytes, size_t len)
{
	static const u8 zeros[16];

	for (; len > sizeof(zeros); len -= sizeof(zeros))
		bytes_put(bytes, zeros, sizeof(zeros));
	bytes_put(bytes, zeros, len);
}

void bytes_u8(struct bytes *bytes, u8 value)
{
	bytes_put(bytes, &value, 1);
}

void bytes_u16(struct bytes *bytes, u16 value)
{
	u8 cell[2];

	put_unaligned_be16(value, cell);
	bytes_put(bytes, cell, sizeof(cell));
}

void bytes_u32(struct bytes *bytes, u32 value)
{
	u8 cell[4];

	put_unaligned_be32(value, cell);
	bytes_put(bytes, cell, sizeof(cell));
}

void bytes_u64(struct bytes *bytes, u64 value)
{
	u8 cells[8];

	put_unaligned_be64(value, cells);
	bytes_put(bytes, cells, sizeof(cells));
}

void bytes_string(struct bytes *bytes, const char *string)
{
	bytes_put(bytes, string, strlen(string) + 1);
}

void bytes_free(struct bytes *bytes)
{
	free(bytes->data);
	*bytes = (struct bytes){ };
}
