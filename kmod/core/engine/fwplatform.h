/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FWPLATFORM_H
#define PDR_FWPLATFORM_H

/*
 * The platform as the engine talks to it: its RTAS calls, and memory that is kept for them.
 * Includes core.
 */

#include <pdr_env.h>

/**
 * struct pdr_platform_ops - the RTAS calls, each made once
 * @sense: get-sensor-state of dr-entity-sense
 * @set_indicator: set-indicator
 * @configure: ibm,configure-connector on a copy of the 4096-byte work area,
 *	       which is copied back afterwards; @page is 0, or the page that the
 *	       call before it asked for
 * @set_power: set-power-level of a power domain
 * @get_power: get-power-level
 * @page_get: 4096 bytes more for ibm,configure-connector; returns their real
 *	      address, a multiple of 4096, or 0 when there are none below 4 GiB
 * @page_put: take them back, unless the platform @keeps them, as it is still busy
 * @delay: wait for a number of milliseconds; 0 only lets other tasks run
 * @now_ms: a clock that only goes forward, in milliseconds
 *
 * The first five return the status as firmware gave it.
 */
struct pdr_platform_ops {
	int (*sense)(void *context, u32 drc_index, u32 *sense);
	int (*set_indicator)(void *context, u32 indicator, u32 drc_index,
			     u32 value);
	int (*configure)(void *context, u8 *area, u32 page);
	int (*set_power)(void *context, u32 domain, u32 level);
	int (*get_power)(void *context, u32 domain, u32 *level);
	u32 (*page_get)(void *context);
	void (*page_put)(void *context, u32 page, bool keeps);
	void (*delay)(void *context, unsigned int ms);
	u64 (*now_ms)(void *context);
};

/**
 * struct pdr_platform - a platform to talk to
 * @ops: its calls
 * @context: given to each
 * @area: 4096 bytes kept for the work area of ibm,configure-connector, so that
 *	  taking a connector back, or refusing it, needs no allocation; or NULL
 * @page: a page kept for ibm,configure-connector for the same reason, as @page_get
 *	  gives one; 0 once a busy platform keeps it. NULL where there is none
 * @busy_ms: for how long calls that share one bound, PDR_BUSY_LIMIT_MS, found the
 *	     platform busy; counted. NULL if each call has a bound of its own
 */
struct pdr_platform {
	const struct pdr_platform_ops *ops;
	void *context;
	u8 *area;
	u32 *page;
	u64 *busy_ms;
};

#endif /* PDR_FWPLATFORM_H */
