// SPDX-License-Identifier: GPL-2.0
/* LMBs to take one by one; see candidates.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candidates.h"

/* As many NUMA nodes as a kernel for powerpc can have (CONFIG_NODES_SHIFT) */
#define NODES 1024

/* Of the last call to dr_candidates_choose(): a comparison has no argument of its own */
static const char *sysfs_root;

static bool read_node_has_cpus(int32_t nid)
{
	char path[4096], list[16] = "\n";
	FILE *file;

	snprintf(path, sizeof(path), "%s/devices/system/node/node%d/cpulist", sysfs_root, (int)nid);
	file = fopen(path, "re");
	if (!file)
		return true;
	if (!fgets(list, sizeof(list), file))
		list[0] = '\n';
	fclose(file);
	return list[0] != '\n';
}

/* Is there a CPU on this node? Each node is looked at once, though sorting asks for it often. */
static bool node_has_cpus(int32_t nid)
{
	static enum { UNKNOWN, WITHOUT, WITH } nodes[NODES];

	if (nid < 0 || nid >= NODES)
		return true;
	if (nodes[nid] == UNKNOWN)
		nodes[nid] = read_node_has_cpus(nid) ? WITH : WITHOUT;
	return nodes[nid] == WITH;
}

static bool is_movable(const struct dr_lmb *lmb)
{
	return !strcmp(lmb->zone, "Movable");
}

static int compare_candidates(const void *a, const void *b)
{
	const struct dr_lmb *left = a, *right = b;

	if (left->nid != right->nid && node_has_cpus(left->nid) != node_has_cpus(right->nid))
		return node_has_cpus(left->nid) ? 1 : -1;
	if (is_movable(left) != is_movable(right))
		return is_movable(left) ? -1 : 1;
	return left->address < right->address ? 1 : -1;
}

static bool may_be_moved(const struct dr_lmb *lmb, uint32_t action)
{
	bool in_use = lmb->usage == PSERIES_DR_USAGE_IN_USE;

	if (action == PSERIES_DR_ACTION_REMOVE)
		return in_use;
	return !in_use && lmb->usage != PSERIES_DR_USAGE_RESERVED;
}

void dr_candidates_choose(struct dr_list *lmbs, uint32_t action, const char *sysfs)
{
	size_t from, to = 0;

	sysfs_root = sysfs;
	for (from = 0; from < lmbs->n; from++) {
		const struct dr_lmb *lmb = dr_list_at(lmbs, from);

		if (may_be_moved(lmb, action))
			memmove(dr_list_at(lmbs, to++), lmb, sizeof(*lmb));
	}
	lmbs->n = to;
	if (to)
		qsort(lmbs->items, to, lmbs->item_size, compare_candidates);
}

bool dr_candidates_fewer(int error)
{
	return error == EBUSY || error == ENOSPC || error == ETIMEDOUT || error == ENOMEM;
}
