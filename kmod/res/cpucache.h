/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The nodes of caches, which leave with the last core that uses them.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_CPUCACHE_H
#define PDR_CPUCACHE_H

struct pdr_target;

/**
 * pdr_cpucache_add - add the caches that only this core uses to its nodes
 * @target: a core that is about to be detached
 *
 * Return: 0, or -ENOSPC if the core has too many caches.
 */
int pdr_cpucache_add(struct pdr_target *target);

#endif /* PDR_CPUCACHE_H */
