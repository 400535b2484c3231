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

#endif /* LIB_LMBTABLE_H */
