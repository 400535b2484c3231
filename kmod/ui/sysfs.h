/* SPDX-License-Identifier: GPL-2.0 */
/* The files of the stock kernel that ours take the place of. */
#ifndef PDR_SYSFS_H
#define PDR_SYSFS_H

#include "stock/claim.h"

/** PDR_SYSFS_FILES: how many they are */
#define PDR_SYSFS_FILES 3

extern const struct pdr_claim pdr_sysfs_files[PDR_SYSFS_FILES];

#endif /* PDR_SYSFS_H */
