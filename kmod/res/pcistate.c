// SPDX-License-Identifier: GPL-2.0
/* The state of functions that an undo restores. Includes res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/device.h>
#include <linux/of.h>
#include <linux/pci.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "res/pciscan.h"
#include "res/pcistate.h"
#include "res/statefile.h"

#define OVERRIDE_FILE	"/sys/bus/pci/devices/%s/driver_override"
/* The file of a function that any driver may have. */
#define NO_OVERRIDE	"(null)"

/* Some drivers take their function a little later, from a thread of the kernel. */
#define LOOKS		20
#define LOOK_AGAIN_MS	50

/* free_module() waits for a grace period after a driver's last unbind. */
static void read_driver(const struct pci_dev *function, char name[PDR_DRIVER_NAME_MAX])
{
	const struct device_driver *driver;

	rcu_read_lock();
	driver = READ_ONCE(function->dev.driver);
	strscpy(name, driver ? driver->name : "", PDR_DRIVER_NAME_MAX);
	rcu_read_unlock();
}

/* Kernels keep the override in different places, 6.12.95 and later in struct device. */
static void read_override(const struct pci_dev *function, char name[PDR_DRIVER_NAME_MAX])
{
	char path[sizeof(OVERRIDE_FILE) + 16];

	snprintf(path, sizeof(path), OVERRIDE_FILE, pci_name(function));
	if (pdr_statefile_read(path, name, PDR_DRIVER_NAME_MAX) ||
	    !strcmp(name, NO_OVERRIDE))
		name[0] = '\0';
}

void pdr_pcistate_note(struct pdr_pcistate *state, struct pci_dev *function)
{
	if (state->known)
		return;
	state->known = true;
	state->present = function;
	if (!function)
		return;
	read_driver(function, state->driver);
	read_override(function, state->override);
}

void pdr_pcistate_override(const struct pdr_pcistate *state, struct pci_dev *function)
{
	const struct pdr_lock_timeout timeout = pdr_lock_timeout_of_job(true);
	char path[sizeof(OVERRIDE_FILE) + 16];
	int error;

	if (!*state->override)
		return;
	snprintf(path, sizeof(path), OVERRIDE_FILE, pci_name(function));
	error = pdr_statefile_write(path, state->override, &timeout);
	if (error)
		pr_warn("%s is no longer reserved for %s (%d)\n", pci_name(function),
			state->override, error);
}

static bool has_former_driver(const struct pdr_pcistate *state,
			      const struct pci_dev *function)
{
	char name[PDR_DRIVER_NAME_MAX];

	read_driver(function, name);
	return !strcmp(name, state->driver);
}

/* The kernel may have chosen a driver before the function was reserved again. */
static void exchange_driver(const struct pdr_pcistate *state, struct pci_dev *function)
{
	if (!*state->override || has_former_driver(state, function))
		return;
	device_release_driver(&function->dev);
	pdr_pcistate_override(state, function);
	if (device_attach(&function->dev) < 0)
		pr_warn("%s: %s did not take it\n", pci_name(function), state->override);
}

static int await_driver(const struct pdr_pcistate *state, const struct pci_dev *function)
{
	char name[PDR_DRIVER_NAME_MAX];
	unsigned int looks = LOOKS;

	while (looks-- && !has_former_driver(state, function))
		msleep(LOOK_AGAIN_MS);
	if (has_former_driver(state, function))
		return 0;
	read_driver(function, name);
	pr_warn("%s is back, but %s has it, and %s had it before\n", pci_name(function),
		*name ? name : "no driver", state->driver);
	return -ENODEV;
}

static int restore_function(const struct pdr_pcistate *state, struct pci_dev *function)
{
	if (!state->present) {
		pci_stop_and_remove_bus_device_locked(function);
		return 0;
	}
	if (!*state->driver) {
		device_release_driver(&function->dev);
		return 0;
	}
	exchange_driver(state, function);
	return await_driver(state, function);
}

int pdr_pcistate_restore(const struct pdr_pcistate *state, const struct device_node *node)
{
	struct pci_dev *function;
	int error = 0;

	if (!state->known)
		return 0;
	function = pdr_pciscan_find(node);
	if (function) {
		error = restore_function(state, function);
	} else if (state->present) {
		pr_warn("%pOF is back, but Linux does not find the function\n", node);
		error = -ENODEV;
	}
	pci_dev_put(function);
	return error;
}
