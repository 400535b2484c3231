/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_LMB_H
#define _PDR_LMB_H

/*
 * The LMBs of ibm,dynamic-reconfiguration-memory, read from and written to
 * ibm,dynamic-memory (v1) and ibm,dynamic-memory-v2.
 * Invariant: in a parsed table no two LMBs have the same address, no two LMBs
 * whose DRC is valid have the same DRC index, and the two run arrays order all
 * LMBs by address and all LMBs with a valid DRC by index. Callers change only
 * aa_index and those flags that are not PDR_LMB_DRC_INVALID.
 *
 * Includes core.
 */

#include <pdr_env.h>

/*
 * Flags of an LMB, as LoPAR numbers them. No rule here asks for HOT_REMOVABLE: whether
 * memory can leave, only Linux knows.
 */
#define PDR_LMB_ASSIGNED	0x00000008
#define PDR_LMB_DRC_INVALID	0x00000020
#define PDR_LMB_RESERVED	0x00000080
#define PDR_LMB_HOT_REMOVABLE	0x00000100

/* Associativity index of an LMB that has none. */
#define PDR_LMB_NO_AA		0xffffffff

/* More than any partition has (1 PiB of 256 MiB LMBs): a larger table is malformed. */
#define PDR_LMB_COUNT_MAX	0x400000

/* More memory blocks than any LMB has: a larger LMB is malformed. */
#define PDR_LMB_BLOCKS_MAX	0x1000

/**
 * enum pdr_lmb_format - Property that holds the table.
 * @PDR_LMB_V1: ibm,dynamic-memory, a cell group for each LMB
 * @PDR_LMB_V2: ibm,dynamic-memory-v2, a cell group for each set of LMBs
 */
enum pdr_lmb_format {
	PDR_LMB_V1 = 1,
	PDR_LMB_V2,
};

/**
 * struct pdr_lmb - One LMB.
 * @drc_index: DRC index; means nothing under PDR_LMB_DRC_INVALID
 * @aa_index: index into ibm,associativity-lookup-arrays, or PDR_LMB_NO_AA
 * @flags: PDR_LMB_*, bits not known here as the platform set them
 * @number: physical address divided by the size of an LMB
 */
struct pdr_lmb {
	u32 drc_index;
	u32 aa_index;
	u32 flags;
	u32 number;
};

static_assert(sizeof(struct pdr_lmb) == 16);

/**
 * struct pdr_lmb_run - LMBs whose place, address and DRC index go up together.
 * @drc_index: DRC index of the first
 * @number: number of the first
 * @first: place of the first in &pdr_lmb_table.lmbs
 * @count: LMBs in the run, never 0
 */
struct pdr_lmb_run {
	u32 drc_index;
	u32 number;
	u32 first;
	u32 count;
};

/**
 * struct pdr_lmb_table - All LMBs.
 * @lmb_size: bytes of an LMB
 * @format: property that the table came from and will be written to
 * @count: number of LMBs
 * @lmbs: the LMBs, in the order of the property
 * @reserved: reserved cell of each LMB of a v1 property; NULL if all are zero
 * @by_index: runs of LMBs with a valid DRC, by DRC index
 * @by_index_count: number of these runs
 */
struct pdr_lmb_table {
	u64 lmb_size;
	enum pdr_lmb_format format;
	u32 count;
	struct pdr_lmb *lmbs;
	u32 *reserved;
	struct pdr_lmb_run *by_index;
	u32 by_index_count;
};

/**
 * struct pdr_lmb_change - A change of how an LMB is listed.
 * @drc_index: the LMB
 * @assigned: Linux has it
 * @aa_index: index into ibm,associativity-lookup-arrays, or PDR_LMB_NO_AA
 */
struct pdr_lmb_change {
	u32 drc_index;
	bool assigned;
	u32 aa_index;
};

/**
 * pdr_lmb_read_size() - Read ibm,lmb-size.
 * @prop: value of the property, or NULL
 * @len: bytes of @prop
 * @block_size: bytes of a memory block of Linux, which no LMB has a part of; 0 if Linux
 *	does not know
 * @lmb_size: bytes of an LMB
 *
 * Context: any.
 * Return: 0, or -EBADMSG with @lmb_size undefined, also for an LMB of more than
 * PDR_LMB_BLOCKS_MAX blocks.
 */
int pdr_lmb_read_size(const void *prop, size_t len, u64 block_size, u64 *lmb_size);

/**
 * pdr_lmb_parse() - Read the property.
 * @table: the table, to be freed by pdr_lmb_free(); all zero on error
 * @format: which of the two properties it is
 * @prop: value of the property
 * @len: bytes of @prop
 * @lmb_size: bytes of an LMB, from ibm,lmb-size
 *
 * Context: may sleep. Memory is 16 bytes for each LMB and 32 for each run, so
 * at most 48, and 4 more where v1 has reserved cells in use. Takes O(n log n),
 * and O(n) where address and index go up with the place.
 * Return: 0, -ENOMEM, -EINVAL if @lmb_size is 0 or @format unknown, -EBADMSG if
 * the property is malformed: wrong length, too many LMBs, an address that is no
 * multiple of @lmb_size or overflows, an address or a valid index twice.
 */
int pdr_lmb_parse(struct pdr_lmb_table *table, enum pdr_lmb_format format,
		  const void *prop, size_t len, u64 lmb_size);

/**
 * pdr_lmb_free() - Free the memory of a table.
 * @table: the table, or one that is all zero; all zero afterwards
 *
 * Context: may sleep.
 */
void pdr_lmb_free(struct pdr_lmb_table *table);

/**
 * pdr_lmb_length() - Bytes of the property of a table, in the table's format.
 * @table: the table
 *
 * In v2, LMBs share a set only if address, DRC index, associativity index and
 * flags all continue.
 *
 * Context: any. Takes O(n).
 * Return: the number of bytes that pdr_lmb_fill() writes.
 */
size_t pdr_lmb_length(const struct pdr_lmb_table *table);

/**
 * pdr_lmb_fill() - Write the property of a table into memory of the caller.
 * @table: the table
 * @prop: gets the property
 * @len: pdr_lmb_length()
 *
 * Context: any. Takes O(n).
 */
void pdr_lmb_fill(const struct pdr_lmb_table *table, void *prop, size_t len);

/**
 * pdr_lmb_size_max() - Bytes that the property has after any change, at most.
 * @table: the table
 * @count: how many LMBs change
 *
 * Context: any. Takes O(n).
 * Return: an upper bound of pdr_lmb_length() after pdr_lmb_exchange() of @count
 * changes.
 */
size_t pdr_lmb_size_max(const struct pdr_lmb_table *table, u32 count);

/**
 * pdr_lmb_exchange() - Change how LMBs are listed, and learn how they were.
 * @table: the table
 * @changes: how the LMBs are to be listed; afterwards, how they were. No LMB may
 *	     be named twice
 * @count: number of @changes
 *
 * An LMB that is assigned, or not, as its change says is left alone, and so is
 * the change. An LMB that is not in the table is not assigned. A second call
 * with the same @changes undoes the first.
 *
 * Context: any, does not allocate. Takes O(@count log runs).
 * Return: 1 if the table has changed; 0 if it listed the LMBs so before; -ENODEV
 * if an LMB that is to be assigned is not in the table, which is then unchanged.
 */
int pdr_lmb_exchange(struct pdr_lmb_table *table,
		     struct pdr_lmb_change *changes, u32 count);

/**
 * pdr_lmb_base() - Physical address of an LMB.
 * @table: the table
 * @lmb: an LMB of it
 *
 * Context: any.
 * Return: the address.
 */
static inline u64 pdr_lmb_base(const struct pdr_lmb_table *table,
			       const struct pdr_lmb *lmb)
{
	return lmb->number * table->lmb_size;
}

/**
 * pdr_lmb_find_index() - Find an LMB by its DRC index.
 * @table: the table
 * @drc_index: the index
 *
 * Context: any. Takes O(log runs).
 * Return: the LMB, or NULL if no LMB with a valid DRC has this index.
 */
struct pdr_lmb *pdr_lmb_find_index(const struct pdr_lmb_table *table,
				   u32 drc_index);

#endif /* _PDR_LMB_H */
