/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_BYTES_H
#define LIB_BYTES_H

/*
 * Bytes that an encoder of this folder writes, one after the other, in memory
 * that grows, or in memory of the caller.
 */

#include <pdr_env.h>

/**
 * struct bytes - bytes being written; all zeros is the empty one, which grows
 * @data: the bytes. AddressSanitizer reports each access behind the last of
 *	them, though the memory is larger.
 * @len: how many; more than @room when @fixed memory was too small
 * @room: bytes of the memory at @data
 * @fixed: the memory is the caller's: it does not grow, and what does not fit is
 *	counted but not written
 */
struct bytes {
	u8 *data;
	size_t len;
	size_t room;
	bool fixed;
};

/* Write into @room bytes at @data. */
static inline struct bytes bytes_in(void *data, size_t room)
{
	return (struct bytes){ .data = data, .room = room, .fixed = true };
}

/* Whether memory of the caller was large enough. */
static inline bool bytes_fit(const struct bytes *bytes)
{
	return bytes->len <= bytes->room;
}

void bytes_put(struct bytes *bytes, const void *data, size_t len);
void bytes_zeros(struct bytes *bytes, size_t len);
void bytes_u8(struct bytes *bytes, u8 value);
void bytes_u16(struct bytes *bytes, u16 value);
void bytes_u32(struct bytes *bytes, u32 value);
void bytes_u64(struct bytes *bytes, u64 value);

/* With its NUL. */
void bytes_string(struct bytes *bytes, const char *string);

/* Of bytes that grow. */
void bytes_free(struct bytes *bytes);

#endif /* LIB_BYTES_H */
