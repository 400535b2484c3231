/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_LMBTABLE_H
#define LIB_LMBTABLE_H

/*
 * ibm,dynamic-memory, an entry for each LMB, and ibm,dynamic-memory-v2, an entry
 * for a set of them (LoPAR, "Dynamic Reconfiguration Memory"). The property begins
 * with the number of its entries: bytes_u32(). Shares nothing with the parser in
 * kmod/core/parse/lmb.c.
 */

#include "bytes.h"

/* Bytes in front of the first entry, and of an entry of either property. */
#define LMBTABLE_HEAD	4
#define LMBTABLE_ENTRY	24

/**
 * struct lmbtable_set - an entry of ibm,dynamic-memory-v2
 * @count: number of LMBs
 * @base: address of the first
 * @index: DRC index of the first
 * @aa: index of the associativity list of each
 * @flags: flags of each
 */
struct lmbtable_set {
	u32 count;
	u64 base;
	u32 index;
	u32 aa;
	u32 flags;
};

/**
 * lmbtable_v1() - an entry of ibm,dynamic-memory
 * @table: the property
 * @base: address
 * @index: DRC index
 * @reserved: the cell that has no meaning
 * @aa: index of the associativity list
 * @flags: flags
 */
void lmbtable_v1(struct bytes *table, u64 base, u32 index, u32 reserved, u32 aa, u32 flags);

/**
 * lmbtable_v2() - an entry of ibm,dynamic-memory-v2
 * @table: the property
 * @count: number of LMBs
 * @base: address of the first
 * @index: DRC index of the first
 * @aa: index of the associativity list of each
 * @flags: flags of each
 */
void lmbtable_v2(struct bytes *table, u32 count, u64 base, u32 index, u32 aa, u32 flags);

/* The entry of ibm,dynamic-memory-v2 at these bytes, for programs that look something up. */
static inline struct lmbtable_set lmbtable_set_at(const u8 *entry)
{
	return (struct lmbtable_set){
		.count = get_unaligned_be32(entry),
		.base = get_unaligned_be64(entry + 4),
		.index = get_unaligned_be32(entry + 12),
		.aa = get_unaligned_be32(entry + 16),
		.flags = get_unaligned_be32(entry + 20),
	};
}

#endif /* LIB_LMBTABLE_H */
