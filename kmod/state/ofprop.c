// SPDX-License-Identifier: GPL-2.0
/* Replacing properties of the device tree. Includes core and state. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/kernfs.h>
#include <linux/mm.h>
#include <linux/of.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <pdr_env.h>

#include "state/ofprop.h"

/* Pause between attempts to make a file. */
#define WAIT_MS 20

/*
 * Zeros after a value of the platform. The kernel reads some values without a look at
 * their length: strings up to a NUL, and numbers of a fixed size. The longest is
 * ibm,dma-window, one cell and two numbers of at most PDR_CCTREE_CELLS_MAX cells.
 */
#define PADDING 64

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
	property->name = kstrdup(name, PDR_GFP);
	if (!property->name || !property->value || len > INT_MAX) {
		free_property(property);
		return NULL;
	}
	property->length = len;
	of_property_set_flag(property, OF_DYNAMIC);
	return property;
}

struct property *pdr_of_new_property(const char *name, const void *value,
				     size_t len)
{
	struct property *property = kzalloc(sizeof(*property), PDR_GFP);

	if (!property)
		return NULL;
	property->value = kzalloc(len + PADDING, PDR_GFP | __GFP_NOWARN);
	if (property->value)
		memcpy(property->value, value, len);
	return name_property(property, name, len);
}

/*
 * The node is never freed and keeps all values that it ever had. So the value need
 * not be from kmalloc(): on a large machine it has some MiB.
 */
static struct property *new_value(const char *name, size_t capacity)
{
	struct property *property = kzalloc(sizeof(*property), PDR_GFP);

	if (!property)
		return NULL;
	property->value = kvmalloc(capacity + 1, PDR_GFP);
	return name_property(property, name, capacity);
}

struct pdr_of_update *pdr_of_update_new(struct device_node *node,
					const char *name, size_t capacity)
{
	struct pdr_of_update *update;

	if (WARN_ON_ONCE(of_node_check_flag(node, OF_DYNAMIC)))
		return NULL;
	update = kzalloc(sizeof(*update), PDR_GFP);
	if (!update)
		return NULL;
	of_changeset_init(&update->changeset);
	update->capacity = capacity;
	update->file_name = kstrdup(name, PDR_GFP);
	update->stand_in.name = update->file_name;
	update->stand_in.attr.attr.name = kstrdup(name, PDR_GFP);
	update->property = new_value(name, capacity);
	if (!update->file_name || !update->stand_in.attr.attr.name || !update->property ||
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
 * Linux 6.1 takes the old property from the entry, later kernels find it when they
 * replace it. All that 6.1 does with it is to remove the file of its name and to free
 * the name. A property that was found before can be replaced by somebody else until
 * then, and the name would be freed twice. The stand-in has a name of its own.
 */
static bool took_stand_in(struct pdr_of_update *update)
{
	if (only_entry(update)->old_prop != &update->stand_in)
		return false;
	update->stand_in.attr.attr.name = NULL;
	return true;
}

/*
 * A node keeps each property that was replaced, or removed, for good: the newest is the
 * head of the list. devtree_lock guards the list and is not exported, but
 * of_find_property() takes it: from then on the list is whole below a head that was read
 * before.
 */
static struct property *newest_dead(struct device_node *node, const char *name)
{
	struct property *dead = READ_ONCE(node->deadprops);

	of_find_property(node, name, NULL);
	return dead;
}

/* If a listener fails, of_changeset_apply() returns its error with the entry applied. */
static bool was_applied(struct device_node *node, const struct property *ours,
			const struct property *newest)
{
	const struct property *dead = newest_dead(node, ours->name);

	while (dead && dead != newest && dead != ours)
		dead = dead->next;
	return dead == ours || of_find_property(node, ours->name, NULL) == ours;
}

/*
 * Find the property that @ours has replaced, among the dead ones that are newer than
 * @newest. Those before @ours died after it.
 */
static struct property *find_replaced(struct device_node *node, const struct property *ours,
				      const struct property *newest)
{
	struct property *dead = newest_dead(node, ours->name), *replaced = NULL;

	for (; dead && dead != newest; dead = dead->next) {
		if (dead == ours)
			replaced = NULL;
		else if (!replaced && !strcmp(dead->name, ours->name))
			replaced = dead;
	}
	return replaced;
}

static bool has_file(const struct device_node *node, const char *name)
{
	struct kernfs_node *file = kernfs_find_and_get(node->kobj.sd, name);

	kernfs_put(file);
	return file;
}

/* @spare: memory for the name of the file, or NULL; it is the file's afterwards */
static bool make_file(struct device_node *node, struct property *property, char **spare)
{
	struct bin_attribute *attribute = &property->attr;

	if (!attribute->attr.name) {
		attribute->attr.name = *spare ?: kstrdup(property->name, PDR_GFP);
		*spare = NULL;
	}
	return attribute->attr.name && !sysfs_create_bin_file(&node->kobj, attribute);
}

bool pdr_of_wait(unsigned int *waits)
{
	if (!*waits)
		return false;
	(*waits)--;
	msleep(WAIT_MS);
	return true;
}

/*
 * __of_add_property_sysfs() does not notice that it found no memory for the file of
 * a property. With the next update, or with the node, the kernel would remove a file
 * whose name is NULL. If another writer has replaced our property by now, the file is
 * theirs, and the kernel has freed the name of ours.
 */
static void restore_file(struct device_node *node, struct property *property, char **spare,
			 unsigned int *waits)
{
	const char *name = property->name;

	if (!node->kobj.sd)
		return;
	while (of_find_property(node, name, NULL) == property && !has_file(node, name) &&
	       !make_file(node, property, spare)) {
		if (pdr_of_wait(waits))
			continue;
		pr_warn("no memory for the file of the property %s\n", name);
		return;
	}
}

void pdr_of_restore_files(struct device_node *node, unsigned int *waits)
{
	struct property *property;
	char *spare = NULL;

	for_each_property_of_node(node, property)
		restore_file(node, property, &spare, waits);
}

/*
 * If a listener fails, the entry stays applied. The node owns the property, so the
 * update counts as done. A revert would not give the property back to us: a node
 * keeps all properties that were removed from it.
 */
int pdr_of_update_apply(struct pdr_of_update *update, size_t len,
			struct property **replaced)
{
	struct of_changeset_entry *entry = only_entry(update);
	const struct property *newest = READ_ONCE(entry->np->deadprops);
	struct property *property = update->property;
	unsigned int waits = PDR_OF_WAITS;
	int error;

	property->length = len;
	entry->old_prop = &update->stand_in;
	WRITE_ONCE(applied, property);
	error = of_changeset_apply(&update->changeset);
	WRITE_ONCE(applied, NULL);
	if (error && !was_applied(entry->np, property, newest))
		return error;
	restore_file(entry->np, property, &update->file_name, &waits);
	*replaced = took_stand_in(update) ? find_replaced(entry->np, property, newest) :
					    entry->old_prop;
	update->property = NULL;
	return 0;
}

void pdr_of_update_free(struct pdr_of_update *update)
{
	if (!update)
		return;
	of_changeset_destroy(&update->changeset);
	free_property(update->property);
	kfree(update->stand_in.attr.attr.name);
	kfree(update->file_name);
	kfree(update);
}

bool pdr_of_is_ours(const struct of_reconfig_data *change)
{
	return change->prop && change->prop == READ_ONCE(applied);
}

bool pdr_of_is_applying(void)
{
	return READ_ONCE(applied);
}
