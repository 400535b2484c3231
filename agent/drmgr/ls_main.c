// SPDX-License-Identifier: GPL-2.0
/*
 * lsslot - lists of what dynamic reconfiguration can move, in the columns that scripts know.
 *
 * All of it is read from the device tree and from sysfs, so that it needs neither the module nor
 * root. It changes nothing, and so it takes no lock.
 */
#include <stdio.h>

#include "kinds.h"
#include "ls_kinds.h"
#include "paths.h"
#include "util.h"

static enum ls_status hand_on_type(char **argv)
{
	drm_hand_on(DRM_SYSTEM_LSSLOT, argv, "lsslot: type port is that of old network adapters");
	return LS_NO_TYPE;
}

static enum ls_status list_type(const struct ls_options *options, char **argv)
{
	switch (options->type) {
	case DRM_CPU:
		return ls_cpu(options);
	case DRM_MEM:
		return ls_mem(options);
	case DRM_PHB:
		return ls_phb(options);
	case DRM_OTHER:
		return hand_on_type(argv);
	default:
		return ls_slots(options);
	}
}

int main(int argc, char **argv)
{
	struct ls_options options;
	enum ls_status status;

	dr_guard_streams();
	status = ls_options_parse(&options, argc, argv);
	if (status != LS_DONE)
		return status;
	if (options.help)
		ls_options_usage();
	else
		status = list_type(&options, argv);
	if (fflush(stdout) || ferror(stdout)) {
		perror("lsslot: writing the output");
		return LS_FAILED;
	}
	return status;
}
