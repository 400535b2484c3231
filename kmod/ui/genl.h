/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The generic netlink family. genl.c lists the handlers, which need the family for
 * the headers of their messages.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_GENL_H
#define PDR_GENL_H

#include <linux/types.h>

struct genl_family;

/* Register the family and send all events to its group; unregister it. */
int pdr_genl_init(void);
void pdr_genl_exit(void);

/* The family, for messages. */
const struct genl_family *pdr_genl(void);

/* Differs between two loads of the module. */
u64 pdr_boot_id(void);

#endif /* PDR_GENL_H */
