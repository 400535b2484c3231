// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl watch - print events as they happen, and report events that are lost.
 *
 * The follower of libpdr does the work: the module may come and go, and messages may be dropped.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "brief.h"
#include "face.h"
#include "follow.h"
#include "json.h"
#include "module.h"
#include "out.h"
#include "parse.h"
#include "pdr_names.h"
#include "scene.h"
#include "text.h"

#define OPTION_SINCE	330
#define OPTION_COLOR	331

static const struct ctl_option options[] = {
	{ 'J', "json", NULL, "one JSON object a line" },
	{ 'n', "count", "N", "stop after N events" },
	{ OPTION_SINCE, "since", "SEQ", "begin after the event with this sequence number" },
	{ OPTION_COLOR, "color", "auto|always|never", "colours: auto on a terminal" },
	{ 0, NULL, NULL, NULL },
};

/**
 * struct watch - the state of watching
 * @client: the module
 * @events: socket of the events
 * @follow: the follower, and where it begins
 * @from: where it begins
 * @scene: LMBs of the loaded module that events were about
 * @met: a module was there, or its absence was told
 * @json: print JSON
 * @left: events to print until the end, 0 for no end
 * @end: the last of them was printed, or the output is broken
 * @status: exit status then
 */
struct watch {
	struct dr_client client;
	struct dr_nl_events events;
	struct dr_follow follow;
	struct dr_follow_from from;
	struct dr_scene scene;
	bool met;
	bool json;
	uint32_t left;
	bool end;
	enum ctl_status status;
};

/* Remarks are no events: with JSON they go to stderr */
static void remark(const struct watch *watch, const char *text)
{
	fprintf(watch->json ? stderr : stdout, "-- %s\n", text);
	fflush(stdout);
}

static const struct dr_scene *scene_for(struct watch *watch, const struct dr_job *job)
{
	dr_scene_ask(&watch->scene, &watch->client, job);
	return &watch->scene;
}

static const char *color_of(const struct dr_event *event)
{
	if (event->event_type == PSERIES_DR_EVENT_TYPE_UNHANDLED)
		return ctl_paint_on(CTL_TINT_BAD);
	return ctl_paint_on(ctl_face_tint(&event->job));
}

static void print_watched_line(struct watch *watch, const struct dr_event *event)
{
	char clock[32], id[24] = "-", type[16];
	const char *state = "-";
	const struct dr_job *job = &event->job;

	dr_text_clock(clock, sizeof(clock), event->event_time);
	dr_text_word(type, sizeof(type), pdr_event_type_name(event->event_type), event->event_type,
		     PDR_EVENT_TYPE_MAX);
	if (dr_has(job, PSERIES_DR_A_JOB_ID))
		snprintf(id, sizeof(id), "%llu", (unsigned long long)job->id);
	if (dr_has(job, PSERIES_DR_A_JOB_STATE))
		state = dr_brief_state(job);
	printf("%-12s %5s %-9s %s%-12s%s ", clock, id, type, color_of(event),
	       state, ctl_paint_off());
	dr_describe_event(stdout, event, scene_for(watch, job));
	putchar('\n');
}

static void print_watched_json(struct watch *watch, const struct dr_event *event)
{
	bool progress = event->event_type == PSERIES_DR_EVENT_TYPE_PROGRESS;
	char *text = dr_describe_event_text(event, scene_for(watch, &event->job));
	char *line = dr_json_struct(progress ? "progress" : "event", &dr_event_fields, event, text);

	if (line)
		puts(line);
	free(line);
	free(text);
}

static void print_watched(struct watch *watch, const struct dr_event *event)
{
	if (watch->end)
		return;
	if (watch->json)
		print_watched_json(watch, event);
	else
		print_watched_line(watch, event);
	if (fflush(stdout) || (watch->left && !--watch->left))
		watch->end = true;
}

static void tell_loss(const struct watch *watch, const struct dr_record *record)
{
	unsigned long long lost = record->to - record->from + 1;
	char text[64];

	if (!record->to)
		snprintf(text, sizeof(text), "events after %llu may be lost for good",
			 (unsigned long long)record->from - 1);
	else
		snprintf(text, sizeof(text), "%llu event%s lost for good", lost,
			 lost == 1 ? " is" : "s are");
	remark(watch, text);
}

static void tell_module(struct watch *watch, const struct dr_record *record)
{
	bool met = watch->met;
	char text[CTL_LOADED_ANEW_MAX];

	watch->met = true;
	dr_list_clear(&watch->scene.lmbs);
	if (record->module == DR_MODULE_INCOMPATIBLE) {
		watch->status = ctl_module_check(record->info);
		watch->end = true;
	} else if (record->module == DR_MODULE_ABSENT) {
		remark(watch, met ? "the module pseries_dr was unloaded" :
				    "waiting for the module pseries_dr");
	} else {
		watch->scene.lmb_size = record->info->lmb_size;
		if (met)
			remark(watch, "the module pseries_dr is there");
		else if (watch->from.seq > record->info->seq)
			remark(watch, ctl_module_loaded_anew(text, watch->from.seq));
	}
}

static void emit_watched(void *ctx, const struct dr_record *record)
{
	struct watch *watch = ctx;

	switch (record->type) {
	case DR_RECORD_EVENT:
	case DR_RECORD_PROGRESS:
		print_watched(watch, record->event);
		break;
	case DR_RECORD_MODULE:
		tell_module(watch, record);
		break;
	case DR_RECORD_LOST:
		tell_loss(watch, record);
		break;
	default:
		break;
	}
}

/* tell_module() says all that there is to say */
static void say_nothing(void *ctx, const char *sentence)
{
	(void)ctx;
	(void)sentence;
}

static int attach_watch(void *ctx, uint16_t *family)
{
	struct watch *watch = ctx;
	int err = dr_nl_resolve(&watch->client.nl);

	if (!err)
		err = dr_nl_events_join(&watch->events, watch->client.nl.families.ours.events);
	*family = watch->client.nl.families.ours.id;
	return err;
}

static int ask_info(void *ctx, uint16_t family, struct dr_info *info)
{
	struct watch *watch = ctx;
	int err = dr_client_info(&watch->client);

	(void)family;
	*info = watch->client.info;
	return err;
}

static int ask_events(void *ctx, uint16_t family, uint64_t since, dr_event_fn *fn, void *data)
{
	struct dr_list recent = DR_LIST_INIT(struct dr_event);
	struct watch *watch = ctx;
	int err = dr_client_events(&watch->client, since, &recent);
	size_t i;

	(void)family;
	for (i = 0; i < recent.n && !err; i++)
		fn(data, dr_list_at(&recent, i));
	dr_list_clear(&recent);
	return err;
}

/* Not asked for: dr_follow_from.jobs is not set, and after a loss the events go on */
static int ask_no_jobs(void *ctx, uint16_t family, dr_event_fn *fn, void *data)
{
	(void)ctx;
	(void)family;
	(void)fn;
	(void)data;
	return 0;
}

static const struct dr_follow_ops follow_ops = {
	.attach = attach_watch,
	.info = ask_info,
	.events = ask_events,
	.jobs = ask_no_jobs,
	.emit = emit_watched,
	.say = say_nothing,
};

/* Only poll() tells that a pipe has lost its reader: the next event may be far away */
static bool reader_gone(const struct pollfd *fd)
{
	return fd->revents & (POLLERR | POLLHUP | POLLNVAL);
}

static enum ctl_status watch_loop(struct watch *watch)
{
	struct pollfd fds[] = {
		{ .fd = dr_nl_events_fd(&watch->events), .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};
	int ready;

	while (!watch->end) {
		ready = poll(fds, 2, dr_follow_delay(&watch->follow));
		if (ready < 0 && errno != EINTR)
			return ctl_module_fail(&watch->client, -errno, "wait for events");
		if (ready > 0 && reader_gone(&fds[1]))
			break;
		if (!ready)
			dr_follow_retry(&watch->follow);
		if (dr_nl_events_read(&watch->events))
			return ctl_module_fail(&watch->client, -EIO, "read events");
	}
	return watch->status;
}

static enum ctl_status start_watch(struct watch *watch)
{
	int err = dr_nl_open(&watch->client.nl);

	if (!err)
		err = dr_nl_events_open(&watch->events, &dr_follow_handler, &watch->follow);
	/* Finds nlctrl, too, whose group tells of families that come and go */
	if (!err)
		err = dr_nl_resolve(&watch->client.nl);
	if (!err || err == -ENOENT)
		err = dr_nl_events_join(&watch->events, watch->client.nl.families.nlctrl.notify);
	if (err)
		return ctl_module_fail(&watch->client, err, "listen to generic netlink");
	dr_follow_start(&watch->follow, &follow_ops, watch, &watch->from);
	return watch_loop(watch);
}

static const char *take_color(const char *when)
{
	if (!strcmp(when, "always"))
		ctl_paint_set(true);
	else if (!strcmp(when, "never"))
		ctl_paint_set(false);
	else if (strcmp(when, "auto"))
		return "is none of auto, always and never";
	return NULL;
}

static bool take_watch_option(struct watch *watch, struct ctl_args *args, int letter)
{
	switch (letter) {
	case 'J':
		watch->json = true;
		return true;
	case 'n':
		return ctl_args_take(args, dr_parse_count(args->value, &watch->left));
	case OPTION_COLOR:
		return ctl_args_take(args, take_color(args->value));
	default:
		watch->from.now = false;
		return ctl_args_take(args, dr_parse_number(args->value, &watch->from.seq));
	}
}

static int take_watch_arguments(struct watch *watch, struct ctl_args *args)
{
	int letter;

	while ((letter = ctl_args_next(args)) >= 0)
		if (!take_watch_option(watch, args, letter))
			return CTL_ARG_BAD;
	if (letter != CTL_ARG_END)
		return letter;
	return ctl_args_operands(args, 0, 0) < 0 ? CTL_ARG_BAD : CTL_ARG_END;
}

static enum ctl_status run_watch(struct ctl_args *args)
{
	struct watch watch = {
		.from.now = true,
		.scene.lmbs = DR_LIST_INIT(struct dr_lmb),
	};
	enum ctl_status status;
	int answer = take_watch_arguments(&watch, args);

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	status = start_watch(&watch);
	dr_nl_events_close(&watch.events);
	dr_list_clear(&watch.scene.lmbs);
	dr_client_close(&watch.client);
	return status;
}

const struct ctl_command ctl_cmd_watch = {
	.name = "watch",
	.operands = "",
	.summary = "print events as they happen, across reloads of the module",
	.options = options,
	.run = run_watch,
};
