// SPDX-License-Identifier: GPL-2.0
/* Asks who holds the pages of an LMB that would not go; see inquiry.h. */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "inquiry.h"
#include "util.h"

#define NS_PER_S	1000000000ULL
#define RECENT_S	10

static void begin_question(struct pdrd_inquiry *inquiry);

/* Of a job that ended before pdrd heard of it, the holders have long changed */
static bool has_just_ended(const struct dr_job *job)
{
	uint64_t now = time(NULL);

	return job->ended / NS_PER_S + RECENT_S >= now;
}

/* Memory that somebody holds: a removal that found it in use, or that nothing left any more */
static bool is_held(const struct dr_job *job)
{
	return has_just_ended(job) && job->resource == PSERIES_DR_RESOURCE_MEMORY &&
	       job->action == PSERIES_DR_ACTION_REMOVE &&
	       (job->state == PSERIES_DR_STATE_REFUSED ||
		job->state == PSERIES_DR_STATE_FAILED) &&
	       (job->error == EBUSY || job->error == ETIMEDOUT) &&
	       job->step == PSERIES_DR_STEP_OFFLINE && dr_job_has_place(job);
}

/* No signal of pdrd's is blocked or ignored in the program */
static int spawn_program(struct pdrd_inquiry *inquiry, int out, char *index)
{
	char *argv[5] = { "pdr-why", "--json", "--lmb", index, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int err;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	err = posix_spawn(&inquiry->pid, inquiry->path, &files, &attr, argv, NULL);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	if (err)
		inquiry->pid = 0;
	return -err;
}

static int start_program(struct pdrd_inquiry *inquiry, char *index)
{
	int pipe[2], err;

	if (pipe2(pipe, O_CLOEXEC))
		return -errno;
	err = spawn_program(inquiry, pipe[1], index);
	close(pipe[1]);
	if (!err)
		return pipe[0];
	close(pipe[0]);
	return err;
}

/* systemd starts the program for each connection, with the rights that it needs */
static int connect_socket(const struct pdrd_inquiry *inquiry, const char *index)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), err = 0;
	char line[32];
	int len = snprintf(line, sizeof(line), "%s\n", index);

	if (fd < 0)
		return -errno;
	if (strlen(inquiry->path) >= sizeof(address.sun_path))
		err = -ENAMETOOLONG;
	else
		memcpy(address.sun_path, inquiry->path, strlen(inquiry->path) + 1);
	if (!err && connect(fd, (struct sockaddr *)&address, sizeof(address)))
		err = -errno;
	if (!err && send(fd, line, len, MSG_NOSIGNAL) != len)
		err = -EIO;
	if (!err)
		return fd;
	close(fd);
	return err;
}

static int open_answer(struct pdrd_inquiry *inquiry)
{
	char index[16];
	struct stat st;

	if (stat(inquiry->path, &st))
		return -errno;
	snprintf(index, sizeof(index), "0x%08x", inquiry->question[0].index);
	if (S_ISSOCK(st.st_mode))
		return connect_socket(inquiry, index);
	return start_program(inquiry, index);
}

/* The answer with the job that it is for; NULL if it is none */
static char *make_told(const struct pdrd_inquiry *inquiry)
{
	const struct pdrd_question *question = &inquiry->question[0];
	json_t *line = json_loadb(inquiry->text, inquiry->len, 0, NULL);
	const char *type = json_string_value(json_object_get(line, "type"));
	char word[24], *told = NULL;

	snprintf(word, sizeof(word), "0x%016llx", (unsigned long long)question->boot_id);
	if (type && !strcmp(type, "why") && json_is_array(json_object_get(line, "holders")) &&
	    !json_object_set_new(line, "job", json_integer(question->job)) &&
	    !json_object_set_new(line, "boot_id", json_string(word)))
		told = json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(line);
	return told;
}

static void stop_watch(struct pdrd_inquiry *inquiry, struct pdrd_watch *watch)
{
	if (watch->fd < 0)
		return;
	pdrd_loop_remove(inquiry->loop, watch);
	close(watch->fd);
	watch->fd = -1;
}

/* What the program said is here; whatever it does yet is of no use */
static void end_program(struct pdrd_inquiry *inquiry)
{
	stop_watch(inquiry, &inquiry->answer);
	stop_watch(inquiry, &inquiry->timer);
	if (!inquiry->pid)
		return;
	kill(inquiry->pid, SIGKILL);
	waitpid(inquiry->pid, NULL, 0);
	inquiry->pid = 0;
}

static void end_question(struct pdrd_inquiry *inquiry)
{
	struct pdrd_question question = inquiry->question[0];
	char *told = make_told(inquiry);

	end_program(inquiry);
	inquiry->len = 0;
	inquiry->questions--;
	memmove(inquiry->question, inquiry->question + 1,
		inquiry->questions * sizeof(inquiry->question[0]));
	if (told)
		inquiry->told(inquiry->ctx, &question, told);
	else
		warnx("%s does not tell who holds LMB 0x%08x", inquiry->path, question.index);
	begin_question(inquiry);
}

static void answer_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_inquiry *inquiry = container_of(watch, struct pdrd_inquiry, answer);
	ssize_t got;

	(void)events;
	/* There is room, as an answer that fills it is too long */
	got = read(watch->fd, inquiry->text + inquiry->len, PDRD_ANSWER_MAX - inquiry->len);
	if (got > 0)
		inquiry->len += got;
	if (inquiry->len == PDRD_ANSWER_MAX) {
		inquiry->len = 0;
		got = 0;
	}
	if (!got || (got < 0 && errno != EAGAIN && errno != EINTR))
		end_question(inquiry);
}

static void late_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_inquiry *inquiry = container_of(watch, struct pdrd_inquiry, timer);

	(void)events;
	end_question(inquiry);
}

static int start_timer(struct pdrd_inquiry *inquiry)
{
	struct itimerspec time = {
		.it_value = {
			.tv_sec = PDRD_INQUIRY_MS / 1000,
			.tv_nsec = PDRD_INQUIRY_MS % 1000 * 1000000,
		},
	};

	inquiry->timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (inquiry->timer.fd < 0 || timerfd_settime(inquiry->timer.fd, 0, &time, NULL))
		return -errno;
	return pdrd_loop_add(inquiry->loop, &inquiry->timer, EPOLLIN);
}

static int ask_holder(struct pdrd_inquiry *inquiry)
{
	int fd = open_answer(inquiry), err;

	if (fd < 0)
		return fd;
	inquiry->answer.fd = fd;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	err = pdrd_loop_add(inquiry->loop, &inquiry->answer, EPOLLIN);
	return err ? err : start_timer(inquiry);
}

/* Questions that cannot be asked are dropped, and the reason is told */
static void begin_question(struct pdrd_inquiry *inquiry)
{
	int err;

	if (!inquiry->questions)
		return;
	err = ask_holder(inquiry);
	if (!err)
		return;
	warnx("cannot ask %s who holds memory: %s", inquiry->path, strerror(-err));
	end_program(inquiry);
	inquiry->questions = 0;
}

void pdrd_inquiry_open(struct pdrd_inquiry *inquiry, struct pdrd_loop *loop, const char *path,
		       pdrd_told_fn *told, void *ctx)
{
	*inquiry = (struct pdrd_inquiry){
		.loop = loop, .path = path, .told = told, .ctx = ctx,
		.answer = { .fd = -1, .ready = answer_ready },
		.timer = { .fd = -1, .ready = late_ready },
	};
	if (path)
		inquiry->text = malloc(PDRD_ANSWER_MAX);
	if (!inquiry->text)
		inquiry->path = NULL;
}

void pdrd_inquiry_note(struct pdrd_inquiry *inquiry, const struct dr_job *job, uint64_t boot_id)
{
	if (!inquiry->path || !is_held(job) || inquiry->questions == PDRD_QUESTIONS_MAX)
		return;
	inquiry->question[inquiry->questions++] = (struct pdrd_question){
		.boot_id = boot_id, .job = job->id, .index = job->drc_index,
	};
	if (inquiry->questions == 1)
		begin_question(inquiry);
}

void pdrd_inquiry_close(struct pdrd_inquiry *inquiry)
{
	end_program(inquiry);
	free(inquiry->text);
	inquiry->text = NULL;
	inquiry->path = NULL;
}
