// SPDX-License-Identifier: GPL-2.0
/*
 * drmgr -c pci, slot and phb, one connector at a time.
 *
 * For pci a request that has been met already is a success: rtas_errd repeats requests that the
 * module has carried out by itself. For slot and phb it has an exit status of its own, as it
 * always had.
 */
#include <errno.h>
#include <stdio.h>

#include "kinds.h"
#include "say.h"

#define SENSE_PRESENT	1

static bool linux_has_it(const struct dr_drc *drc)
{
	return dr_has(drc, PSERIES_DR_A_DRC_SENSE) && drc->sense == SENSE_PRESENT;
}

/* The resource for the module's request: a slot of any kind goes by its device tree node */
static uint32_t find_resource(const struct dr_drc *drc)
{
	return drc->resource == PSERIES_DR_RESOURCE_SLOT ? PSERIES_DR_RESOURCE_DT : drc->resource;
}

static int answer_query(const struct dr_drc *drc)
{
	bool has = linux_has_it(drc);

	drm_say(DRM_INFO, "%s (0x%08x) is %s.", drc->name, drc->index,
		has ? "Linux's" : "not Linux's");
	return has ? DRM_LINUX_HAS_IT : DRM_DONT_OWN;
}

static int answer_met(const struct drm_task *task, const struct dr_drc *drc)
{
	bool add = task->options.action == 'a';

	drm_say(DRM_WARN, "%s (0x%08x) is %s already.", drc->name, drc->index,
		add ? "there" : "gone");
	if (task->options.type == DRM_PCI)
		return DRM_DONE;
	return add ? DRM_ALREADY_OWN : DRM_DONT_OWN;
}

static int move_io(struct drm_task *task, const struct dr_drc *drc)
{
	struct dr_job job;
	int err;

	/* The connector is there, as it was found: the module means what is plugged into it */
	task->met = task->options.action == 'a' ? EBUSY : ENODEV;
	err = drm_task_move(task, PSERIES_DR_IDENTIFIER_INDEX, find_resource(drc), drc->index, 0,
			    &job);
	if (err == -EALREADY || (!err && !job.moved))
		return answer_met(task, drc);
	return err ? DRM_FAILED : DRM_DONE;
}

int drm_io(struct drm_task *task)
{
	bool phb = task->options.type == DRM_PHB;
	bool pci = task->options.type == DRM_PCI;
	struct dr_drc drc;

	if (!drm_find(task, phb ? PSERIES_DR_RESOURCE_PHB : pci ? PSERIES_DR_RESOURCE_PCI :
		      PSERIES_DR_RESOURCE_SLOT, phb ? PSERIES_DR_RESOURCE_PHB :
		      pci ? PSERIES_DR_RESOURCE_SLOT : PSERIES_DR_RESOURCE_PCI, &drc))
		return pci ? DRM_FAILED : DRM_NONEXISTENT;
	return task->options.action == 'Q' ? answer_query(&drc) : move_io(task, &drc);
}
