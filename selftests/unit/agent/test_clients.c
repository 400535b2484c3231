// SPDX-License-Identifier: GPL-2.0
/* The socket, its file, and many clients at once. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agenttest.h"
#include "clients.h"
#include "endpoint.h"
#include "backlog.h"
#include "place.h"

/**
 * struct setting - a daemon's socket side
 * @place: folder and socket
 * @loop: event loop
 * @listener: the socket
 * @clients: the readers
 */
struct setting {
	struct place place;
	struct pdrd_loop loop;
	struct pdrd_listen listener;
	struct pdrd_clients clients;
};

/* errno of the next accept4(), 0 for the kernel's own */
static int accept_error;

int __real_accept4(int fd, struct sockaddr *addr, socklen_t *addr_len,
		   int flags);
int __wrap_accept4(int fd, struct sockaddr *addr, socklen_t *addr_len,
		   int flags);

int __wrap_accept4(int fd, struct sockaddr *addr, socklen_t *addr_len,
		   int flags)
{
	errno = accept_error;
	accept_error = 0;
	if (errno)
		return -1;
	return __real_accept4(fd, addr, addr_len, flags);
}

/* User of the next clients */
static uid_t reader;

int __real_getsockopt(int fd, int level, int name, void *value, socklen_t *len);
int __wrap_getsockopt(int fd, int level, int name, void *value, socklen_t *len);

int __wrap_getsockopt(int fd, int level, int name, void *value, socklen_t *len)
{
	int ret = __real_getsockopt(fd, level, name, value, len);

	if (level == SOL_SOCKET && name == SO_PEERCRED)
		((struct ucred *)value)->uid = reader;
	return ret;
}

static char *greet(void *ctx)
{
	(void)ctx;
	return strdup("hello");
}

static int setup(void **state)
{
	struct setting *setting = calloc(1, sizeof(*setting));

	place_make(&setting->place);
	assert_int_equal(pdrd_loop_open(&setting->loop), 0);
	assert_int_equal(pdrd_listen_open(&setting->listener, setting->place.path),
			 0);
	assert_int_equal(pdrd_clients_open(&setting->clients, &setting->loop,
					   setting->listener.fd, greet, NULL),
			 0);
	*state = setting;
	return 0;
}

static int teardown(void **state)
{
	struct setting *setting = *state;

	pdrd_clients_close(&setting->clients);
	assert_int_equal(setting->clients.count, 0);
	pdrd_listen_close(&setting->listener);
	pdrd_loop_close(&setting->loop);
	place_remove(&setting->place);
	free(setting);
	return 0;
}

/* Do all that the loop has to do now */
static void pump(struct setting *setting)
{
	struct epoll_event event;
	struct pdrd_watch *watch;

	while (epoll_wait(setting->loop.fd, &event, 1, 0) > 0) {
		watch = event.data.ptr;
		watch->ready(watch, event.events);
	}
}

static int new_client(struct setting *setting)
{
	int fd = place_connect(&setting->place, SOCK_NONBLOCK);

	assert_true(fd >= 0);
	pump(setting);
	return fd;
}

static void expect(int fd, const char *text)
{
	char buf[256] = { 0 };

	assert_int_equal(read(fd, buf, sizeof(buf) - 1), strlen(text));
	assert_string_equal(buf, text);
}

static void expect_nothing(int fd)
{
	char byte;

	assert_int_equal(read(fd, &byte, 1), -1);
	assert_int_equal(errno, EAGAIN);
}

static void hello_then_lines(void **state)
{
	struct setting *setting = *state;
	int a = new_client(setting), b;

	expect(a, "hello\n");
	pdrd_clients_send(&setting->clients, "one");
	b = new_client(setting);
	pdrd_clients_send(&setting->clients, "two");
	expect(a, "one\ntwo\n");
	expect(b, "hello\ntwo\n");
	close(a);
	close(b);
}

/* epoll reports a waiting client once: one that is passed over waits for ever */
static void client_behind_one_that_gave_up(void **state)
{
	static const int errors[] = { ECONNABORTED, EINTR };
	struct setting *setting = *state;
	size_t i;
	int fd;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		accept_error = errors[i];
		fd = new_client(setting);
		assert_int_equal(accept_error, 0);
		expect(fd, "hello\n");
		close(fd);
		pump(setting);
	}
}

static void vanishing_clients(void **state)
{
	struct setting *setting = *state;
	int a = new_client(setting), b = new_client(setting);
	int c = new_client(setting);

	assert_int_equal(setting->clients.count, 3);
	/* The loop or the next line, whichever is first, notices it */
	close(b);
	pump(setting);
	assert_int_equal(setting->clients.count, 2);
	close(a);
	pdrd_clients_send(&setting->clients, "one");
	assert_int_equal(setting->clients.count, 1);
	pump(setting);
	expect(c, "hello\none\n");
	close(c);
	pump(setting);
	assert_int_equal(setting->clients.count, 0);
}

/* A client whose own input has ended may still want to read */
static void half_closed_client(void **state)
{
	struct setting *setting = *state;
	int fd = new_client(setting);

	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	pump(setting);
	pdrd_clients_send(&setting->clients, "one");
	expect(fd, "hello\none\n");
	close(fd);
}

/* A client that does not read costs the others nothing, and gets its rest at the end */
static void slow_client(void **state)
{
	struct setting *setting = *state;
	int slow = new_client(setting), fast = new_client(setting);
	char line[1001], buf[65536];
	size_t total = 0;
	ssize_t ret;
	int i;

	memset(line, 'a', sizeof(line) - 1);
	line[sizeof(line) - 1] = 0;
	expect(fast, "hello\n");
	for (i = 0; i < 4000; i++) {
		pdrd_clients_send(&setting->clients, line);
		pump(setting);
		assert_int_equal(read(fast, buf, sizeof(buf)), sizeof(line));
		expect_nothing(fast);
	}
	assert_int_equal(setting->clients.count, 2);
	do {
		ret = read(slow, buf, sizeof(buf));
		total += ret > 0 ? ret : 0;
		pump(setting);
	} while (ret > 0);
	assert_true(total > PDRD_OUT_MAX);
	assert_true(total < 4000 * sizeof(line));
	pdrd_clients_send(&setting->clients, "next");
	expect(slow, "next\n");
	close(slow);
	close(fast);
}

/* Read all that there is */
static size_t drain(int fd)
{
	char buf[65536];
	size_t total = 0;
	ssize_t ret;

	while ((ret = read(fd, buf, sizeof(buf))) > 0)
		total += ret;
	return total;
}

/* At its end the daemon writes all that there is room for by now */
static void last_words(void **state)
{
	struct setting *setting = *state;
	int fd = new_client(setting);
	char line[1001];
	size_t first;
	int i;

	memset(line, 'a', sizeof(line) - 1);
	line[sizeof(line) - 1] = 0;
	for (i = 0; i < 1000; i++)
		pdrd_clients_send(&setting->clients, line);
	first = drain(fd);
	assert_true(first < 1000 * sizeof(line));
	pdrd_clients_close(&setting->clients);
	assert_true(drain(fd) > 0);
	close(fd);
	/* For the teardown */
	assert_int_equal(pdrd_clients_open(&setting->clients, &setting->loop,
					   setting->listener.fd, greet, NULL),
			 0);
}

static void too_many_clients(void **state)
{
	struct setting *setting = *state;
	int fds[PDRD_CLIENTS_MAX], i, fd;
	char byte;

	for (i = 0; i < PDRD_CLIENTS_MAX; i++)
		fds[i] = new_client(setting);
	fd = new_client(setting);
	expect(fd, "{\"type\":\"full\",\"clients\":32}\n");
	assert_int_equal(read(fd, &byte, 1), 0);
	close(fd);

	close(fds[7]);
	pump(setting);
	fds[7] = new_client(setting);
	expect(fds[7], "hello\n");
	for (i = 0; i < PDRD_CLIENTS_MAX; i++)
		close(fds[i]);
}

static void expect_full(struct setting *setting, unsigned int count)
{
	int fd = new_client(setting);
	char line[64];

	snprintf(line, sizeof(line), "{\"type\":\"full\",\"clients\":%u}\n", count);
	expect(fd, line);
	close(fd);
}

/* One user does not keep the others out, and all together do not keep out root */
static void room_for_others(void **state)
{
	struct setting *setting = *state;
	int fds[PDRD_CLIENTS_MAX], i;

	for (i = 0; i < PDRD_CLIENTS_MAX - PDRD_CLIENTS_ROOT; i++) {
		reader = 1000 + i / PDRD_CLIENTS_USER;
		fds[i] = new_client(setting);
		expect(fds[i], "hello\n");
		if (i == PDRD_CLIENTS_USER - 1)
			expect_full(setting, PDRD_CLIENTS_USER);
	}
	reader = 2000;
	expect_full(setting, PDRD_CLIENTS_MAX - PDRD_CLIENTS_ROOT);
	reader = 0;
	for (; i < PDRD_CLIENTS_MAX; i++) {
		fds[i] = new_client(setting);
		expect(fds[i], "hello\n");
	}
	for (i = 0; i < PDRD_CLIENTS_MAX; i++)
		close(fds[i]);
}

/* epoll cannot watch it, and it is always ready */
static void regular_file(void **state)
{
	struct setting *setting = *state;
	char buf[32] = { 0 };
	FILE *file = tmpfile();

	assert_int_equal(pdrd_clients_add(&setting->clients, dup(fileno(file)),
					  false, NULL), 0);
	pdrd_clients_send(&setting->clients, "one");
	pdrd_clients_send(&setting->clients, "two");
	assert_int_equal(pread(fileno(file), buf, sizeof(buf), 0), 8);
	assert_string_equal(buf, "one\ntwo\n");
	fclose(file);
}

static void full_disk(void **state)
{
	struct setting *setting = *state;
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	if (full < 0)
		skip();
	assert_int_equal(pdrd_clients_add(&setting->clients, full, false,
					  NULL), 0);
	pdrd_clients_send(&setting->clients, "one");
	assert_int_equal(setting->clients.count, 0);
}

/* The open file is shared, so closing one descriptor does not end the watch */
static void shared_pipe_closed(void **state)
{
	struct setting *setting = *state;
	int fds[2], fd = new_client(setting);

	assert_int_equal(pipe2(fds, O_NONBLOCK | O_CLOEXEC), 0);
	assert_int_equal(pdrd_clients_add(&setting->clients, dup(fds[1]), false,
					  NULL), 0);
	pump(setting);
	close(fds[0]);
	pump(setting);
	assert_int_equal(setting->clients.count, 1);
	pdrd_clients_send(&setting->clients, "one");
	expect(fd, "hello\none\n");
	close(fds[1]);
	close(fd);
}

static void file_of_the_socket(void **state)
{
	struct setting *setting = *state;
	struct pdrd_listen second;
	struct stat st;

	assert_int_equal(stat(setting->place.path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0660);
	/* The socket of a live daemon is left alone, and still works */
	assert_int_equal(pdrd_listen_open(&second, setting->place.path),
			 -EADDRINUSE);
	close(new_client(setting));
}

/* After a kill there is a file without a listener */
static void stale_file(void **state)
{
	struct setting *setting = *state;
	struct pdrd_listen second;
	struct stat st;
	char path[80];

	snprintf(path, sizeof(path), "%s/other", setting->place.folder);
	assert_int_equal(pdrd_listen_open(&second, path), 0);
	close(second.fd);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(pdrd_listen_open(&second, path), 0);
	pdrd_listen_close(&second);
	assert_int_equal(stat(path, &st), -1);
}

/* After its file was removed, a second daemon can start, with a file of its own */
static void replaced_file(void **state)
{
	struct setting *setting = *state;
	struct pdrd_listen second;
	struct stat st;

	assert_int_equal(unlink(setting->place.path), 0);
	assert_int_equal(pdrd_listen_open(&second, setting->place.path), 0);
	pdrd_listen_close(&setting->listener);
	assert_int_equal(stat(setting->place.path, &st), 0);
	pdrd_listen_close(&second);
	assert_int_equal(pdrd_listen_open(&setting->listener, setting->place.path),
			 0);
}

static void foreign_file(void **state)
{
	struct setting *setting = *state;
	struct pdrd_listen second;
	char path[80];

	snprintf(path, sizeof(path), "%s/file", setting->place.folder);
	close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	assert_int_equal(pdrd_listen_open(&second, path), -ENOTSOCK);
	assert_int_equal(unlink(path), 0);
}

static void bad_paths(void **state)
{
	struct pdrd_listen second;
	char path[200];

	(void)state;
	memset(path, 'a', sizeof(path) - 1);
	path[sizeof(path) - 1] = 0;
	assert_int_equal(pdrd_listen_open(&second, path), -ENAMETOOLONG);
	assert_int_equal(pdrd_listen_open(&second, ""), -EINVAL);
	assert_int_equal(pdrd_listen_open(&second, "/nowhere/x"), -ENOENT);
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hello_then_lines),
		TEST(client_behind_one_that_gave_up),
		TEST(vanishing_clients),
		TEST(half_closed_client),
		TEST(slow_client),
		TEST(last_words),
		TEST(too_many_clients),
		TEST(room_for_others),
		TEST(regular_file),
		TEST(full_disk),
		TEST(shared_pipe_closed),
		TEST(file_of_the_socket),
		TEST(stale_file),
		TEST(replaced_file),
		TEST(foreign_file),
		TEST(bad_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
