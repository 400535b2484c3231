// SPDX-License-Identifier: GPL-2.0
/*
 * Our files in the place of the stock kernel's: /sys/kernel/dlpar, with the stock
 * grammar and an errno that says why, and the two older files for CPUs, which
 * drmgr uses if it finds no other.
 *
 * Includes core/engine, state, stock and ui.
 */
#include <linux/device.h>
#include <linux/of.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "core/engine/accept.h"
#include "state/drcs.h"
#include "state/job.h"
#include "state/pdr.h"
#include "stock/stock.h"
#include "ui/sysfs.h"

static ssize_t dlpar_store(struct kobject *object,
			   struct kobj_attribute *attribute, const char *text,
			   size_t len)
{
	struct pdr_request request;
	int error;

	error = pdr_accept_text(text, len, &request);
	if (!error)
		error = pdr_drcs_resolve(&request);
	if (!error)
		error = pdr_job_run(&request, PSERIES_DR_ORIGIN_SYSFS);
	return error ?: len;
}

/* drmgr reads here which resources it may write. */
static ssize_t dlpar_show(struct kobject *object,
			  struct kobj_attribute *attribute, char *text)
{
	char kinds[PDR_REQUEST_TEXT_SIZE];
	int error = pdr_accept_kinds(kinds, sizeof(kinds));

	return error < 0 ? error : sysfs_emit(text, "%s\n", kinds);
}

static struct kobj_attribute dlpar_attribute = __ATTR_RW(dlpar);

static ssize_t move_core(u8 action, u32 drc_index)
{
	const struct pdr_request request = {
		.resource = PSERIES_DR_RESOURCE_CPU,
		.action = action,
		.identifier = PSERIES_DR_IDENTIFIER_INDEX,
		.index = drc_index,
	};

	return pdr_job_run(&request, PSERIES_DR_ORIGIN_SYSFS);
}

/* /sys/devices/system/cpu/probe: DRC index of a core to add. */
static ssize_t probe_store(struct device *device,
			   struct device_attribute *attribute, const char *text,
			   size_t len)
{
	u32 drc_index;
	int error = kstrtou32(text, 0, &drc_index);

	if (error)
		return -EINVAL;
	return move_core(PSERIES_DR_ACTION_ADD, drc_index) ?: len;
}

static int drc_of_path(const char *text, u32 *drc_index)
{
	struct device_node *node;
	char *path;
	int error;

	path = kstrdup(text, GFP_KERNEL);
	if (!path)
		return -ENOMEM;
	node = of_find_node_by_path(strim(path));
	kfree(path);
	error = node ? of_property_read_u32(node, "ibm,my-drc-index", drc_index) :
		       -EINVAL;
	of_node_put(node);
	return error ? -EINVAL : 0;
}

/* /sys/devices/system/cpu/release: path of the node of a core to remove. */
static ssize_t release_store(struct device *device,
			     struct device_attribute *attribute,
			     const char *text, size_t len)
{
	u32 drc_index;
	int error = drc_of_path(text, &drc_index);

	if (!error)
		error = move_core(PSERIES_DR_ACTION_REMOVE, drc_index);
	return error ?: len;
}

static DEVICE_ATTR_WO(probe);
static DEVICE_ATTR_WO(release);

const struct pdr_claim pdr_sysfs_files[PDR_SYSFS_FILES] = {
	{ .must = true, .ours = &dlpar_attribute.attr },
	{ .of_cpus = true, .ours = &dev_attr_probe.attr },
	{ .of_cpus = true, .ours = &dev_attr_release.attr },
};
