/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_PCI_H
#define PDR_PCI_H

/*
 * The operations on PCI functions, which host bridges have below them, too.
 *
 * Includes core/engine.
 */

#include "core/engine/ops.h"

/* The operations of the same name, see ops.h. */
int pdr_pci_check(struct pdr_target *target);
int pdr_pci_unbind(struct pdr_target *target);
int pdr_pci_bind(struct pdr_target *target);

#endif /* PDR_PCI_H */
