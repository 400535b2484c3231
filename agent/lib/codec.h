/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Netlink messages from and to plain data. Pure: no I/O, no state, no library, and no read beyond
 * nlmsg_len, even of malformed messages. Both transports use it.
 */
#ifndef DR_CODEC_H
#define DR_CODEC_H

#include <stddef.h>
#include <linux/netlink.h>

#include "fields.h"
#include "model.h"

/**
 * dr_decode() - attributes to a struct
 * @fields: the struct
 * @head: first attribute
 * @len: bytes of all attributes
 * @object: result
 *
 * Skips attributes that this version does not know, because a newer module may send them, and
 * those that lie beyond the struct (a job lacks attributes that only events have).
 *
 * Return: 0, or -EBADMSG if the bytes are cut or an attribute has the wrong length.
 */
int dr_decode(const struct dr_fields *fields, const void *head, size_t len, void *object);

/**
 * dr_encode() - the marked fields of a struct to attributes
 * @fields: the struct
 * @object: the struct, its mask says which
 * @to: receives the attributes
 * @capacity: bytes of @to
 *
 * Return: bytes of all attributes, 0 if they do not fit.
 */
size_t dr_encode(const struct dr_fields *fields, const void *object, void *to, size_t capacity);

/**
 * dr_decode_message() - decode an event, or a job of job-get
 * @nlh: message; nlmsg_len bytes must be readable
 * @event: result; a job has no bits of attributes that only events have
 *
 * Return: 0; -EBADMSG if the message is cut or malformed; -ENODATA if it lacks an attribute that
 * is needed to follow the sequence; -EOPNOTSUPP if it is neither event nor job.
 */
int dr_decode_message(const struct nlmsghdr *nlh, struct dr_event *event);

/**
 * dr_decode_info() - decode the answer to info
 * @nlh: message
 * @info: result
 *
 * Return: as dr_decode_message().
 */
int dr_decode_info(const struct nlmsghdr *nlh, struct dr_info *info);

/**
 * dr_decode_family() - decode nlctrl's answer or notification on a family
 * @nlh: message
 * @family: result
 *
 * Return: 0; -EBADMSG; -EOPNOTSUPP for a notification on anything else than a family that came or
 * went.
 */
int dr_decode_family(const struct nlmsghdr *nlh, struct dr_family *family);

/**
 * dr_take_family() - note a family of nlctrl's list, if it is one that is needed
 * @nlh: message
 * @families: struct dr_families
 *
 * Return: as dr_decode_family().
 */
int dr_take_family(const struct nlmsghdr *nlh, void *families);

/**
 * dr_decode_error() - errno and words of an NLMSG_ERROR or NLMSG_DONE
 * @nlh: message
 * @text: receives the kernel's own words (extack), or ""
 * @size: bytes of @text
 *
 * Both carry an error code; a dump that fails late has it only in its NLMSG_DONE.
 *
 * Return: 0 for success, the kernel's negative errno, -EBADMSG.
 */
int dr_decode_error(const struct nlmsghdr *nlh, char *text, size_t size);

#endif /* DR_CODEC_H */
