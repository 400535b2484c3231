/* SPDX-License-Identifier: GPL-2.0 */
/* The lists of lsslot, in the columns that scripts know. Functions return its exit status. */
#ifndef LS_KINDS_H
#define LS_KINDS_H

#include "ls_options.h"

enum ls_status ls_cpu(const struct ls_options *options);
enum ls_status ls_mem(const struct ls_options *options);
enum ls_status ls_slots(const struct ls_options *options);
enum ls_status ls_phb(const struct ls_options *options);

/**
 * ls_type_words() - describe the type of a slot
 * @type: its word of ibm,drc-types
 * @virtual: it is on the bus of virtual devices
 *
 * Return: the words that scripts know; NULL for a type that is not known.
 */
const char *ls_type_words(const char *type, bool virtual);

#endif /* LS_KINDS_H */
