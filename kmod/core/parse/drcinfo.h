/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_DRCINFO_H
#define _PDR_DRCINFO_H

/*
 * The connectors that one device tree node describes, either by ibm,drc-info or
 * by ibm,drc-indexes, -names, -types and -power-domains (LoPAR, "Properties for
 * Dynamic Reconfiguration"), kept as runs.
 * Invariant: the runs of a set are ordered by their first index, then by their
 * place in the property, and none is empty; no index and no name suffix of a run
 * overflows. Runs may share an index, see drcmap.h. A set takes memory for its
 * runs, never for the connectors in them.
 *
 * Includes core and core/parse.
 */

#include <pdr_env.h>

#include "core/parse/lmb.h"

/*
 * Most connectors of one node. The root has a connector for each LMB of the largest table,
 * and fewer cores and bridges than LMBs. So a walk over all connectors, with a lock held,
 * has an end.
 */
#define PDR_DRC_COUNT_MAX	(2 * PDR_LMB_COUNT_MAX)

/**
 * struct pdr_drc_run - Connectors whose index and name go up together.
 * @index_start: DRC index of connector 0
 * @increment: from one index, and from one name suffix, to the next; 0 in a run
 *	of one
 * @count: connectors, never 0
 * @suffix_start: number at the end of the name of connector 0
 * @has_suffix: the names are @prefix and a decimal number; else, in a run of
 *	one, the name is @prefix
 * @prefix: the common beginning of all names; belongs to the set
 * @type: the platform's own word for their kind; belongs to the set
 * @resource: the kind that @type stands for
 * @power_domain: power domain of all, 0 and 0xffffffff for none
 */
struct pdr_drc_run {
	u32 index_start;
	u32 increment;
	u32 count;
	u32 suffix_start;
	bool has_suffix;
	const char *prefix;
	const char *type;
	enum pseries_dr_resource resource;
	u32 power_domain;
};

/**
 * struct pdr_drc_set - The connectors of one node.
 * @runs: the runs, by first index
 * @count: number of runs
 * @strings: the memory that their names and types point into
 */
struct pdr_drc_set {
	struct pdr_drc_run *runs;
	u32 count;
	char *strings;
};

/**
 * struct pdr_drc_bytes - The value of a property.
 * @value: its bytes; NULL if the node has no such property
 * @len: how many
 */
struct pdr_drc_bytes {
	const void *value;
	size_t len;
};

/**
 * struct pdr_drc_arrays - The four properties that ibm,drc-info replaces.
 * @indexes: ibm,drc-indexes
 * @names: ibm,drc-names
 * @types: ibm,drc-types
 * @power_domains: ibm,drc-power-domains
 */
struct pdr_drc_arrays {
	struct pdr_drc_bytes indexes;
	struct pdr_drc_bytes names;
	struct pdr_drc_bytes types;
	struct pdr_drc_bytes power_domains;
};

/**
 * pdr_drc_parse_info() - Read ibm,drc-info.
 * @set: the set, to be freed by pdr_drc_set_free(); all zero on error
 * @prop: value of the property
 * @len: bytes of @prop
 *
 * Context: may sleep. Memory and time follow @len, not the number of connectors.
 * Return: 0, -ENOMEM, or -EBADMSG if the property is malformed, or states more than
 * PDR_DRC_COUNT_MAX connectors.
 */
int pdr_drc_parse_info(struct pdr_drc_set *set, const void *prop, size_t len);

/**
 * pdr_drc_parse_arrays() - Read the four properties.
 * @set: the set, to be freed by pdr_drc_set_free(); all zero on error
 * @arrays: the properties, in any order of connectors
 *
 * Context: may sleep. Takes O(n) if the connectors are in order, else O(n log n).
 * Return: 0, -ENOMEM, or -EBADMSG if a property is absent or malformed, or if
 * they disagree on the number of connectors.
 */
int pdr_drc_parse_arrays(struct pdr_drc_set *set,
			 const struct pdr_drc_arrays *arrays);

/**
 * pdr_drc_set_free() - Free the memory of a set.
 * @set: the set, or one that is all zero; all zero afterwards
 *
 * Context: may sleep.
 */
void pdr_drc_set_free(struct pdr_drc_set *set);

/**
 * pdr_drc_resource() - Kind of resource that a connector type stands for.
 * @type: a word of ibm,drc-types
 *
 * Context: any.
 * Return: the kind; a number is the type of a PCI slot; PSERIES_DR_RESOURCE_UNKNOWN
 * for all words not known here.
 */
enum pseries_dr_resource pdr_drc_resource(const char *type);

/**
 * pdr_drc_run_index() - DRC index of a connector.
 * @run: the run
 * @ordinal: the connector, below &pdr_drc_run.count
 *
 * Context: any.
 * Return: the index.
 */
static inline u32 pdr_drc_run_index(const struct pdr_drc_run *run, u32 ordinal)
{
	return run->index_start + ordinal * run->increment;
}

/**
 * pdr_drc_run_last() - DRC index of the last connector.
 * @run: the run
 *
 * Context: any.
 * Return: the index.
 */
static inline u32 pdr_drc_run_last(const struct pdr_drc_run *run)
{
	return pdr_drc_run_index(run, run->count - 1);
}

/**
 * pdr_drc_run_find() - Find a connector by its DRC index.
 * @run: the run
 * @index: the index
 * @ordinal: the connector
 *
 * Context: any.
 * Return: true if it is in the run.
 */
bool pdr_drc_run_find(const struct pdr_drc_run *run, u32 index, u32 *ordinal);

/**
 * pdr_drc_run_find_name() - Find a connector by its name.
 * @run: the run
 * @name: the name
 * @ordinal: the connector
 *
 * Context: any.
 * Return: true if it is in the run.
 */
bool pdr_drc_run_find_name(const struct pdr_drc_run *run, const char *name,
			   u32 *ordinal);

/**
 * pdr_drc_run_name() - Name of a connector.
 * @run: the run
 * @ordinal: the connector, below &pdr_drc_run.count
 * @buf: gets the name; always NUL-terminated unless @len is 0, cut if too short
 * @len: bytes of @buf
 *
 * Context: any.
 * Return: length of the whole name without its NUL, as snprintf().
 */
int pdr_drc_run_name(const struct pdr_drc_run *run, u32 ordinal, char *buf,
		     size_t len);

#endif /* _PDR_DRCINFO_H */
