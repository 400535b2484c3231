// SPDX-License-Identifier: GPL-2.0
/* Replacing properties of the device tree. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/kernfs.h>
#include <linux/mm.h>
#include <linux/of.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "state/ofprop.h"

/* Attempts to make the file of a property, 20 ms apart. */
#define FILE_TRIES 200

/* The property that is being applied; updates come one at a time. */
static struct property *applied;

static void free_property(struct property *property)
{
	if (!property)
		return;
	kfree(property->name);
	kvfree(property->value);
	kfree(property);
}

static struct property *name_property(struct property *property,
				      const char *name, size_t len)
{
	property->name = kstrdup(name, GFP_KERNEL);
	if (!property->name || !property->value || len > INT_MAX) {
		free_property(property);
		return NULL;
	}
	property->length = len;
	of_property_set_flag(property, OF_DYNAMIC);
	return property;
}

/* One byte more than @len: the value of an empty property must not be NULL. */
struct property *pdr_of_new_property(const char *name, const void *value,
				     size_t len)
{
	struct property *property = kzalloc(sizeof(*property), GFP_KERNEL);

	if (!property)
		return NULL;
	property->value = kmalloc(len + 1, GFP_KERNEL | __GFP_NOWARN);
	if (property->value)
		memcpy(property->value, value, len);
	return name_property(property, name, len);
}

/*
 * The node is never freed and keeps all values that it ever had. So the value need
 * not be from kmalloc(): on a large machine it has some MiB.
 */
static struct property *new_value(const char *name, size_t room)
{
	struct property *property = kzalloc(sizeof(*property), GFP_KERNEL);

	if (!property)
		return NULL;
	property->value = kvmalloc(room + 1, GFP_KERNEL);
	return name_property(property, name, room);
}

struct pdr_of_update *pdr_of_update_new(struct device_node *node,
					const char *name, size_t room)
{
	struct pdr_of_update *update;

	if (WARN_ON_ONCE(of_node_check_flag(node, OF_DYNAMIC)))
		return NULL;
	update = kzalloc(sizeof(*update), GFP_KERNEL);
	if (!update)
		return NULL;
	of_changeset_init(&update->changeset);
	update->room = room;
	update->file_name = kstrdup(name, GFP_KERNEL);
	update->property = new_value(name, room);
	if (!update->file_name || !update->property ||
	    of_changeset_update_property(&update->changeset, node,
					 update->property)) {
		pdr_of_update_free(update);
		return NULL;
	}
	return update;
}

static struct of_changeset_entry *only_entry(const struct pdr_of_update *update)
{
	return list_first_entry(&update->changeset.entries,
				struct of_changeset_entry, node);
}

/*
 * Linux 6.1 removes the file of the property that it found when the entry was
 * made. If the property has been replaced since, the name of that file would be
 * freed twice.
 */
static void note_old_property(struct of_changeset_entry *entry)
{
	entry->old_prop = of_find_property(entry->np, entry->prop->name, NULL);
}

static bool has_file(const struct device_node *node, const char *name)
{
	struct kernfs_node *file = kernfs_find_and_get(node->kobj.sd, name);

	kernfs_put(file);
	return file;
}

/*
 * __of_add_property_sysfs() does not notice that it found no memory for the file of
 * a property. With the next update the kernel would remove a file whose name is
 * NULL.
 */
static void restore_file(struct device_node *node, struct pdr_of_update *update)
{
	struct bin_attribute *attribute = &update->property->attr;
	unsigned int tries;

	if (!node->kobj.sd)
		return;
	if (!attribute->attr.name) {
		attribute->attr.name = update->file_name;
		update->file_name = NULL;
	}
	for (tries = 0; tries < FILE_TRIES; tries++) {
		if (has_file(node, attribute->attr.name) ||
		    !sysfs_create_bin_file(&node->kobj, attribute))
			return;
		msleep(20);
	}
	pr_warn("no memory for the file of the property %s\n", update->property->name);
}

/*
 * If a listener fails, of_changeset_apply() returns its error with the entry
 * applied. The property then belongs to the node and says what Linux has, so the
 * update counts as done. A revert would not give the property back to us: a node
 * keeps all properties that were removed from it.
 */
int pdr_of_update_apply(struct pdr_of_update *update, size_t len,
			struct property **replaced)
{
	struct of_changeset_entry *entry = only_entry(update);
	struct property *property = update->property;
	int error;

	property->length = len;
	note_old_property(entry);
	WRITE_ONCE(applied, property);
	error = of_changeset_apply(&update->changeset);
	WRITE_ONCE(applied, NULL);
	if (error && of_find_property(entry->np, property->name, NULL) != property)
		return error;
	restore_file(entry->np, update);
	*replaced = entry->old_prop;
	update->property = NULL;
	return 0;
}

void pdr_of_update_free(struct pdr_of_update *update)
{
	if (!update)
		return;
	of_changeset_destroy(&update->changeset);
	free_property(update->property);
	kfree(update->file_name);
	kfree(update);
}

bool pdr_of_is_ours(const struct of_reconfig_data *change)
{
	return change->prop && change->prop == READ_ONCE(applied);
}
