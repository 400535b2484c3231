/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_EXPEDITE_H
#define PDR_EXPEDITE_H

/*
 * Grace periods of RCU that do not wait for their turn, as long as it is wanted.
 * Exported to modules, but declared in a header that only the kernel has
 * (kernel/rcu/rcu.h).
 */
void rcu_expedite_gp(void);
void rcu_unexpedite_gp(void);

#endif /* PDR_EXPEDITE_H */
