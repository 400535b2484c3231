/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_COMPAT_FS_STRUCT_H
#define _PDR_COMPAT_FS_STRUCT_H

#include <linux/fs_struct.h>

/*
 * Linux 7.3 gives kthreads an empty file system of their own, and this prefix of
 * a statement lends them the one of init. Before, they all shared that one.
 */
#ifndef scoped_with_init_fs
#define scoped_with_init_fs()
#endif

#endif /* _PDR_COMPAT_FS_STRUCT_H */
