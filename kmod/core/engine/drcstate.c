// SPDX-License-Identifier: GPL-2.0
/*
 * The calls that move one connector, or power its slot, with their busy statuses waited out.
 * Includes core/parse and core/engine.
 */
#include "core/engine/busy.h"
#include "core/engine/drcstate.h"
#include "core/parse/ccwork.h"
#include "core/parse/fwstatus.h"

/* Tries, with these milliseconds between them, until an error is believed. */
static const unsigned int pauses[] = { 10, 40, 160 };

static int note_failure(struct pdr_fault *fault, enum pdr_fw_call call,
			s32 status, u32 drc_index, int error)
{
	/* some statuses of success are not 0 */
	if (!error)
		return 0;
	fault->error = error;
	fault->drc_index = drc_index;
	fault->call = call;
	fault->status = status;
	return error;
}

static int take_sense(s32 status, u32 drc_index, u32 *sense,
		      struct pdr_fault *fault)
{
	if (status == PDR_SENSE_LEGACY_UNUSABLE) {
		*sense = PDR_SENSE_UNUSABLE;
		return 0;
	}
	return note_failure(fault, PDR_FW_SENSE, status, drc_index,
			    pdr_busy_errno(PDR_FW_SENSE, status));
}

int pdr_drc_sense(const struct pdr_platform *platform, u32 drc_index,
		  u32 *sense, struct pdr_fault *fault)
{
	struct pdr_busy busy = { 0 };
	s32 status;

	do {
		status = platform->ops->sense(platform->context, drc_index,
					      sense);
	} while (pdr_busy_wait(platform, status, &busy));
	return take_sense(status, drc_index, sense, fault);
}

int pdr_drc_sense_once(const struct pdr_platform *platform, u32 drc_index,
		       u32 *sense, struct pdr_fault *fault)
{
	s32 status = platform->ops->sense(platform->context, drc_index, sense);

	return take_sense(status, drc_index, sense, fault);
}

bool pdr_drc_pause(const struct pdr_platform *platform, int error,
		   unsigned int *tries)
{
	if (!error || error == -ETIMEDOUT || *tries >= ARRAY_SIZE(pauses))
		return false;
	platform->ops->delay(platform->context, pauses[(*tries)++]);
	return true;
}

int pdr_drc_sense_surely(const struct pdr_platform *platform, u32 drc_index,
			 u32 *sense, struct pdr_fault *fault)
{
	unsigned int tries = 0, unknown = 0;
	int error;

	do {
		error = pdr_drc_sense(platform, drc_index, sense, fault);
		if (error == -ENODEV && ++unknown == 2)
			break;
	} while (pdr_drc_pause(platform, error, &tries));
	return error;
}

int pdr_drc_set(const struct pdr_platform *platform, enum pdr_fw_call call,
		u32 drc_index, struct pdr_fault *fault)
{
	bool allocation = call == PDR_FW_RELEASE || call == PDR_FW_ACQUIRE;
	u32 value = call == PDR_FW_UNISOLATE || call == PDR_FW_ACQUIRE;
	struct pdr_busy busy = { 0 };
	s32 status;

	do {
		status = platform->ops->set_indicator(platform->context,
						      allocation ?
						      PDR_ALLOCATION_STATE :
						      PDR_ISOLATION_STATE,
						      drc_index, value);
	} while (pdr_busy_wait(platform, status, &busy));

	return note_failure(fault, call, status, drc_index,
			    pdr_busy_errno(call, status));
}

int pdr_drc_set_power(const struct pdr_platform *platform, u32 domain, bool on)
{
	u32 level = on ? PDR_FULL_POWER : PDR_NO_POWER;
	struct pdr_busy busy = { 0 };
	s32 status;

	do {
		status = platform->ops->set_power(platform->context, domain, level);
	} while (pdr_busy_wait(platform, status, &busy));
	return pdr_busy_errno(PDR_FW_ANY, status);
}

int pdr_drc_get_power(const struct pdr_platform *platform, u32 domain, bool *on)
{
	u32 level = PDR_NO_POWER;
	struct pdr_busy busy = { 0 };
	s32 status;

	do {
		status = platform->ops->get_power(platform->context, domain, &level);
	} while (pdr_busy_wait(platform, status, &busy));
	*on = level != PDR_NO_POWER;
	return pdr_busy_errno(PDR_FW_ANY, status);
}

/* The parser has several errors for a malformed answer; a job ends with -EIO for each. */
static int configure_errno(int error)
{
	switch (error) {
	case -EBADMSG:
	case -EPROTO:
	case -E2BIG:
		return -EIO;
	default:
		return error;
	}
}

/* A connector that is still isolated has an end without a node, and is not malformed. */
static bool is_malformed(const struct pdr_cc *cc)
{
	return cc->error != configure_errno(cc->error) &&
	       (cc->error != -EPROTO || cc->configured);
}

/*
 * A shortage of memory is no failure of the platform, so the fault names no call. The
 * last status of a malformed sequence is that of a success, and explains nothing.
 */
static int fail_configure(struct pdr_fault *fault, const struct pdr_cc *cc)
{
	if (is_malformed(cc))
		fault->reason = PSERIES_DR_REASON_MALFORMED;
	if (cc->error == -ENOMEM)
		return note_failure(fault, PDR_FW_ANY, 0, cc->drc_index,
				    -ENOMEM);
	return note_failure(fault, PDR_FW_CONFIGURE, cc->fw_status,
			    cc->drc_index, configure_errno(cc->error));
}

/**
 * struct sequence - ibm,configure-connector at work
 * @platform: to ask
 * @cc: how far it is
 * @area: work area
 * @pages: given to the platform so far
 * @count: of them
 * @page: page for the next call, or 0
 * @kept_page_used: the platform's kept page was given
 * @status: of the last call
 * @busy: for all its calls together
 */
struct sequence {
	const struct pdr_platform *platform;
	struct pdr_cc cc;
	u8 *area;
	u32 pages[PDR_CC_PAGES_MAX];
	u32 count;
	u32 page;
	bool kept_page_used;
	s32 status;
	struct pdr_busy busy;
};

static u32 find_page(struct sequence *sequence)
{
	const struct pdr_platform *platform = sequence->platform;
	u32 page = platform->ops->page_get(platform->context);

	if (page)
		sequence->pages[sequence->count++] = page;
	if (page || sequence->kept_page_used)
		return page;
	sequence->kept_page_used = true;
	return platform->page ? *platform->page : 0;
}

/* If there is no page below 4 GiB, the sequence is drained. */
static enum pdr_cc_verdict add_page(struct sequence *sequence)
{
	sequence->page = find_page(sequence);
	return sequence->page ? PDR_CC_CALL :
				pdr_cc_abort(&sequence->cc, -ENOMEM);
}

/*
 * A platform that is still busy goes on with the sequence and writes to its pages, so it
 * keeps them for good.
 */
static void put_pages(struct sequence *sequence)
{
	const struct pdr_platform *platform = sequence->platform;
	bool busy = pdr_fw_is_busy(sequence->status);

	while (sequence->count)
		platform->ops->page_put(platform->context,
					sequence->pages[--sequence->count], busy);
	if (sequence->kept_page_used && busy && platform->page)
		*platform->page = 0;
}

static enum pdr_cc_verdict configure_step(struct sequence *sequence)
{
	const struct pdr_platform *platform = sequence->platform;
	struct pdr_cc *cc = &sequence->cc;
	u8 *area = sequence->area;
	enum pdr_cc_verdict verdict;
	s32 status;

	/* the platform must not choose the connector of the next call */
	put_unaligned_be32(cc->drc_index, area);
	status = platform->ops->configure(platform->context, area,
					  sequence->page);
	sequence->status = status;
	/* a busy platform may not have taken it yet */
	if (!pdr_fw_is_busy(status))
		sequence->page = 0;
	verdict = pdr_cc_feed(cc, status, area);
	if (verdict == PDR_CC_MEMORY)
		verdict = add_page(sequence);
	if (verdict == PDR_CC_DELAY &&
	    !pdr_busy_wait(platform, status, &sequence->busy)) {
		/* without time left, the same answer ends the sequence */
		cc->delay_left_ms = 0;
		verdict = pdr_cc_feed(cc, status, area);
	}
	if (verdict == PDR_CC_RESTART)
		pdr_cc_prepare(cc, area);
	return verdict;
}

static int run_configure(const struct pdr_platform *platform, u32 drc_index,
			 u8 *area, struct pdr_cc_node **tree,
			 struct pdr_fault *fault)
{
	struct sequence sequence = { .platform = platform, .area = area };
	struct pdr_cc *cc = &sequence.cc;
	enum pdr_cc_verdict verdict;
	int error = 0;

	pdr_cc_begin(cc, drc_index, PDR_BUSY_LIMIT_MS);
	pdr_cc_prepare(cc, area);
	do {
		verdict = configure_step(&sequence);
	} while (!pdr_cc_verdict_final(verdict));
	pdr_busy_note(platform, &sequence.busy);
	put_pages(&sequence);

	/* a caller that drops the nodes does not need them to be well-formed */
	if (verdict == PDR_CC_FAILED && (tree || !cc->configured))
		error = fail_configure(fault, cc);
	else if (tree)
		*tree = pdr_cc_take(cc);
	pdr_cc_end(cc);
	return error;
}

int pdr_drc_configure(const struct pdr_platform *platform, u32 drc_index,
		      struct pdr_cc_node **tree, struct pdr_fault *fault)
{
	u8 *area = platform->area ?: pdr_alloc(PDR_CC_AREA_SIZE);
	int error;

	if (!area)
		return note_failure(fault, PDR_FW_ANY, 0, drc_index, -ENOMEM);
	error = run_configure(platform, drc_index, area, tree, fault);
	if (area != platform->area)
		pdr_free(area);
	return error;
}

int pdr_drc_reclaim(const struct pdr_platform *platform, u32 drc_index,
		    struct pdr_fault *fault)
{
	int error = pdr_drc_set(platform, PDR_FW_UNISOLATE, drc_index, fault);

	return error ?: pdr_drc_configure(platform, drc_index, NULL, fault);
}
