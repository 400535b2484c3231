// SPDX-License-Identifier: GPL-2.0
/* Starts programs for events; see hooks.h. */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hooks.h"
#include "journal.h"
#include "util.h"

#define NS_PER_S	1000000000ULL

/* Never, and as soon as the loop comes to it */
#define NEVER		UINT64_MAX
#define AT_ONCE		1

/**
 * struct news - an event, for all its programs
 * @users: tasks that need it
 * @words: environment of the programs
 * @json: their input
 */
struct news {
	unsigned int users;
	struct pdrd_words words;
	char *json;
};

/**
 * struct pdrd_task - an event for a program
 * @next: the one after it in the queue
 * @path: the program
 * @news: the event
 * @passed: events before this one that were not given to the program
 */
struct pdrd_task {
	struct pdrd_task *next;
	char *path;
	struct news *news;
	unsigned int passed;
};

static void drop_news(struct news *news)
{
	if (--news->users)
		return;
	pdrd_words_free(&news->words);
	free(news->json);
	free(news);
}

static void free_task(struct pdrd_task *task)
{
	drop_news(task->news);
	free(task->path);
	free(task);
}

static void fill_words(struct pdrd_words *words, const struct dr_record *record,
		       const struct dr_job *ended, const char *kind)
{
	pdrd_words_add(words, "PATH=/usr/sbin:/usr/bin:/sbin:/bin");
	pdrd_words_add(words, "PDR_KIND=%s", kind);
	if (ended)
		pdrd_words_add_job(words, ended, record->boot_id);
	else if (record->event)
		pdrd_words_add_job(words, &record->event->job, record->boot_id);
	else if (record->boot_id)
		pdrd_words_add(words, "PDR_BOOT_ID=0x%016llx", (unsigned long long)record->boot_id);
}

/* A line of its own is what most programs read best */
static struct news *make_news(const struct dr_record *record, const struct dr_job *ended,
			      const char *kind, const char *line)
{
	struct news *news = calloc(1, sizeof(*news));

	if (!news)
		return NULL;
	if (asprintf(&news->json, "%s\n", line) < 0) {
		free(news);
		return NULL;
	}
	news->users = 1;
	fill_words(&news->words, record, ended, kind);
	return news;
}

static void set_hooks_timer(struct pdrd_hooks *hooks, uint64_t due)
{
	struct itimerspec time = {
		.it_value.tv_sec = due / NS_PER_S,
		.it_value.tv_nsec = due % NS_PER_S,
	};

	if (due == NEVER)
		memset(&time, 0, sizeof(time));
	timerfd_settime(hooks->timer.fd, TFD_TIMER_ABSTIME, &time, NULL);
}

/* Count the tasks of a program; the last of them notes what it misses */
static unsigned int count_waiting(struct pdrd_hooks *hooks, const char *path,
				  struct pdrd_task **newest)
{
	unsigned int count = 0;
	struct pdrd_task *task;

	*newest = NULL;
	for (task = hooks->first; task; task = task->next) {
		if (strcmp(task->path, path))
			continue;
		*newest = task;
		count++;
	}
	return count;
}

/* Said once, until a task of the program has begun */
static void pass_over(struct pdrd_task *newest)
{
	if (!newest->passed++)
		warnx("%s is too slow: %d events wait for it, and it does not get all that follow",
		      newest->path, PDRD_HOOK_WAITING);
}

static void add_task(struct pdrd_hooks *hooks, const char *path, struct news *news)
{
	struct pdrd_task *task, *newest;

	if (count_waiting(hooks, path, &newest) >= PDRD_HOOK_WAITING) {
		pass_over(newest);
		return;
	}
	task = calloc(1, sizeof(*task));
	if (task)
		task->path = strdup(path);
	if (!task || !task->path) {
		free(task);
		return;
	}
	task->news = news;
	news->users++;
	*hooks->last = task;
	hooks->last = &task->next;
}

void pdrd_hooks_note(struct pdrd_hooks *hooks, const struct dr_record *record,
		     const struct dr_job *ended, const char *line)
{
	const char *kind = line ? pdrd_hooklist_kind(record, ended) : NULL;
	const struct pdrd_hook *hook;
	struct news *news = NULL;
	size_t i;

	for (i = 0; kind && i < hooks->list.n; i++) {
		hook = dr_list_at(&hooks->list, i);
		if (strcmp(hook->kind, kind))
			continue;
		if (!news)
			news = make_news(record, ended, kind, line);
		if (news)
			add_task(hooks, hook->path, news);
	}
	if (!news)
		return;
	drop_news(news);
	set_hooks_timer(hooks, AT_ONCE);
}

static bool is_at_work(const struct pdrd_hooks *hooks, const char *path)
{
	size_t i;

	for (i = 0; i < PDRD_HOOKS_RUNNING; i++) {
		if (hooks->slot[i].task && !strcmp(hooks->slot[i].task->path, path))
			return true;
	}
	return false;
}

/* Take the oldest task whose program is not at work with another one out of the queue */
static struct pdrd_task *take_task(struct pdrd_hooks *hooks)
{
	struct pdrd_task **place, *task;

	for (place = &hooks->first; (task = *place); place = &task->next) {
		if (is_at_work(hooks, task->path))
			continue;
		*place = task->next;
		if (!task->next)
			hooks->last = place;
		task->next = NULL;
		return task;
	}
	return NULL;
}

static struct pdrd_slot *find_hook_slot(struct pdrd_hooks *hooks)
{
	size_t i;

	for (i = 0; i < PDRD_HOOKS_RUNNING; i++) {
		if (!hooks->slot[i].task)
			return &hooks->slot[i];
	}
	return NULL;
}

/* How it ended, after the name of the program */
static void describe_end(FILE *out, const struct pdrd_hookrun *run, unsigned int deadline)
{
	size_t len;

	if (run->stage != PDRD_HOOK_RUNS)
		fprintf(out, "was ended after %u s", deadline);
	else if (run->code != CLD_EXITED)
		fprintf(out, "died of signal %d", run->status);
	else if (run->status)
		fprintf(out, "failed with status %d", run->status);
	else
		fputs("is done", out);
	len = run->said_len;
	while (len && run->said[len - 1] == ' ')
		len--;
	if (len)
		fprintf(out, ": %.*s", (int)len, run->said);
}

static void tell_end_of_hook(struct pdrd_hooks *hooks, const struct pdrd_task *task,
			     const char *sentence, bool good)
{
	if (hooks->journal)
		pdrd_journal_hook(&task->news->words, task->path, sentence, good);
	else if (!good)
		warnx("%s", sentence);
}

static void report_end(struct pdrd_slot *slot)
{
	struct pdrd_hooks *hooks = slot->hooks;
	const struct pdrd_hookrun *run = &slot->run;
	bool good = run->stage == PDRD_HOOK_RUNS && run->code == CLD_EXITED && !run->status;
	char *sentence = NULL;
	size_t len;
	FILE *out = open_memstream(&sentence, &len);

	if (!out)
		return;
	fprintf(out, "%s ", slot->task->path);
	describe_end(out, run, hooks->deadline);
	if (slot->task->passed)
		fprintf(out, "; it did not get the %u events after this one", slot->task->passed);
	if (!fclose(out))
		tell_end_of_hook(hooks, slot->task, sentence, good && !slot->task->passed);
	free(sentence);
}

static void hook_ended(struct pdrd_hookrun *run)
{
	struct pdrd_slot *slot = run->ctx;

	report_end(slot);
	free_task(slot->task);
	slot->task = NULL;
	set_hooks_timer(slot->hooks, AT_ONCE);
}

static void give_up_task(struct pdrd_slot *slot, const char *words, const char *why)
{
	struct pdrd_task *task = slot->task;
	char *sentence;

	/* The path may be long, and why comes last */
	if (asprintf(&sentence, "%s %s: %s", task->path, words, why) >= 0) {
		tell_end_of_hook(slot->hooks, task, sentence, false);
		free(sentence);
	}
	slot->task = NULL;
	free_task(task);
}

static void begin_task(struct pdrd_slot *slot, struct pdrd_task *task)
{
	const struct pdrd_hookwork work = {
		.path = task->path,
		.words = &task->news->words,
		.json = task->news->json,
		.deadline = slot->hooks->deadline,
	};
	/* It may have changed since the folder was read */
	const char *fault = pdrd_hooklist_check(task->path);
	int ret = 0;

	slot->task = task;
	if (!fault)
		ret = pdrd_hookrun_start(&slot->run, &work);
	if (fault || ret)
		give_up_task(slot, "cannot be started", fault ? fault : strerror(-ret));
}

static void start_tasks(struct pdrd_hooks *hooks)
{
	struct pdrd_slot *slot;
	struct pdrd_task *task;

	while ((slot = find_hook_slot(hooks))) {
		task = take_task(hooks);
		if (!task)
			return;
		begin_task(slot, task);
	}
}

static uint64_t check_deadlines(struct pdrd_hooks *hooks)
{
	uint64_t due, next = NEVER;
	size_t i;

	for (i = 0; i < PDRD_HOOKS_RUNNING; i++) {
		if (!hooks->slot[i].task)
			continue;
		due = pdrd_hookrun_check(&hooks->slot[i].run);
		if (due < next)
			next = due;
	}
	return next;
}

static void hooks_timer_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_hooks *hooks = container_of(watch, struct pdrd_hooks, timer);
	uint64_t times;

	(void)events;
	if (read(watch->fd, &times, sizeof(times)) != sizeof(times))
		return;
	start_tasks(hooks);
	set_hooks_timer(hooks, check_deadlines(hooks));
}

void pdrd_hooks_read(struct pdrd_hooks *hooks)
{
	pdrd_hooklist_clear(&hooks->list);
	pdrd_hooklist_read(&hooks->list, hooks->folder);
}

static int open_hooks_timer(struct pdrd_hooks *hooks)
{
	int ret;

	hooks->timer.ready = hooks_timer_ready;
	hooks->timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (hooks->timer.fd < 0)
		return -errno;
	ret = pdrd_loop_add(hooks->loop, &hooks->timer, EPOLLIN);
	if (ret)
		close(hooks->timer.fd);
	return ret;
}

int pdrd_hooks_open(struct pdrd_hooks *hooks, struct pdrd_loop *loop)
{
	size_t i;

	hooks->loop = loop;
	hooks->last = &hooks->first;
	hooks->list.item_size = sizeof(struct pdrd_hook);
	for (i = 0; i < PDRD_HOOKS_RUNNING; i++) {
		hooks->slot[i].hooks = hooks;
		hooks->slot[i].run.loop = loop;
		hooks->slot[i].run.ended = hook_ended;
		hooks->slot[i].run.ctx = &hooks->slot[i];
	}
	pdrd_hooks_read(hooks);
	return open_hooks_timer(hooks);
}

static void empty_queue(struct pdrd_hooks *hooks)
{
	struct pdrd_task *task;

	while ((task = hooks->first)) {
		hooks->first = task->next;
		free_task(task);
	}
	hooks->last = &hooks->first;
}

void pdrd_hooks_close(struct pdrd_hooks *hooks)
{
	size_t i;

	empty_queue(hooks);
	for (i = 0; i < PDRD_HOOKS_RUNNING; i++) {
		if (!hooks->slot[i].task)
			continue;
		pdrd_hookrun_kill(&hooks->slot[i].run);
		free_task(hooks->slot[i].task);
	}
	pdrd_loop_remove(hooks->loop, &hooks->timer);
	close(hooks->timer.fd);
	pdrd_hooklist_clear(&hooks->list);
}
