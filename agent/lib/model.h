/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The module's data as plain structs. The structs of its attribute sets are made from the spec
 * (pdr_model.h); here are the definitions that go with them.
 */
#ifndef DR_MODEL_H
#define DR_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "pdr_model.h"

/* DRC or associativity index for "none" */
#define DR_NO_INDEX	0xffffffffU

/**
 * dr_has() - tell if the module gave an attribute
 * @object: one of the structs of pdr_model.h; of an event its job
 * @attr: number of the attribute
 */
#define dr_has(object, attr)	(((object)->has >> (attr)) & 1)

/**
 * dr_mark() - set an attribute of a request
 * @object: one of the structs of pdr_model.h
 * @attr: number of the attribute
 */
#define dr_mark(object, attr)	((object)->has |= 1ULL << (attr))

/**
 * struct dr_family - a generic netlink family, as nlctrl describes it
 * @name: its name, empty when the message had none
 * @id: message type of the family, 0 when the message had none
 * @events: number of its multicast group "events", 0 for none
 * @notify: number of its multicast group "notify" (nlctrl's own), 0 for none
 * @present: the family is there; false when the message says that it has gone
 */
struct dr_family {
	char name[16];
	uint16_t id;
	uint32_t events;
	uint32_t notify;
	bool present;
};

/**
 * struct dr_families - the families that a program of ours needs
 * @ours: pseries_dr, its id 0 while it is absent
 * @nlctrl: the controller
 */
struct dr_families {
	struct dr_family ours;
	struct dr_family nlctrl;
};

/**
 * dr_job_is_final() - tell if a job has ended
 * @job: the job
 *
 * States that a newer module may add behind the known ones are final, too: the protocol says so.
 *
 * Return: true if it has.
 */
static inline bool dr_job_is_final(const struct dr_job *job)
{
	return job->state >= PSERIES_DR_STATE_DONE;
}

/**
 * dr_job_has_place() - tell if a job names the connector at work, or the one that failed
 * @job: the job
 *
 * Return: true if it does.
 */
static inline bool dr_job_has_place(const struct dr_job *job)
{
	return dr_has(job, PSERIES_DR_A_JOB_DRC_INDEX) && job->drc_index &&
	       job->drc_index != DR_NO_INDEX;
}

/**
 * dr_speaks() - tell if this version and the module's share a protocol
 * @info: info of the module; without versions it counts as the first
 *
 * Versions are ranges: this side speaks all from ABI_OLDEST to ABI_VERSION, the module serves all
 * from abi_min to abi.
 *
 * Return: true if they do.
 */
static inline bool dr_speaks(const struct dr_info *info)
{
	uint32_t newest = PSERIES_DR_ABI_VERSION, oldest = PSERIES_DR_ABI_OLDEST;

	if (dr_has(info, PSERIES_DR_A_INFO_ABI))
		newest = info->abi;
	if (dr_has(info, PSERIES_DR_A_INFO_ABI_MIN))
		oldest = info->abi_min;
	return oldest <= PSERIES_DR_ABI_VERSION && newest >= PSERIES_DR_ABI_OLDEST;
}

#endif /* DR_MODEL_H */
