/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_CHECKS_H
#define PDR_MODEL_CHECKS_H

/*
 * What the model says, as the module's own parsers take it.
 * Each prints what is wrong, and returns how much there is.
 */

/* In use and busy: what LoPAR's calls say of it. */
unsigned int model_check_calls(void);

/* The tables of connectors and of memory, connector by connector. */
unsigned int model_check_tables(void);

/* What comes with each kind of connector. */
unsigned int model_check_nodes(void);

/* Events, of every kind of connector that leaves. */
unsigned int model_check_events(void);

#endif /* PDR_MODEL_CHECKS_H */
