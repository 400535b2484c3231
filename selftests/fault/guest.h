/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_GUEST_H
#define PDR_FAULT_GUEST_H

/* The part of the operations of Linux that is the same for all resources. */

#include "world.h"

/**
 * guest_unit_of() - Find the unit of a target.
 * @target: the target
 *
 * Return: its number.
 */
static inline u8 guest_unit_of(const struct pdr_target *target)
{
	return (u8)target->handle;
}

/**
 * guest_call() - Note a call, and let happen what the script says.
 * @world: where
 * @kind: enum call_kind
 * @target: that it is about, or NULL; its reason is given
 * @part: memory block or thread
 *
 * Return: 0 to do the work, or the errno to give instead.
 */
int guest_call(struct world *world, u8 kind, struct pdr_target *target, u8 part);

/**
 * guest_try() - Note a call that Linux may fail by itself.
 * @world: where
 * @kind: enum call_kind
 * @target: that it is about; its reason is given
 * @own: errno of Linux, where the script says nothing; or 0
 *
 * Return: as guest_call().
 */
int guest_try(struct world *world, u8 kind, struct pdr_target *target, int own);

/* Operations of what has a driver. */
int guest_check(void *context, struct pdr_target *target);
int guest_unbind(void *context, struct pdr_target *target);
int guest_bind(void *context, struct pdr_target *target);
int guest_power(void *context, struct pdr_target *target, bool on);

/* The device tree as a whole says what each target of the plan is to be. */
int guest_publish(void *context, struct pdr_plan *plan);

/**
 * guest_check_tree() - Judge the order in which nodes come and go.
 * @world: where
 * @unit: number of the unit that is attached or detached
 */
void guest_check_tree(struct world *world, u8 unit);

/**
 * guest_has_no_parent() - Tell if a node has nothing to be attached to.
 * @world: where
 * @unit: number of the unit
 *
 * Return: true for a function whose bridge Linux does not have.
 */
bool guest_has_no_parent(const struct world *world, u8 unit);

/**
 * guest_attach_below() - Attach what the tree of a bridge brings.
 * @world: after the bridge was attached
 */
void guest_attach_below(struct world *world);

/**
 * guest_detach_below() - Detach what the tree of a bridge has brought.
 * @world: after something was detached
 */
void guest_detach_below(struct world *world);

#endif /* PDR_FAULT_GUEST_H */
