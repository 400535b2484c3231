/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Properties of the device tree that are replaced at run time.
 *
 * Invariant: a replacement has all the memory that it needs by itself before it is
 * applied. Only the kernel allocates then, for the file in /proc/device-tree.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_OFPROP_H
#define PDR_OFPROP_H

#include <linux/of.h>

/**
 * pdr_of_new_property - make a property that belongs to no node yet
 * @name: its name, copied
 * @value: its value, copied
 * @len: bytes of it
 *
 * All its memory is from kmalloc(), as the device tree frees it with kfree(). Zeros follow
 * the value, because the kernel does not look at the length of each value that it reads.
 *
 * Return: the property, which the node that gets it owns, or NULL.
 */
struct property *pdr_of_new_property(const char *name, const void *value,
				     size_t len);

/** PDR_OF_WAITS: pauses in which to wait for memory, in all 4 s */
#define PDR_OF_WAITS 200

/**
 * pdr_of_wait - wait for memory once more
 * @waits: pauses that are left, at first PDR_OF_WAITS
 *
 * Return: false without a pause if none is left.
 */
bool pdr_of_wait(unsigned int *waits);

/**
 * pdr_of_restore_files - make the files for which the kernel found no memory
 * @node: a node that was just attached, whose properties nobody changes yet
 * @waits: as for pdr_of_wait()
 */
void pdr_of_restore_files(struct device_node *node, unsigned int *waits);

/**
 * struct pdr_of_update - a property that is to replace another one
 * @property: the new property; owned by the node once it is applied
 * @file_name: for the property's file, if the kernel finds no memory for it
 * @stand_in: Linux 6.1 takes it for the property that is replaced
 * @capacity: bytes that its value can have
 * @changeset: all that the change needs
 */
struct pdr_of_update {
	struct property *property;
	char *file_name;
	struct property stand_in;
	size_t capacity;
	struct of_changeset changeset;
};

/**
 * pdr_of_update_new - make a replacement
 * @node: the node that has the property, and that is never freed
 * @name: of the property; it need not exist
 * @capacity: bytes that its value can have
 *
 * Return: the replacement, to be freed by pdr_of_update_free(), or NULL.
 */
struct pdr_of_update *pdr_of_update_new(struct device_node *node,
					const char *name, size_t capacity);

/**
 * pdr_of_update_apply - put a replacement into its node
 * @update: not applied yet, with the value filled in
 * @len: bytes of the value
 * @replaced: the property that was there until then, or NULL for none
 *
 * The stock kernel's listener does not hear of it, see pdr_of_is_ours(). If somebody
 * else has changed the property since the value was made, @replaced is theirs.
 *
 * Return: 0, also if a listener fails, as the property has its new value even so;
 * or negative errno, with nothing changed.
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
 * @change: as the kernel gives it to a listener
 *
 * Context: a listener.
 * Return: true for a change by pdr_of_update_apply().
 */
bool pdr_of_is_ours(const struct of_reconfig_data *change);

/* Whether pdr_of_update_apply() is at work, which may wait for a listener. Context: any. */
bool pdr_of_is_applying(void);

#endif /* PDR_OFPROP_H */
