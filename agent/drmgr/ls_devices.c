// SPDX-License-Identifier: GPL-2.0
/* The names that Linux and the device tree have for the devices in slots; see ls_devices.h. */
#include "ls_devices.h"
#include "paths.h"

static bool add_device(struct dr_list *devices, const char *folder)
{
	size_t len;
	char *node = ls_tree_read(folder, "devspec", &len);
	struct ls_device *device;

	if (!node)
		return true;
	device = dr_list_add(devices);
	if (!device) {
		free(node);
		return false;
	}
	node[strcspn(node, "\n")] = '\0';
	device->node = node;
	device->name = strdup(basename(folder));
	return device->name;
}

static bool add_devices(struct dr_list *devices, const char *pattern)
{
	glob_t found;
	bool added = true;
	size_t n = ls_tree_find(&found, DRM_SYSFS, pattern), i;

	for (i = 0; i < n && added; i++)
		added = add_device(devices, found.gl_pathv[i]);
	globfree(&found);
	return added;
}

bool ls_devices_read(struct dr_list *devices)
{
	bool read = add_devices(devices, "bus/pci/devices/*") &&
		    add_devices(devices, "bus/vio/devices/*");

	if (!read)
		fputs("lsslot: no memory for the devices of Linux\n", stderr);
	return read;
}

const struct ls_device *ls_device_of(const struct dr_list *devices, const char *node)
{
	const struct ls_device *device;
	size_t i;

	for (i = 0; i < devices->n; i++) {
		device = dr_list_at(devices, i);
		if (!strcmp(device->node, node + strlen(DRM_DEVICE_TREE)))
			return device;
	}
	return NULL;
}

/* A text of the device tree; false if there is none, or an empty one */
static bool read_text(const char *node, const char *property, char *text, size_t room)
{
	size_t len;
	char *bytes = ls_tree_read(node, property, &len);

	snprintf(text, room, "%s", bytes ? bytes : "");
	free(bytes);
	return *text;
}

void ls_device_name(const struct dr_list *devices, const char *node, char *name, size_t len)
{
	const struct ls_device *device = ls_device_of(devices, node);

	if (device)
		snprintf(name, len, "%s", device->name);
	else if (!read_text(node, "name", name, len))
		snprintf(name, len, "?");
}

static bool is_in_slot(const char *node, const char *slot)
{
	char place[256];

	return read_text(node, "ibm,loc-code", place, sizeof(place)) && strstr(place, slot);
}

bool ls_device_in(const char *node, const char *slot, char *name, size_t len)
{
	glob_t found;
	bool in = false;
	size_t n, i;

	if (is_in_slot(node, slot) && read_text(node, "name", name, len))
		return true;
	n = ls_tree_find(&found, node, "*@*");
	for (i = 0; i < n && !in; i++)
		in = ls_device_in(found.gl_pathv[i], slot, name, len);
	globfree(&found);
	return in;
}

void ls_devices_free(struct dr_list *devices)
{
	struct ls_device *device;
	size_t i;

	for (i = 0; i < devices->n; i++) {
		device = dr_list_at(devices, i);
		free(device->node);
		free(device->name);
	}
	dr_list_clear(devices);
}
