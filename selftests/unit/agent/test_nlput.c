// SPDX-License-Identifier: GPL-2.0
/* The bytes of the module's own nlput.c, read by the decoder of libpdr. */

#include <stdlib.h>
#include <string.h>

#include "agenttest.h"
#include "msg.h"
#include "codec.h"
#include "views.h"

#define SAME(condition)	assert_true(condition)
#include "views_same.h"

#define ROUNDS	20000

static void same_event(const struct pdr_event *view,
		       const struct dr_event *event)
{
	assert_true(event->job.seq == view->seq);
	assert_true(event->event_time == view->time);
	assert_int_equal(event->event_type, view->type);
	SAME_REQUEST(&view->job, &event->job);
	if (view->job.id)
		SAME_JOB(&view->job, &event->job);
	assert_int_equal(event->raw_len, view->raw_len);
	if (view->raw)
		assert_memory_equal(event->raw, view->raw, view->raw_len);
}

static void events(void **state)
{
	struct views_source source = { .state = 20261128 };
	struct dr_event event;
	union views_view view;
	struct nlmsghdr *nlh;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		views_event.make(&source, &view);
		nlh = views_message(&views_event, &view, 30, PSERIES_DR_CMD_EVENT);
		assert_int_equal(dr_decode_message(nlh, &event), 0);
		assert_true(event.job.has == views_event.given(&view));
		same_event(&view.event, &event);
		free(nlh);
	}
}

static void jobs(void **state)
{
	struct views_source source = { .state = 20261129 };
	struct dr_event job;
	union views_view view;
	struct nlmsghdr *nlh;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		views_job.make(&source, &view);
		nlh = views_message(&views_job, &view, 30, PSERIES_DR_CMD_JOB_GET);
		assert_int_equal(dr_decode_message(nlh, &job), 0);
		assert_true(job.job.has == views_job.given(&view));
		assert_true(job.job.seq == view.job.seq);
		SAME_REQUEST(&view.job, &job.job);
		SAME_JOB(&view.job, &job.job);
		free(nlh);
	}
}

static void infos(void **state)
{
	struct views_source source = { .state = 20261130 };
	struct dr_info info;
	union views_view view;
	struct nlmsghdr *nlh;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		views_info.make(&source, &view);
		nlh = views_message(&views_info, &view, 30, PSERIES_DR_CMD_INFO);
		assert_int_equal(dr_decode_info(nlh, &info), 0);
		assert_true(info.has == views_info.given(&view));
		SAME_INFO(&view.info, &info);
		free(nlh);
	}
}

/* Decode a view put by the module as a struct of its own, and encode and decode that again */
static void decode_view(const struct views_kind *kind, const union views_view *view,
			const struct dr_fields *fields, void *object)
{
	struct nlmsghdr *nlh = views_message(kind, view, 30, 0);
	char *attributes = (char *)nlh + NLMSG_HEADERS, *again = malloc(fields->size);
	size_t len = nlh->nlmsg_len - NLMSG_HEADERS;

	assert_int_equal(dr_decode(fields, attributes, len, object), 0);
	assert_true(*(uint64_t *)object == kind->given(view));
	assert_int_equal(dr_encode(fields, object, attributes, len), len);
	assert_int_equal(dr_encode(fields, object, attributes, len - 1), 0);
	assert_int_equal(dr_decode(fields, attributes, len, again), 0);
	assert_memory_equal(object, again, fields->size);
	free(nlh);
	free(again);
}

static void same_sense(const struct pdr_sense_view *view, int status, unsigned int sense)
{
	SAME(status == (view->asked ? view->status : 0));
	SAME(sense == (view->asked && view->known ? view->sense : 0));
}

static void lmbs(void **state)
{
	struct views_source source = { .state = 20261202 };
	union views_view view;
	struct dr_lmb lmb;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		views_lmb.make(&source, &view);
		decode_view(&views_lmb, &view, &dr_lmb_fields, &lmb);
		SAME(lmb.index == view.lmb.index && lmb.address == view.lmb.address);
		SAME(lmb.flags == view.lmb.flags && lmb.aa_index == view.lmb.aa_index);
		SAME(lmb.usage == view.lmb.usage && lmb.blocks == view.lmb.blocks);
		SAME(lmb.blocks_online == view.lmb.blocks_online);
		SAME(!strcmp(lmb.zone, view.lmb.zone ? view.lmb.zone : ""));
		SAME(lmb.nid == (view.lmb.attached ? view.lmb.nid : 0));
		same_sense(&view.lmb.sense, lmb.sense_status, lmb.sense);
	}
}

static void drcs(void **state)
{
	struct views_source source = { .state = 20261203 };
	union views_view view;
	struct dr_drc drc;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		views_drc.make(&source, &view);
		decode_view(&views_drc, &view, &dr_drc_fields, &drc);
		SAME(drc.index == view.drc.index && drc.resource == view.drc.resource);
		SAME(!strcmp(drc.name, view.drc.name) && !strcmp(drc.type, view.drc.type));
		SAME(drc.power_domain == view.drc.power_domain);
		same_sense(&view.drc.sense, drc.sense_status, drc.sense);
	}
}

static void plans(void **state)
{
	struct views_source source = { .state = 20261205 };
	union views_view view;
	struct dr_job job;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		views_plan.make(&source, &view);
		decode_view(&views_plan, &view, &dr_job_fields, &job);
		SAME_PLAN(&view.plan, &job);
	}
}

/* The encoder writes all that a decoder reads: requests go by the same table */
static void encoded_again(void **state)
{
	struct views_source source = { .state = 20261204 };
	static struct dr_event event;
	union views_view view;
	struct dr_job job;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS / 10; round++) {
		views_event.make(&source, &view);
		decode_view(&views_event, &view, &dr_event_fields, &event);
		views_job.make(&source, &view);
		decode_view(&views_job, &view, &dr_job_fields, &job);
	}
}

/* A view that does not fit must fail; nothing is written behind the room */
static void too_little_room(void **state)
{
	static const struct views_kind * const kinds[] = {
		&views_event, &views_job, &views_plan, &views_lmb, &views_drc, &views_info,
	};
	struct views_source source = { .state = 20261201 };
	struct nlmsghdr *whole, *cut;
	union views_view view;
	size_t i, len, room;

	(void)state;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		kinds[i]->make(&source, &view);
		whole = views_message(kinds[i], &view, 30, 0);
		len = whole->nlmsg_len;
		for (room = NLMSG_HEADERS; room <= len; room++) {
			cut = nlmsg_cut(whole, room);
			cut->nlmsg_len = NLMSG_HEADERS;
			assert_true(kinds[i]->put(&view, cut, room) == (room == len));
			free(cut);
		}
		free(whole);
	}
}

/* The module could send the full event of the other tests */
static void full_event(void **state)
{
	struct dr_event event;
	struct pdr_event view = { .raw_len = 5 };
	struct nlmsg msg;
	u64 given;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	assert_int_equal(dr_decode_message(msg.nlh, &event), 0);
	view.raw = event.raw;
	view.job.id = event.job.id;
	view.job.ended = event.job.ended;
	view.job.request.identifier = event.job.identifier;
	view.job.outcome.fault.call = PDR_FW_ISOLATE;
	given = views_event.given((union views_view *)&view);
	/* It has a name beside its index, so that no attribute is missing */
	assert_true(event.job.has == (given | 1ULL << PSERIES_DR_A_JOB_NAME));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events),
		cmocka_unit_test(jobs),
		cmocka_unit_test(infos),
		cmocka_unit_test(lmbs),
		cmocka_unit_test(drcs),
		cmocka_unit_test(plans),
		cmocka_unit_test(encoded_again),
		cmocka_unit_test(too_little_room),
		cmocka_unit_test(full_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
