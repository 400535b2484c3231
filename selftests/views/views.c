// SPDX-License-Identifier: GPL-2.0
/* Makes views out of bytes, and their messages; see views.h. */
#include <net/netlink.h>

#include "lib/nlmsg.h"
#include "ui/nlput.h"
#include "views.h"

#define GIVEN(set, name)	(1ULL << PSERIES_DR_A_ ## set ## _ ## name)
#define J(name)			GIVEN(JOB, name)
#define L(name)			GIVEN(LMB, name)
#define D(name)			GIVEN(DRC, name)

/* xorshift: one seed makes the same views on each machine */
static u8 next_byte(struct views_source *source)
{
	if (source->left) {
		source->left--;
		return *source->bytes++;
	}
	source->state ^= source->state << 13;
	source->state ^= source->state >> 17;
	source->state ^= source->state << 5;
	return source->state >> 8;
}

static u32 next_u32(struct views_source *source)
{
	u32 value = 0;
	int i;

	for (i = 0; i < 4; i++)
		value = value << 8 | next_byte(source);
	return value;
}

static u64 next_u64(struct views_source *source)
{
	u64 high = next_u32(source);

	return high << 32 | next_u32(source);
}

static bool next_bool(struct views_source *source)
{
	return next_byte(source) & 1;
}

static u32 next_below(struct views_source *source, u32 limit)
{
	return next_u32(source) % limit;
}

/* Printable, as pdrctl replaces all other characters */
static void next_words(struct views_source *source, char *words, size_t size)
{
	size_t len = next_below(source, size), i;

	memset(words, 0, size);
	for (i = 0; i < len; i++)
		words[i] = 'a' + next_byte(source) % 26;
}

static void make_request_view(struct views_source *source,
			      struct pdr_request *request)
{
	request->resource = next_below(source, PSERIES_DR_RESOURCE_DT + 1);
	request->action = 1 + next_below(source, PSERIES_DR_ACTION_REMOVE);
	request->identifier = 1 + next_below(source,
					     PSERIES_DR_IDENTIFIER_INDEXED_COUNT);
	request->index = next_u32(source);
	request->count = next_u32(source);
	next_words(source, request->name, sizeof(request->name));
}

static void make_outcome(struct views_source *source,
			 struct pdr_outcome *outcome)
{
	outcome->fault.error = -(int)next_below(source, 4096);
	outcome->fault.call = next_below(source, PDR_FW_CONFIGURE + 1);
	outcome->fault.status = (s32)next_u32(source);
	outcome->total = next_u32(source);
	outcome->moved = next_u32(source);
	outcome->undone = next_u32(source);
	outcome->undo_failed = next_u32(source);
	outcome->undo_error = -(int)next_below(source, 4096);
	outcome->refusals = next_u32(source);
	outcome->reason = next_below(source, PSERIES_DR_REASON_CPUSETS + 1);
	outcome->reason_value = next_u64(source);
}

static void fill_job(struct views_source *source, struct pdr_job_view *job)
{
	memset(job, 0, sizeof(*job));
	job->id = next_u64(source) | 1;
	job->seq = next_u64(source);
	job->origin = next_below(source, PSERIES_DR_ORIGIN_MODULE + 1);
	job->state = next_below(source, PSERIES_DR_STATE_CANCELLED + 1);
	job->step = next_below(source, PSERIES_DR_STEP_REFUSE + 1);
	make_request_view(source, &job->request);
	job->timeout_ms = next_u32(source);
	job->drc_index = next_u32(source);
	job->pages_left = next_u64(source);
	job->created = next_u64(source);
	job->ended = next_bool(source) ? next_u64(source) : 0;
	make_outcome(source, &job->outcome);
}

static void make_job_view(struct views_source *source, union views_view *view)
{
	fill_job(source, &view->job);
}

static void make_plan_view(struct views_source *source, union views_view *view)
{
	struct pdr_plan_view *plan = &view->plan;

	memset(plan, 0, sizeof(*plan));
	plan->whole = next_bool(source);
	plan->job = plan->whole && next_bool(source) ? next_u64(source) : 0;
	plan->total = plan->whole ? next_u32(source) : 0;
	plan->fault.drc_index = next_u32(source);
	if (next_bool(source))
		return;
	plan->fault.error = -1 - (int)next_below(source, 4095);
	plan->fault.step = next_below(source, PSERIES_DR_STEP_POWER + 1);
	plan->fault.call = next_below(source, PDR_FW_CONFIGURE + 1);
	plan->fault.status = (s32)next_u32(source);
	plan->fault.reason = next_below(source, PSERIES_DR_REASON_CPUSETS + 1);
	plan->fault.reason_value = next_u64(source);
}

static void make_event_view(struct views_source *source, union views_view *view)
{
	static u8 log[PSERIES_DR_RAW_MAX];
	struct pdr_event *event = &view->event;
	u32 i;

	memset(event, 0, sizeof(*event));
	event->seq = next_u64(source);
	event->time = next_u64(source);
	event->type = next_below(source, PSERIES_DR_EVENT_TYPE_UNHANDLED + 1);
	fill_job(source, &event->job);
	if (event->type != PSERIES_DR_EVENT_TYPE_UNHANDLED)
		return;
	event->job.id = 0;
	if (next_bool(source))
		return;
	event->raw = log;
	event->raw_len = next_below(source, sizeof(log) + 1);
	for (i = 0; i < event->raw_len; i++)
		log[i] = next_byte(source);
}

static void make_sense(struct views_source *source,
		       struct pdr_sense_view *sense)
{
	sense->asked = next_bool(source);
	sense->known = next_bool(source);
	sense->status = (s32)next_u32(source);
	sense->sense = next_u32(source);
}

static void make_lmb_view(struct views_source *source, union views_view *view)
{
	static const char * const zones[] = { NULL, "Normal", "Movable" };
	struct pdr_lmb_view *lmb = &view->lmb;

	memset(lmb, 0, sizeof(*lmb));
	lmb->index = next_u32(source);
	lmb->address = next_u64(source);
	lmb->flags = next_u32(source);
	lmb->aa_index = next_u32(source);
	lmb->usage = next_below(source, PSERIES_DR_USAGE_UNKNOWN + 1);
	make_sense(source, &lmb->sense);
	lmb->blocks = next_u32(source);
	lmb->blocks_online = next_u32(source);
	lmb->zone = zones[next_below(source, 3)];
	lmb->attached = next_bool(source);
	lmb->nid = (s32)next_u32(source);
}

static void make_drc_view(struct views_source *source, union views_view *view)
{
	struct pdr_drc_view *drc = &view->drc;

	memset(drc, 0, sizeof(*drc));
	drc->index = next_u32(source);
	drc->resource = next_below(source, PSERIES_DR_RESOURCE_DT + 1);
	next_words(source, drc->name, sizeof(drc->name));
	next_words(source, drc->type, sizeof(drc->type));
	drc->power_domain = next_u32(source);
	make_sense(source, &drc->sense);
}

static void make_info_view(struct views_source *source, union views_view *view)
{
	static char release[32];

	next_words(source, release, sizeof(release));
	view->info = (struct pdr_info_view) {
		.capabilities = next_u32(source),
		.release = release,
		.lmb_size = next_u64(source),
		.block_size = next_u64(source),
		.lmb_count = next_u32(source),
		.drc_count = next_u32(source),
		.seq = next_u64(source),
		.seq_oldest = next_u64(source),
		.jobs_pending = next_u32(source),
		.stall_timeout_ms = next_u32(source),
		.refuse_by = next_below(source, PSERIES_DR_REFUSE_BY_OFF + 1),
		.online_type = next_below(source, PSERIES_DR_ONLINE_TYPE_KERNEL + 1),
		.boot_id = next_u64(source),
		.memory_state = next_below(source, PSERIES_DR_MEMORY_STATE_MALFORMED + 1),
	};
}

#define PUT(kind, member)								\
static bool put_ ## kind(const union views_view *view, struct nlmsghdr *nlh, size_t room)	\
{											\
	struct sk_buff skb = { .nlh = nlh, .room = room };				\
											\
	return !pdr_nl_put_ ## kind(&skb, (member));					\
}

PUT(event, &view->event)
PUT(job, &view->job)
PUT(plan, &view->plan)
PUT(lmb, &view->lmb)
PUT(drc, &view->drc)
PUT(info, &view->info)

static u64 given_request(const struct pdr_request *request)
{
	u64 given = J(RESOURCE) | J(ACTION) | J(IDENTIFIER);

	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_NAME:
		return given | J(NAME);
	case PSERIES_DR_IDENTIFIER_INDEX:
		return given | J(INDEX);
	case PSERIES_DR_IDENTIFIER_COUNT:
		return given | J(COUNT);
	default:
		return given | J(INDEX) | J(COUNT);
	}
}

static u64 given_of_job(const struct pdr_job_view *job)
{
	u64 given = given_request(&job->request) | J(ID) | J(SEQ) | J(ORIGIN) |
		    J(TIMEOUT_MS) | J(STATE) | J(TOTAL) | J(MOVED) |
		    J(PAGES_LEFT) | J(ERROR) | J(STEP) | J(DRC_INDEX) |
		    J(UNDONE) | J(UNDO_FAILED) | J(UNDO_ERROR) | J(REFUSALS) |
		    J(CREATED) | J(REASON) | J(REASON_VALUE);

	if (job->ended)
		given |= J(ENDED);
	if (job->outcome.fault.call != PDR_FW_ANY)
		given |= J(FW_CALL) | J(FW_STATUS);
	return given;
}

static u64 given_job(const union views_view *view)
{
	return given_of_job(&view->job);
}

static u64 given_plan(const union views_view *view)
{
	const struct pdr_plan_view *plan = &view->plan;

	return J(DRC_INDEX) | J(ERROR) | (plan->whole ? J(TOTAL) : 0) | (plan->job ? J(ID) : 0) |
	       (plan->fault.error ? J(STEP) | J(REASON) | J(REASON_VALUE) : 0) |
	       (plan->fault.call != PDR_FW_ANY ? J(FW_CALL) | J(FW_STATUS) : 0);
}

static u64 given_event(const union views_view *view)
{
	const struct pdr_event *event = &view->event;
	u64 given = J(EVENT_TYPE) | J(EVENT_TIME) | J(SEQ);

	if (event->raw)
		given |= J(RAW);
	if (!event->job.id)
		return given | J(ORIGIN) | given_request(&event->job.request);
	return given | given_of_job(&event->job);
}

static u64 given_lmb(const union views_view *view)
{
	const struct pdr_lmb_view *lmb = &view->lmb;

	return L(INDEX) | L(ADDRESS) | L(FLAGS) | L(AA_INDEX) | L(USAGE) |
	       L(BLOCKS) | L(BLOCKS_ONLINE) | (lmb->zone ? L(ZONE) : 0) |
	       (lmb->attached ? L(NID) : 0) |
	       (lmb->sense.asked ? L(SENSE_STATUS) : 0) |
	       (lmb->sense.asked && lmb->sense.known ? L(SENSE) : 0);
}

static u64 given_drc(const union views_view *view)
{
	const struct pdr_sense_view *sense = &view->drc.sense;

	return D(INDEX) | D(RESOURCE) | D(NAME) | D(TYPE) | D(POWER_DOMAIN) |
	       (sense->asked ? D(SENSE_STATUS) : 0) |
	       (sense->asked && sense->known ? D(SENSE) : 0);
}

static u64 given_info(const union views_view *view)
{
	(void)view;
	return (1ULL << (PSERIES_DR_A_INFO_MAX + 1)) - 2;
}

#define KIND(kind) \
	const struct views_kind views_ ## kind = { \
		#kind, make_ ## kind ## _view, put_ ## kind, given_ ## kind \
	}

KIND(event);
KIND(job);
KIND(plan);
KIND(lmb);
KIND(drc);
KIND(info);

struct nlmsghdr *views_message(const struct views_kind *kind, const union views_view *view,
			       u16 family, u8 command)
{
	struct nlmsg msg;

	nlmsg_begin(&msg, family, 0, command);
	if (!kind->put(view, msg.nlh, sizeof(msg.room)))
		abort();
	return nlmsg_cut(msg.nlh, msg.nlh->nlmsg_len);
}
