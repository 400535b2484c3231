/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The nodes of caches, which leave with the last core that uses them.
 */
#ifndef PDR_CPUCACHE_H
#define PDR_CPUCACHE_H

struct pdr_target;

/**
 * pdr_cpucache_add - have the caches detached that only this core uses
 * @target: a core that is about to be detached
 *
 * Return: 0, or -ENOSPC where the core has more caches than a core can have.
 */
int pdr_cpucache_add(struct pdr_target *target);

#endif /* PDR_CPUCACHE_H */
