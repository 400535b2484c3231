/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_DRCSET_H
#define FUZZ_DRCSET_H

/*
 * Oracles for sets of connectors: they try connector after connector where the
 * core computes.
 */

#include "fuzz.h"

#include <core/parse/drcinfo.h>

/* Report a finding unless the set and its runs are as drcinfo.h says. */
void drc_set_well_formed(const struct pdr_drc_set *set);

/* Report a finding unless index and name of some connectors lead back to them. */
void drc_set_round_trips(const struct pdr_drc_set *set);

/**
 * drc_run_has() - the connector of a run with an index
 * @run: the run
 * @index: the index
 * @ordinal: which connector
 *
 * Return: false if there is none.
 */
bool drc_run_has(const struct pdr_drc_run *run, u32 index, u32 *ordinal);

/* The name of a connector, to be given to free(). */
char *drc_name(const struct pdr_drc_run *run, u32 ordinal);

#endif /* FUZZ_DRCSET_H */
