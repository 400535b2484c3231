// SPDX-License-Identifier: GPL-2.0
/* Handing command lines on to the programs of powerpc-utils; see drm_hand_on(). */
#include <stdio.h>
#include <unistd.h>

#include "kinds.h"

int drm_hand_on(const char *program, char **argv, const char *why)
{
	execv(program, argv);
	fprintf(stderr, "%s\n"
		"There is no program of powerpc-utils to hand it to (%s: %m).\n", why, program);
	return DRM_FAILED;
}
