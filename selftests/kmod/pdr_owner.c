// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_owner - own an area of memory as drivers of persistent memory do.
 *
 * With managed=0 the area is mapped with pages that are no RAM, as fsdax and devdax do; with
 * managed=1 it is RAM of a driver, as kmem makes of devdax. "intact" tells if the area still holds
 * the bytes that this module wrote when it was loaded.
 *
 *	insmod pdr_owner.ko address=0x40000000 size=0x10000000 managed=0
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/module.h>

#define OWNER_PATTERN 0x7064725f6f776e65ULL

static u64 owner_address;
module_param_named(address, owner_address, ullong, 0444);
MODULE_PARM_DESC(address, "where the area begins");
static u64 owner_size;
module_param_named(size, owner_size, ullong, 0444);
MODULE_PARM_DESC(size, "bytes of it");
static bool owner_managed;
module_param_named(managed, owner_managed, bool, 0444);
MODULE_PARM_DESC(managed, "it is RAM of a driver");

static struct device *owner_device;	/* holds the area and its pages, managed=1 the area alone */
static u64 *owner_data;
static struct dev_pagemap owner_map = {
	.type = MEMORY_DEVICE_GENERIC,
	.nr_range = 1,
};

static int owner_get_intact(char *buffer, const struct kernel_param *kp)
{
	bool intact = owner_data && READ_ONCE(*owner_data) == OWNER_PATTERN;

	return scnprintf(buffer, PAGE_SIZE, "%c\n", intact ? 'Y' : 'N');
}

static const struct kernel_param_ops owner_intact_ops = {
	.get = owner_get_intact,
};

module_param_cb(intact, &owner_intact_ops, NULL, 0444);
MODULE_PARM_DESC(intact, "it still holds the bytes that were written");

static int owner_map_device(void)
{
	void *data;

	owner_map.range.start = owner_address;
	owner_map.range.end = owner_address + owner_size - 1;
	data = devm_memremap_pages(owner_device, &owner_map);
	if (IS_ERR(data))
		return PTR_ERR(data);
	owner_data = data;
	WRITE_ONCE(*owner_data, OWNER_PATTERN);
	return 0;
}

static int owner_add_ram(struct resource *area)
{
	/* the RAM is a resource below the area, and is itself busy */
	area->flags &= ~IORESOURCE_BUSY;
	return add_memory_driver_managed(0, owner_address, owner_size, "System RAM (pdr_owner)",
					 MHP_NONE);
}

static int owner_take(void)
{
	struct resource *area;

	area = devm_request_mem_region(owner_device, owner_address, owner_size, "pdr_owner");
	if (!area)
		return -EBUSY;
	return owner_managed ? owner_add_ram(area) : owner_map_device();
}

static int __init owner_init(void)
{
	int ret;

	owner_device = root_device_register("pdr_owner");
	if (IS_ERR(owner_device))
		return PTR_ERR(owner_device);
	ret = owner_take();
	if (ret)
		root_device_unregister(owner_device);
	return ret;
}
module_init(owner_init);

static void __exit owner_exit(void)
{
	if (owner_managed)
		WARN_ON(offline_and_remove_memory(owner_address, owner_size));
	root_device_unregister(owner_device);
}
module_exit(owner_exit);

MODULE_DESCRIPTION("Own memory as drivers of persistent memory do, for tests");
MODULE_LICENSE("GPL");
