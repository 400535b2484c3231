/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_ENV_H
#define _PDR_ENV_H

/*
 * All that the core knows of the world around it, as user space gives it: the
 * twin of kmod/core/pdr_env.h, with the kernel's names. lsslot has the core's
 * parsers read the device tree by it; tests add to it. For any host, of either
 * byte order.
 */

/* 64-bit types are long long everywhere, as in the kernel. */
#ifndef __SANE_USERSPACE_TYPES__
#define __SANE_USERSPACE_TYPES__
#endif

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/types.h>

#include <linux/pseries_dr.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s16 s16;
typedef __s32 s32;
typedef __s64 s64;

#define U8_MAX		UINT8_MAX
#define U16_MAX		UINT16_MAX
#define U32_MAX		UINT32_MAX
#define S32_MAX		INT32_MAX
#define S32_MIN		INT32_MIN
#define U64_MAX		UINT64_MAX

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define BIT(n)		(1UL << (n))

#define min(a, b)				\
	({					\
		__typeof__(a) __a = (a);	\
		__typeof__(b) __b = (b);	\
		__a < __b ? __a : __b;		\
	})
#define max(a, b)				\
	({					\
		__typeof__(a) __a = (a);	\
		__typeof__(b) __b = (b);	\
		__a > __b ? __a : __b;		\
	})
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define swap(a, b)				\
	do {					\
		__typeof__(a) __swap = (a);	\
		(a) = (b);			\
		(b) = __swap;			\
	} while (0)

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))

#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)
#define check_mul_overflow(a, b, d)	__builtin_mul_overflow(a, b, d)

#ifndef fallthrough
#define fallthrough	__attribute__((__fallthrough__))
#endif
/* As in the kernel, where the message may be left out. */
#undef static_assert
#define static_assert(expr, ...)	__static_assert(expr, ##__VA_ARGS__, #expr)
#define __static_assert(expr, msg, ...)	_Static_assert(expr, msg)

#define READ_ONCE(x)	__atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, value)	__atomic_store_n(&(x), (value), __ATOMIC_RELAXED)

static inline bool pdr_exchange(u32 *word, u32 from, u32 to)
{
	return __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
}

static inline u16 get_unaligned_be16(const void *p)
{
	const u8 *b = p;

	return (u16)(b[0] << 8 | b[1]);
}

static inline u32 get_unaligned_be32(const void *p)
{
	const u8 *b = p;

	return (u32)get_unaligned_be16(b) << 16 | get_unaligned_be16(b + 2);
}

static inline u64 get_unaligned_be64(const void *p)
{
	const u8 *b = p;

	return (u64)get_unaligned_be32(b) << 32 | get_unaligned_be32(b + 4);
}

static inline void put_unaligned_be16(u16 value, void *p)
{
	u8 *b = p;

	b[0] = (u8)(value >> 8);
	b[1] = (u8)(value & U8_MAX);
}

static inline void put_unaligned_be32(u32 value, void *p)
{
	u8 *b = p;

	put_unaligned_be16((u16)(value >> 16), b);
	put_unaligned_be16((u16)(value & U16_MAX), b + 2);
}

static inline void put_unaligned_be64(u64 value, void *p)
{
	u8 *b = p;

	put_unaligned_be32((u32)(value >> 32), b);
	put_unaligned_be32((u32)(value & U32_MAX), b + 4);
}

void sort(void *base, size_t num, size_t size,
	  int (*cmp)(const void *a, const void *b),
	  void (*swap_elements)(void *a, void *b, int size));

void *pdr_alloc(size_t size);
void *pdr_alloc_array(size_t n, size_t size);
void pdr_free(const void *p);

#endif /* _PDR_ENV_H */
