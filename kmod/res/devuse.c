// SPDX-License-Identifier: GPL-2.0
/* Users of devices. Includes core/engine and res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/blkdev.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/iommu.h>
#include <linux/kdev_t.h>
#include <linux/pci.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include <linux/pseries_dr.h>

#include "core/engine/plan.h"
#include "res/devuse.h"

/* A disk that is only open may be closed again within all these looks. */
#define LOOKS		20
#define LOOK_AGAIN_MS	50

/* Neither block_class nor the types of its devices are exported. */
static bool is_disk(const struct device *device)
{
	return device->class && !strcmp(device->class->name, "block");
}

/**
 * struct look - A search for a user.
 * @target: gets the reason of the first one
 * @top: the device that is to go with all below it
 * @name: name of the device that it uses
 */
struct look {
	struct pdr_target *target;
	const struct device *top;
	char name[32];
};

static bool note_user(struct pdr_target *target, u8 reason, u64 value)
{
	target->reason = reason;
	target->reason_value = value;
	return true;
}

static bool is_disk_used(struct device *device, struct pdr_target *target)
{
	const struct block_device *disk = dev_to_bdev(device);

	return atomic_read(&disk->bd_openers) &&
	       note_user(target, PSERIES_DR_REASON_DISK_IN_USE,
			 (u64)MAJOR(disk->bd_dev) << 32 | MINOR(disk->bd_dev));
}

/*
 * Return: 1 if the kernel does DMA for the device, which ends the walk.
 *
 * The lock of the device cannot be taken, since the walk holds that of the group and a
 * bind takes them the other way round. free_module() waits for a grace period after the
 * driver's last unbind, so the driver stays for a reader of RCU.
 */
static int has_kernel_dma(struct device *device, void *unused)
{
	struct device_driver *driver;
	bool kernel;

	rcu_read_lock();
	driver = READ_ONCE(device->driver);
	kernel = driver && dev_is_pci(device) &&
		 !to_pci_driver(driver)->driver_managed_dma;
	rcu_read_unlock();
	return kernel;
}

/* A group belongs to the kernel's drivers or to programs, never to both. */
static bool is_group_used(struct iommu_group *group)
{
	return iommu_group_dma_owner_claimed(group) &&
	       !iommu_group_for_each_dev(group, NULL, has_kernel_dma);
}

static bool is_function_used(struct pci_dev *function, struct pdr_target *target)
{
	struct iommu_group *group;
	bool used;

	if (!READ_ONCE(function->dev.driver) || pci_is_bridge(function))
		return false;
	group = iommu_group_get(&function->dev);
	if (!group)
		return false;
	used = is_group_used(group) &&
	       note_user(target, PSERIES_DR_REASON_VFIO, iommu_group_id(group));
	iommu_group_put(group);
	return used;
}

static bool is_dax(const struct device *device)
{
	return device->bus && !strcmp(device->bus->name, "dax");
}

/* No module can tell whether programs map the memory that a dax driver has. */
static bool is_used_itself(struct device *device, struct pdr_target *target)
{
	if (is_disk(device))
		return is_disk_used(device, target);
	if (is_dax(device))
		return device->driver &&
		       note_user(target, PSERIES_DR_REASON_IN_USE, 0);
	return dev_is_pci(device) &&
	       is_function_used(to_pci_dev(device), target);
}

/**
 * struct nvme_path - The way to an NVMe disk by one of several controllers.
 * @subsystem: number of the controllers' subsystem
 * @controller: number of the controller
 * @instance: number of the disk in the subsystem
 * @top: as in struct look
 *
 * Such a way is a hidden disk. Programs use the disk that the kernel makes of all ways,
 * and which is not below any controller.
 */
struct nvme_path {
	unsigned int subsystem;
	unsigned int controller;
	unsigned int instance;
	const struct device *top;
};

static bool read_path(const struct device *device, struct nvme_path *path)
{
	return sscanf(dev_name(device), "nvme%uc%un%u", &path->subsystem,
		      &path->controller, &path->instance) == 3;
}

static bool is_below(const struct device *device, const struct device *top)
{
	while (device && device != top)
		device = device->parent;
	return device;
}

static int is_other_path(struct device *device, void *data)
{
	const struct nvme_path *path = data;
	struct nvme_path other;

	return read_path(device, &other) && other.subsystem == path->subsystem &&
	       other.instance == path->instance && !is_below(device, path->top);
}

/* The disk that programs use, with a reference, if this is the last way to it; or NULL. */
static struct device *find_last_path(const struct device *device, const struct device *top)
{
	struct nvme_path path = { .top = top };
	char name[DISK_NAME_LEN];

	if (!is_disk(device) || !read_path(device, &path) ||
	    class_for_each_device(device->class, NULL, &path, is_other_path))
		return NULL;
	snprintf(name, sizeof(name), "nvme%un%u", path.subsystem, path.instance);
	return class_find_device_by_name(device->class, name);
}

static int look_at(struct device *device, void *data);

static int look_behind(const struct device *device, struct look *look)
{
	struct device *disk = find_last_path(device, look->top);
	int used = disk ? look_at(disk, look) : 0;

	put_device(disk);
	return used;
}

/* Return: 1 if it is used, which ends the walk. Partitions come before their disk. */
static int look_at(struct device *device, void *data)
{
	struct look *look = data;

	if (device_for_each_child(device, data, look_at) || look_behind(device, look))
		return 1;
	if (!is_used_itself(device, look->target))
		return 0;
	strscpy(look->name, dev_name(device), sizeof(look->name));
	return 1;
}

int pdr_devuse_check(struct pdr_target *target, struct device *device)
{
	struct look look = { .target = target, .top = device };
	unsigned int looks = LOOKS;

	while (device && look_at(device, &look)) {
		if (target->reason != PSERIES_DR_REASON_DISK_IN_USE || !--looks) {
			pr_info_ratelimited("%s cannot be removed: %s is in use\n",
					    dev_name(device), look.name);
			return -EBUSY;
		}
		msleep(LOOK_AGAIN_MS);
	}
	target->reason = PSERIES_DR_REASON_NONE;
	return 0;
}
