// SPDX-License-Identifier: GPL-2.0
/* The bytes of the module's own nlput.c, read by the decoder of pdrd. */

#include <stdlib.h>
#include <string.h>

#include "agenttest.h"
#include "msg.h"
#include "proto.h"
#include "views.h"

#define SAME(condition)	assert_true(condition)
#include "views_same.h"

#define ROUNDS	20000

/* A message of @cmd with the view in it, in memory of exactly its size */
static struct nlmsghdr *view_message(const struct views_kind *kind,
				     const union views_view *view, __u8 cmd)
{
	char attributes[VIEWS_ROOM];
	struct msg msg;
	size_t len;

	len = kind->put(view, attributes, sizeof(attributes));
	assert_true(len > 0);
	msg_begin(&msg, 30, cmd);
	memcpy((char *)msg.nlh + msg.nlh->nlmsg_len, attributes, len);
	msg.nlh->nlmsg_len += len;
	return msg_cut(msg.nlh, msg.nlh->nlmsg_len);
}

static void same_event(const struct pdr_event *view,
		       const struct pdrd_event *event)
{
	assert_true(event->seq == view->seq);
	assert_true(event->event_time == view->time);
	assert_int_equal(event->event_type, view->type);
	SAME_REQUEST(&view->job, event);
	if (view->job.id)
		SAME_JOB(&view->job, event);
	assert_int_equal(event->raw_len, view->raw_len);
	if (view->raw)
		assert_memory_equal(event->raw, view->raw, view->raw_len);
}

static void events(void **state)
{
	struct views_source source = { .state = 20261128 };
	struct pdrd_event event;
	union views_view view;
	struct nlmsghdr *nlh;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		views_event.make(&source, &view);
		nlh = view_message(&views_event, &view, PSERIES_DR_CMD_EVENT);
		assert_int_equal(pdrd_proto_decode(nlh, &event), 0);
		assert_true(event.have == views_event.given(&view));
		same_event(&view.event, &event);
		free(nlh);
	}
}

static void jobs(void **state)
{
	struct views_source source = { .state = 20261129 };
	struct pdrd_event job;
	union views_view view;
	struct nlmsghdr *nlh;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		views_job.make(&source, &view);
		nlh = view_message(&views_job, &view, PSERIES_DR_CMD_JOB_GET);
		assert_int_equal(pdrd_proto_decode(nlh, &job), 0);
		assert_true(job.have == views_job.given(&view));
		assert_true(job.seq == view.job.seq);
		SAME_REQUEST(&view.job, &job);
		SAME_JOB(&view.job, &job);
		free(nlh);
	}
}

static void infos(void **state)
{
	struct views_source source = { .state = 20261130 };
	struct pdrd_info info;
	union views_view view;
	struct nlmsghdr *nlh;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		views_info.make(&source, &view);
		nlh = view_message(&views_info, &view, PSERIES_DR_CMD_INFO);
		assert_int_equal(pdrd_proto_info(nlh, &info), 0);
		assert_true(info.have == views_info.given(&view));
		SAME_INFO(&view.info, &info);
		free(nlh);
	}
}

/* A view that does not fit must fail; nothing is written behind the room */
static void too_little_room(void **state)
{
	static const struct views_kind * const kinds[] = {
		&views_event, &views_job, &views_lmb, &views_drc, &views_info,
	};
	struct views_source source = { .state = 20261201 };
	union views_view view;
	char whole[VIEWS_ROOM];
	size_t i, len, room;
	char *cut;

	(void)state;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		kinds[i]->make(&source, &view);
		len = kinds[i]->put(&view, whole, sizeof(whole));
		for (room = 0; room <= len; room++) {
			cut = malloc(room ? room : 1);
			assert_int_equal(kinds[i]->put(&view, cut, room),
					 room == len ? len : 0);
			free(cut);
		}
	}
}

/* The module could send the full event of the other tests */
static void full_event(void **state)
{
	struct pdrd_event event;
	struct pdr_event view = { .raw_len = 5 };
	struct msg msg;
	u64 given;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	assert_int_equal(pdrd_proto_decode(msg.nlh, &event), 0);
	view.raw = event.raw;
	view.job.id = event.id;
	view.job.ended = event.ended;
	view.job.request.identifier = event.identifier;
	view.job.outcome.fault.call = PDR_FW_ISOLATE;
	given = views_event.given((union views_view *)&view);
	/* It has a name beside its index, so that no attribute is missing */
	assert_true(event.have == (given | 1ULL << PSERIES_DR_A_JOB_NAME));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events),
		cmocka_unit_test(jobs),
		cmocka_unit_test(infos),
		cmocka_unit_test(too_little_room),
		cmocka_unit_test(full_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
