// SPDX-License-Identifier: GPL-2.0
/* Persistent memory: a node that a driver takes from there. */
#include <linux/of.h>

#include "res/drcnode.h"
#include "res/pmemuse.h"
#include "res/resources.h"

static int pmem_check(void *context, struct pdr_target *target)
{
	if (!pdr_pmem_in_use(pdr_drcnode_first(target)))
		return 0;
	target->reason = PSERIES_DR_REASON_IN_USE;
	return -EBUSY;
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

static const struct pdr_linux_ops pmem_ops = {
	.check = pmem_check,
	.detach = pmem_detach,
	.attach = pmem_attach,
	.has = pdr_drcnode_has,
	.knows = pdr_drcnode_knows,
};

static int pmem_plan(struct pdr_run *run)
{
	const struct pdr_drcnode_kind kind = {
		.resource = PSERIES_DR_RESOURCE_PMEM,
		.parts = 1,
		.parent = pmem_parent,
	};

	return pdr_drcnode_plan(run, &kind);
}

const struct pdr_driver pdr_pmem_driver = {
	.plan = pmem_plan,
	.linux_ops = &pmem_ops,
};
