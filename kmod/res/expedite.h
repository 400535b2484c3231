/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_EXPEDITE_H
#define PDR_EXPEDITE_H

/*
 * Expediting grace periods of RCU between two calls. The kernel exports both to
 * modules, but declares them in kernel/rcu/rcu.h, which modules cannot include.
 *
 * Includes nothing of kmod.
 */
void rcu_expedite_gp(void);
void rcu_unexpedite_gp(void);

#endif /* PDR_EXPEDITE_H */
