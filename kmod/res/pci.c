// SPDX-License-Identifier: GPL-2.0
/* PCI functions, and the slots that they are in. Includes fw and res. */
#include <linux/pci.h>

#include "fw/rtas.h"
#include "res/drcnode.h"
#include "res/pci.h"
#include "res/pcinode.h"
#include "res/pciscan.h"
#include "res/devuse.h"

int pdr_pci_check(struct pdr_target *target)
{
	const struct pdr_pcinode *pcinode = pdr_pcinode_of(target);
	struct pci_dev *function;
	unsigned int i;
	int error = 0;

	for (i = 0; i < pcinode->nodes->count && !error; i++) {
		function = pdr_pciscan_find(pcinode->nodes->nodes[i]);
		error = pdr_devuse_check(target, function ? &function->dev : NULL);
		pci_dev_put(function);
	}
	return error;
}

int pdr_pci_unbind(struct pdr_target *target)
{
	pdr_pciscan_unbind(pdr_pcinode_of(target));
	return 0;
}

int pdr_pci_bind(struct pdr_target *target)
{
	return pdr_pciscan_bind(pdr_pcinode_of(target));
}

static int pci_check(void *context, struct pdr_target *target)
{
	return pdr_pci_check(target);
}

static int pci_unbind(void *context, struct pdr_target *target)
{
	return pdr_pci_unbind(target);
}

static int pci_bind(void *context, struct pdr_target *target)
{
	return pdr_pci_bind(target);
}

static int pci_detach(void *context, struct pdr_target *target)
{
	return pdr_pciscan_detach(target);
}

static int pci_attach(void *context, struct pdr_target *target)
{
	return pdr_pcinode_attach(target);
}

static int pci_power(void *context, struct pdr_target *target, bool on)
{
	return pdr_drc_set_power(&pdr_rtas_platform,
				 pdr_pcinode_of(target)->power_domain, on);
}

static const struct pdr_linux_ops pci_ops = {
	.check = pci_check,
	.unbind = pci_unbind,
	.bind = pci_bind,
	.detach = pci_detach,
	.attach = pci_attach,
	.power = pci_power,
	.has = pdr_drcnode_has,
	.knows = pdr_drcnode_knows,
};

const struct pdr_driver pdr_pci_driver = {
	.resource = PSERIES_DR_RESOURCE_PCI,
	.plan = pdr_pcinode_plan,
	.linux_ops = &pci_ops,
};
