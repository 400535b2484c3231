/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_CHECKS_H
#define PDR_MODEL_CHECKS_H

/*
 * Checks of the model, mostly with the module's own parsers.
 * Each prints the mistakes and returns their number.
 */

/* LoPAR's calls on connectors in use, and on a busy platform. */
unsigned int model_check_calls(void);

/* The tables of connectors and of memory, connector by connector. */
unsigned int model_check_tables(void);

/* The nodes that come with each kind of connector. */
unsigned int model_check_nodes(void);

/* Events, of every kind of connector that leaves. */
unsigned int model_check_events(void);

#endif /* PDR_MODEL_CHECKS_H */
