// SPDX-License-Identifier: GPL-2.0
/* The DMA windows of host bridges. Includes res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/iommu.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <linux/slab.h>

#include <asm/iommu.h>

#include "res/dmawindow.h"
#include "res/pcidata.h"

/* By these names the kernel describes a window that maps all memory, or any. */
static const char * const names[] = {
	"linux,direct64-ddr-window-info", "linux,dma64-ddr-window-info",
};

static struct property *find_window(const struct device_node *node)
{
	struct property *property = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names) && !property; i++)
		property = of_find_property(node, names[i], NULL);
	return property;
}

/* The kernel sets the group of the IOMMU to NULL when its last user has gone. */
void pdr_dmawindow_free(struct device_node *node)
{
	struct pci_dn *data = pdr_pcidata_of(node);
	struct iommu_table_group *windows = data ? data->table_group : NULL;
	size_t i;

	if (!windows)
		return;
	data->table_group = NULL;
	if (windows->group)
		iommu_group_put(windows->group);
	if (READ_ONCE(windows->group))
		return;
	for (i = 0; i < ARRAY_SIZE(windows->tables); i++)
		if (windows->tables[i])
			iommu_tce_table_put(windows->tables[i]);
	kfree(windows);
}

int pdr_dmawindow_hide(struct of_changeset *changeset, struct device_node *node)
{
	struct property *property = find_window(node);
	int error;

	of_changeset_init(changeset);
	if (!property)
		return 0;
	error = of_changeset_remove_property(changeset, node, property);
	return error ?: of_changeset_apply(changeset);
}

void pdr_dmawindow_show(struct of_changeset *changeset)
{
	int error = list_empty(&changeset->entries) ? 0 : of_changeset_revert(changeset);

	if (error)
		pr_warn("the description of a DMA window is not back (%d)\n", error);
	of_changeset_destroy(changeset);
}

void pdr_dmawindow_forget(struct device_node *node)
{
	struct property *property = find_window(node);

	if (property && of_remove_property(node, property))
		pr_warn("%pOF describes a DMA window that is gone\n", node);
}
