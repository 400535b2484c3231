// SPDX-License-Identifier: GPL-2.0
/* Writing events into the kernel's trace. Includes ui. */
#define CREATE_TRACE_POINTS
#include "ui/trace.h"

void pdr_trace_event(const struct pdr_event *event)
{
	switch (event->type) {
	case PSERIES_DR_EVENT_TYPE_STATE:
		trace_job_state(event);
		break;
	case PSERIES_DR_EVENT_TYPE_PROGRESS:
		trace_job_step(event);
		break;
	case PSERIES_DR_EVENT_TYPE_REFUSAL:
		trace_job_refusal(event);
		break;
	default:
		trace_unhandled(event);
	}
}
