// SPDX-License-Identifier: GPL-2.0
/* Tests of the errno of a job whose memory block or CPU does not change its state. */

#include "unit.h"

#include <core/engine/stateerror.h>

static const struct {
	const char *what;
	int error, job;
} errors[] = {
	{ "it does", 0, 0 },
	{ "no memory", -ENOMEM, -ENOMEM },
	{ "no progress", -ETIMEDOUT, -ETIMEDOUT },
	{ "cancelled", -ECANCELED, -ECANCELED },
	{ "no file", -ENOENT, -EIO },
	{ "the kernel's own reasons", -EBUSY, -EBUSY },
	{ "moved by another writer", -EINVAL, -EBUSY },
	{ "a listener without an errno", -EPERM, -EBUSY },
	{ "a signal", -EINTR, -EBUSY },
};

static void a_job_has_an_errno_that_is_promised(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		int error = pdr_state_errno(errors[i].error);

		expect(error == errors[i].job, "%s: %d", errors[i].what, error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_has_an_errno_that_is_promised),
	};

	return cmocka_run_group_tests_name("stateerror", tests, NULL, NULL);
}
