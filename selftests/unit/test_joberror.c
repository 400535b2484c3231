// SPDX-License-Identifier: GPL-2.0
/* Tests of the errno of a job to which Linux said no. */

#include "unit.h"

#include <core/engine/joberror.h>

static const struct {
	const char *what;
	int error, state, lmb, reattach, tree, publish, stock;
} errors[] = {
	{ "it works", 0, 0, 0, 0, 0, 0, 0 },
	{ "no memory", -ENOMEM, -ENOMEM, -ENOMEM, -ENOMEM, -ENOMEM, -ENOMEM, -ENOMEM },
	{ "no progress", -ETIMEDOUT, -ETIMEDOUT, -EBUSY, -EBUSY, -EIO, -EIO, -EIO },
	{ "cancelled", -ECANCELED, -ECANCELED, -EBUSY, -EBUSY, -EIO, -EIO, -EIO },
	{ "no file", -ENOENT, -EIO, -EBUSY, -EBUSY, -EIO, -EIO, -EIO },
	{ "no device", -ENODEV, -EBUSY, -EBUSY, -EBUSY, -EIO, -ENODEV, -ENODEV },
	{ "in use", -EBUSY, -EBUSY, -EBUSY, -EBUSY, -EIO, -EIO, -EBUSY },
	{ "it is there already", -EEXIST, -EBUSY, -EBUSY, -ENOMEM, -EIO, -EIO, -EIO },
	{ "moved by another writer", -EINVAL, -EBUSY, -EBUSY, -EBUSY, -EIO, -EIO, -EIO },
	{ "a listener without an errno", -EPERM, -EBUSY, -EBUSY, -EBUSY, -EIO, -EIO, -EPERM },
	{ "a signal", -EINTR, -EBUSY, -EBUSY, -EBUSY, -EIO, -EIO, -EIO },
	{ "malformed", -EBADMSG, -EBUSY, -EBUSY, -EBUSY, -EIO, -EIO, -EIO },
	{ "a change of another writer is missing", -ESTALE, -EBUSY, -EBUSY, -EBUSY, -EIO, -ESTALE,
	  -EIO },
};

static void compare(const char *what, const char *function, int error, int wanted)
{
	expect(error == wanted, "%s, %s: %d", what, function, error);
}

static void a_job_has_an_errno_that_is_promised(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		const char *what = errors[i].what;
		int error = errors[i].error;

		compare(what, "state", pdr_state_errno(error), errors[i].state);
		compare(what, "lmb", pdr_lmb_errno(error), errors[i].lmb);
		compare(what, "reattach", pdr_reattach_errno(error), errors[i].reattach);
		compare(what, "tree", pdr_tree_errno(error), errors[i].tree);
		compare(what, "publish", pdr_publish_errno(error), errors[i].publish);
		compare(what, "stock", pdr_stock_errno(error), errors[i].stock);
	}
}

/* A write that the kernel gave up is not a wait that the module gave up. */
static void only_the_wait_says_that_it_was_too_long(void **state)
{
	(void)state;
	assert_int_equal(pdr_written_errno(0), 0);
	assert_int_equal(pdr_written_errno(7), 0);
	assert_int_equal(pdr_written_errno(INT_MAX + 1LL), 0);
	assert_int_equal(pdr_written_errno(-ETIMEDOUT), -EBUSY);
	assert_int_equal(pdr_written_errno(-ECANCELED), -EPERM);
	assert_int_equal(pdr_written_errno(-EPERM), -EPERM);
	assert_int_equal(pdr_written_errno(-ENOMEM), -ENOMEM);
}

static void a_full_queue_is_busy_for_a_writer(void **state)
{
	(void)state;
	assert_int_equal(pdr_writer_errno(-EAGAIN), -EBUSY);
	assert_int_equal(pdr_writer_errno(-ESHUTDOWN), -EBUSY);
	assert_int_equal(pdr_writer_errno(-ENOMEM), -ENOMEM);
	assert_int_equal(pdr_writer_errno(0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_has_an_errno_that_is_promised),
		cmocka_unit_test(only_the_wait_says_that_it_was_too_long),
		cmocka_unit_test(a_full_queue_is_busy_for_a_writer),
	};

	return cmocka_run_group_tests_name("joberror", tests, NULL, NULL);
}
