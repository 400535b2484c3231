/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_DRCSET_H
#define FUZZ_DRCSET_H

/*
 * What holds of every set of connectors, and of every connector in it: oracles
 * that count where the sets of the core reckon.
 */

#include "fuzz.h"

#include <core/parse/drcinfo.h>

/* A finding, unless the set and each of its runs is as drcinfo.h says. */
void drc_set_well_formed(const struct pdr_drc_set *set);

/* A finding, unless index and name of some connectors lead back to them. */
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
