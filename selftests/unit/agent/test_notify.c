// SPDX-License-Identifier: GPL-2.0
/* The messages of the program to systemd, which this test plays. */

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agenttest.h"
#include "place.h"

#define TIMEOUT_MS	10000

/**
 * struct setting - systemd and its daemon
 * @place: folder and socket of the daemon
 * @path: socket of systemd
 * @fd: the same, open
 * @pid: the daemon, 0 for none
 * @words: the last message
 */
struct setting {
	struct place place;
	char path[PLACE_NAME_MAX + 16];
	int fd;
	pid_t pid;
	char words[256];
};

static int setup(void **state)
{
	struct setting *setting = calloc(1, sizeof(*setting));
	struct sockaddr_un addr = { .sun_family = AF_UNIX };

	place_make(&setting->place);
	snprintf(setting->path, sizeof(setting->path), "%s/notify", setting->place.folder);
	memcpy(addr.sun_path, setting->path, sizeof(setting->path));
	setting->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(setting->fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
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
	close(setting->fd);
	unlink(setting->path);
	unlink(setting->place.path);
	place_remove(&setting->place);
	free(setting);
	return 0;
}

static void start(struct setting *setting, const char *watchdog_usec)
{
	setting->pid = fork();
	if (setting->pid)
		return;
	setenv("NOTIFY_SOCKET", setting->path, 1);
	unsetenv("WATCHDOG_PID");
	if (watchdog_usec)
		setenv("WATCHDOG_USEC", watchdog_usec, 1);
	execl(PDRD, PDRD, "--socket", setting->place.path, "--no-stdout", "--no-history", NULL);
	_exit(127);
}

static void take_words(struct setting *setting)
{
	struct pollfd pfd = { .fd = setting->fd, .events = POLLIN };
	ssize_t len;

	assert_int_equal(poll(&pfd, 1, TIMEOUT_MS), 1);
	len = recv(setting->fd, setting->words, sizeof(setting->words) - 1, 0);
	assert_true(len > 0);
	setting->words[len] = '\0';
}

static void expect(struct setting *setting, const char *words)
{
	take_words(setting);
	assert_string_equal(setting->words, words);
}

/* It ends by itself, and says no more */
static void expect_end(struct setting *setting)
{
	struct pollfd pfd = { .fd = setting->fd, .events = POLLIN };
	int status;

	assert_int_equal(waitpid(setting->pid, &status, 0), setting->pid);
	setting->pid = 0;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(poll(&pfd, 1, 0), 0);
}

static void daemon_is_ready_when_clients_can_come(void **state)
{
	struct setting *setting = *state;
	int fd;

	start(setting, NULL);
	expect(setting, "READY=1");
	fd = place_connect(&setting->place, 0);
	assert_true(fd >= 0);
	close(fd);
	kill(setting->pid, SIGTERM);
	expect(setting, "STOPPING=1");
	expect_end(setting);
}

static void reload_has_a_beginning_and_an_end(void **state)
{
	struct setting *setting = *state;

	start(setting, NULL);
	expect(setting, "READY=1");
	kill(setting->pid, SIGHUP);
	take_words(setting);
	assert_int_equal(strncmp(setting->words, "RELOADING=1\nMONOTONIC_USEC=", 27), 0);
	assert_true(atoll(setting->words + 27) > 0);
	expect(setting, "READY=1");
	kill(setting->pid, SIGTERM);
	expect(setting, "STOPPING=1");
	expect_end(setting);
}

static void watchdog_gets_signs_of_life(void **state)
{
	struct setting *setting = *state;
	int i;

	start(setting, "20000");
	expect(setting, "READY=1");
	for (i = 0; i < 5; i++)
		expect(setting, "WATCHDOG=1");
	kill(setting->pid, SIGTERM);
	do {
		take_words(setting);
	} while (!strcmp(setting->words, "WATCHDOG=1"));
	assert_string_equal(setting->words, "STOPPING=1");
	expect_end(setting);
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(daemon_is_ready_when_clients_can_come),
		TEST(reload_has_a_beginning_and_an_end),
		TEST(watchdog_gets_signs_of_life),
	};

	/* If the daemon hangs, the test ends */
	alarm(120);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
