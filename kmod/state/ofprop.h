/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Properties of the device tree that are replaced at run time. Uses the device
 * tree alone.
 *
 * Invariant: all that a replacement allocates by itself is there before it is
 * applied, so that one which was made in time is applied without memory but for
 * what the file in /proc/device-tree needs.
 */
#ifndef PDR_OFPROP_H
#define PDR_OFPROP_H

#include <linux/of.h>

/**
 * pdr_of_new_property - make a property that belongs to no node yet
 * @name: its name, copied
 * @value: its value, copied; NULL to leave it to the caller
 * @len: bytes of it
 *
 * All of it is from kmalloc(), as the device tree frees with kfree().
 *
 * Return: the property, to be freed by pdr_of_free_property(), or NULL.
 */
struct property *pdr_of_new_property(const char *name, const void *value,
				     size_t len);

/**
 * pdr_of_free_property - free a property that belongs to no node
 * @property: the property, or NULL
 */
void pdr_of_free_property(struct property *property);

/**
 * struct pdr_of_update - a property that is to take the place of another
 * @property: it; owned by the node once it was applied
 * @file_name: for the property's file, if the kernel finds no memory for it
 * @room: bytes that its value can have
 * @changeset: all that the change needs
 */
struct pdr_of_update {
	struct property *property;
	char *file_name;
	size_t room;
	struct of_changeset changeset;
};

/**
 * pdr_of_update_new - make a replacement
 * @node: whose property it is; a node that is never freed
 * @name: of the property; it need not exist
 * @room: bytes that its value can have
 *
 * Return: the replacement, to be freed by pdr_of_update_free(), or NULL.
 */
struct pdr_of_update *pdr_of_update_new(struct device_node *node,
					const char *name, size_t room);

/**
 * pdr_of_update_apply - put a replacement into its node
 * @update: not applied yet, with the value filled in
 * @len: bytes of the value
 * @replaced: the property that was there until then, or NULL for none
 *
 * The stock kernel's listener is left out, see pdr_of_is_ours(). Somebody else
 * may have changed the property since the value was made: @replaced tells.
 *
 * Return: 0, also when a listener objects, as the property has its new value all
 * the same; or negative errno, with nothing changed.
 */
int pdr_of_update_apply(struct pdr_of_update *update, size_t len,
			struct property **replaced);

/**
 * pdr_of_update_free - free a replacement, but for what its node owns
 * @update: the replacement, or NULL
 */
void pdr_of_update_free(struct pdr_of_update *update);

/**
 * pdr_of_is_ours - tell if a change of the device tree is one of ours
 * @change: what a listener is told
 *
 * Context: a listener, while the change is told.
 * Return: true for what pdr_of_update_apply() does.
 */
bool pdr_of_is_ours(const struct of_reconfig_data *change);

#endif /* PDR_OFPROP_H */
