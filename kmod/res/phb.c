// SPDX-License-Identifier: GPL-2.0
/* PCI host bridges, with the functions below them. Includes res. */
#include <linux/pci.h>

#include <asm/pci-bridge.h>

#include "res/devuse.h"
#include "res/dmawindow.h"
#include "res/drcnode.h"
#include "res/pci.h"
#include "res/pcidata.h"
#include "res/pcinode.h"
#include "res/pciscan.h"
#include "res/rpaphp.h"

/* The node of the host bridge itself. */
static struct device_node *phb_node(const struct pdr_target *target)
{
	return pdr_pcinode_of(target)->nodes->nodes[0];
}

/* The controller that Linux has for the bridge, or NULL; one without a bus does not count. */
static struct pci_controller *find_controller(const struct pdr_target *target)
{
	const struct pci_dn *data = pdr_pcidata_of(phb_node(target));

	return data && data->phb && data->phb->bus ? data->phb : NULL;
}

/* The kernel's device of the bridge, with a reference, or NULL. */
static struct device *get_bridge(const struct pdr_target *target)
{
	const struct pci_controller *controller;
	struct device *bridge = NULL;

	pci_lock_rescan_remove();
	controller = find_controller(target);
	if (controller)
		bridge = get_device(controller->bus->bridge);
	pci_unlock_rescan_remove();
	return bridge;
}

static int check_bridge(struct pdr_target *target)
{
	struct device *bridge = get_bridge(target);
	int error = pdr_devuse_check(target, bridge);

	put_device(bridge);
	return error;
}

static int phb_check(void *context, struct pdr_target *target)
{
	return target->place == PDR_PLACE_ASKED ? check_bridge(target) :
						  pdr_pci_check(target);
}

/* The kernel's own driver of slots forgets the controller here, too. */
static int remove_controller(struct pdr_target *target,
			     struct pci_controller *controller)
{
	int error;

	pdr_pciscan_remove_all(controller->bus);
	error = remove_phb_dynamic(controller);
	if (error)
		return error < 0 ? error : -EIO;
	pdr_pcidata_of(phb_node(target))->phb = NULL;
	return 0;
}

static int unbind_bridge(struct pdr_target *target)
{
	struct pci_controller *controller;
	int error = 0;

	pdr_pciscan_unbind(pdr_pcinode_of(target));
	pdr_rpaphp_forget(phb_node(target));
	pci_lock_rescan_remove();
	controller = find_controller(target);
	if (controller)
		error = remove_controller(target, controller);
	pci_unlock_rescan_remove();
	return error;
}

static int phb_unbind(void *context, struct pdr_target *target)
{
	return target->place == PDR_PLACE_ASKED ? unbind_bridge(target) :
						  pdr_pci_unbind(target);
}

/*
 * The kernel makes its data anew for the bridge and all below it. The data from before
 * refers to a controller that is gone.
 */
static void forget_data(const struct pdr_run *run)
{
	const struct pdr_of_nodes *nodes;
	struct pdr_pcinode *pcinode;
	u32 at, i;

	for (at = 0; at < run->plan.target_count; at++) {
		pcinode = pdr_pcinode_of(&run->plan.targets[at]);
		nodes = pcinode->nodes;
		for (i = 0; i < nodes->count; i++)
			pdr_dmawindow_free(nodes->nodes[i]);
		pdr_pcinode_forget(pcinode);
	}
}

static struct pci_controller *make_controller(const struct pdr_run *run,
					      const struct pdr_target *target)
{
	struct pci_controller *controller = NULL;
	struct of_changeset hidden;
	u32 at;

	if (!pdr_dmawindow_hide(&hidden, phb_node(target)))
		controller = init_phb_dynamic(phb_node(target));
	pdr_dmawindow_show(&hidden);
	for (at = 0; at < run->plan.target_count; at++)
		pdr_pcinode_note(pdr_pcinode_of(&run->plan.targets[at]));
	return controller;
}

static int bind_bridge(struct pdr_run *run, struct pdr_target *target)
{
	const struct pci_controller *controller;

	pci_lock_rescan_remove();
	controller = find_controller(target);
	if (!controller) {
		forget_data(run);
		controller = make_controller(run, target);
	}
	pci_unlock_rescan_remove();
	if (!controller)
		return -ENOMEM;
	pdr_rpaphp_remember(phb_node(target));
	return pdr_pciscan_restore(pdr_pcinode_of(target));
}

static int phb_bind(void *context, struct pdr_target *target)
{
	return target->place == PDR_PLACE_ASKED ? bind_bridge(context, target) :
						  pdr_pci_bind(target);
}

static int phb_detach(void *context, struct pdr_target *target)
{
	return pdr_pciscan_detach(target);
}

static int phb_attach(void *context, struct pdr_target *target)
{
	return pdr_pcinode_attach(target);
}

static const struct pdr_linux_ops phb_ops = {
	.check = phb_check,
	.unbind = phb_unbind,
	.bind = phb_bind,
	.detach = phb_detach,
	.attach = phb_attach,
	.has = pdr_drcnode_has,
	.knows = pdr_drcnode_knows,
};

const struct pdr_driver pdr_phb_driver = {
	.resource = PSERIES_DR_RESOURCE_PHB,
	.plan = pdr_pcinode_plan,
	.linux_ops = &phb_ops,
};
