/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_COMPAT_FS_STRUCT_H
#define _PDR_COMPAT_FS_STRUCT_H

#include <linux/fs_struct.h>

/*
 * Linux 7.3 gives kthreads an empty file system of their own. This prefix of a
 * statement lends them that of init, which they shared in older kernels.
 */
#ifndef scoped_with_init_fs
#define scoped_with_init_fs()
#endif

#endif /* _PDR_COMPAT_FS_STRUCT_H */
