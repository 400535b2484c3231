/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finding the stock kernel's table of LMBs, which no module can name.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_LMBSEARCH_H
#define PDR_LMBSEARCH_H

#include <linux/types.h>

struct drmem_lmb;
struct kobj_attribute;
struct pdr_lmb_table;

/**
 * pdr_lmbsearch_is_same - compare an entry of the kernel's table with ours
 * @theirs: address of the kernel's entry; need not be mapped
 * @table: our table
 * @number: place of our entry in it
 *
 * Return: true if address and DRC index are the same.
 */
bool pdr_lmbsearch_is_same(const struct drmem_lmb *theirs,
			   const struct pdr_lmb_table *table, u32 number);

/**
 * pdr_lmbsearch_run - find the kernel's table
 * @table: our table, with the same LMBs in the same order
 * @dlpar: the stock kernel's /sys/kernel/dlpar
 *
 * The search makes the kernel look at an LMB while a probe sees the pointer. It
 * accepts only a table that is the same as ours in every entry. It changes nothing
 * of Linux or of the platform, even if no probe fires, and leaves no message in
 * the kernel's log.
 *
 * Context: nobody else uses the stock kernel's file, and its lock is free.
 * Return: the table, with as many entries as ours; or NULL.
 */
struct drmem_lmb *pdr_lmbsearch_run(const struct pdr_lmb_table *table,
				    struct kobj_attribute *dlpar);

#endif /* PDR_LMBSEARCH_H */
