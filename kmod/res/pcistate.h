/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_PCISTATE_H
#define PDR_PCISTATE_H

/*
 * The state of a function that an administrator may have chosen: removed, without a driver,
 * or with one that is not the kernel's own choice. An undo restores it.
 *
 * Includes nothing of kmod.
 */

#include <linux/types.h>

struct device_node;
struct pci_dev;

#define PDR_DRIVER_NAME_MAX 64

/**
 * struct pdr_pcistate - The state of a function before its driver was unbound.
 * @known: the state was noted
 * @present: Linux had the function
 * @driver: name of its driver, empty if it had none
 * @override: the only driver that may have it, see driver_override in sysfs; or empty
 */
struct pdr_pcistate {
	bool known;
	bool present;
	char driver[PDR_DRIVER_NAME_MAX];
	char override[PDR_DRIVER_NAME_MAX];
};

/**
 * pdr_pcistate_note() - Note the state of a function.
 * @state: filled, unless it was noted before
 * @function: the function, or NULL if Linux has none
 *
 * Context: a worker.
 */
void pdr_pcistate_note(struct pdr_pcistate *state, struct pci_dev *function);

/**
 * pdr_pcistate_comes() - Tell if a function may come.
 * @state: of before
 *
 * Context: any.
 * Return: false if Linux did not have it before.
 */
static inline bool pdr_pcistate_comes(const struct pdr_pcistate *state)
{
	return !state->known || state->present;
}

/**
 * pdr_pcistate_override() - Have no other driver take a function than before.
 * @state: of before
 * @function: the function, which Linux has just made
 *
 * Context: a worker.
 */
void pdr_pcistate_override(const struct pdr_pcistate *state, struct pci_dev *function);

/**
 * pdr_pcistate_restore() - Bring a function into the state of before.
 * @state: of before
 * @node: the function's
 *
 * Context: a worker, without pci_lock_rescan_remove().
 * Return: 0; -ENODEV, with a message in the log, if another driver or none has the function
 * that had one.
 */
int pdr_pcistate_restore(const struct pdr_pcistate *state, const struct device_node *node);

#endif /* PDR_PCISTATE_H */
