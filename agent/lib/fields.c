// SPDX-License-Identifier: GPL-2.0
/* The tables of fields; see fields.h. */
#include <assert.h>

#include "fields.h"
#include "model.h"
#include "pdr_fields.h"
#include "util.h"

#define FIELDS(name, table) \
	{ .field = table, .count = ARRAY_SIZE(table), .size = sizeof(struct name) }

const struct dr_fields dr_info_fields = FIELDS(dr_info, info_field);
const struct dr_fields dr_drc_fields = FIELDS(dr_drc, drc_field);
const struct dr_fields dr_lmb_fields = FIELDS(dr_lmb, lmb_field);
const struct dr_fields dr_event_fields = FIELDS(dr_event, event_field);
const struct dr_fields dr_job_fields = FIELDS(dr_job, event_field);

/* Every struct begins with its mask, so the codec finds the mask without knowing the struct */
static_assert(offsetof(struct dr_info, has) == 0, "has is first");
static_assert(offsetof(struct dr_drc, has) == 0, "has is first");
static_assert(offsetof(struct dr_lmb, has) == 0, "has is first");
static_assert(offsetof(struct dr_job, has) == 0, "has is first");
static_assert(offsetof(struct dr_event, job) == 0, "the job is first");
static_assert(PSERIES_DR_A_JOB_MAX < 64, "has has a bit for each attribute");
static_assert(PSERIES_DR_A_INFO_MAX < 64, "has has a bit for each attribute");
static_assert(offsetof(struct dr_event, raw) ==
	      offsetof(struct dr_event, raw_len) + sizeof(uint32_t),
	      "the length of bytes is in front of them");
