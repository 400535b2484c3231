// SPDX-License-Identifier: GPL-2.0
/* The bytes of the module's own nlput.c, read by the decoder of pdrctl. */
#include <netlink/attr.h>

#include "clitest.h"

#include "decode.h"
#include "views.h"

#define SAME(condition)	assert_true(condition)
#include "views_same.h"

#define ROUNDS	20000

/* Make a view and put it; the attributes are in memory of their size, for the sanitizer */
static struct nlattr *put_view(const struct views_kind *kind, struct views_source *source,
			       union views_view *view, int *len)
{
	char attributes[VIEWS_ROOM];
	void *copy;

	kind->make(source, view);
	*len = kind->put(view, attributes, sizeof(attributes));
	assert_true(*len > 0);
	copy = malloc(*len);
	memcpy(copy, attributes, *len);
	return copy;
}

static void check_event(struct views_source *source)
{
	struct nlattr *head;
	struct ctl_event event;
	union views_view view;
	int len;

	head = put_view(&views_event, source, &view, &len);
	ctl_decode_event(head, len, &event);
	free(head);
	assert_true(event.job.has == views_event.given(&view));
	assert_true(event.job.seq == view.event.seq);
	assert_true(event.time == view.event.time);
	assert_int_equal(event.type, view.event.type);
	SAME_REQUEST(&view.event.job, &event.job);
	if (view.event.job.id)
		SAME_JOB(&view.event.job, &event.job);
	assert_int_equal(event.raw_len, view.event.raw_len);
	if (view.event.raw)
		assert_memory_equal(event.raw, view.event.raw, event.raw_len);
}

static void check_job(struct views_source *source)
{
	struct nlattr *head;
	union views_view view;
	struct ctl_job job;
	int len;

	head = put_view(&views_job, source, &view, &len);
	ctl_decode_job(head, len, &job);
	free(head);
	assert_true(job.has == views_job.given(&view));
	assert_true(job.seq == view.job.seq);
	SAME_REQUEST(&view.job, &job);
	SAME_JOB(&view.job, &job);
}

static void same_sense(const struct pdr_sense_view *view, int status, unsigned int sense)
{
	SAME(status == (view->asked ? view->status : 0));
	SAME(sense == (view->asked && view->known ? view->sense : 0));
}

static void check_lmb(struct views_source *source)
{
	struct nlattr *head;
	union views_view view;
	struct ctl_lmb lmb;
	int len;

	head = put_view(&views_lmb, source, &view, &len);
	ctl_decode_lmb(head, len, &lmb);
	free(head);
	assert_true(lmb.has == views_lmb.given(&view));
	SAME(lmb.index == view.lmb.index && lmb.address == view.lmb.address);
	SAME(lmb.flags == view.lmb.flags && lmb.aa_index == view.lmb.aa_index);
	SAME(lmb.usage == view.lmb.usage && lmb.blocks == view.lmb.blocks);
	SAME(lmb.blocks_online == view.lmb.blocks_online);
	SAME(!strcmp(lmb.zone, view.lmb.zone ? view.lmb.zone : ""));
	SAME(lmb.nid == (view.lmb.attached ? view.lmb.nid : 0));
	same_sense(&view.lmb.sense, lmb.sense_status, lmb.sense);
}

static void check_drc(struct views_source *source)
{
	struct nlattr *head;
	union views_view view;
	struct ctl_drc drc;
	int len;

	head = put_view(&views_drc, source, &view, &len);
	ctl_decode_drc(head, len, &drc);
	free(head);
	assert_true(drc.has == views_drc.given(&view));
	SAME(drc.index == view.drc.index && drc.resource == view.drc.resource);
	SAME(!strcmp(drc.name, view.drc.name) && !strcmp(drc.type, view.drc.type));
	SAME(drc.power_domain == view.drc.power_domain);
	same_sense(&view.drc.sense, drc.sense_status, drc.sense);
}

static void check_info(struct views_source *source)
{
	struct nlattr *head;
	union views_view view;
	struct ctl_info info;
	int len;

	head = put_view(&views_info, source, &view, &len);
	ctl_decode_info(head, len, &info);
	free(head);
	assert_true(info.has == views_info.given(&view));
	SAME_INFO(&view.info, &info);
}

static void what_the_module_puts_is_what_is_read(void **state)
{
	static void (*const checks[])(struct views_source *source) = {
		check_event, check_job, check_lmb, check_drc, check_info,
	};
	struct views_source source = { .state = 20261128 };
	size_t i;
	int round;

	(void)state;
	for (round = 0; round < ROUNDS; round++)
		for (i = 0; i < COUNT(checks); i++)
			checks[i](&source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_module_puts_is_what_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
