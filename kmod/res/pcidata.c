// SPDX-License-Identifier: GPL-2.0
/* Freeing the kernel's data of PCI nodes. Includes res. */
#include <linux/pci.h>
#include <linux/slab.h>

#include <asm/eeh.h>

#include "res/pcidata.h"

/*
 * EEH still reads a device that is in a PE, for example during recovery, so do not
 * free it. But it must not read the pci_dn, which goes.
 */
static void forget_edev(struct pci_dn *data)
{
	struct eeh_dev *edev = pdn_to_eeh_dev(data);

	if (!edev)
		return;
	edev->pdn = NULL;
	if (edev->pe || edev->pdev)
		return;
	data->edev = NULL;
	kfree(edev);
}

/*
 * The kernel looks at the pci_dn once more when it releases the function, and
 * frees it then if it is marked. By then the node may be gone.
 */
void pdr_pcidata_forget(struct device_node *node,
			const struct pci_dev *function, bool twice)
{
	struct pci_dn *data = pdr_pcidata_of(node);

	if (!data)
		return;
	forget_edev(data);
	node->data = NULL;
	if (twice)
		return;
	if (function)
		data->flags |= PCI_DN_FLAG_DEAD;
	else
		kfree(data);
}
