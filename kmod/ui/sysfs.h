/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_SYSFS_H
#define PDR_SYSFS_H

/* The file /sys/kernel/dlpar: requests as text, one job for each write. */

#include <linux/kobject.h>

/* /sys/kernel/dlpar, in place of the stock kernel's */
extern struct kobj_attribute pdr_dlpar_attribute;

#endif /* PDR_SYSFS_H */
