// SPDX-License-Identifier: GPL-2.0
/* A program at work for an event; see hookrun.h. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hookrun.h"
#include "util.h"

#define NS_PER_S	1000000000ULL

uint64_t pdrd_hookrun_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* A file in memory, not a pipe: nobody has to write on when the program reads */
static int make_input(const char *json)
{
	size_t len = strlen(json);
	int fd = memfd_create("event", MFD_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (write(fd, json, len) == (ssize_t)len && !lseek(fd, 0, SEEK_SET))
		return fd;
	close(fd);
	return -ENOSPC;
}

/* Its own group, and no signal that pdrd, or a program before pdrd, has blocked or ignores */
static int fill_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, all;
	int ret = posix_spawnattr_init(attributes);

	if (ret)
		return ret;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &all);
	posix_spawnattr_setpgroup(attributes, 0);
	return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP |
					POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/* All other descriptors close by themselves */
static int fill_actions(posix_spawn_file_actions_t *actions, int input, int output)
{
	int ret = posix_spawn_file_actions_init(actions);

	if (ret)
		return ret;
	ret = posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO);
	if (!ret)
		ret = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
	if (!ret)
		ret = posix_spawn_file_actions_adddup2(actions, output, STDERR_FILENO);
	if (!ret)
		ret = posix_spawn_file_actions_addchdir_np(actions, "/");
	if (ret)
		posix_spawn_file_actions_destroy(actions);
	return ret;
}

static int spawn_hook(const struct pdrd_hookwork *work, int input, int output, pid_t *pid)
{
	char * const argv[] = { (char *)work->path, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int ret;

	ret = fill_attributes(&attributes);
	if (ret)
		return -ret;
	ret = fill_actions(&actions, input, output);
	if (!ret) {
		ret = posix_spawn(pid, work->path, &actions, &attributes, argv,
				  (char * const *)work->words->word);
		posix_spawn_file_actions_destroy(&actions);
	}
	posix_spawnattr_destroy(&attributes);
	return -ret;
}

/* Where memory is short, a program goes before pdrd. Not worth an error. */
static void offer_to_oom(pid_t pid)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/oom_score_adj", pid);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	dprintf(fd, "1000");
	close(fd);
}

/* What nobody can print is a space, so that a sentence stays one line */
static void keep_said(struct pdrd_hookrun *run, const char *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < len && run->said_len < PDRD_HOOK_SAID_MAX; i++)
		run->said[run->said_len++] = bytes[i] < ' ' || bytes[i] > '~' ? ' ' : bytes[i];
}

static void end_output(struct pdrd_hookrun *run)
{
	if (run->output.fd < 0)
		return;
	pdrd_loop_remove(run->loop, &run->output);
	close(run->output.fd);
	run->output.fd = -1;
}

/* A portion at a time: others have their turn while a program floods */
static void output_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_hookrun *run = container_of(watch, struct pdrd_hookrun, output);
	char bytes[16384];
	ssize_t len = read(watch->fd, bytes, sizeof(bytes));

	(void)events;
	if (len > 0)
		keep_said(run, bytes, len);
	else if (len == 0 || errno != EAGAIN)
		end_output(run);
}

static void forget_process(struct pdrd_hookrun *run)
{
	pdrd_loop_remove(run->loop, &run->process);
	close(run->process.fd);
	run->pid = 0;
}

/* The group ends with its first process, which holds the group's number until it is waited for */
static void process_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_hookrun *run = container_of(watch, struct pdrd_hookrun, process);
	siginfo_t info = { 0 };

	kill(-run->pid, SIGKILL);
	if (waitid(P_PID, run->pid, &info, WEXITED | WNOHANG) || !info.si_pid)
		return;
	run->status = info.si_status;
	run->code = info.si_code;
	if (run->output.fd >= 0)
		output_ready(&run->output, events);
	end_output(run);
	forget_process(run);
	run->ended(run);
}

static int watch_output(struct pdrd_hookrun *run, int fd)
{
	int ret;

	run->output.fd = fd;
	run->output.ready = output_ready;
	run->said_len = 0;
	memset(run->said, 0, sizeof(run->said));
	ret = pdrd_loop_add(run->loop, &run->output, EPOLLIN);
	if (ret) {
		close(fd);
		run->output.fd = -1;
	}
	return ret;
}

static int watch_process(struct pdrd_hookrun *run)
{
	int ret;

	run->process.ready = process_ready;
	run->process.fd = syscall(SYS_pidfd_open, run->pid, 0);
	if (run->process.fd < 0)
		return -errno;
	ret = pdrd_loop_add(run->loop, &run->process, EPOLLIN);
	if (ret)
		close(run->process.fd);
	return ret;
}

static void end_at_once(pid_t pid)
{
	kill(-pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static int start_with_output(struct pdrd_hookrun *run, const struct pdrd_hookwork *work,
			     int output)
{
	int input = make_input(work->json);
	int ret;

	if (input < 0)
		return input;
	ret = spawn_hook(work, input, output, &run->pid);
	close(input);
	if (ret) {
		run->pid = 0;
		return ret;
	}
	offer_to_oom(run->pid);
	ret = watch_process(run);
	if (ret) {
		end_at_once(run->pid);
		run->pid = 0;
	}
	return ret;
}

int pdrd_hookrun_start(struct pdrd_hookrun *run, const struct pdrd_hookwork *work)
{
	int pipe[2];
	int ret;

	if (pipe2(pipe, O_CLOEXEC))
		return -errno;
	/* Only our end must never wait */
	fcntl(pipe[0], F_SETFL, O_NONBLOCK);
	ret = watch_output(run, pipe[0]);
	if (!ret)
		ret = start_with_output(run, work, pipe[1]);
	close(pipe[1]);
	if (ret) {
		end_output(run);
		return ret;
	}
	run->stage = PDRD_HOOK_RUNS;
	run->began = pdrd_hookrun_now();
	run->due = run->began + work->deadline * NS_PER_S;
	return 0;
}

uint64_t pdrd_hookrun_check(struct pdrd_hookrun *run)
{
	if (pdrd_hookrun_now() < run->due)
		return run->due;
	kill(-run->pid, run->stage == PDRD_HOOK_RUNS ? SIGTERM : SIGKILL);
	run->stage = run->stage == PDRD_HOOK_RUNS ? PDRD_HOOK_TOLD : PDRD_HOOK_KILLED;
	run->due = pdrd_hookrun_now() + PDRD_HOOK_GRACE_S * NS_PER_S;
	return run->due;
}

void pdrd_hookrun_kill(struct pdrd_hookrun *run)
{
	end_output(run);
	kill(-run->pid, SIGKILL);
	forget_process(run);
}
