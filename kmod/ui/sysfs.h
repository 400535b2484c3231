/* SPDX-License-Identifier: GPL-2.0 */
/* Our files in the place of the stock kernel's. Includes stock. */
#ifndef PDR_SYSFS_H
#define PDR_SYSFS_H

#include "stock/claim.h"

/** PDR_SYSFS_FILES: number of files */
#define PDR_SYSFS_FILES 3

extern const struct pdr_claim pdr_sysfs_files[PDR_SYSFS_FILES];

#endif /* PDR_SYSFS_H */
