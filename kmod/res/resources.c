// SPDX-License-Identifier: GPL-2.0
/* The drivers of all resources. */
#include "res/resources.h"

const struct pdr_driver *pdr_driver_of(u8 resource)
{
	switch (resource) {
	case PSERIES_DR_RESOURCE_MEMORY:
		return &pdr_memory_driver;
	case PSERIES_DR_RESOURCE_CPU:
		return &pdr_cpu_driver;
	case PSERIES_DR_RESOURCE_PHB:
		return &pdr_phb_driver;
	case PSERIES_DR_RESOURCE_PCI:
		return &pdr_pci_driver;
	case PSERIES_DR_RESOURCE_PMEM:
		return &pdr_pmem_driver;
	default:
		return NULL;
	}
}
