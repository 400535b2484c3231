/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tracepoints pseries_dr:*, one for each type of event.
 *
 * They say the words of the netlink family, whose copies they are: genl.c hands each
 * event to both. As kernel tracing stamps and orders them, they show the events among
 * the kernel's own, which a listener of the group cannot see.
 *
 * Includes state.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM pseries_dr

#if !defined(PDR_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define PDR_TRACE_H

#include <linux/tracepoint.h>
#include <pdr_errno.h>
#include <pdr_names.h>

#include "state/view.h"

/*
 * pdr_trace_event() - write an event into the trace
 * @event: the event
 *
 * Context: any.
 */
void pdr_trace_event(const struct pdr_event *event);

#define show_origin(value) __print_symbolic(value, PDR_ORIGIN_SYMBOLS)
#define show_state(value) __print_symbolic(value, PDR_STATE_SYMBOLS)
#define show_step(value) __print_symbolic(value, PDR_STEP_SYMBOLS)
#define show_reason(value) __print_symbolic(value, PDR_REASON_SYMBOLS)
#define show_error(value) __print_symbolic(value, { 0, "no error" }, PDR_ERRNO_SYMBOLS)

DECLARE_EVENT_CLASS(pdr_job_event,
		    TP_PROTO(const struct pdr_event *event),
		    TP_ARGS(event),
		    TP_STRUCT__entry(__field(u64, seq)
				     __field(u64, id)
				     __field(u64, pages_left)
				     __field(u64, reason_value)
				     __field(u32, drc_index)
				     __field(u32, total)
				     __field(u32, moved)
				     __field(u32, refusals)
				     __field(int, error)
				     __field(u8, origin)
				     __field(u8, state)
				     __field(u8, step)
				     __field(u8, reason)
				     __array(char, request, PDR_REQUEST_TEXT_SIZE)),
		    TP_fast_assign(__entry->seq = event->seq;
				   __entry->id = event->job.id;
				   __entry->pages_left = event->job.pages_left;
				   __entry->reason_value = event->job.outcome.reason_value;
				   __entry->drc_index = event->job.drc_index;
				   __entry->total = event->job.outcome.total;
				   __entry->moved = event->job.outcome.moved;
				   __entry->refusals = event->job.outcome.refusals;
				   __entry->error = -event->job.outcome.fault.error;
				   __entry->origin = event->job.origin;
				   __entry->state = event->job.state;
				   __entry->step = event->job.step;
				   __entry->reason = event->job.outcome.reason;
				   pdr_request_format(&event->job.request, __entry->request,
						      sizeof(__entry->request));),
		    TP_printk("job %llu of %s, %s: %s, step %s, drc %#x, %u/%u moved, %s, %s %llu",
			      __entry->id, show_origin(__entry->origin), __entry->request,
			      show_state(__entry->state), show_step(__entry->step),
			      __entry->drc_index, __entry->moved, __entry->total,
			      show_error(__entry->error), show_reason(__entry->reason),
			      __entry->reason_value));

/* A job entered a state. */
DEFINE_EVENT(pdr_job_event, job_state,
	     TP_PROTO(const struct pdr_event *event),
	     TP_ARGS(event));

/* A job is in a step, or pages have left; as often as netlink sends it. */
DEFINE_EVENT_PRINT(pdr_job_event, job_step,
		   TP_PROTO(const struct pdr_event *event),
		   TP_ARGS(event),
		   TP_printk("job %llu of %s, %s: step %s, drc %#x, %u/%u moved, %llu pages left",
			     __entry->id, show_origin(__entry->origin),
			     __entry->request, show_step(__entry->step),
			     __entry->drc_index, __entry->moved, __entry->total,
			     __entry->pages_left));

/* The platform was told that the guest keeps what a job was to remove. */
DEFINE_EVENT_PRINT(pdr_job_event, job_refusal,
		   TP_PROTO(const struct pdr_event *event),
		   TP_ARGS(event),
		   TP_printk("job %llu of %s, %s: the platform was told on %u connectors",
			     __entry->id, show_origin(__entry->origin),
			     __entry->request, __entry->refusals));

/* The platform asked for something that the module does not carry out. */
DEFINE_EVENT_PRINT(pdr_job_event, unhandled,
		   TP_PROTO(const struct pdr_event *event),
		   TP_ARGS(event),
		   TP_printk("%s asked for %s, which is not carried out",
			     show_origin(__entry->origin), __entry->request));

#endif /* PDR_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH ui
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
