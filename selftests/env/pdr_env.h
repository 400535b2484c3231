/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_ENV_TEST_H
#define _PDR_ENV_TEST_H

/*
 * The core's world as tests give it: that of user space, with a sort() that is in
 * place as the kernel's, and an allocator whose n-th allocation fails on demand.
 */

#include "../../agent/env/pdr_env.h"

/**
 * struct pdr_env_memory - What the allocator did and shall do.
 * @fail_at: the allocation that fails, counted from 1; 0 for none
 * @fail_on: after @fail_at every later allocation fails too
 * @made: allocations asked for since the last pdr_env_memory_reset()
 * @live: allocations not given back
 * @largest: bytes of the largest allocation asked for
 */
struct pdr_env_memory {
	unsigned long fail_at;
	bool fail_on;
	unsigned long made;
	unsigned long live;
	size_t largest;
};

/* Of this process only; tests are single-threaded. */
extern struct pdr_env_memory pdr_env_memory;

/**
 * pdr_env_memory_reset() - Count anew, and let one allocation fail.
 * @fail_at: which one from now on, counted from 1; 0 for none
 */
void pdr_env_memory_reset(unsigned long fail_at);

/**
 * pdr_env_memory_end() - Let every allocation fail from now on.
 */
void pdr_env_memory_end(void);

#endif /* _PDR_ENV_TEST_H */
