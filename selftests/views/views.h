/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Views of the module, made out of any bytes, and put into messages by the module's
 * own nlput.c. A decoder must find the view in the message. So decoders are tested
 * with the kernel's bytes, not with those of a test's author.
 */
#ifndef PDR_VIEWS_H
#define PDR_VIEWS_H

#include "state/view.h"

/**
 * struct views_source - bytes of which views are made
 * @bytes: the first bytes
 * @left: their number
 * @state: seed of all bytes after them, not 0
 */
struct views_source {
	const u8 *bytes;
	size_t left;
	u32 state;
};

/**
 * union views_view - a view of any kind
 * @event: an event, with a log of its own
 * @job: a job
 * @plan: a message of a plan
 * @lmb: an LMB
 * @drc: a connector
 * @info: the module
 */
union views_view {
	struct pdr_event event;
	struct pdr_job_view job;
	struct pdr_plan_view plan;
	struct pdr_lmb_view lmb;
	struct pdr_drc_view drc;
	struct pdr_info_view info;
};

/**
 * struct views_kind - a kind of view
 * @name: of its attribute set in the spec, or "event"
 * @make: makes a view
 * @put: puts it into a message that has @room bytes; returns whether it fits
 * @given: returns the attributes that must be given, a bit for each number
 */
struct views_kind {
	const char *name;
	void (*make)(struct views_source *source, union views_view *view);
	bool (*put)(const union views_view *view, struct nlmsghdr *nlh, size_t room);
	u64 (*given)(const union views_view *view);
};

extern const struct views_kind views_event, views_job, views_plan, views_lmb, views_drc,
			       views_info;

/**
 * views_message() - a message with a view in it
 * @kind: kind of the view
 * @view: the view
 * @family: id of the family
 * @command: command of the family
 *
 * Return: the message, in memory of exactly its size; to be freed.
 */
struct nlmsghdr *views_message(const struct views_kind *kind, const union views_view *view,
			       u16 family, u8 command);

#endif /* PDR_VIEWS_H */
