/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Comparing a view with the result of a decoder. The models of the agent and of the
 * command line have the same names of fields, so this serves both. The includer
 * defines SAME(condition), which acts on a difference.
 */
#ifndef PDR_VIEWS_SAME_H
#define PDR_VIEWS_SAME_H

#include <pdr_status.h>

#include "views.h"

#define SAME_REQUEST(view, job)							\
do {										\
	const struct pdr_request *request_ = &(view)->request;			\
	u32 by_ = request_->identifier;						\
										\
	SAME((job)->resource == request_->resource);				\
	SAME((job)->action == request_->action);				\
	SAME((job)->identifier == by_);						\
	SAME((job)->index == (by_ == PSERIES_DR_IDENTIFIER_INDEX ||		\
			      by_ == PSERIES_DR_IDENTIFIER_INDEXED_COUNT ?	\
			      request_->index : 0));				\
	SAME((job)->count == (by_ >= PSERIES_DR_IDENTIFIER_COUNT ?		\
			      request_->count : 0));				\
	SAME(!strcmp((job)->name, by_ == PSERIES_DR_IDENTIFIER_NAME ?		\
		     request_->name : ""));					\
	SAME((job)->origin == (view)->origin);					\
} while (0)

#define SAME_OUTCOME(outcome, job)						\
do {										\
	const struct pdr_fault *fault_ = &(outcome)->fault;			\
	bool call_ = fault_->call != PDR_FW_ANY;				\
										\
	SAME((job)->total == (outcome)->total);					\
	SAME((job)->moved == (outcome)->moved);					\
	SAME((job)->error == -fault_->error);					\
	SAME(!strcmp((job)->fw_call, call_ ?					\
		     pdr_fw_call_name(fault_->call) : ""));			\
	SAME((job)->fw_status == (call_ ? fault_->status : 0));			\
	SAME((job)->undone == (outcome)->undone);				\
	SAME((job)->undo_failed == (outcome)->undo_failed);			\
	SAME((job)->undo_error == -(outcome)->undo_error);			\
	SAME((job)->refusals == (outcome)->refusals);				\
	SAME((job)->reason == (outcome)->reason);				\
	SAME((job)->reason_value == (outcome)->reason_value);			\
} while (0)

#define SAME_JOB(view, job)							\
do {										\
	SAME((job)->id == (view)->id);						\
	SAME((job)->timeout_ms == (view)->timeout_ms);				\
	SAME((job)->state == (view)->state);					\
	SAME((job)->step == (view)->step);					\
	SAME((job)->drc_index == (view)->drc_index);				\
	SAME((job)->pages_left == (view)->pages_left);				\
	SAME((job)->created == (view)->created);				\
	SAME((job)->ended == (view)->ended);					\
	SAME_OUTCOME(&(view)->outcome, job);					\
} while (0)

#define SAME_PLAN(view, found)							\
do {										\
	const struct pdr_fault *fault_ = &(view)->fault;			\
	bool call_ = fault_->call != PDR_FW_ANY;				\
										\
	SAME((found)->id == (view)->job);						\
	SAME((found)->total == (view)->total);					\
	SAME((found)->drc_index == fault_->drc_index);				\
	SAME((found)->error == -fault_->error);					\
	SAME((found)->step == fault_->step);					\
	SAME((found)->reason == fault_->reason);					\
	SAME((found)->reason_value == fault_->reason_value);			\
	SAME((found)->fw_status == (call_ ? fault_->status : 0));			\
} while (0)

#define SAME_INFO(view, info)							\
do {										\
	SAME((info)->abi == PSERIES_DR_ABI_VERSION);				\
	SAME((info)->abi_min == PSERIES_DR_ABI_OLDEST);				\
	SAME((info)->capabilities == (view)->capabilities);			\
	SAME(!strcmp((info)->release, (view)->release));			\
	SAME((info)->lmb_size == (view)->lmb_size);				\
	SAME((info)->block_size == (view)->block_size);				\
	SAME((info)->lmb_count == (view)->lmb_count);				\
	SAME((info)->drc_count == (view)->drc_count);				\
	SAME((info)->seq == (view)->seq);					\
	SAME((info)->seq_oldest == (view)->seq_oldest);				\
	SAME((info)->jobs_pending == (view)->jobs_pending);			\
	SAME((info)->stall_timeout_ms == (view)->stall_timeout_ms);		\
	SAME((info)->refuse_by == (view)->refuse_by);				\
	SAME((info)->online_type == (view)->online_type);			\
	SAME((info)->boot_id == (view)->boot_id);				\
	SAME((info)->memory_state == (view)->memory_state);			\
} while (0)

#endif /* PDR_VIEWS_SAME_H */
