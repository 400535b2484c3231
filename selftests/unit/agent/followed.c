// SPDX-License-Identifier: GPL-2.0
/* A module and a kernel for the follower, with a bookkeeper; see followed.h. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "agenttest.h"
#include "followed.h"

/* The load and the number identify an event */
#define EVENT_ID(boot, seq)	((boot) * 1000000 + (seq))

static void note(struct world *world, const char *word, uint64_t a, uint64_t b)
{
	char *end = world->log + world->log_len;
	size_t room = sizeof(world->log) - world->log_len;
	int len;

	if (world->books)
		return;
	if (b)
		len = snprintf(end, room, "%s%" PRIu64 "-%" PRIu64 " ", word, a, b);
	else if (a)
		len = snprintf(end, room, "%s%" PRIu64 " ", word, a);
	else
		len = snprintf(end, room, "%s ", word);
	assert_true(len >= 0 && (size_t)len < room);
	world->log_len += len;
}

static uint64_t oldest(const struct world *world)
{
	return world->seq > world->memory ? world->seq - world->memory + 1 : 1;
}

static void send_message(struct world *world, enum world_kind kind)
{
	if (world->congested)
		return;
	if (world->queued == world->queue_size) {
		world->congested = true;
		world->enobufs = true;
		return;
	}
	world->queue[world->queued++] = (struct world_message){
		.kind = kind,
		.family = world->family,
		.seq = world->seq,
	};
}

void world_load(struct world *world)
{
	if (world->loaded)
		return;
	world->loaded = true;
	world->family++;
	world->boot++;
	world->seq = 0;
	send_message(world, WORLD_NEW);
}

void world_unload(struct world *world)
{
	if (!world->loaded)
		return;
	world->loaded = false;
	world->joined = false;
	send_message(world, WORLD_DEL);
}

void world_drop(struct world *world)
{
	if (world->loaded)
		world->seq++;
}

void world_event(struct world *world)
{
	world_drop(world);
	if (world->loaded && world->joined)
		send_message(world, WORLD_EVENT);
}

void world_progress(struct world *world)
{
	if (world->loaded && world->joined)
		send_message(world, WORLD_PROGRESS);
}

static void meanwhile(struct world *world)
{
	void (*fn)(struct world *world) = world->meanwhile;

	if (fn)
		fn(world);
}

static int failure(int *error)
{
	int ret = *error;

	*error = 0;
	return ret;
}

static int attach_followed(void *ctx, uint16_t *family)
{
	struct world *world = ctx;
	int ret = failure(&world->fail_attach);

	if (ret)
		return ret;
	if (!world->loaded)
		return -ENOENT;
	*family = world->family;
	world->joined = true;
	meanwhile(world);
	return 0;
}

static int followed_info(void *ctx, uint16_t family, struct dr_info *info)
{
	struct world *world = ctx;
	int ret = failure(&world->fail_info);

	if (ret)
		return ret;
	if (!world->loaded || family != world->family)
		return -ENOENT;
	memset(info, 0, sizeof(*info));
	info->abi = world->abi;
	info->abi_min = world->abi_min;
	info->has = ~0ULL;
	info->seq = world->seq;
	info->seq_oldest = oldest(world);
	info->boot_id = world->boot;
	meanwhile(world);
	return 0;
}

static void give_event(struct world *world, uint64_t seq, dr_event_fn *fn,
		       void *data)
{
	struct dr_event event = {
		.job.has = ~0ULL,
		.job.seq = seq,
		.job.id = EVENT_ID(world->boot, seq),
	};

	if (seq != world->skip)
		fn(data, &event);
}

/* A dump comes in pieces, and the module goes on in between */
static int followed_events(void *ctx, uint16_t family, uint64_t since, dr_event_fn *fn,
			   void *data)
{
	struct world *world = ctx;
	int ret = failure(&world->fail_events);
	uint64_t seq;

	for (seq = since + 1; ; seq++) {
		if (!world->loaded || family != world->family)
			return -ENOENT;
		if (seq < oldest(world))
			seq = oldest(world);
		if (seq > world->seq)
			return ret;
		give_event(world, seq, fn, data);
		if (ret)
			return ret;
		meanwhile(world);
	}
}

static int followed_jobs(void *ctx, uint16_t family, dr_event_fn *fn, void *data)
{
	struct dr_event job = { .job.has = ~0ULL };
	struct world *world = ctx;
	int ret = failure(&world->fail_jobs);

	if (ret)
		return ret;
	if (!world->loaded || family != world->family)
		return -ENOENT;
	for (job.job.id = 1; job.job.id <= world->jobs; job.job.id++)
		fn(data, &job);
	meanwhile(world);
	return 0;
}

static void book_event(struct world *world, const struct dr_event *event)
{
	assert_int_equal(event->job.id, EVENT_ID(world->shown, world->next));
	assert_false(world->open_end);
	world->next++;
}

/* An event that the module still has is not lost */
static void book_lost(struct world *world, const struct dr_record *record)
{
	assert_int_not_equal(world->shown, 0);
	assert_int_equal(record->from, world->next);
	if (!record->to) {
		world->open_end = true;
		return;
	}
	assert_true(record->to >= record->from);
	if (world->loaded && world->boot == world->shown)
		assert_true(record->to < oldest(world));
	world->losses += record->to - record->from + 1;
	world->next = record->to + 1;
}

/* The reader leaves a load after all its events, or after a line about lost ones */
static void book_leave(struct world *world)
{
	if (!world->shown || world->open_end)
		return;
	assert_false(world->loaded && world->boot == world->shown);
	/* world->seq is that of the last load only, so keep books of reloads, too */
	if (world->boot == world->shown)
		assert_int_equal(world->next, world->seq + 1);
}

static void book_module(struct world *world, const struct dr_record *record)
{
	bool first = !world->shown && world->next == 0;

	book_leave(world);
	world->shown = 0;
	world->open_end = false;
	world->next = 1;
	if (record->module != DR_MODULE_PRESENT)
		return;
	world->shown = record->info->boot_id;
	if (first)
		world->next = record->info->seq + 1;
}

static void book(struct world *world, const struct dr_record *record)
{
	switch (record->type) {
	case DR_RECORD_EVENT:
		book_event(world, record->event);
		break;
	case DR_RECORD_LOST:
		book_lost(world, record);
		break;
	case DR_RECORD_MODULE:
		book_module(world, record);
		break;
	case DR_RECORD_PROGRESS:
		assert_int_equal(record->event->job.seq + 1, world->next);
		break;
	case DR_RECORD_JOB:
		assert_int_not_equal(world->shown, 0);
		break;
	}
}

static void emit_followed(void *ctx, const struct dr_record *record)
{
	static const char * const module[] = {
		"absent", "present", "incompatible",
	};
	struct world *world = ctx;

	if (world->books)
		book(world, record);
	switch (record->type) {
	case DR_RECORD_EVENT:
		note(world, "e", record->event->job.seq, 0);
		break;
	case DR_RECORD_PROGRESS:
		note(world, "p", record->event->job.seq, 0);
		break;
	case DR_RECORD_JOB:
		note(world, "j", record->event->job.id, 0);
		break;
	case DR_RECORD_LOST:
		note(world, "lost", record->from, record->to);
		break;
	case DR_RECORD_MODULE:
		note(world, module[record->module],
		     record->info ? record->info->boot_id : 0, 0);
		break;
	}
}

static void say_followed(void *ctx, const char *sentence)
{
	struct world *world = ctx;

	assert_non_null(sentence);
	world->said++;
}

static const struct dr_follow_ops world_ops = {
	.attach = attach_followed,
	.info = followed_info,
	.events = followed_events,
	.jobs = followed_jobs,
	.emit = emit_followed,
	.say = say_followed,
};

void world_init(struct world *world)
{
	memset(world, 0, sizeof(*world));
	world->abi = PSERIES_DR_ABI_VERSION;
	world->abi_min = PSERIES_DR_ABI_OLDEST;
	world->family = 30;
	world->boot = 100;
	world->memory = 16;
	world->jobs = 1;
	world->queue_size = WORLD_QUEUE_MAX;
}

void world_start_from(struct world *world, const struct dr_follow_from *from)
{
	dr_follow_start(&world->follow, &world_ops, world, from);
}

void world_start(struct world *world)
{
	static const struct dr_follow_from from = { .now = true, .jobs = true };

	world_start_from(world, &from);
}

static void deliver(struct world *world, const struct world_message *message)
{
	struct dr_family family = {
		.id = message->family,
		.present = message->kind == WORLD_NEW,
	};
	struct dr_event event = {
		.job.has = ~0ULL,
		.job.seq = message->seq,
		.job.id = EVENT_ID(message->family + 70ULL, message->seq),
		.event_type = message->kind == WORLD_PROGRESS ?
			PSERIES_DR_EVENT_TYPE_PROGRESS :
			PSERIES_DR_EVENT_TYPE_STATE,
	};

	if (message->kind == WORLD_EVENT || message->kind == WORLD_PROGRESS)
		dr_follow_event(&world->follow, message->family, &event);
	else
		dr_follow_family(&world->follow, &family);
}

/* The error comes before the queued messages; at the end of the queue dropping ends */
void world_pump(struct world *world)
{
	struct world_message message;
	bool dropped = false;

	for (;;) {
		if (world->enobufs) {
			world->enobufs = false;
			dropped = true;
			dr_follow_dropped(&world->follow);
		} else if (world->queued) {
			message = world->queue[0];
			world->queued--;
			memmove(world->queue, world->queue + 1,
				world->queued * sizeof(world->queue[0]));
			if (!world->queued)
				world->congested = false;
			deliver(world, &message);
		} else if (dropped) {
			dropped = false;
			dr_follow_drained(&world->follow);
		} else {
			break;
		}
	}
}

void world_settle(struct world *world)
{
	int rounds = 100;

	world->fail_attach = 0;
	world->fail_info = 0;
	world->fail_events = 0;
	world->fail_jobs = 0;
	world->meanwhile = NULL;
	do {
		world_pump(world);
		if (dr_follow_delay(&world->follow) < 0)
			return;
		dr_follow_retry(&world->follow);
	} while (--rounds);
	fail_msg("something is due for ever");
}

void world_expect(struct world *world, const char *log)
{
	assert_string_equal(world->log, log);
	world->log[0] = 0;
	world->log_len = 0;
}
