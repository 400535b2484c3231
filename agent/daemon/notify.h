/* SPDX-License-Identifier: GPL-2.0 */
/* Tells systemd how the daemon fares, where systemd started it and wants to know. */

#ifndef PDRD_NOTIFY_H
#define PDRD_NOTIFY_H

#include "loop.h"

/**
 * struct pdrd_notify - signs of life
 * @timer: expires when the next one is due; its descriptor is -1 if systemd wants none
 */
struct pdrd_notify {
	struct pdrd_watch timer;
};

/**
 * pdrd_notify_open() - give signs of life from now on, twice as often as is asked for
 * @notify: result
 * @loop: event loop, already open: a loop that hangs gives none
 *
 * Return: 0 or a negative errno.
 */
int pdrd_notify_open(struct pdrd_notify *notify, struct pdrd_loop *loop);

/**
 * pdrd_notify_ready() - say that clients can come, or that a reload is over
 */
void pdrd_notify_ready(void);

/**
 * pdrd_notify_reloading() - say that a reload begins
 */
void pdrd_notify_reloading(void);

/**
 * pdrd_notify_close() - say that the end has come
 * @notify: signs of life
 * @loop: event loop
 */
void pdrd_notify_close(struct pdrd_notify *notify, struct pdrd_loop *loop);

#endif /* PDRD_NOTIFY_H */
