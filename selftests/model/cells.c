// SPDX-License-Identifier: GPL-2.0
/* Takes RTAS calls apart, from cells in memory; see cells.h. */

#include "cells.h"

#include <core/parse/ccwork.h>

#define CELL		4

/**
 * struct site - a call, and where
 * @model: the platform
 * @memory: the guest's memory
 * @call: the call
 */
struct site {
	struct model *model;
	const struct model_memory *memory;
	const struct model_call *call;
};

u8 *model_memory_at(const struct model_memory *memory, u64 address, u64 len)
{
	if (address < memory->base || address - memory->base > memory->size ||
	    len > memory->size - (address - memory->base))
		return NULL;
	return memory->bytes + (address - memory->base);
}

static u32 load(const struct model_memory *memory, u64 address)
{
	const u8 *at = model_memory_at(memory, address, CELL);

	return at ? get_unaligned_be32(at) : 0;
}

static u32 arg(const struct site *site, u32 number)
{
	return load(site->memory, site->call->args + number * CELL);
}

static void give_indicator(const struct site *site, u32 number, u32 value)
{
	u8 *at = model_memory_at(site->memory,
				 site->call->rets + number * CELL, CELL);

	if (at)
		put_unaligned_be32(value, at);
}

static bool has_cells(const struct site *site, u32 nargs, u32 nret)
{
	return site->call->nargs == nargs && site->call->nret == nret;
}

static void set_indicator(const struct site *site)
{
	int status = MODEL_PARAM_ERROR;

	if (has_cells(site, 3, 1))
		status = model_set_indicator(site->model, arg(site, 0),
					     arg(site, 1), arg(site, 2));
	give_indicator(site, 0, status);
}

/* Call the model in any case, even if there is no cell for the state. */
static void get_sensor_state(const struct site *site)
{
	int status = MODEL_PARAM_ERROR;
	u32 value = 0;

	if (has_cells(site, 2, 2))
		status = model_sense(site->model, arg(site, 0), arg(site, 1),
				     &value);
	give_indicator(site, 0, status);
	give_indicator(site, 1, value);
}

/* If the area is not in memory as a whole, the index cannot be read. */
static int configure_at(const struct site *site, u64 address, u32 extent)
{
	u8 *at = model_memory_at(site->memory, address, PDR_CC_AREA_SIZE);

	return at ? model_configure(site->model, at, extent) :
		    MODEL_PARAM_ERROR;
}

static void configure_connector(const struct site *site)
{
	bool extends = site->model->policy->more_memory;
	u32 extent;
	int status;

	if (!has_cells(site, 2, 1)) {
		give_indicator(site, 0, MODEL_PARAM_ERROR);
		return;
	}
	extent = arg(site, 1);
	/* QEMU reads both arguments as one address */
	if (extends)
		status = configure_at(site, arg(site, 0), extent);
	else
		status = configure_at(site, (u64)extent << 32 | arg(site, 0), 0);
	give_indicator(site, 0, status);
}

/* QEMU ignores the length; LoPAR says that the log is cut. */
static void check_exception(const struct site *site)
{
	u32 len = 0, size = MODEL_LOG_MAX;
	u8 log[MODEL_LOG_MAX], *at;
	int status;

	if (!has_cells(site, 6, 1) && !has_cells(site, 7, 1)) {
		give_indicator(site, 0, MODEL_PARAM_ERROR);
		return;
	}
	if (site->model->policy->strict)
		size = min(size, arg(site, 5));
	status = model_check_exception(site->model, arg(site, 2), log, size,
				       &len);
	at = model_memory_at(site->memory, arg(site, 4), len);
	if (at)
		memcpy(at, log, len);
	give_indicator(site, 0, status);
}

static void event_scan(const struct site *site)
{
	give_indicator(site, 0, has_cells(site, 4, 1) ? model_event_scan(site->model) :
					      MODEL_PARAM_ERROR);
}

static void power_level(const struct site *site, u32 nargs)
{
	int status = MODEL_PARAM_ERROR;
	u32 level;

	if (has_cells(site, nargs, 2))
		status = model_power_level(site->model, arg(site, 0),
					   nargs == 2, &level);
	give_indicator(site, 0, status);
	if (!status)
		give_indicator(site, 1, level);
}

static void set_cell_power(const struct site *site)
{
	power_level(site, 2);
}

static void get_power_level(const struct site *site)
{
	power_level(site, 1);
}

bool model_rtas(struct model *model, const struct model_memory *memory,
		const struct model_call *call)
{
	static const struct {
		const char *name;
		void (*make)(const struct site *site);
	} calls[] = {
		{ "set-indicator", set_indicator },
		{ "get-sensor-state", get_sensor_state },
		{ "ibm,configure-connector", configure_connector },
		{ "check-exception", check_exception },
		{ "event-scan", event_scan },
		{ "set-power-level", set_cell_power },
		{ "get-power-level", get_power_level },
	};
	const struct site site = {
		.model = model, .memory = memory, .call = call,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(calls); i++)
		if (!strcmp(call->name, calls[i].name)) {
			calls[i].make(&site);
			return true;
		}
	return false;
}
