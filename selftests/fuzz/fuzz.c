// SPDX-License-Identifier: GPL-2.0
/* libFuzzer's entry, and what all targets use; see fuzz.h. */

#include "fuzz.h"

#include <stdarg.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void finding(const char *file, int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d: ", file, line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}

u8 input_u8(struct input *input)
{
	if (!input->left)
		return 0;
	input->left--;
	return *input->next++;
}

u16 input_u16(struct input *input)
{
	u16 high = input_u8(input);

	return (u16)(high << 8 | input_u8(input));
}

u32 input_u32(struct input *input)
{
	u32 high = input_u16(input);

	return high << 16 | input_u16(input);
}

const u8 *input_bytes(struct input *input, size_t *len)
{
	const u8 *bytes = input->next;

	*len = min(*len, input->left);
	input->next += *len;
	input->left -= *len;
	return bytes;
}

/* For a length of 0, point behind one byte: the sanitizer then sees any access. */
u8 *exact_copy(const void *data, size_t len)
{
	u8 *copy = malloc(len + !len);

	require(copy, "no memory");
	if (len)
		memcpy(copy, data, len);
	return copy + !len;
}

void exact_free(u8 *copy, size_t len)
{
	free(copy - !len);
}

void fail_allocation(unsigned int at)
{
	pdr_env_memory_reset(at);
}

bool allocation_failed(void)
{
	bool failed = pdr_env_memory.fail_at && pdr_env_memory.made >= pdr_env_memory.fail_at;

	pdr_env_memory_reset(0);
	return failed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	pdr_env_memory_reset(0);
	fuzz(data, size);
	require(!pdr_env_memory.live, "%lu allocations were not given back", pdr_env_memory.live);
	return 0;
}
