// SPDX-License-Identifier: GPL-2.0
/*
 * drmgr -C: one line on stdout. Its keys and their order never change.
 *
 * The module tells its own capabilities. All others need the drmgr of powerpc-utils, and a platform
 * that has them.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kinds.h"
#include "paths.h"

static bool exists(const char *path)
{
	return !access(path, F_OK);
}

static bool has_key(const char *key)
{
	FILE *file = fopen("/proc/ppc64/lparcfg", "re");
	char line[128];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = !strncmp(line, key, strlen(key));
	if (file)
		fclose(file);
	return found;
}

int drm_capabilities(const struct dr_info *info)
{
	bool other = exists(DRM_SYSTEM);
	const struct {
		const char *key;
		bool yes;
	} caps[] = {
		{ "cpu_dlpar", info->capabilities & PSERIES_DR_CAPABILITY_CPU },
		{ "mem_dlpar", info->capabilities & PSERIES_DR_CAPABILITY_MEMORY },
		{ "slot_dlpar", info->capabilities & PSERIES_DR_CAPABILITY_PCI },
		{ "phb_dlpar", info->capabilities & PSERIES_DR_CAPABILITY_PHB },
		{ "hea_dlpar", other && exists(DRM_SYSFS "/bus/ibmebus/probe") },
		{ "pmig", other && exists(DRM_DEVICE_TREE "/ibm,migratable-partition") },
		{ "cpu_entitlement", other && has_key("partition_entitled_capacity") },
		{ "mem_entitlement", other && has_key("entitled_memory") },
		{ "slb_resize", other && has_key("slb_size") },
		{ "phib", other && exists(DRM_SYSFS "/devices/system/power/hibernate") },
	};
	size_t i;

	for (i = 0; i < sizeof(caps) / sizeof(caps[0]); i++)
		printf("%s%s=%s", i ? "," : "", caps[i].key, caps[i].yes ? "yes" : "no");
	putchar('\n');
	return DRM_DONE;
}
