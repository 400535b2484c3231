/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Views of the module, made up of any bytes, and as the module's own nlput.c puts
 * them into messages. What decodes them must find what is in the view: so a
 * decoder is tried on the kernel's bytes, not on those of a test's author.
 */
#ifndef PDR_VIEWS_H
#define PDR_VIEWS_H

#include "state/view.h"

/**
 * struct views_source - bytes that views are made of
 * @bytes: these first
 * @left: their number
 * @state: seed of what comes after them, not 0
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
 * @lmb: an LMB
 * @drc: a connector
 * @info: the module
 */
union views_view {
	struct pdr_event event;
	struct pdr_job_view job;
	struct pdr_lmb_view lmb;
	struct pdr_drc_view drc;
	struct pdr_info_view info;
};

/**
 * struct views_kind - a kind of view
 * @name: of its attribute set in the spec, or "event"
 * @make: make one up
 * @put: put it into @room bytes; returns how many it took, 0 when it did not fit
 * @given: the attributes that must be given, a bit for each number
 */
struct views_kind {
	const char *name;
	void (*make)(struct views_source *source, union views_view *view);
	size_t (*put)(const union views_view *view, void *to, size_t room);
	u64 (*given)(const union views_view *view);
};

extern const struct views_kind views_event, views_job, views_lmb, views_drc,
			       views_info;

/* Bytes that hold any view. */
#define VIEWS_ROOM	4096

#endif /* PDR_VIEWS_H */
