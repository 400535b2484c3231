/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_OPS_H
#define PDR_OPS_H

/*
 * The operations that the engine calls, of firmware, of Linux and of the job, and
 * the outcome that it fills.
 *
 * Includes core/engine.
 */

#include "core/engine/answer.h"
#include "core/engine/drcstate.h"
#include "core/engine/plan.h"

/**
 * struct pdr_linux_ops - the operations of Linux on one kind of resource
 * @offline: take a part of the target offline; @was gets the value by which @online
 *	     restores it, 0 when it was offline already
 * @online: take it online as @was says: PDR_ONLINE_NEW for added resources, 0
 *	    to make sure that it is offline
 * @detach: remove the target from Linux, with all that came in its tree; no part
 *	    was taken online by @online since it was attached, but Linux may have
 *	    done so by itself
 * @attach: add the target to Linux, from its tree, if it has one; Linux may take
 *	    its parts online by itself
 * @next: choose the slot whose target goes now, of @slot and those after it, in a
 *	  removal that has to move all targets. NULL if their order does not
 *	  matter
 * @may_leave: tell what would keep a part of the target from going offline, if all that the
 *	       job takes before it had gone; NULL if nobody can know
 * @may_come: tell what would keep the target from being attached, likewise
 * @publish: make the device tree list the target of each slot of the plan as
 *	     Linux's, or not, as pdr_target.listed says; -ESTALE if it failed after
 *	     it had changed the tree, which then has to be published again. NULL
 *	     if no plan has a PUBLISH step
 * @check: fail if the target has a user that would keep it from leaving; called
 *	   for all targets before any of them is touched
 * @unbind: unbind the drivers of the target; the drivers of targets below it are
 *	    unbound already, but not those of nodes that came in its tree
 * @bind: bind drivers to the target again, or to a new target with all that came
 *	  in its tree; the nodes are attached, the connectors configured
 * @power: set the power level and the indicator of the target's slot, on or off;
 *	   called for powered targets alone
 * @has: tell if Linux has the resource of a connector
 * @knows: tell if the device tree has such a connector
 *
 * Each returns 0 or a negative errno, and changes nothing when it fails. It may set a
 * reason in its target: why it failed or, if it worked, how the result differs from the
 * request.
 */
struct pdr_linux_ops {
	int (*offline)(void *context, struct pdr_target *target, u16 part,
		       u32 *was);
	int (*online)(void *context, struct pdr_target *target, u16 part,
		      u32 was);
	int (*detach)(void *context, struct pdr_target *target);
	int (*attach)(void *context, struct pdr_target *target);
	u32 (*next)(void *context, const struct pdr_plan *plan, u32 slot);
	int (*may_leave)(void *context, struct pdr_target *target, u16 part);
	int (*may_come)(void *context, struct pdr_target *target);
	int (*publish)(void *context, struct pdr_plan *plan);
	int (*check)(void *context, struct pdr_target *target);
	int (*unbind)(void *context, struct pdr_target *target);
	int (*bind)(void *context, struct pdr_target *target);
	int (*power)(void *context, struct pdr_target *target, bool on);
	bool (*has)(void *context, u32 drc_index);
	bool (*knows)(void *context, u32 drc_index);
};

/** PDR_ONLINE_NEW: online a part that was not there before */
#define PDR_ONLINE_NEW 0xffffffffU

/**
 * struct pdr_control_ops - the job seen from outside
 * @stop: called before each step that can be undone and before the first that
 *	  cannot; 0 to go on, -ECANCELED, -ETIMEDOUT
 * @enter: the job enters a state (enum pseries_dr_state)
 * @advance: a step begins or is undone, or ended with one more target moved
 * @is_requested: tells if the platform asks for a connector, in a job that waits for
 *		  the end of this one
 * @hold_firmware: called before and after the calls to firmware of a step: while
 *		   it is held, nobody else answers for the connectors of the job
 * @mark_undo: called before and after each step of an undo: in between nothing stops
 *	       the step, and it may use the memory reserves
 * @blame: the platform gave a node that Linux may not have
 * @await_memory: a step of an undo found no memory: waits, and tells if the step is to
 *		  be tried again; false once it has been tried for long enough
 */
struct pdr_control_ops {
	int (*stop)(void *context);
	void (*enter)(void *context, u8 state);
	void (*advance)(void *context, u8 step, u32 drc_index, u32 moved);
	bool (*is_requested)(void *context, u32 drc_index);
	void (*hold_firmware)(void *context, bool hold);
	void (*mark_undo)(void *context, bool begins);
	void (*blame)(void *context, u32 drc_index,
		      const struct pdr_cctree_flaw *flaw);
	bool (*await_memory)(void *context);
};

/**
 * struct pdr_world - platform, Linux and watchers of a job
 * @platform: firmware
 * @linux_ops: Linux
 * @control: the job seen from outside
 * @context: given to the operations of @linux_ops and @control
 * @answer: of the job, shared with the answerer
 * @refuse_by: how a removal is refused (enum pseries_dr_refuse_by)
 * @levels: as in struct pdr_cctree_limits
 * @unasked: @platform must not be called at all, so a job can only be foreseen
 * @foreseen: NULL for a job. Otherwise the job is only foreseen: no step changes anything,
 *	      and the first failure on each slot goes here
 */
struct pdr_world {
	struct pdr_platform platform;
	const struct pdr_linux_ops *linux_ops;
	const struct pdr_control_ops *control;
	void *context;
	struct pdr_answer *answer;
	u8 refuse_by;
	u32 levels;
	bool unasked;
	struct pdr_fault *foreseen;
};

/**
 * struct pdr_outcome - how a job ended
 * @state: a final state (enum pseries_dr_state)
 * @fault: first failure; its error is 0 when the job is done
 * @total: targets that were to be moved, those already in place left out
 * @moved: targets that are where the job wanted them
 * @undone: steps undone
 * @undo_failed: steps that could not be undone
 * @undo_error: negative errno of the first of them
 * @refusals: connectors on which the platform was told
 * @reason: why it failed, or how the result differs from the request
 *	    (enum pseries_dr_reason)
 * @reason_value: number that belongs to @reason
 * @unfinished: the platform asked, the job failed, and the platform could not
 *		be told, because it has part of the range already or because
 *		every refusing call failed; the job is tried again
 * @in_part: unfinished, and the platform has part of the range, see pdr_plan.in_part
 */
struct pdr_outcome {
	u8 state;
	struct pdr_fault fault;
	u32 total;
	u32 moved;
	u32 undone;
	u32 undo_failed;
	int undo_error;
	u32 refusals;
	u8 reason;
	u64 reason_value;
	bool unfinished;
	bool in_part;
};

#endif /* PDR_OPS_H */
