// SPDX-License-Identifier: GPL-2.0
/* Users of persistent memory: what lies below its device, and is open. */
#include <linux/blkdev.h>
#include <linux/device.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/string.h>

#include "res/pmemuse.h"

/* Neither block_class nor the types of its devices are exported. */
static bool is_disk(const struct device *device)
{
	return device->class && !strcmp(device->class->name, "block") &&
	       device->type && !strcmp(device->type->name, "disk");
}

static bool is_dax_device(const struct device *device)
{
	return device->bus && !strcmp(device->bus->name, "dax");
}

/* Return: 1 if the device, or one below it, is in use; which ends the walk. */
static int is_device_used(struct device *device, void *unused)
{
	if (is_disk(device) && disk_openers(dev_to_disk(device)))
		return 1;
	if (is_dax_device(device) && device->driver)
		return 1;
	return device_for_each_child(device, NULL, is_device_used);
}

bool pdr_pmem_in_use(struct device_node *node)
{
	struct platform_device *platform = of_find_device_by_node(node);
	bool used;

	if (!platform)
		return false;
	used = device_for_each_child(&platform->dev, NULL, is_device_used);
	put_device(&platform->dev);
	return used;
}
