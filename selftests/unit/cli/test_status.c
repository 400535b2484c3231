// SPDX-License-Identifier: GPL-2.0
/*
 * Exit statuses of a job, of an answer of the kernel, and of protocol versions.
 */
#include <errno.h>

#include "clitest.h"

#include "module.h"

/**
 * struct outcome - a job at its end and its exit status
 * @state: enum pseries_dr_state
 * @action: enum pseries_dr_action
 * @error: errno
 * @undo_failed: steps that could not be undone
 * @status: exit status
 */
struct outcome {
	unsigned int state;
	unsigned int action;
	int error;
	unsigned int undo_failed;
	enum ctl_status status;
};

#define ADD	PSERIES_DR_ACTION_ADD
#define REMOVE	PSERIES_DR_ACTION_REMOVE
#define DONE	PSERIES_DR_STATE_DONE
#define REFUSED	PSERIES_DR_STATE_REFUSED
#define FAILED	PSERIES_DR_STATE_FAILED
#define STOPPED	PSERIES_DR_STATE_CANCELLED

static const struct outcome outcomes[] = {
	{ DONE, REMOVE, 0, 0, CTL_DONE },
	{ DONE, REMOVE, 0, 1, CTL_PARTIAL },
	{ FAILED, REMOVE, EBUSY, 0, CTL_BUSY },
	{ REFUSED, REMOVE, EBUSY, 0, CTL_BUSY },
	{ FAILED, REMOVE, EBUSY, 1, CTL_PARTIAL },
	{ FAILED, REMOVE, EPERM, 0, CTL_NOT_TAKEN },
	{ FAILED, ADD, EPERM, 0, CTL_FAILED },
	{ FAILED, REMOVE, ETIMEDOUT, 0, CTL_TIMEOUT },
	{ FAILED, ADD, ENODEV, 0, CTL_NOT_FOUND },
	{ FAILED, REMOVE, EIO, 0, CTL_FAILED },
	{ FAILED, REMOVE, ENOSPC, 0, CTL_FAILED },
	{ FAILED, REMOVE, ENOMEM, 0, CTL_FAILED },
	{ FAILED, REMOVE, 0, 0, CTL_FAILED },
	{ FAILED, REMOVE, 9999, 0, CTL_FAILED },
	{ STOPPED, REMOVE, ECANCELED, 0, CTL_CANCELLED },
	{ STOPPED, REMOVE, 0, 0, CTL_CANCELLED },
	{ STOPPED, REMOVE, ECANCELED, 2, CTL_PARTIAL },
	{ FAILED, REMOVE, ECANCELED, 0, CTL_CANCELLED },
	{ 42, REMOVE, EBUSY, 0, CTL_BUSY },
};

static void outcome_of_a_job(void **state)
{
	struct dr_job job;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(outcomes); i++) {
		job = (struct dr_job){
			.state = outcomes[i].state, .action = outcomes[i].action,
			.error = outcomes[i].error, .undo_failed = outcomes[i].undo_failed,
		};
		print_message("row %zu\n", i);
		assert_int_equal(ctl_status_of_job(&job), outcomes[i].status);
	}
}

/* One errno, EPERM, has two meanings, which never give the same status */
static void permission_is_not_refusal(void **state)
{
	struct dr_job job = { .state = FAILED, .action = REMOVE, .error = EPERM };

	(void)state;
	assert_int_equal(ctl_status_of_errno(EPERM), CTL_PERMISSION);
	assert_int_equal(ctl_status_of_job(&job), CTL_NOT_TAKEN);
	assert_int_not_equal(ctl_status_of_errno(EPERM), ctl_status_of_job(&job));
}

static void answer_of_the_kernel(void **state)
{
	(void)state;
	assert_int_equal(ctl_status_of_errno(0), CTL_DONE);
	assert_int_equal(ctl_status_of_errno(EACCES), CTL_PERMISSION);
	assert_int_equal(ctl_status_of_errno(ENOENT), CTL_NOT_FOUND);
	assert_int_equal(ctl_status_of_errno(ENODEV), CTL_NOT_FOUND);
	assert_int_equal(ctl_status_of_errno(EINVAL), CTL_USAGE);
	assert_int_equal(ctl_status_of_errno(ERANGE), CTL_USAGE);
	assert_int_equal(ctl_status_of_errno(EBUSY), CTL_FAILED);
	assert_int_equal(ctl_status_of_errno(EAGAIN), CTL_FAILED);
	assert_int_equal(ctl_status_of_errno(EALREADY), CTL_FAILED);
	assert_int_equal(ctl_status_of_errno(EOPNOTSUPP), CTL_FAILED);
	assert_int_equal(ctl_status_of_errno(EIO), CTL_FAILED);
}

static void each_status_says_what_to_do(void **state)
{
	int i, j;

	(void)state;
	for (i = 0; i <= 130; i++)
		assert_true(strlen(ctl_status_advice(i)) > 3);
	for (i = 0; i <= CTL_BUSY; i++)
		for (j = 0; j < i; j++)
			assert_string_not_equal(ctl_status_advice(i), ctl_status_advice(j));
	assert_non_null(strstr(ctl_status_advice(CTL_NO_MODULE), "modprobe pseries_dr"));
}

static enum ctl_status versions(uint64_t has, uint32_t abi, uint32_t abi_min)
{
	struct dr_info info = { .has = has, .abi = abi, .abi_min = abi_min };

	return ctl_module_check(&info);
}

static void versions_must_overlap(void **state)
{
	uint64_t both = 1ULL << PSERIES_DR_A_INFO_ABI | 1ULL << PSERIES_DR_A_INFO_ABI_MIN;

	(void)state;
	assert_int_equal(versions(both, 1, 1), CTL_DONE);
	assert_int_equal(versions(both, 7, 1), CTL_DONE);
	assert_int_equal(versions(0, 0, 0), CTL_DONE);
	assert_int_equal(versions(both, 3, 2), CTL_PROTOCOL);
	assert_int_equal(versions(both, 0, 0), CTL_PROTOCOL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcome_of_a_job),
		cmocka_unit_test(permission_is_not_refusal),
		cmocka_unit_test(answer_of_the_kernel),
		cmocka_unit_test(each_status_says_what_to_do),
		cmocka_unit_test(versions_must_overlap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
