// SPDX-License-Identifier: GPL-2.0
/*
 * lsslot -c pci and -c slot: slots, with the devices in them. Of PCI slots all are listed, of
 * logical slots those that Linux has.
 */
#include "ls_devices.h"
#include "ls_kinds.h"
#include "ls_slots.h"
#include "paths.h"

/* As wide as 0000:00:00.0 */
#define LINUX_WIDTH	12

/**
 * struct ls_io - all that is listed of slots
 * @options: the command line
 * @bus: the slots, and the nodes in them
 * @devices: the devices of Linux, struct ls_device
 * @name_width: width of the column of names
 * @type_width: width of the column of types
 */
struct ls_io {
	const struct ls_options *options;
	struct ls_bus bus;
	struct dr_list devices;
	int name_width;
	int type_width;
};

static int add_buses(struct ls_bus *bus, const char *folder)
{
	glob_t found;
	size_t n = ls_tree_find(&found, folder, LS_BRIDGES), i;
	int err = 0;

	for (i = 0; i < n && !err; i++) {
		err = ls_bus_add(bus, found.gl_pathv[i], LS_PCI);
		if (!err)
			err = add_buses(bus, found.gl_pathv[i]);
	}
	globfree(&found);
	return err;
}

static int add_logical_slots(struct ls_bus *bus)
{
	glob_t found;
	size_t n = ls_tree_find(&found, DRM_DEVICE_TREE, LS_BRIDGES), i;
	int err = ls_bus_add(bus, DRM_DEVICE_TREE "/vdevice", LS_VIRTUAL);

	for (i = 0; i < n && !err; i++)
		err = ls_bus_add(bus, found.gl_pathv[i], LS_SLOT);
	globfree(&found);
	return err;
}

static const char *type_words(const struct ls_slot *slot, char *room, size_t len)
{
	const char *words = ls_type_words(slot->type, slot->virtual);

	if (words)
		return words;
	snprintf(room, len, "Unknown slot type %s", slot->type);
	return room;
}

static bool is_shown(const struct ls_io *io, const struct ls_slot *slot)
{
	const struct ls_options *options = io->options;
	const struct ls_node *node = ls_bus_has(&io->bus, slot);
	char name[LS_DEVICE_NAME];
	bool occupied = node;

	if (options->type == DRM_SLOT && !node)
		return false;
	if (!ls_options_fit(options, slot->index, slot->name))
		return false;
	if (options->type == DRM_SLOT)
		occupied = ls_device_in(node->path, slot->name, name, sizeof(name));
	if (options->available == options->occupied)
		return true;
	return occupied ? options->occupied : options->available;
}

static void drop_hidden(struct ls_io *io)
{
	struct dr_list *slots = &io->bus.slots;
	size_t from, to = 0;

	for (from = 0; from < slots->n; from++)
		if (is_shown(io, dr_list_at(slots, from)))
			memmove(dr_list_at(slots, to++), dr_list_at(slots, from),
				slots->item_size);
	slots->n = to;
}

static void print_column(const struct ls_io *io, const char *text, int width)
{
	if (io->options->delimiter)
		printf("%s%c", text, io->options->delimiter);
	else
		printf("%-*s", width + 2, text);
}

static void print_first_columns(const struct ls_io *io, const char *name, const char *type)
{
	print_column(io, name, io->name_width);
	print_column(io, type, io->type_width);
}

/* A slot has a line for each device in it */
static void print_pci_slot(const struct ls_io *io, const struct ls_slot *slot, const char *type)
{
	const struct ls_node *node;
	char name[LS_DEVICE_NAME];
	size_t from = 0;

	print_first_columns(io, slot->name, type);
	node = ls_tree_node(&io->bus.nodes, slot->index, &from);
	if (!node)
		printf("Empty\n");
	while (node) {
		ls_device_name(&io->devices, node->path, name, sizeof(name));
		printf("%s\n", name);
		node = ls_tree_node(&io->bus.nodes, slot->index, &from);
		if (node)
			print_first_columns(io, "", "");
	}
}

static void print_logical_slot(const struct ls_io *io, const struct ls_slot *slot,
			       const char *type)
{
	const char *path = ls_bus_has(&io->bus, slot)->path;
	const struct ls_device *device = ls_device_of(&io->devices, path);
	char name[LS_DEVICE_NAME];

	print_first_columns(io, slot->name, type);
	print_column(io, device ? device->name : "?", LINUX_WIDTH);
	printf("%s\n", ls_device_in(path, slot->name, name, sizeof(name)) ? name : "Empty");
}

static void widen_columns(struct ls_io *io)
{
	char room[64];
	size_t i;

	io->name_width = strlen("# Slot");
	io->type_width = strlen("Description");
	for (i = 0; i < io->bus.slots.n; i++) {
		const struct ls_slot *slot = dr_list_at(&io->bus.slots, i);
		int name = strlen(slot->name);
		int type = strlen(type_words(slot, room, sizeof(room)));

		io->name_width = max(io->name_width, name);
		io->type_width = max(io->type_width, type);
	}
}

static void print_slot_heading(const struct ls_io *io)
{
	if (io->options->delimiter)
		return;
	print_first_columns(io, "# Slot", "Description");
	if (io->options->type == DRM_SLOT)
		print_column(io, "Linux Name", LINUX_WIDTH);
	printf("Device(s)\n");
}

static void print_slots(struct ls_io *io)
{
	char room[64];
	size_t i;

	widen_columns(io);
	print_slot_heading(io);
	for (i = 0; i < io->bus.slots.n; i++) {
		const struct ls_slot *slot = dr_list_at(&io->bus.slots, i);
		const char *type = type_words(slot, room, sizeof(room));

		if (io->options->type == DRM_SLOT)
			print_logical_slot(io, slot, type);
		else
			print_pci_slot(io, slot, type);
	}
}

static enum ls_status list_slots(struct ls_io *io)
{
	bool logical = io->options->type == DRM_SLOT;

	if (logical ? add_logical_slots(&io->bus) : add_buses(&io->bus, DRM_DEVICE_TREE))
		return LS_FAILED;
	if (!ls_devices_read(&io->devices))
		return LS_FAILED;
	drop_hidden(io);
	ls_bus_sort(&io->bus);
	if (!io->bus.slots.n && ls_options_names(io->options))
		return ls_options_missed(io->options);
	if (io->bus.slots.n)
		print_slots(io);
	else
		fprintf(stderr, "lsslot: there are no such %s slots\n",
			logical ? "logical" : "PCI");
	return LS_DONE;
}

enum ls_status ls_slots(const struct ls_options *options)
{
	struct ls_io io = {
		.options = options, .bus = LS_BUS_INIT, .devices = DR_LIST_INIT(struct ls_device),
	};
	enum ls_status status = list_slots(&io);

	ls_bus_free(&io.bus);
	ls_devices_free(&io.devices);
	return status;
}
