/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_RPAPHP_H
#define PDR_RPAPHP_H

/*
 * The slots that the kernel's driver rpaphp makes of a host bridge's connectors. It keeps
 * them when others remove the bridge, and reads data of the bridge that are gone. It makes no
 * slots for a bridge that others add. drmgr then does not see the functions below the bridge: it
 * detaches their nodes without removing them, and the kernel hits a BUG. So the module has
 * rpaphp forget them and make them.
 *
 * Includes nothing of kmod.
 */

#include <linux/of.h>

struct slot;

/* Rpaphp exports these, and no header has them. They are not there while it is not loaded. */
extern struct list_head rpaphp_slot_head;
int rpaphp_deregister_slot(struct slot *slot);
int rpaphp_add_slot(struct device_node *node);

/**
 * pdr_rpaphp_forget() - Have rpaphp forget the slots of a host bridge.
 * @node: of the bridge
 *
 * Does nothing if rpaphp is not loaded.
 *
 * Context: a worker.
 */
void pdr_rpaphp_forget(struct device_node *node);

/**
 * pdr_rpaphp_remember() - Have rpaphp make the slots of a host bridge.
 * @node: of the bridge
 *
 * Does nothing if rpaphp is not loaded.
 *
 * Context: a worker.
 */
void pdr_rpaphp_remember(struct device_node *node);

#endif /* PDR_RPAPHP_H */
