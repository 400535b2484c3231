/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_H
#define FUZZ_H

/*
 * The common part of the targets. fuzz.c is libFuzzer's entry: it calls the target with each
 * input, and then checks that the target has freed all memory.
 */

#include <pdr_env.h>

/* Report a finding and end the program unless @condition holds. */
#define require(condition, ...)						\
	do {								\
		if (!(condition))					\
			finding(__FILE__, __LINE__, __VA_ARGS__);	\
	} while (0)

void finding(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4), noreturn));

/**
 * fuzz() - try one input; each target has its own
 * @data: the input
 * @size: its bytes
 */
void fuzz(const u8 *data, size_t size);

/**
 * struct input - an input that is taken apart
 * @next: next byte
 * @left: bytes from there to the end; after the end, zeros come
 */
struct input {
	const u8 *next;
	size_t left;
};

u8 input_u8(struct input *input);
u16 input_u16(struct input *input);
u32 input_u32(struct input *input);

/**
 * input_bytes() - take some bytes
 * @input: the input
 * @len: how many are wanted; on return, how many there are
 *
 * Return: the bytes.
 */
const u8 *input_bytes(struct input *input, size_t *len);

/**
 * exact_copy() - bytes in memory of their own, so that the sanitizer sees every
 *	read past either end of them
 * @data: the bytes
 * @len: how many, may be 0
 *
 * Return: the copy, to be given to exact_free().
 */
u8 *exact_copy(const void *data, size_t len);
void exact_free(u8 *copy, size_t len);

/**
 * fail_allocation() - let an allocation fail
 * @at: which one from now on, counted from 1; 0 for none
 */
void fail_allocation(unsigned int at);

/**
 * allocation_failed() - tell if the allocation of fail_allocation() was reached
 *
 * From here on, no allocation fails.
 *
 * Return: true if it was, and failed.
 */
bool allocation_failed(void);

#endif /* FUZZ_H */
