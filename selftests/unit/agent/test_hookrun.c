// SPDX-License-Identifier: GPL-2.0
/* A program at work for an event: what it may read, and that nobody waits until it does. */

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agenttest.h"
#include "hookrun.h"

#define MIB		(1024 * 1024)
#define DEADLINE_S	60

static struct pdrd_loop loop;

static void stop_with_program(struct pdrd_hookrun *run)
{
	pdrd_loop_stop(run->loop, 0);
}

static int no_delay(void *ctx)
{
	(void)ctx;
	return -1;
}

/* Start a program with 1 MiB to read, and wait for its end */
static struct pdrd_hookrun run_program(const char *path)
{
	static const struct pdrd_timer timer = { .delay = no_delay };
	struct pdrd_hookrun run = { .loop = &loop, .ended = stop_with_program };
	struct pdrd_words words = { .count = 0 };
	char *json = malloc(MIB + 1);
	const struct pdrd_hookwork work = {
		.path = path, .words = &words, .json = json, .deadline = DEADLINE_S,
	};

	memset(json, '\n', MIB);
	json[MIB] = '\0';
	assert_int_equal(pdrd_loop_open(&loop), 0);
	assert_int_equal(pdrd_hookrun_start(&run, &work), 0);
	free(json);
	pdrd_loop_run(&loop, &timer);
	pdrd_loop_close(&loop);
	return run;
}

static void nobody_waits_for_a_program_that_reads_nothing(void **state)
{
	struct pdrd_hookrun run = run_program("/bin/true");

	(void)state;
	assert_int_equal(run.code, CLD_EXITED);
	assert_int_equal(run.status, 0);
	assert_int_equal(run.stage, PDRD_HOOK_RUNS);
	assert_string_equal(run.said, "");
}

/* What is beyond the first bytes is dropped, and the pipe never stays full */
static void program_may_read_all_and_say_it_again(void **state)
{
	struct pdrd_hookrun run = run_program("/bin/cat");

	(void)state;
	assert_int_equal(run.code, CLD_EXITED);
	assert_int_equal(run.status, 0);
	assert_int_equal(run.said_len, PDRD_HOOK_SAID_MAX);
	assert_int_equal(strspn(run.said, " "), PDRD_HOOK_SAID_MAX);
}

static void missing_program_is_an_error(void **state)
{
	struct pdrd_hookrun run = { .loop = &loop };
	struct pdrd_words words = { .count = 0 };
	const struct pdrd_hookwork work = {
		.path = "/nowhere/at/all", .words = &words, .json = "{}", .deadline = DEADLINE_S,
	};

	(void)state;
	assert_int_equal(pdrd_loop_open(&loop), 0);
	assert_int_equal(pdrd_hookrun_start(&run, &work), -ENOENT);
	assert_int_equal(run.pid, 0);
	assert_int_equal(run.output.fd, -1);
	pdrd_loop_close(&loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_waits_for_a_program_that_reads_nothing),
		cmocka_unit_test(program_may_read_all_and_say_it_again),
		cmocka_unit_test(missing_program_is_an_error),
	};

	/* If a program does not end, the test does */
	alarm(120);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
