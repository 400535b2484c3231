/* SPDX-License-Identifier: GPL-2.0 */
/* Netlink messages as the kernel would send them. */

#ifndef MSG_H
#define MSG_H

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include <stdint.h>

#include "model.h"

/**
 * struct msg - a message under construction
 * @buf: room for it
 * @nlh: its header
 */
struct msg {
	uint64_t buf[1024];
	struct nlmsghdr *nlh;
};

/**
 * msg_begin() - begin a message of a generic netlink family
 * @msg: message
 * @type: id of the family
 * @cmd: command
 */
void msg_begin(struct msg *msg, uint16_t type, uint8_t cmd);

/**
 * msg_full_event() - a message with every attribute of an event
 * @msg: message
 * @cmd: command
 */
void msg_full_event(struct msg *msg, uint8_t cmd);

/**
 * msg_family() - nlctrl on a family with the group "events"
 * @msg: message
 * @cmd: CTRL_CMD_NEWFAMILY or CTRL_CMD_DELFAMILY
 * @name: of the family
 * @id: of the family
 * @group: number of the group
 */
void msg_family(struct msg *msg, uint8_t cmd, const char *name, uint16_t id,
		uint32_t group);

/**
 * msg_cut() - the first bytes of a message, with nothing readable behind them
 * @nlh: message
 * @len: how many
 *
 * Return: a copy of its own, nlmsg_len set to @len; to be freed.
 */
struct nlmsghdr *msg_cut(const struct nlmsghdr *nlh, size_t len);

#endif /* MSG_H */
