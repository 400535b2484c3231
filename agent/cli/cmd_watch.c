// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl watch - print events as they happen, and report events that are lost.
 *
 * The module may come and go meanwhile: the controller of generic netlink announces families
 * that appear and vanish. If pdrctl notices a load late, or if the numbers of events have a
 * gap, it asks the module for the events in between.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pdr_names.h"

#include "client.h"
#include "decode.h"
#include "parse.h"
#include "scene.h"
#include "seq.h"
#include "tables.h"
#include "text.h"

#define OPTION_SINCE	330
#define OPTION_COLOR	331
#define RETRY_MS	200
#define RETRIES		25

static const struct ctl_option options[] = {
	{ 'J', "json", NULL, "one JSON object a line" },
	{ 'n', "count", "N", "stop after N events" },
	{ OPTION_SINCE, "since", "SEQ", "begin with what happened after this sequence number" },
	{ OPTION_COLOR, "color", "WHEN", "auto, always or never" },
	{ 0, NULL, NULL, NULL },
};

/**
 * struct watch - the state of watching
 * @client: the module
 * @events: socket of the events
 * @watcher: takes them
 * @out: columns of JSON
 * @scene: LMBs of the loaded module that events were about
 * @last: number of the last event printed
 * @boot_id: load of the module that @last belongs to
 * @there: the module is there, and its events are subscribed
 * @retries: remaining attempts to find a module that was announced
 * @waiting_told: the user knows that pdrctl waits for the module
 * @json: print JSON
 * @color: print colours
 * @left: events to print until the end, 0 for no end
 * @end: the last of them was printed, or the output is broken
 */
struct watch {
	struct ctl_client client;
	struct ctl_nl_events events;
	struct ctl_nl_watcher watcher;
	struct ctl_out out;
	struct ctl_scene scene;
	uint64_t last;
	uint64_t boot_id;
	bool there;
	unsigned int retries;
	bool waiting_told;
	bool json;
	bool color;
	uint32_t left;
	bool end;
};

/* Remarks are no events: with JSON they go to stderr */
static void remark(const struct watch *watch, const char *text)
{
	fprintf(watch->json ? stderr : stdout, "-- %s\n", text);
	fflush(stdout);
}

static const struct ctl_scene *scene_for(struct watch *watch, const struct ctl_job *job)
{
	ctl_scene_ask(&watch->scene, &watch->client, job);
	return &watch->scene;
}

static const char *color_of(const struct ctl_event *event)
{
	if (event->type == PSERIES_DR_EVENT_TYPE_UNHANDLED)
		return "\033[31m";
	switch (event->job.state) {
	case PSERIES_DR_STATE_DONE:
		return "\033[32m";
	case PSERIES_DR_STATE_REFUSED:
	case PSERIES_DR_STATE_FAILED:
		return "\033[31m";
	case PSERIES_DR_STATE_ROLLING_BACK:
	case PSERIES_DR_STATE_CANCELLED:
		return "\033[33m";
	default:
		return "\033[36m";
	}
}

static void print_line(struct watch *watch, const struct ctl_event *event)
{
	char clock[32], id[24] = "-", type[16], state[16] = "-";
	const struct ctl_job *job = &event->job;

	ctl_text_clock(clock, sizeof(clock), event->time);
	ctl_text_word(type, sizeof(type), pdr_event_type_name(event->type), event->type,
		      PSERIES_DR_EVENT_TYPE_UNHANDLED);
	if (ctl_has(job->has, PSERIES_DR_A_JOB_ID))
		snprintf(id, sizeof(id), "%llu", (unsigned long long)job->id);
	if (ctl_has(job->has, PSERIES_DR_A_JOB_STATE))
		ctl_text_word(state, sizeof(state), pdr_state_name(job->state), job->state,
			      PSERIES_DR_STATE_CANCELLED);
	printf("%-12s %5s %-9s %s%-12s%s ", clock, id, type, watch->color ? color_of(event) : "",
	       state, watch->color ? "\033[0m" : "");
	ctl_describe_event(stdout, event, scene_for(watch, job));
	putchar('\n');
}

static void print_event(struct watch *watch, const struct ctl_event *event)
{
	if (watch->end)
		return;
	watch->out.scene = scene_for(watch, &event->job);
	if (watch->json)
		ctl_out_object(&watch->out, &ctl_event_table, event, stdout);
	else
		print_line(watch, event);
	if (fflush(stdout) || (watch->left && !--watch->left))
		watch->end = true;
}

static void tell_loss(const struct watch *watch, uint64_t lost)
{
	char text[64];

	snprintf(text, sizeof(text), "%llu event%s lost for good", (unsigned long long)lost,
		 lost == 1 ? " is" : "s are");
	remark(watch, text);
}

static void take_recent(struct watch *watch, const struct ctl_event *event)
{
	enum ctl_seq place = ctl_seq_judge(watch->last, event->job.seq);

	if (place == CTL_SEQ_OLD)
		return;
	if (place == CTL_SEQ_GAP)
		tell_loss(watch, event->job.seq - watch->last - 1);
	watch->last = event->job.seq;
	print_event(watch, event);
}

/* Progress has the number of the event before it, and is outdated after a newer event */
static void take_progress(struct watch *watch, const struct ctl_event *event)
{
	if (event->job.seq == watch->last)
		print_event(watch, event);
}

/* Print all events after the last one printed, as far as the module still has them */
static void catch_up(struct watch *watch)
{
	struct ctl_list recent = CTL_LIST_INIT(struct ctl_event);
	size_t i;

	if (ctl_client_events(&watch->client, watch->last, &recent))
		remark(watch, "recent events cannot be had");
	for (i = 0; i < recent.n; i++)
		take_recent(watch, ctl_list_at(&recent, i));
	ctl_list_clear(&recent);
}

static void on_event(const struct nlattr *head, int len, void *arg)
{
	struct ctl_event event;
	struct watch *watch = arg;
	uint64_t next;
	bool progress;

	ctl_decode_event(head, len, &event);
	if (!ctl_has(event.job.has, PSERIES_DR_A_JOB_SEQ)) {
		print_event(watch, &event);
		return;
	}
	progress = event.type == PSERIES_DR_EVENT_TYPE_PROGRESS;
	next = event.job.seq + (progress ? 1 : 0);
	if (ctl_seq_judge(watch->last, next) == CTL_SEQ_GAP)
		catch_up(watch);
	if (progress)
		take_progress(watch, &event);
	else
		take_recent(watch, &event);
}

static void forget_module(struct watch *watch)
{
	watch->there = false;
	watch->events.family = 0;
	ctl_list_clear(&watch->scene.lmbs);
}

/*
 * Look for the module only when it has been announced: the kernel starts modprobe each time that
 * a program asks for a family that it does not have.
 *
 * The caller joins the group, once this batch has been read.
 */
static void on_family(bool there, void *arg)
{
	struct watch *watch = arg;

	watch->retries = there ? RETRIES : 0;
	if (there || !watch->there)
		return;
	forget_module(watch);
	remark(watch, "the module pseries_dr was unloaded");
}

/* Join the group before reading the counter, so that no event is missed in between */
static int join_module(struct watch *watch)
{
	int err = ctl_nl_resolve(&watch->client.nl);

	if (!err)
		err = ctl_nl_events_join(&watch->events, &watch->client.nl);
	if (!err)
		err = ctl_client_info(&watch->client);
	return err;
}

static void start_module(struct watch *watch, bool first)
{
	const struct ctl_info *info = &watch->client.info;
	bool same = ctl_has(info->has, PSERIES_DR_A_INFO_BOOT_ID) &&
		    info->boot_id == watch->boot_id;

	watch->there = true;
	watch->retries = 0;
	watch->scene.lmb_size = info->lmb_size;
	if (!first && !same)
		watch->last = 0;
	watch->boot_id = info->boot_id;
	if (watch->waiting_told || !first)
		remark(watch, "the module pseries_dr is there");
	catch_up(watch);
}

static enum ctl_status attach(struct watch *watch, bool first)
{
	enum ctl_status status;
	int err = join_module(watch);

	if (err == -ENOENT) {
		watch->events.family = 0;
		if (first)
			remark(watch, "waiting for the module pseries_dr");
		watch->waiting_told = true;
		return CTL_DONE;
	}
	if (err)
		return ctl_client_fail(&watch->client, err, "listen to the module");
	status = ctl_client_check(&watch->client.info);
	if (status == CTL_DONE)
		start_module(watch, first);
	return status;
}

/* Lost messages may be events, or the announcement of another load of the module */
static enum ctl_status resync(struct watch *watch)
{
	const struct ctl_info *info = &watch->client.info;
	uint64_t boot_id = watch->boot_id;

	if (watch->there && !ctl_client_info(&watch->client) && info->boot_id == boot_id) {
		catch_up(watch);
		return CTL_DONE;
	}
	forget_module(watch);
	watch->retries = RETRIES;
	return CTL_DONE;
}

/* The kernel announces the family before its group, so the first look may be too early */
static enum ctl_status look_for_module(struct watch *watch)
{
	if (watch->there || !watch->retries)
		return CTL_DONE;
	watch->retries--;
	return attach(watch, false);
}

static enum ctl_status watch_loop(struct watch *watch)
{
	enum ctl_status status = CTL_DONE;
	struct pollfd fd = { .events = POLLIN };
	int err;

	fd.fd = ctl_nl_events_fd(&watch->events);
	while (status == CTL_DONE && !watch->end) {
		if (poll(&fd, 1, watch->retries ? RETRY_MS : -1) < 0 && errno != EINTR)
			return ctl_client_fail(&watch->client, -errno, "wait for events");
		err = ctl_nl_events_read(&watch->events);
		if (err == -EIO)
			return ctl_client_fail(&watch->client, err, "read events");
		if (err)
			status = resync(watch);
		if (status == CTL_DONE)
			status = look_for_module(watch);
	}
	return status;
}

static enum ctl_status start(struct watch *watch, bool since_given)
{
	enum ctl_status status;
	int err = ctl_nl_open(&watch->client.nl);

	if (!err)
		err = ctl_nl_events_open(&watch->events, &watch->watcher);
	if (!err)
		err = ctl_nl_events_join_notify(&watch->events, &watch->client.nl);
	if (err)
		return ctl_client_fail(&watch->client, err, "listen to generic netlink");
	/* Without --since, print only events from now on */
	if (!since_given && !ctl_nl_resolve(&watch->client.nl) &&
	    !ctl_client_info(&watch->client))
		watch->last = watch->client.info.seq;
	status = attach(watch, true);
	return status == CTL_DONE ? watch_loop(watch) : status;
}

static const char *take_color(struct watch *watch, const char *when)
{
	const char *no_color = getenv("NO_COLOR");

	if (!strcmp(when, "always"))
		watch->color = true;
	else if (!strcmp(when, "never"))
		watch->color = false;
	else if (!strcmp(when, "auto"))
		watch->color = isatty(STDOUT_FILENO) && !(no_color && *no_color);
	else
		return "is none of auto, always and never";
	return NULL;
}

static bool take_option(struct watch *watch, struct ctl_args *args, int letter, bool *since)
{
	switch (letter) {
	case 'J':
		watch->json = true;
		return true;
	case 'n':
		return ctl_args_take(args, ctl_parse_count(args->value, &watch->left));
	case OPTION_COLOR:
		return ctl_args_take(args, take_color(watch, args->value));
	default:
		*since = true;
		return ctl_args_take(args, ctl_parse_number(args->value, &watch->last));
	}
}

static int take_arguments(struct watch *watch, struct ctl_args *args, bool *since)
{
	int letter;

	take_color(watch, "auto");
	while ((letter = ctl_args_next(args)) >= 0)
		if (!take_option(watch, args, letter, since))
			return CTL_ARG_BAD;
	if (letter != CTL_ARG_END)
		return letter;
	return ctl_args_operands(args, 0, 0) < 0 ? CTL_ARG_BAD : CTL_ARG_END;
}

static enum ctl_status run_watch(struct ctl_args *args)
{
	struct watch watch = {
		.watcher = { .event = on_event, .family = on_family },
		.scene.lmbs = CTL_LIST_INIT(struct ctl_lmb),
	};
	enum ctl_status status;
	bool since = false;
	int answer = take_arguments(&watch, args, &since);

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	watch.watcher.arg = &watch;
	ctl_out_choose(&watch.out, &ctl_event_table, args);
	status = start(&watch, since);
	ctl_nl_events_close(&watch.events);
	ctl_list_clear(&watch.scene.lmbs);
	ctl_client_close(&watch.client);
	return status;
}

const struct ctl_command ctl_cmd_watch = {
	.name = "watch",
	.operands = "",
	.summary = "print events as they happen, across reloads of the module",
	.options = options,
	.run = run_watch,
};
