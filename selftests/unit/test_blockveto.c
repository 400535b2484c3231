// SPDX-License-Identifier: GPL-2.0
/* Tests of the reasons for which a memory block stays as it is. */

#include "unit.h"

#include <core/engine/blockveto.h>

#define NONE	PSERIES_DR_REASON_NONE

static const struct {
	const char *what;
	struct pdr_block_facts facts;
	int error;
	u8 reason;
} vetoes[] = {
	{ "one that goes", { .leaves = true, .asked = true }, 0, NONE },
	{ "one that goes at the last moment",
	  { .leaves = true, .stopped = -ETIMEDOUT }, 0, NONE },
	{ "another writer was faster", { .error = -EINVAL, .leaves = true, .asked = true },
	  -EINVAL, NONE },
	{ "no memory", { .error = -ENOMEM, .leaves = true, .stopped = -ECANCELED },
	  -ENOMEM, NONE },
	{ "no such file", { .error = -ENOENT, .asked = true }, -ENOENT, NONE },
	{ "a lock that is not free in time", { .error = -ETIMEDOUT, .leaves = true },
	  -ETIMEDOUT, PSERIES_DR_REASON_LOCK_HELD },
	{ "a lock that is waited for until the job is cancelled",
	  { .error = -ECANCELED, .in_kernel_zone = true }, -ECANCELED,
	  PSERIES_DR_REASON_LOCK_HELD },
	{ "a lock that is waited for until the watch ends it",
	  { .error = -EAGAIN, .leaves = true, .stopped = -ETIMEDOUT, .in_kernel_zone = true },
	  -ETIMEDOUT, PSERIES_DR_REASON_LOCK_HELD },
	{ "a listener that objects",
	  { .error = -EBUSY, .leaves = true, .asked = true, .in_kernel_zone = true },
	  -EBUSY, PSERIES_DR_REASON_VETOED },
	{ "a listener that objects with an errno of its own",
	  { .error = -EPERM, .leaves = true, .asked = true, .undoing = true }, -EBUSY,
	  PSERIES_DR_REASON_VETOED },
	{ "a listener that objects to a new block", { .error = -EPERM, .asked = true }, -EBUSY,
	  PSERIES_DR_REASON_VETOED },
	{ "one that objects to a block that comes back: it needs memory",
	  { .error = -EPERM, .asked = true, .undoing = true }, -ENOMEM, NONE },
	{ "a signal before all listeners are asked",
	  { .error = -EINTR, .leaves = true, .asked = true, .stopped = -ETIMEDOUT },
	  -ETIMEDOUT, PSERIES_DR_REASON_PAGES_STAY },
	{ "pages of the kernel", { .error = -EBUSY, .leaves = true, .in_kernel_zone = true },
	  -EBUSY, PSERIES_DR_REASON_KERNEL_ZONE },
	{ "pages of the kernel in memory that was there at boot",
	  { .error = -EBUSY, .leaves = true, .in_kernel_zone = true, .since_boot = true },
	  -EBUSY, PSERIES_DR_REASON_BOOT_MEMORY },
	{ "pages that stay in movable memory that was there at boot",
	  { .error = -EBUSY, .leaves = true, .since_boot = true }, -EBUSY,
	  PSERIES_DR_REASON_PAGES_STAY },
	{ "a listener that objects to the removal of memory that was there at boot",
	  { .error = -EBUSY, .leaves = true, .asked = true, .in_kernel_zone = true,
	    .since_boot = true }, -EBUSY, PSERIES_DR_REASON_VETOED },
	{ "pages that stay", { .error = -EBUSY, .leaves = true, .asked = true, .agreed = true },
	  -EBUSY, PSERIES_DR_REASON_PAGES_STAY },
	{ "pages that stay until the job is cancelled",
	  { .error = -EINTR, .leaves = true, .asked = true, .agreed = true,
	    .stopped = -ECANCELED },
	  -ECANCELED, PSERIES_DR_REASON_PAGES_STAY },
	{ "a block that does not come online, and nobody knows why",
	  { .error = -EIO, .asked = true, .agreed = true, .in_kernel_zone = true }, -EBUSY,
	  NONE },
};

static void each_block_that_stays_has_its_reason(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(vetoes); i++) {
		u8 reason = 0xff;
		int error = pdr_block_veto(&vetoes[i].facts, &reason);

		expect(error == vetoes[i].error && reason == vetoes[i].reason,
		       "%s: %d, reason %u", vetoes[i].what, error, reason);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_block_that_stays_has_its_reason),
	};

	return cmocka_run_group_tests_name("blockveto", tests, NULL, NULL);
}
