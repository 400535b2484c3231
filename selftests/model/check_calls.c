// SPDX-License-Identifier: GPL-2.0
/* Checks single calls against LoPAR; see checks.h. */

#include "checks.h"
#include "platform.h"
#include "lib/workarea.h"

#include <core/parse/ccwork.h>

#define LMB_INDEX	0x80000004
#define PHB_INDEX	0x20000001
#define FUNCTION_INDEX	0x40010008
#define FUNCTIONS	8
#define LIVE_INSERTION	0xffffffff

static unsigned int mistakes;

static void expect_call(const char *what, int status, int expected)
{
	if (status == expected)
		return;
	printf("  the calls of LoPAR: %s: %d and not %d\n", what, status,
	       expected);
	mistakes++;
}

/* An LMB, and a function below a PHB; all configured. */
static void make_called_machine(struct model *model, const struct model_policy *policy)
{
	unsigned int i, phb;

	model_init(model, policy);
	model_device_cold(model, model_add_connector(model,
						     PSERIES_DR_RESOURCE_MEMORY,
						     LMB_INDEX), 1);
	phb = model_add_connector(model, PSERIES_DR_RESOURCE_PHB, PHB_INDEX);
	model_device_cold(model, phb, 1);
	for (i = 0; i < FUNCTIONS; i++)
		model_add_function(model, phb, FUNCTION_INDEX + i);
	model_device_cold(model, phb + 1, 1);
}

static int isolate(struct model *model, u32 index)
{
	return model_set_indicator(model, MODEL_ISOLATION_STATE, index, 0);
}

/* A connector that is mapped, or has usable children, cannot be isolated. */
static void check_uses(void)
{
	struct model model;

	make_called_machine(&model, &model_lopar);
	expect_call("a PHB with a function in use", isolate(&model, PHB_INDEX),
		    MODEL_HAS_CHILDREN);
	expect_call("that function", isolate(&model, FUNCTION_INDEX), MODEL_OK);
	expect_call("the PHB after it", isolate(&model, PHB_INDEX), MODEL_OK);
	model_set_mapped(&model, LMB_INDEX, true);
	expect_call("an LMB that is mapped", isolate(&model, LMB_INDEX),
		    MODEL_HAS_TRANSLATIONS);
	model_set_mapped(&model, LMB_INDEX, false);
	expect_call("an LMB that was", isolate(&model, LMB_INDEX), MODEL_OK);
}

static int call_isolate(struct model *model)
{
	return isolate(model, LMB_INDEX);
}

static int call_unusable(struct model *model)
{
	return model_set_indicator(model, MODEL_ALLOCATION_STATE, LMB_INDEX, 0);
}

static int call_sense(struct model *model)
{
	u32 value;

	return model_sense(model, MODEL_DR_ENTITY_SENSE, LMB_INDEX, &value);
}

static int call_configure(struct model *model)
{
	u8 area[PDR_CC_AREA_SIZE] = { 0 };

	workarea_set(area, WORKAREA_INDEX, PHB_INDEX);
	return model_configure(model, area, 0);
}

static int call_set_power(struct model *model)
{
	u32 level;

	return model_power_level(model, LIVE_INSERTION, true, &level);
}

static int call_get_power(struct model *model)
{
	u32 level;

	return model_power_level(model, LIVE_INSERTION, false, &level);
}

static void check_busy(void)
{
	static const int busy[] = {
		9905, 9904, 9903, 9902, 9901, MODEL_BUSY, 9900,
	};
	static const struct {
		const char *what;
		int (*call)(struct model *model);
		int status;
		bool brief;
	} calls[] = {
		{ "get-sensor-state", call_sense, MODEL_OK, false },
		{ "isolate", call_isolate, MODEL_OK, false },
		{ "unusable", call_unusable, MODEL_OK, false },
		{ "configure-connector", call_configure, 2, false },
		{ "set-power-level", call_set_power, MODEL_OK, false },
		{ "get-power-level", call_get_power, MODEL_OK, true },
	};
	struct model model, before;
	unsigned int i, at;

	make_called_machine(&model, &model_lopar_slow);
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		before = model;
		for (at = 0; at < ARRAY_SIZE(busy); at++)
			expect_call(calls[i].what, calls[i].call(&model),
				    calls[i].brief ? MODEL_BUSY : busy[at]);
		expect_call("what a busy call does", memcmp(model.drcs, before.drcs,
							    sizeof(model.drcs)), 0);
		expect_call(calls[i].what, calls[i].call(&model), calls[i].status);
	}
}

unsigned int model_check_calls(void)
{
	mistakes = 0;
	check_uses();
	check_busy();
	return mistakes;
}
