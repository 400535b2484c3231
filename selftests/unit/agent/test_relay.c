// SPDX-License-Identifier: GPL-2.0
/* The whole agent in this process: its standard output, and what is kept before it is sent. */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "agenttest.h"
#include "kept.h"
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

/* The number kept when a line with a cursor was sent last; -1 before that */
static const struct kept *looked_at;
static int64_t kept_then = -1;

ssize_t __real_send(int fd, const void *buf, size_t len, int flags);
ssize_t __wrap_send(int fd, const void *buf, size_t len, int flags);

ssize_t __wrap_send(int fd, const void *buf, size_t len, int flags)
{
	if (looked_at && memmem(buf, len, "\"cursor\"", 8))
		kept_then = kept_ask(looked_at, "SELECT max(seq) FROM load");
	return __real_send(fd, buf, len, flags);
}

static unsigned int told;

int __wrap_sd_journal_sendv(const struct iovec *fields, int count);

int __wrap_sd_journal_sendv(const struct iovec *fields, int count)
{
	(void)fields;
	assert_true(count > 0);
	told++;
	return 0;
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

static void tell_event(struct pdrd_relay *relay)
{
	struct dr_info info = { .boot_id = LOAD_A };
	struct dr_event event = { .job.has = 1ULL << PSERIES_DR_A_JOB_SEQ, .job.seq = 1 };
	const struct dr_record module = {
		.type = DR_RECORD_MODULE, .module = DR_MODULE_PRESENT, .info = &info,
	};
	const struct dr_record record = {
		.type = DR_RECORD_EVENT, .event = &event, .boot_id = LOAD_A,
	};

	relay->follow.ops->emit(relay, &module);
	relay->follow.ops->emit(relay, &record);
	pdrd_relay_refresh(relay);
}

/* Otherwise a crash between the two would lose what a reader has heard already */
static void what_readers_hear_is_kept_before(void **state)
{
	const struct setting *setting = *state;
	struct pdrd_relay relay = { 0 };
	struct pdrd_loop loop;
	struct kept kept;
	int fds[2];

	kept_make(&kept);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
	assert_int_equal(pdrd_loop_open(&loop), 0);
	assert_int_equal(pdrd_relay_open(&relay, &loop, setting->place.path, false,
					 &kept.history), 0);
	assert_int_equal(pdrd_clients_add(&relay.clients, fds[0], true, "hello"), 0);
	looked_at = &kept;
	tell_event(&relay);
	looked_at = NULL;
	assert_int_equal(kept_then, 1);
	pdrd_relay_close(&relay);
	pdrd_loop_close(&loop);
	close(fds[1]);
	kept_remove(&kept);
}

static void journal_is_told_on_request_alone(void **state)
{
	const struct setting *setting = *state;
	struct dr_event event = { .job.state = PSERIES_DR_STATE_DONE, .job.seq = 1 };
	const struct dr_record record = { .type = DR_RECORD_EVENT, .event = &event };
	struct pdrd_relay relay = { 0 };
	struct pdrd_loop loop;

	told = 0;
	assert_int_equal(pdrd_loop_open(&loop), 0);
	assert_int_equal(pdrd_relay_open(&relay, &loop, setting->place.path, false, NULL), 0);
	relay.follow.ops->emit(&relay, &record);
	assert_int_equal(told, 0);
	relay.journal = true;
	relay.follow.ops->emit(&relay, &record);
	assert_int_equal(told, 1);
	pdrd_relay_refresh(&relay);
	pdrd_relay_close(&relay);
	pdrd_loop_close(&loop);
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(stdout_is_given_back_as_it_was),
		TEST(stdout_that_was_nonblocking_stays_so),
		TEST(what_readers_hear_is_kept_before),
		TEST(journal_is_told_on_request_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
