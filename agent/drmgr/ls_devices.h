/* SPDX-License-Identifier: GPL-2.0 */
/* The names that Linux and the device tree have for the devices in slots. */
#ifndef LS_DEVICES_H
#define LS_DEVICES_H

#include "ls_tree.h"

/* Room for the name of a device; a longer one is cut */
#define LS_DEVICE_NAME	64

/**
 * struct ls_device - a device of Linux
 * @node: its node, as a path within the device tree
 * @name: its name on its bus
 */
struct ls_device {
	char *node;
	char *name;
};

/**
 * ls_devices_read() - read the PCI and virtual devices of Linux
 * @devices: list of struct ls_device, to be freed by ls_devices_free() in any case
 *
 * Return: false after a message if there is no memory.
 */
bool ls_devices_read(struct dr_list *devices);

/**
 * ls_device_of() - find the device of a node
 * @devices: list of struct ls_device
 * @node: the node
 *
 * Return: the device, or NULL.
 */
const struct ls_device *ls_device_of(const struct dr_list *devices, const char *node);

/**
 * ls_device_name() - name the device of a node
 * @devices: list of struct ls_device
 * @node: the node
 * @name: result: Linux's name, else that of the device tree, else a question mark
 * @len: bytes of @name
 */
void ls_device_name(const struct dr_list *devices, const char *node, char *name, size_t len);

/**
 * ls_device_in() - find what is in a logical slot
 * @node: the node of the slot
 * @slot: its name, which the location code of what is in it contains
 * @name: result: its name in the device tree
 * @len: bytes of @name
 *
 * Return: true if there is something, at the node or below it.
 */
bool ls_device_in(const char *node, const char *slot, char *name, size_t len);

/**
 * ls_devices_free() - free the devices of a list
 * @devices: list of struct ls_device, empty afterwards
 */
void ls_devices_free(struct dr_list *devices);

#endif /* LS_DEVICES_H */
