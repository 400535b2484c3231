/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_COMPAT_LINUX_HEX_H
#define _PDR_COMPAT_LINUX_HEX_H

/*
 * Seen only where the kernel has no header of this name: the kernel's own
 * include folders are searched before this one.
 */
#include <linux/kernel.h>

#endif /* _PDR_COMPAT_LINUX_HEX_H */
