/* SPDX-License-Identifier: GPL-2.0 */
/* A message of the module that has all there is in one. */

#ifndef MSG_H
#define MSG_H

#include "lib/nlmsg.h"

/**
 * msg_full_event() - a message with every attribute of an event
 * @msg: message
 * @cmd: command
 */
void msg_full_event(struct nlmsg *msg, uint8_t cmd);

#endif /* MSG_H */
