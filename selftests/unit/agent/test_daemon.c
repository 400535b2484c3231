// SPDX-License-Identifier: GPL-2.0
/* The program: how it starts, serves clients and ends. */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agenttest.h"
#include "place.h"
#include "util.h"

#define TIMEOUT_MS	10000
#define ABSENT		"{\"type\":\"module\",\"state\":\"absent\"}\n"

/**
 * struct setting - a daemon and its surroundings
 * @place: folder and socket
 * @pid: the daemon, 0 for none
 * @out: reading end of its standard output
 * @err: reading end of its standard error
 */
struct setting {
	struct place place;
	pid_t pid;
	int out;
	int err;
};

static int setup(void **state)
{
	struct setting *setting = calloc(1, sizeof(*setting));

	place_make(&setting->place);
	setting->out = -1;
	setting->err = -1;
	*state = setting;
	return 0;
}

static int teardown(void **state)
{
	struct setting *setting = *state;

	if (setting->pid) {
		kill(setting->pid, SIGKILL);
		waitpid(setting->pid, NULL, 0);
	}
	close(setting->out);
	close(setting->err);
	unlink(setting->place.path);
	place_remove(&setting->place);
	free(setting);
	return 0;
}

static void spawn(struct setting *setting, char * const argv[])
{
	int out[2], err[2];

	close(setting->out);
	close(setting->err);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	assert_int_equal(pipe2(err, O_CLOEXEC), 0);
	setting->pid = fork();
	if (!setting->pid) {
		dup2(out[1], STDOUT_FILENO);
		dup2(err[1], STDERR_FILENO);
		execv(PDRD, argv);
		_exit(127);
	}
	close(out[1]);
	close(err[1]);
	setting->out = out[0];
	setting->err = err[0];
}

static void start(struct setting *setting)
{
	char * const argv[] = { PDRD, "--socket", setting->place.path, NULL };

	spawn(setting, argv);
}

/* Read until @text has come, or fail */
static void expect(int fd, const char *text)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	size_t len = 0, want = strlen(text);
	char buf[4096] = { 0 };
	ssize_t ret;

	while (len < want) {
		assert_int_equal(poll(&pfd, 1, TIMEOUT_MS), 1);
		ret = read(fd, buf + len, sizeof(buf) - 1 - len);
		assert_true(ret > 0);
		len += ret;
	}
	assert_string_equal(buf, text);
}

/* Read standard error to its end */
static void expect_error(struct setting *setting, const char *part)
{
	char buf[4096] = { 0 };
	size_t len = 0;
	ssize_t ret;

	while ((ret = read(setting->err, buf + len, sizeof(buf) - 1 - len)) > 0)
		len += ret;
	if (!strstr(buf, part))
		fail_msg("\"%s\" is not in: %s", part, buf);
}

static void expect_exit(struct setting *setting, int expected)
{
	int status;

	assert_int_equal(waitpid(setting->pid, &status, 0), setting->pid);
	setting->pid = 0;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), expected);
}

static void expect_hello(int fd)
{
	expect(fd, "{\"type\":\"hello\",\"version\":\"test\",\"abi\":1,"
		   "\"module\":\"absent\",\"seq\":0}\n");
}

static void life(void **state)
{
	static const int signals[] = { SIGTERM, SIGINT };
	struct setting *setting = *state;
	struct stat st;
	size_t i;
	int fd;
	char byte;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		start(setting);
		expect(setting->out, ABSENT);
		fd = place_connect(&setting->place, 0);
		expect_hello(fd);
		/* Looks again, finds nothing new, and goes on */
		kill(setting->pid, SIGHUP);
		close(fd);
		fd = place_connect(&setting->place, 0);
		expect_hello(fd);
		kill(setting->pid, signals[i]);
		assert_int_equal(read(fd, &byte, 1), 0);
		close(fd);
		expect_exit(setting, 0);
		expect_error(setting, "");
		assert_int_equal(stat(setting->place.path, &st), -1);
	}
}

static void second_daemon(void **state)
{
	struct setting *setting = *state, second = *setting;
	int fd;

	start(setting);
	expect(setting->out, ABSENT);
	start(&second);
	expect_exit(&second, 1);
	expect_error(&second, "another pdrd listens there");
	fd = place_connect(&setting->place, 0);
	expect_hello(fd);
	close(fd);
	close(second.out);
	close(second.err);
}

static void killed_daemon(void **state)
{
	struct setting *setting = *state;

	start(setting);
	expect(setting->out, ABSENT);
	kill(setting->pid, SIGKILL);
	waitpid(setting->pid, NULL, 0);
	start(setting);
	expect(setting->out, ABSENT);
	close(place_connect(&setting->place, 0));
}

/* The daemon survives readers that come and go in every way */
static void rude_readers(void **state)
{
	struct setting *setting = *state;
	int i, fd;

	start(setting);
	expect(setting->out, ABSENT);
	close(setting->out);
	setting->out = -1;
	for (i = 0; i < 200; i++) {
		fd = place_connect(&setting->place, 0);
		assert_true(fd >= 0);
		close(fd);
	}
	fd = place_connect(&setting->place, 0);
	expect_hello(fd);
	close(fd);
}

static void without_stdout(void **state)
{
	struct setting *setting = *state;
	char * const argv[] = { PDRD, "-s", setting->place.path, "--no-stdout", NULL };
	char byte;
	int fd;

	spawn(setting, argv);
	while ((fd = place_connect(&setting->place, 0)) < 0)
		usleep(1000);
	expect_hello(fd);
	close(fd);
	kill(setting->pid, SIGTERM);
	assert_int_equal(read(setting->out, &byte, 1), 0);
	expect_exit(setting, 0);
}

static void expect_metrics(const char *path, const char *part)
{
	char text[4096] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in: %s", part, text);
}

static void metrics_are_written_at_the_start_and_at_the_end(void **state)
{
	struct setting *setting = *state;
	char path[PLACE_NAME_MAX + 16];
	char * const argv[] = { PDRD, "--socket", setting->place.path, "--metrics", path, NULL };

	snprintf(path, sizeof(path), "%s/pdrd.prom", setting->place.folder);
	spawn(setting, argv);
	expect(setting->out, ABSENT);
	while (access(path, F_OK))
		usleep(1000);
	expect_metrics(path, "\npdr_module_present 0\n");
	assert_int_equal(unlink(path), 0);
	kill(setting->pid, SIGTERM);
	expect_exit(setting, 0);
	expect_metrics(path, "\n# EOF\n");
	unlink(path);
}

/* It would write over the numbers of the first */
static void second_daemon_leaves_the_metrics_alone(void **state)
{
	struct setting *setting = *state, second = *setting;
	char path[PLACE_NAME_MAX + 16];
	char * const argv[] = { PDRD, "--socket", setting->place.path, "--metrics", path, NULL };

	snprintf(path, sizeof(path), "%s/pdrd.prom", setting->place.folder);
	start(setting);
	expect(setting->out, ABSENT);
	spawn(&second, argv);
	expect_exit(&second, 1);
	close(second.out);
	close(second.err);
	assert_int_equal(access(path, F_OK), -1);
}

/* As /run/pseries-dr, when root's shell has a strict umask */
static void folder_is_open_to_all_under_any_umask(void **state)
{
	struct setting *setting = *state;
	char path[PLACE_NAME_MAX + 16];
	struct stat st;
	mode_t mask = umask(0077);

	snprintf(path, sizeof(path), "%s/folder", setting->place.folder);
	dr_make_folder(path);
	assert_int_equal(umask(mask), 0077);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0755);
	rmdir(path);
}

/* No standard stream at all: the socket must not be one of them by accident */
static void closed_streams(void **state)
{
	struct setting *setting = *state;
	int fd;

	setting->pid = fork();
	if (!setting->pid) {
		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		close(STDERR_FILENO);
		execl(PDRD, PDRD, "--socket", setting->place.path, NULL);
		_exit(127);
	}
	while ((fd = place_connect(&setting->place, 0)) < 0)
		usleep(1000);
	expect_hello(fd);
	close(fd);
	kill(setting->pid, SIGTERM);
	expect_exit(setting, 0);
}

static int listen_as_systemd(const struct setting *setting)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s", setting->place.path);
	assert_int_equal(bind(fd, (const struct sockaddr *)&addr, sizeof(addr)), 0);
	assert_int_equal(listen(fd, 8), 0);
	return fd;
}

/* As systemd starts a service that has a socket */
static void start_with_socket(struct setting *setting, int given)
{
	int err[2];
	char pid[16];

	close(setting->err);
	assert_int_equal(pipe2(err, O_CLOEXEC), 0);
	setting->pid = fork();
	if (!setting->pid) {
		dup2(err[1], STDERR_FILENO);
		/* also if it is that number already, so that it is kept */
		given = dup(given);
		dup2(given, 3);
		snprintf(pid, sizeof(pid), "%d", getpid());
		setenv("LISTEN_PID", pid, 1);
		setenv("LISTEN_FDS", "1", 1);
		execl(PDRD, PDRD, "--no-stdout", "--socket", "/nowhere/at/all", NULL);
		_exit(127);
	}
	close(err[1]);
	setting->err = err[0];
}

static void socket_of_systemd_outlives_the_daemon(void **state)
{
	struct setting *setting = *state;
	int fd, given = listen_as_systemd(setting);

	/* A client that connects before the daemon is there waits for it */
	fd = place_connect(&setting->place, 0);
	start_with_socket(setting, given);
	expect_hello(fd);
	close(fd);
	kill(setting->pid, SIGTERM);
	expect_exit(setting, 0);
	assert_int_equal(access(setting->place.path, F_OK), 0);
	close(given);
}

static void a_file_that_is_no_socket_is_refused(void **state)
{
	struct setting *setting = *state;
	int given = open("/dev/null", O_RDWR | O_CLOEXEC);

	start_with_socket(setting, given);
	expect_error(setting, "is none for clients");
	expect_exit(setting, 1);
	close(given);
}

static void start_with_stdout(struct setting *setting, int fd)
{
	setting->pid = fork();
	if (!setting->pid) {
		dup2(fd, STDOUT_FILENO);
		execl(PDRD, PDRD, "--socket", setting->place.path, NULL);
		_exit(127);
	}
}

/* For others that share its open file, standard output stays blocking */
static void stdout_mode(void **state)
{
	struct setting *setting = *state;
	int out[2], flags;

	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	start_with_stdout(setting, out[1]);
	expect(out[0], ABSENT);
	flags = fcntl(out[1], F_GETFL);
	assert_int_equal(flags & O_NONBLOCK, 0);
	close(out[0]);
	close(out[1]);
}

/* As under systemd */
static void stdout_socket(void **state)
{
	struct setting *setting = *state;
	int fds[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
				    fds), 0);
	start_with_stdout(setting, fds[1]);
	expect(fds[0], ABSENT);
	assert_int_equal(fcntl(fds[1], F_GETFL) & O_NONBLOCK, 0);
	close(fds[0]);
	close(fds[1]);
}

/* New lines are appended to the file */
static void stdout_file(void **state)
{
	struct setting *setting = *state;
	char path[PLACE_NAME_MAX], buf[256] = { 0 };
	int fd, client;

	place_name(path);
	fd = mkstemp(path);
	assert_int_equal(write(fd, "old\n", 4), 4);
	start_with_stdout(setting, fd);
	while ((client = place_connect(&setting->place, 0)) < 0)
		usleep(1000);
	expect_hello(client);
	close(client);
	assert_true(pread(fd, buf, sizeof(buf) - 1, 0) > 0);
	assert_string_equal(buf, "old\n" ABSENT);
	close(fd);
	unlink(path);
}

static void command_line(void **state)
{
	static const struct {
		char * const argv[4];
		int status;
		const char *error;
	} cases[] = {
		{ { PDRD, "--help" }, 0, "" },
		{ { PDRD, "-h" }, 0, "" },
		{ { PDRD, "--version" }, 0, "" },
		{ { PDRD, "-V" }, 0, "" },
		{ { PDRD, "--sock" }, 2, "usage: pdrd" },
		{ { PDRD, "--socket" }, 2, "usage: pdrd" },
		{ { PDRD, "--socket", "" }, 2, "path of the socket is empty" },
		{ { PDRD, "--bad" }, 2, "--bad" },
		{ { PDRD, "-x" }, 2, "usage: pdrd" },
		{ { PDRD, "--history", "" }, 2, "path of the history is empty" },
		{ { PDRD, "--metrics", "" }, 2, "path of the metrics is empty" },
		{ { PDRD, "--metrics-listen", "0.0.0.0:9778" }, 2, "is no loopback address" },
		{ { PDRD, "--hooks", "" }, 2, "no path from the root on" },
		{ { PDRD, "--hook-seconds", "0" }, 2, "needs at least a second" },
		{ { PDRD, "--metrics-listen", "" }, 2, "is no address with a port" },
		{ { PDRD, "--keep-days", "x" }, 2, "not a number up to 36500" },
		{ { PDRD, "--keep-days", "36501" }, 2, "--keep-days" },
		{ { PDRD, "--keep-size", "-1" }, 2, "--keep-size" },
		{ { PDRD, "--keep-size", "" }, 2, "--keep-size" },
		{ { PDRD, "more" }, 2, "pdrd takes options alone" },
		{ { PDRD, "--help=x" }, 2, "usage: pdrd" },
		{ { PDRD, "--socket", "/nowhere/x" }, 1, "/nowhere: No such" },
		{ { PDRD, "--socket", "/dev/null" }, 1, "is not a socket" },
	};
	struct setting *setting = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		spawn(setting, cases[i].argv);
		expect_exit(setting, cases[i].status);
		expect_error(setting, cases[i].error);
	}
}

static void help_and_version(void **state)
{
	struct setting *setting = *state;
	char * const help[] = { PDRD, "--help", NULL };
	char * const version[] = { PDRD, "--version", NULL };
	char buf[4096] = { 0 };

	spawn(setting, version);
	expect(setting->out, "pdrd test\n");
	expect_exit(setting, 0);
	spawn(setting, help);
	expect_exit(setting, 0);
	assert_true(read(setting->out, buf, sizeof(buf) - 1) > 0);
	assert_non_null(strstr(buf, "--no-stdout"));
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(life),
		TEST(second_daemon),
		TEST(killed_daemon),
		TEST(rude_readers),
		TEST(without_stdout),
		TEST(metrics_are_written_at_the_start_and_at_the_end),
		TEST(second_daemon_leaves_the_metrics_alone),
		TEST(folder_is_open_to_all_under_any_umask),
		TEST(closed_streams),
		TEST(socket_of_systemd_outlives_the_daemon),
		TEST(a_file_that_is_no_socket_is_refused),
		TEST(stdout_mode),
		TEST(stdout_socket),
		TEST(stdout_file),
		TEST(command_line),
		TEST(help_and_version),
	};

	/* If the daemon hangs, the test ends */
	alarm(120);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
