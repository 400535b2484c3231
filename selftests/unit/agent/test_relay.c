// SPDX-License-Identifier: GPL-2.0
/* The whole agent in this process, with a standard output that others share. */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agenttest.h"
#include "place.h"
#include "relay.h"

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);

/* Without /proc the agent cannot open standard output again */
int __wrap_open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	if (!strncmp(path, "/proc/", strlen("/proc/"))) {
		errno = ENOENT;
		return -1;
	}
	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	return __real_open(path, flags, mode);
}

/**
 * struct setting - a standard output for one test
 * @place: folder and socket
 * @saved: the test's own standard output
 * @out: both ends of the pipe in its place
 */
struct setting {
	struct place place;
	int saved;
	int out[2];
};

static int setup(void **state)
{
	struct setting *setting = calloc(1, sizeof(*setting));

	place_make(&setting->place);
	assert_int_equal(pipe2(setting->out, O_CLOEXEC), 0);
	fflush(stdout);
	setting->saved = dup(STDOUT_FILENO);
	dup2(setting->out[1], STDOUT_FILENO);
	*state = setting;
	return 0;
}

static int teardown(void **state)
{
	struct setting *setting = *state;

	fflush(stdout);
	dup2(setting->saved, STDOUT_FILENO);
	close(setting->saved);
	close(setting->out[0]);
	close(setting->out[1]);
	place_remove(&setting->place);
	free(setting);
	return 0;
}

static bool nonblocking(const struct setting *setting)
{
	return fcntl(setting->out[1], F_GETFL) & O_NONBLOCK;
}

static void live(const struct setting *setting)
{
	struct pdrd_relay relay = { 0 };
	struct pdrd_loop loop;

	assert_int_equal(pdrd_loop_open(&loop), 0);
	assert_int_equal(pdrd_relay_open(&relay, &loop, setting->place.path, true,
					 NULL), 0);
	assert_true(nonblocking(setting));
	pdrd_relay_close(&relay);
	pdrd_loop_close(&loop);
}

/* Otherwise the shell's terminal would stay non-blocking after us */
static void stdout_is_given_back_as_it_was(void **state)
{
	const struct setting *setting = *state;

	live(setting);
	assert_false(nonblocking(setting));
}

static void stdout_that_was_nonblocking_stays_so(void **state)
{
	const struct setting *setting = *state;

	fcntl(setting->out[1], F_SETFL, O_WRONLY | O_NONBLOCK);
	live(setting);
	assert_true(nonblocking(setting));
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(stdout_is_given_back_as_it_was),
		TEST(stdout_that_was_nonblocking_stays_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
