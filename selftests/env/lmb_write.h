/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LMB_WRITE_H
#define LMB_WRITE_H

/* The property of an LMB table in memory of its own, as the tests want it. */

#include <core/parse/lmb.h>

static inline int lmb_write(const struct pdr_lmb_table *table, void **prop, size_t *len)
{
	*len = pdr_lmb_length(table);
	*prop = pdr_alloc(*len);
	if (!*prop)
		return -ENOMEM;
	pdr_lmb_fill(table, *prop, *len);
	return 0;
}

#endif /* LMB_WRITE_H */
