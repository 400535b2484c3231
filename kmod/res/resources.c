// SPDX-License-Identifier: GPL-2.0
/* The drivers of all resources. Includes res. */
#include <linux/kernel.h>

#include "res/resources.h"

static const struct pdr_driver *const drivers[] = {
	&pdr_memory_driver,
	&pdr_cpu_driver,
	&pdr_phb_driver,
	&pdr_pci_driver,
	&pdr_pmem_driver,
};

const struct pdr_driver *pdr_driver_of(u8 resource)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(drivers); i++)
		if (drivers[i]->resource == resource)
			return drivers[i];
	return NULL;
}
