// SPDX-License-Identifier: GPL-2.0
/* Handing command lines on to the drmgr of powerpc-utils; see drm_hand_on(). */
#include <stdio.h>
#include <unistd.h>

#include "kinds.h"
#include "paths.h"

int drm_hand_on(char **argv, const char *why)
{
	execv(DRM_SYSTEM, argv);
	fprintf(stderr, "drmgr: %s\n"
		"There is no drmgr of powerpc-utils to hand it to (%s: %m).\n", why, DRM_SYSTEM);
	return DRM_FAILED;
}
