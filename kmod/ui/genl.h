/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The generic netlink family.
 */
#ifndef PDR_GENL_H
#define PDR_GENL_H

#include <linux/types.h>

struct genl_family;
struct pdr_event;

/* Register and unregister the family. */
int pdr_genl_init(void);
void pdr_genl_exit(void);

/**
 * pdr_genl_multicast - send an event to who listens
 * @event: the event
 *
 * Context: pdr_job_lock held, so that events are sent in order. Where there is
 * no memory for the message, its listeners get ENOBUFS and ask again.
 */
void pdr_genl_multicast(const struct pdr_event *event);

/* The family, for messages. */
const struct genl_family *pdr_genl(void);

/* Differs between two loads of the module. */
u64 pdr_boot_id(void);

#endif /* PDR_GENL_H */
