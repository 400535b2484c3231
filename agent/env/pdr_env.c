// SPDX-License-Identifier: GPL-2.0
/* The environment of the core's parsers in a program: the C library's memory and its qsort(). */

#include <pdr_env.h>

void *pdr_alloc(size_t size)
{
	return pdr_alloc_array(size, 1);
}

void *pdr_alloc_array(size_t n, size_t size)
{
	/* Zero bytes are an allocation too, on every C library */
	return calloc(max_t(size_t, n, 1), size);
}

void pdr_free(const void *p)
{
	free((void *)p);
}

void sort(void *base, size_t num, size_t size,
	  int (*cmp)(const void *a, const void *b),
	  void (*swap_elements)(void *a, void *b, int size))
{
	(void)swap_elements;
	if (num)
		qsort(base, num, size, cmp);
}
