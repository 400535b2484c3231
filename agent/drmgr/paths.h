/* SPDX-License-Identifier: GPL-2.0 */
/* Files of drmgr, as powerpc-utils has them; tests name others. */
#ifndef DRM_PATHS_H
#define DRM_PATHS_H

#ifndef DRM_LOCK
#define DRM_LOCK	"/var/lock/dr_config_lock"
#endif

#ifndef DRM_LOG
#define DRM_LOG		"/var/log/drmgr"
#endif

/* Where dpkg-divert puts the drmgr of powerpc-utils */
#ifndef DRM_SYSTEM
#define DRM_SYSTEM	"/usr/sbin/drmgr.distrib"
#endif

#ifndef DRM_DEVICE_TREE
#define DRM_DEVICE_TREE	"/proc/device-tree"
#endif

#endif /* DRM_PATHS_H */
