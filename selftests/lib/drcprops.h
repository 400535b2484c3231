/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_DRCPROPS_H
#define LIB_DRCPROPS_H

/*
 * The properties that tell of connectors: the four arrays ibm,drc-indexes, -names,
 * -types and -power-domains, or ibm,drc-info in their place (LoPAR, "Dynamic
 * Reconfiguration"). Shares nothing with the parser in kmod/core/parse/drcinfo.c.
 */

#include "bytes.h"

/* Power domain of a connector that always has power. */
#define DRCPROPS_LIVE_INSERTION	0xffffffff

enum drc_array {
	DRCPROPS_INDEXES,
	DRCPROPS_NAMES,
	DRCPROPS_TYPES,
	DRCPROPS_POWER_DOMAINS,
	DRCPROPS_ARRAYS,
};

/**
 * union drc_arrays - the four properties
 * @indexes: ibm,drc-indexes
 * @names: ibm,drc-names
 * @types: ibm,drc-types
 * @power_domains: ibm,drc-power-domains
 * @each: the same, by enum drc_array
 */
union drc_arrays {
	struct {
		struct bytes indexes;
		struct bytes names;
		struct bytes types;
		struct bytes power_domains;
	};
	struct bytes each[DRCPROPS_ARRAYS];
};

/* Begin the arrays of so many connectors. */
void drc_arrays_begin(union drc_arrays *arrays, u32 count);

/* Append a connector's entry to one of the arrays. */
void drc_array_put(struct bytes *array, enum drc_array which, u32 index, const char *name,
		   const char *type, u32 power_domain);

/* One connector. */
void drc_arrays_put(union drc_arrays *arrays, u32 index, const char *name, const char *type,
		    u32 power_domain);

/* Of arrays that grow. */
void drc_arrays_free(union drc_arrays *arrays);

/**
 * drc_info_put() - an entry of ibm,drc-info, whose number of entries comes first
 * @info: the property
 * @type: type of the connectors
 * @prefix: what all names begin with
 * @index: DRC index of the first
 * @suffix: what the first name ends with
 * @count: number of connectors
 * @increment: from one index, and one suffix, to the next
 * @power_domain: of each
 */
void drc_info_put(struct bytes *info, const char *type, const char *prefix, u32 index, u32 suffix,
		  u32 count, u32 increment, u32 power_domain);

#endif /* LIB_DRCPROPS_H */
