// SPDX-License-Identifier: GPL-2.0
/* The state machines of connectors: logical ones, and physical ones. */
#include "internal.h"
#include "stream.h"
#include "lib/workarea.h"

#include <core/engine/drcstate.h>

/* A live insertion domain, which always has power. */
#define LIVE_INSERTION	0xffffffff
#define FULL_POWER	100

static bool is_offered(const struct model_drc *drc)
{
	return drc->state == MODEL_EXCHANGE || drc->state == MODEL_RECOVERY;
}

static bool has_usable_children(const struct model *model,
				const struct model_drc *drc)
{
	unsigned int i;

	for (i = 0; i < model->drc_count; i++)
		if (model->drcs[i].parent == drc - model->drcs &&
		    model->drcs[i].state != MODEL_PHYSICAL_POWERON)
			return true;
	return false;
}

/* Only a hypervisor knows if the guest still uses it. */
static int check_use(const struct model *model, const struct model_drc *drc)
{
	if (!model->policy->checks_use)
		return MODEL_OK;
	if (drc->mapped)
		return MODEL_HAS_TRANSLATIONS;
	return has_usable_children(model, drc) ? MODEL_HAS_CHILDREN : MODEL_OK;
}

static int isolate_physical(struct model *model, struct model_drc *drc)
{
	int status;

	switch (drc->state) {
	case MODEL_PHYSICAL_POWERON:
		return MODEL_OK;
	case MODEL_PHYSICAL_UNISOLATE:
		if (!model->policy->step_back)
			return MODEL_PARAM_ERROR;
		break;
	default:
		break;
	}
	status = check_use(model, drc);
	if (status)
		return status;
	drc->state = MODEL_PHYSICAL_POWERON;
	if (drc->unplug)
		model_release(model, drc);
	return MODEL_OK;
}

static int unisolate_physical(struct model *model, struct model_drc *drc)
{
	if (drc->state != MODEL_PHYSICAL_POWERON)
		return MODEL_OK;
	/* LoPAR lets an empty slot be unisolated, so that it can be filled */
	if (!drc->dev)
		return model->policy->strict ? MODEL_OK : MODEL_PARAM_ERROR;
	drc->state = MODEL_PHYSICAL_UNISOLATE;
	drc->cursor = 0;
	return MODEL_OK;
}

static int isolate_logical(struct model *model, struct model_drc *drc)
{
	const struct model_policy *policy = model->policy;
	int status;

	switch (drc->state) {
	case MODEL_UNUSABLE:
		return policy->strict ? MODEL_PARAM_ERROR : MODEL_OK;
	case MODEL_EXCHANGE:
	case MODEL_RECOVERY:
		return MODEL_PARAM_ERROR;
	case MODEL_AVAILABLE:
		return MODEL_OK;
	case MODEL_UNISOLATE:
		if (!policy->step_back)
			return MODEL_PARAM_ERROR;
		break;
	default:
		break;
	}
	if (model_is_lmb(drc) && !drc->unplug && !policy->takes_unasked)
		return MODEL_HW_ERROR;
	status = check_use(model, drc);
	if (!status)
		drc->state = MODEL_AVAILABLE;
	return status;
}

static int unisolate_logical(struct model *model, struct model_drc *drc)
{
	const struct model_policy *policy = model->policy;

	switch (drc->state) {
	case MODEL_UNUSABLE:
	case MODEL_EXCHANGE:
	case MODEL_RECOVERY:
		return MODEL_PARAM_ERROR;
	case MODEL_AVAILABLE:
		drc->state = MODEL_UNISOLATE;
		drc->cursor = 0;
		return MODEL_OK;
	default:
		if (drc->unplug && drc->dev)
			model_roll_back(model, drc, model_is_lmb(drc) ?
					&policy->lmb_by_unisolate :
					&policy->other_by_unisolate, MODEL_A2);
		return MODEL_OK;
	}
}

static int make_usable(struct model_drc *drc)
{
	if (is_offered(drc))
		return MODEL_PARAM_ERROR;
	if (drc->state != MODEL_UNUSABLE)
		return MODEL_OK;
	if (!drc->dev || drc->unplug)
		return MODEL_PARAM_ERROR;
	drc->state = MODEL_AVAILABLE;
	return MODEL_OK;
}

static int make_unusable(struct model *model, struct model_drc *drc)
{
	switch (drc->state) {
	case MODEL_UNUSABLE:
		return model->policy->strict ? MODEL_PARAM_ERROR : MODEL_OK;
	case MODEL_AVAILABLE:
		drc->state = MODEL_UNUSABLE;
		if (drc->unplug)
			model_release(model, drc);
		return MODEL_OK;
	default:
		return MODEL_PARAM_ERROR;
	}
}

/* The guest takes an offered spare by the state that it was offered with. */
static int take_offer(struct model_drc *drc, u8 offered)
{
	if (drc->state != offered)
		return MODEL_PARAM_ERROR;
	drc->state = MODEL_AVAILABLE;
	return MODEL_OK;
}

static int set_isolation(struct model *model, struct model_drc *drc, u32 value)
{
	if (value > 1)
		return MODEL_PARAM_ERROR;
	if (model_is_physical(drc))
		return value ? unisolate_physical(model, drc) :
			       isolate_physical(model, drc);
	return value ? unisolate_logical(model, drc) :
		       isolate_logical(model, drc);
}

static int set_allocation(struct model *model, struct model_drc *drc, u32 value)
{
	if (model_is_physical(drc))
		return MODEL_PARAM_ERROR;
	switch (value) {
	case 0:
		return make_unusable(model, drc);
	case 1:
		return make_usable(drc);
	case 2:
		return take_offer(drc, MODEL_EXCHANGE);
	case 3:
		return take_offer(drc, MODEL_RECOVERY);
	default:
		return MODEL_PARAM_ERROR;
	}
}

int model_set_indicator(struct model *model, u32 indicator, u32 index,
			u32 value)
{
	struct model_drc *drc = model_find(model, index);
	int status;

	if (model->fatal)
		return MODEL_HW_ERROR;
	if (!drc)
		return MODEL_PARAM_ERROR;
	status = model_busy(model, ((u64)indicator << 36) | ((u64)value << 34) |
				   index);
	if (status)
		return status;
	switch (indicator) {
	case MODEL_ISOLATION_STATE:
		return set_isolation(model, drc, value);
	case MODEL_DR_INDICATOR:
		return model_is_physical(drc) && value <= 3 ? MODEL_OK :
							      MODEL_PARAM_ERROR;
	case MODEL_ALLOCATION_STATE:
		return set_allocation(model, drc, value);
	default:
		return MODEL_PARAM_ERROR;
	}
}

static u32 sense_of(const struct model_drc *drc)
{
	if (model_is_physical(drc))
		return drc->dev ? PDR_SENSE_PRESENT : PDR_SENSE_EMPTY;
	switch (drc->state) {
	case MODEL_UNUSABLE:
		return PDR_SENSE_UNUSABLE;
	case MODEL_EXCHANGE:
		return PDR_SENSE_EXCHANGE;
	case MODEL_RECOVERY:
		return PDR_SENSE_RECOVERY;
	default:
		return PDR_SENSE_PRESENT;
	}
}

int model_sense(struct model *model, u32 sensor, u32 index, u32 *value)
{
	const struct model_drc *drc = model_find(model, index);
	int status;

	*value = 0;
	if (model->fatal)
		return MODEL_HW_ERROR;
	if (!drc || sensor != MODEL_DR_ENTITY_SENSE)
		return MODEL_PARAM_ERROR;
	status = model_busy(model, (1ULL << 60) | index);
	if (status)
		return status;
	if (drc->state == MODEL_UNUSABLE && model->policy->legacy_sense)
		return MODEL_LEGACY_UNUSABLE;
	*value = sense_of(drc);
	return MODEL_OK;
}

static bool is_configurable(const struct model_drc *drc)
{
	switch (drc->state) {
	case MODEL_UNISOLATE:
	case MODEL_CONFIGURED:
	case MODEL_PHYSICAL_UNISOLATE:
	case MODEL_PHYSICAL_CONFIGURED:
		return true;
	default:
		return false;
	}
}

static bool drc_isolated(const struct model_drc *drc)
{
	return drc->state == MODEL_AVAILABLE ||
	       drc->state == MODEL_PHYSICAL_POWERON;
}

int model_configure(struct model *model, u8 *area, u32 extent)
{
	struct model_drc *drc = model_find(model, workarea_get(area, WORKAREA_INDEX));
	int status;

	if (model->fatal)
		return MODEL_HW_ERROR;
	/* QEMU reads this as the upper half of the work area's address */
	if (!drc || (extent && !model->policy->more_memory))
		return MODEL_PARAM_ERROR;
	status = model_busy(model, (2ULL << 60) | drc->index);
	if (status)
		return status;
	if (drc_isolated(drc) && model->policy->isolated_complete)
		return MODEL_OK;
	if (!is_configurable(drc))
		return MODEL_NOT_CONFIGURABLE;
	if (model_is_lmb(drc) && drc->unplug)
		model_roll_back(model, drc, &model->policy->lmb_by_configure,
				MODEL_A3);
	if (model->fatal)
		return MODEL_HW_ERROR;
	status = model_stream_give(model, drc, area, extent);
	if (status == MODEL_OK)
		drc->state = model_ready_state(drc);
	return status;
}

void model_set_mapped(struct model *model, u32 index, bool mapped)
{
	struct model_drc *drc = model_find(model, index);

	if (drc)
		drc->mapped = mapped;
}

int model_power_level(struct model *model, u32 domain, bool set, u32 *level)
{
	int status;

	if (model->fatal)
		return MODEL_HW_ERROR;
	if (domain != LIVE_INSERTION)
		return MODEL_PARAM_ERROR;
	status = model_busy(model, (3ULL << 60) | set);
	if (!status)
		*level = FULL_POWER;
	/* a busy get-power-level gives no delay */
	return status && !set ? MODEL_BUSY : status;
}

int model_offer(struct model *model, u32 index, u8 state)
{
	struct model_drc *drc = model_find(model, index);

	if (!model->policy->offers)
		return -EOPNOTSUPP;
	if (!drc || model_is_physical(drc))
		return -ENODEV;
	if (drc->state != MODEL_UNUSABLE || !drc->dev)
		return -EBUSY;
	drc->state = state;
	return 0;
}

/* The last of them comes first. */
int model_busy(struct model *model, u64 key)
{
	static const int answers[MODEL_BUSY_MAX] = {
		MODEL_DELAY, MODEL_BUSY, MODEL_DELAY + 1, MODEL_DELAY + 2,
		MODEL_DELAY + 3, MODEL_DELAY + 4, MODEL_DELAY + 5,
	};

	if (!model->policy->busy)
		return MODEL_OK;
	/* key 0 means no call */
	if (model->busy_key != key + 1) {
		model->busy_key = key + 1;
		model->busy_left = model->policy->busy;
	}
	if (!model->busy_left) {
		model->busy_key = 0;
		return MODEL_OK;
	}
	return answers[--model->busy_left];
}
