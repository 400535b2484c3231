/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_INTERNAL_H
#define PDR_MODEL_INTERNAL_H

/* Functions that the parts of the model share. */

#include "platform.h"

/**
 * model_is_lmb() - Tell if a connector is for an LMB.
 * @drc: connector
 *
 * Return: true if it is.
 */
static inline bool model_is_lmb(const struct model_drc *drc)
{
	return drc->resource == PSERIES_DR_RESOURCE_MEMORY;
}

/**
 * model_is_memory() - Tell if a connector is for memory, persistent or not.
 * @drc: connector
 *
 * Return: true if it is.
 */
static inline bool model_is_memory(const struct model_drc *drc)
{
	return model_is_lmb(drc) || drc->resource == PSERIES_DR_RESOURCE_PMEM;
}

/**
 * model_empty_state() - State of a connector that the platform owns.
 * @drc: connector
 *
 * Return: enum model_state.
 */
static inline u8 model_empty_state(const struct model_drc *drc)
{
	return model_is_physical(drc) ? MODEL_PHYSICAL_POWERON : MODEL_UNUSABLE;
}

/**
 * model_ready_state() - State of a connector that is in use.
 * @drc: connector
 *
 * Return: enum model_state.
 */
static inline u8 model_ready_state(const struct model_drc *drc)
{
	return model_is_physical(drc) ? MODEL_PHYSICAL_CONFIGURED :
					MODEL_CONFIGURED;
}

/**
 * model_release() - Give the device of a connector back to the host.
 * @model: the platform
 * @drc: connector with a device, in its empty state
 */
void model_release(struct model *model, struct model_drc *drc);

/**
 * model_roll_back() - Count a removal as refused.
 * @model: the platform
 * @drc: connector whose unplug is pending
 * @refusal: what the host hears of it
 * @fatal: enum model_fatal, if QEMU has no record of the removal of the DIMM
 */
void model_roll_back(struct model *model, struct model_drc *drc,
		     const struct model_refusal *refusal, u8 fatal);

/**
 * model_note_phb() - Note that a PHB came or went.
 * @model: the platform
 * @drc: its connector
 */
void model_note_phb(struct model *model, const struct model_drc *drc);

/**
 * model_busy() - Answer a call busy.
 * @model: the platform
 * @key: call and parameters, the same for the same call
 *
 * Return: a busy status, or MODEL_OK if the call is to be carried out now.
 */
int model_busy(struct model *model, u64 key);

/**
 * model_tell_host() - Tell the host.
 * @model: the platform
 * @news: enum model_news
 * @device: number of the device
 * @times: how often
 */
void model_tell_host(struct model *model, u8 news, u8 device, u8 times);

/**
 * model_tell_guest() - Tell the guest.
 * @model: the platform
 * @action: enum pseries_dr_action
 * @device: number of the device
 */
void model_tell_guest(struct model *model, u8 action, unsigned int device);

/**
 * model_forget_hotplug() - Drop the hot-plug events that the guest has not fetched.
 * @model: the platform
 */
void model_forget_hotplug(struct model *model);

#endif /* PDR_MODEL_INTERNAL_H */
