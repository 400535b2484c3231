/* SPDX-License-Identifier: GPL-2.0 */
/* Files of drmgr and lsslot, as powerpc-utils has them; tests name others. */
#ifndef DRM_PATHS_H
#define DRM_PATHS_H

#ifndef DRM_LOCK
#define DRM_LOCK	"/var/lock/dr_config_lock"
#endif

#ifndef DRM_LOG
#define DRM_LOG		"/var/log/drmgr"
#endif

/* Where dpkg-divert puts the programs of powerpc-utils */
#ifndef DRM_SYSTEM
#define DRM_SYSTEM	"/usr/sbin/drmgr.distrib"
#endif

#ifndef DRM_SYSTEM_LSSLOT
#define DRM_SYSTEM_LSSLOT	"/usr/sbin/lsslot.distrib"
#endif

#ifndef DRM_DEVICE_TREE
#define DRM_DEVICE_TREE	"/proc/device-tree"
#endif

#ifndef DRM_SYSFS
#define DRM_SYSFS	"/sys"
#endif

#endif /* DRM_PATHS_H */
