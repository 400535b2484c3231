// SPDX-License-Identifier: GPL-2.0
/* Persistent memory: a node that a driver takes from there. */
#include <linux/of.h>

#include "res/drcnode.h"
#include "work/run.h"

static int pmem_offline(void *context, struct pdr_target *target, u16 part,
			u32 *was)
{
	*was = 0;
	return 0;
}

static int pmem_online(void *context, struct pdr_target *target, u16 part,
		       u32 was)
{
	return 0;
}

static int pmem_detach(void *context, struct pdr_target *target)
{
	return pdr_drcnode_detach(target);
}

static struct device_node *pmem_parent(void)
{
	return of_find_node_by_type(NULL, "ibm,persistent-memory");
}

static int pmem_attach(void *context, struct pdr_target *target)
{
	struct device_node *parent;
	int error;

	parent = pmem_parent();
	if (!parent)
		return -ENODEV;
	error = pdr_drcnode_attach(target, parent);
	of_node_put(parent);
	return error;
}

const struct pdr_linux_ops pdr_pmem_ops = {
	.offline = pmem_offline,
	.online = pmem_online,
	.detach = pmem_detach,
	.attach = pmem_attach,
};

int pdr_pmem_plan(struct pdr_run *run)
{
	const struct pdr_drcnode_kind kind = {
		.resource = PSERIES_DR_RESOURCE_PMEM,
		.parts = 1,
		.parent = pmem_parent,
	};

	return pdr_drcnode_plan(run, &kind);
}
