// SPDX-License-Identifier: GPL-2.0
/*
 * What the module puts into messages, as libpdr reads it.
 * An input is a view: its first byte says of which kind, all others are what its
 * fields are made of (selftests/views/views.c).
 *
 * The decoder must find what is in the view, and all attributes that it has.
 */

#include "fuzz.h"

#include <linux/genetlink.h>

#include "codec.h"
#include "views.h"

#define SAME(condition)	require(condition, "%s", #condition)
#include "views_same.h"

/**
 * struct put - a view in a message
 * @nlh: the message, in memory of its own
 * @head: its first attribute
 * @len: bytes of all attributes
 */
struct put {
	struct nlmsghdr *nlh;
	struct nlattr *head;
	int len;
};

#define HEADERS	(NLMSG_HDRLEN + GENL_HDRLEN)

static void put_view(struct put *put, const struct views_kind *kind, const union views_view *view,
		     u8 command)
{
	u8 bytes[HEADERS + VIEWS_ROOM] = { 0 };
	struct nlmsghdr *nlh = (struct nlmsghdr *)bytes;

	put->len = (int)kind->put(view, bytes + HEADERS, VIEWS_ROOM);
	require(put->len > 0, "a view does not fit");
	nlh->nlmsg_len = HEADERS + (u32)put->len;
	((struct genlmsghdr *)(bytes + NLMSG_HDRLEN))->cmd = command;
	put->nlh = (struct nlmsghdr *)exact_copy(bytes, nlh->nlmsg_len);
	put->head = (struct nlattr *)((u8 *)put->nlh + HEADERS);
}

static void free_put(struct put *put)
{
	exact_free((u8 *)put->nlh, put->nlh->nlmsg_len);
}

static void try_event(const union views_view *view)
{
	static struct dr_event event;
	struct put put;

	put_view(&put, &views_event, view, PSERIES_DR_CMD_EVENT);
	SAME(!dr_decode_message(put.nlh, &event));
	free_put(&put);
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
	struct put put;

	put_view(&put, &views_job, view, PSERIES_DR_CMD_JOB_GET);
	SAME(!dr_decode_message(put.nlh, &job));
	free_put(&put);
	SAME(job.job.has == views_job.given(view));
	SAME_REQUEST(&view->job, &job.job);
	SAME_JOB(&view->job, &job.job);
}

static void try_info(const union views_view *view)
{
	struct dr_info info;
	struct put put;

	put_view(&put, &views_info, view, PSERIES_DR_CMD_INFO);
	SAME(!dr_decode_info(put.nlh, &info));
	free_put(&put);
	SAME(info.has == views_info.given(view));
	SAME_INFO(&view->info, &info);
}

static void try_lmb(const union views_view *view)
{
	struct dr_lmb lmb;
	struct put put;

	put_view(&put, &views_lmb, view, PSERIES_DR_CMD_LMB_GET);
	SAME(!dr_decode(&dr_lmb_fields, put.head, put.len, &lmb));
	free_put(&put);
	SAME(lmb.has == views_lmb.given(view));
	SAME(lmb.index == view->lmb.index && lmb.address == view->lmb.address);
	SAME(lmb.usage == view->lmb.usage && lmb.blocks_online == view->lmb.blocks_online);
}

static void try_drc(const union views_view *view)
{
	struct dr_drc drc;
	struct put put;

	put_view(&put, &views_drc, view, PSERIES_DR_CMD_DRC_GET);
	SAME(!dr_decode(&dr_drc_fields, put.head, put.len, &drc));
	free_put(&put);
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
