// SPDX-License-Identifier: GPL-2.0
/*
 * The module's messages, read by libpdr.
 * An input is a view: its first byte is the kind, the others make its fields
 * (selftests/views/views.c).
 *
 * The decoder must find each field of the view, and each attribute of the message.
 */

#include "fuzz.h"

#include "codec.h"
#include "lib/nlmsg.h"
#include "views.h"

#define SAME(condition)	require(condition, "%s", #condition)
#include "views_same.h"

static void try_event(const union views_view *view)
{
	static struct dr_event event;
	struct nlmsghdr *nlh = views_message(&views_event, view, 0, PSERIES_DR_CMD_EVENT);

	SAME(!dr_decode_message(nlh, &event));
	free(nlh);
	SAME(event.job.has == views_event.given(view));
	SAME(event.job.seq == view->event.seq);
	SAME(event.event_time == view->event.time);
	SAME(event.event_type == view->event.type);
	SAME_REQUEST(&view->event.job, &event.job);
	if (view->event.job.id)
		SAME_JOB(&view->event.job, &event.job);
	SAME(event.raw_len == view->event.raw_len);
}

static void try_job(const union views_view *view)
{
	static struct dr_event job;
	struct nlmsghdr *nlh = views_message(&views_job, view, 0, PSERIES_DR_CMD_JOB_GET);

	SAME(!dr_decode_message(nlh, &job));
	free(nlh);
	SAME(job.job.has == views_job.given(view));
	SAME_REQUEST(&view->job, &job.job);
	SAME_JOB(&view->job, &job.job);
}

static void try_info(const union views_view *view)
{
	struct nlmsghdr *nlh = views_message(&views_info, view, 0, PSERIES_DR_CMD_INFO);
	struct dr_info info;

	SAME(!dr_decode_info(nlh, &info));
	free(nlh);
	SAME(info.has == views_info.given(view));
	SAME_INFO(&view->info, &info);
}

static int decode_attributes(const struct dr_fields *fields, const struct nlmsghdr *nlh,
			     void *object)
{
	return dr_decode(fields, (const char *)nlh + NLMSG_HEADERS,
			 nlh->nlmsg_len - NLMSG_HEADERS, object);
}

static void try_plan(const union views_view *view)
{
	struct nlmsghdr *nlh = views_message(&views_plan, view, 0, PSERIES_DR_CMD_JOB_PLAN);
	struct dr_job job;

	SAME(!decode_attributes(&dr_job_fields, nlh, &job));
	free(nlh);
	SAME(job.has == views_plan.given(view));
	SAME_PLAN(&view->plan, &job);
}

static void try_lmb(const union views_view *view)
{
	struct nlmsghdr *nlh = views_message(&views_lmb, view, 0, PSERIES_DR_CMD_LMB_GET);
	struct dr_lmb lmb;

	SAME(!decode_attributes(&dr_lmb_fields, nlh, &lmb));
	free(nlh);
	SAME(lmb.has == views_lmb.given(view));
	SAME(lmb.index == view->lmb.index && lmb.address == view->lmb.address);
	SAME(lmb.usage == view->lmb.usage && lmb.blocks_online == view->lmb.blocks_online);
}

static void try_drc(const union views_view *view)
{
	struct nlmsghdr *nlh = views_message(&views_drc, view, 0, PSERIES_DR_CMD_DRC_GET);
	struct dr_drc drc;

	SAME(!decode_attributes(&dr_drc_fields, nlh, &drc));
	free(nlh);
	SAME(drc.has == views_drc.given(view));
	SAME(drc.index == view->drc.index && !strcmp(drc.name, view->drc.name));
}

void fuzz(const u8 *data, size_t size)
{
	static const struct {
		const struct views_kind *kind;
		void (*try)(const union views_view *view);
	} kinds[] = {
		{ &views_event, try_event }, { &views_job, try_job },
		{ &views_info, try_info }, { &views_lmb, try_lmb }, { &views_drc, try_drc },
		{ &views_plan, try_plan },
	};
	struct views_source source = { .bytes = data + 1, .left = size - 1, .state = 1 };
	union views_view view;
	u8 which;

	if (!size)
		return;
	which = data[0] % ARRAY_SIZE(kinds);
	kinds[which].kind->make(&source, &view);
	kinds[which].try(&view);
}
