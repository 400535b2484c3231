/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Decodes netlink messages into plain data. Pure: no I/O, no state, and no read
 * beyond nlmsg_len, whatever the bytes are.
 */

#ifndef PDRD_PROTO_H
#define PDRD_PROTO_H

#include <stddef.h>
#include <linux/netlink.h>

#include "model.h"

/**
 * pdrd_proto_decode() - decode an event, or a job of job-get
 * @nlh: message; nlmsg_len bytes must be readable
 * @event: result
 *
 * Skips attributes that this version does not know, because a newer module may
 * send them. A job has @have without PSERIES_DR_A_JOB_EVENT_TYPE.
 *
 * Return: 0; -EBADMSG when the message is cut or malformed; -ENODATA when an
 * attribute lacks without which nobody can follow the sequence; -EOPNOTSUPP
 * when it is neither event nor job.
 */
int pdrd_proto_decode(const struct nlmsghdr *nlh, struct pdrd_event *event);

/**
 * pdrd_proto_info() - decode the answer to info
 * @nlh: message
 * @info: result
 *
 * Return: as pdrd_proto_decode().
 */
int pdrd_proto_info(const struct nlmsghdr *nlh, struct pdrd_info *info);

/**
 * pdrd_proto_family() - decode nlctrl's answer or notification on a family
 * @nlh: message
 * @family: result
 *
 * Return: 0; -EBADMSG; -EOPNOTSUPP for a notification on anything else than a
 * family that came or went.
 */
int pdrd_proto_family(const struct nlmsghdr *nlh, struct pdrd_family *family);

/**
 * pdrd_proto_error() - errno and words of an NLMSG_ERROR or NLMSG_DONE
 * @nlh: message
 * @text: receives the kernel's own words (extack), or ""
 * @size: bytes of @text
 *
 * Both carry an error code; a dump that fails late has it only in its
 * NLMSG_DONE.
 *
 * Return: 0 for success, the kernel's negative errno, -EBADMSG.
 */
int pdrd_proto_error(const struct nlmsghdr *nlh, char *text, size_t size);

#endif /* PDRD_PROTO_H */
