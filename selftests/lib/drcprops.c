// SPDX-License-Identifier: GPL-2.0
/* The encoder of the properties that tell of connectors; see drcprops.h. */

#include "drcprops.h"

void drc_arrays_begin(union drc_arrays *arrays, u32 count)
{
	unsigned int i;

	for (i = 0; i < DRCPROPS_ARRAYS; i++)
		bytes_u32(&arrays->each[i], count);
}

void drc_array_put(struct bytes *array, enum drc_array which, u32 index, const char *name,
		   const char *type, u32 power_domain)
{
	switch (which) {
	case DRCPROPS_INDEXES:
		bytes_u32(array, index);
		break;
	case DRCPROPS_NAMES:
		bytes_string(array, name);
		break;
	case DRCPROPS_TYPES:
		bytes_string(array, type);
		break;
	default:
		bytes_u32(array, power_domain);
		break;
	}
}

void drc_arrays_put(union drc_arrays *arrays, u32 index, const char *name, const char *type,
		    u32 power_domain)
{
	unsigned int i;

	for (i = 0; i < DRCPROPS_ARRAYS; i++)
		drc_array_put(&arrays->each[i], i, index, name, type, power_domain);
}

void drc_arrays_free(union drc_arrays *arrays)
{
	unsigned int i;

	for (i = 0; i < DRCPROPS_ARRAYS; i++)
		bytes_free(&arrays->each[i]);
}

void drc_info_put(struct bytes *info, const char *type, const char *prefix, u32 index, u32 suffix,
		  u32 count, u32 increment, u32 power_domain)
{
	bytes_string(info, type);
	bytes_string(info, prefix);
	bytes_u32(info, index);
	bytes_u32(info, suffix);
	bytes_u32(info, count);
	bytes_u32(info, increment);
	bytes_u32(info, power_domain);
}
