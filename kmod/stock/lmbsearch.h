/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finding the table of LMBs that the stock kernel keeps and that no module can
 * name. Includes core and state.
 */
#ifndef PDR_LMBSEARCH_H
#define PDR_LMBSEARCH_H

#include <linux/types.h>

struct drmem_lmb;
struct kobj_attribute;
struct pdr_lmb_table;

/**
 * pdr_lmbsearch_is_same - tell if an entry of the kernel's is one of ours
 * @theirs: where the entry would be; need not be mapped
 * @table: ours
 * @number: the entry's place in it
 *
 * Return: true if address and DRC index are the same.
 */
bool pdr_lmbsearch_is_same(const struct drmem_lmb *theirs,
			   const struct pdr_lmb_table *table, u32 number);

/**
 * pdr_lmbsearch_run - find the table
 * @table: ours, with the same LMBs in the same order
 * @dlpar: the stock kernel's /sys/kernel/dlpar
 *
 * The kernel is made to look at an LMB while a probe sees its pointer. Nothing is
 * believed that is not the same as ours in every entry. Nothing of Linux or of
 * the platform is changed, also where no probe fires, and the kernel's log says
 * nothing of it.
 *
 * Context: nobody else uses the stock kernel's file; its lock is free.
 * Return: the table, with as many entries as ours, or NULL.
 */
struct drmem_lmb *pdr_lmbsearch_run(const struct pdr_lmb_table *table,
				    struct kobj_attribute *dlpar);

#endif /* PDR_LMBSEARCH_H */
