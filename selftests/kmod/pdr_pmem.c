// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_pmem - make a disk of each area of persistent memory, for kernels that have no nd_pmem.
 *
 * The disk is the child of a child of the area's device. It reads as zeroes and drops all writes.
 * Load it when the areas are there: it takes them all, as /dev/pdr_pmem0 and so on.
 */
#include <linux/atomic.h>
#include <linux/bio.h>
#include <linux/device.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "pdr_disk.h"

#define PMEM_SECTORS	2048

static atomic_t pmem_count = ATOMIC_INIT(0);

static void pmem_submit_bio(struct bio *bio)
{
	if (bio_data_dir(bio) == READ)
		zero_fill_bio(bio);
	bio_endio(bio);
}

static const struct block_device_operations pmem_ops = {
	.owner = THIS_MODULE,
	.submit_bio = pmem_submit_bio,
};

static void pmem_release_region(struct device *region)
{
	kfree(region);
}

static void pmem_remove_region(void *region)
{
	device_unregister(region);
}

static struct device *pmem_add_region(struct device *parent)
{
	struct device *region = kzalloc(sizeof(*region), GFP_KERNEL);
	int ret;

	if (!region)
		return ERR_PTR(-ENOMEM);
	region->parent = parent;
	region->release = pmem_release_region;
	dev_set_name(region, "region%d", atomic_read(&pmem_count));
	ret = device_register(region);
	if (ret) {
		put_device(region);
		return ERR_PTR(ret);
	}
	ret = devm_add_action_or_reset(parent, pmem_remove_region, region);
	return ret ? ERR_PTR(ret) : region;
}

static void pmem_remove_disk(void *data)
{
	struct gendisk *disk = data;

	del_gendisk(disk);
	put_disk(disk);
}

static int pmem_add_disk(struct device *area, struct device *region)
{
	struct gendisk *disk = pdr_alloc_disk();
	int ret;

	if (!disk)
		return -ENOMEM;
	disk->fops = &pmem_ops;
	snprintf(disk->disk_name, sizeof(disk->disk_name), "pdr_pmem%d",
		 atomic_inc_return(&pmem_count) - 1);
	set_capacity(disk, PMEM_SECTORS);
	ret = device_add_disk(region, disk, NULL);
	if (ret) {
		put_disk(disk);
		return ret;
	}
	return devm_add_action_or_reset(area, pmem_remove_disk, disk);
}

static int pmem_probe(struct platform_device *area)
{
	struct device *region = pmem_add_region(&area->dev);

	return IS_ERR(region) ? PTR_ERR(region) : pmem_add_disk(&area->dev, region);
}

static const struct of_device_id pmem_match[] = {
	{ .compatible = "ibm,pmemory" },
	{ }
};

static struct platform_driver pmem_driver = {
	.probe = pmem_probe,
	.driver = {
		.name = "pdr_pmem",
		.of_match_table = pmem_match,
	},
};
module_platform_driver(pmem_driver);

MODULE_DESCRIPTION("A disk of each area of persistent memory, for tests");
MODULE_LICENSE("GPL");
