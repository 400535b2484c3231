// SPDX-License-Identifier: GPL-2.0
/* Persistent memory: a device tree node to which a driver binds. Includes res. */
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>

#include "res/devuse.h"
#include "res/drcnode.h"
#include "res/resources.h"

/* Detaching the node unbinds its driver, also under a mounted file system. */
static int pmem_check(void *context, struct pdr_target *target)
{
	struct platform_device *area =
		of_find_device_by_node(pdr_drcnode_first(target));
	int error = pdr_devuse_check(target, area ? &area->dev : NULL);

	platform_device_put(area);
	return error;
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
	.resource = PSERIES_DR_RESOURCE_PMEM,
	.plan = pmem_plan,
	.linux_ops = &pmem_ops,
};
