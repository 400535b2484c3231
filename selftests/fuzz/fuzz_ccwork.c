// SPDX-License-Identifier: GPL-2.0
/*
 * ibm,configure-connector. An input plays the firmware: three bytes that say how
 * the caller fares, then its answers, one after the other. An answer is a byte,
 *
 *	0x07	status: 0 to 5 as they are; 6: busy, the next byte says how;
 *		7: the next four bytes
 *	0x08	a name, up to its NUL, is put where QEMU puts it
 *	0x10	a value, after a byte (from 0x80 on: two) with its length, behind it
 *	0x20	bytes, after their place (two) and length (one), are put anywhere
 *	0x40	the caller gives up after it
 *
 * followed by what it calls for, in this order.
 */

#include "fuzz.h"
#include "lib/workarea.h"

#include <sanitizer/asan_interface.h>

#include "ccstream.h"
#include <core/parse/cctree.h>
#include <core/parse/ccwork.h>
#include <core/parse/fwstatus.h>

#define DRC_INDEX	0x80000004

/* The answers of each phase, each phase twice, and all busy answers. */
#define CALLS_MAX	(5 * PDR_CC_CALLS_MAX + PDR_BUSY_LIMIT_MS)

enum {
	OP_STATUS = 0x07,
	OP_NAME = 0x08,
	OP_VALUE = 0x10,
	OP_POKE = 0x20,
	OP_ABORT = 0x40,
	STATUS_BUSY = 6,
	STATUS_RAW = 7,
};

/* The answers after the last one. */
enum after {
	HARDWARE_ERROR,
	COMPLETE,
	FROM_THE_START,
	FOR_EVER_BUSY,
};

/* Only one input in this many may run for thousands of calls, to save time. */
#define ENDLESS_OF	64

/**
 * struct firmware - the firmware that an input plays
 * @answers: all answers
 * @next: those that are left
 * @after: what comes then
 * @status: status of the last answer
 * @gives_up: the caller does, after it
 * @no_pages: the caller has none
 * @calls: calls made
 * @pages: pages given
 * @spent_ms: milliseconds of those granted that the busy answers took
 * @area: the work area
 * @stream: the answers that count, for the oracle
 */
struct firmware {
	struct input answers;
	struct input next;
	enum after after;
	s32 status;
	bool gives_up;
	bool no_pages;
	u32 calls;
	u32 pages;
	u32 spent_ms;
	u8 *area;
	struct cc_stream *stream;
};

static s32 read_status(struct input *input, u8 op)
{
	u8 way;

	if ((op & OP_STATUS) == STATUS_RAW)
		return (s32)input_u32(input);
	if ((op & OP_STATUS) != STATUS_BUSY)
		return op & OP_STATUS;
	way = input_u8(input) % 7;
	return way ? 9899 + way : -2;
}

static void put_name(struct firmware *fw)
{
	char name[WORKAREA_SIZE - WORKAREA_DATA + 1] = "";
	u32 at = 0;

	do
		name[at] = (char)input_u8(&fw->next);
	while (name[at++] && at < sizeof(name) - 1);
	workarea_node(fw->area, name);
}

/* If a value does not fit, QEMU announces its whole length and writes what fits. */
static void put_value(struct firmware *fw)
{
	u32 announced = input_u8(&fw->next), room;
	const u8 *value;
	size_t len;
	u8 *to;

	if (announced & 0x80)
		announced = (announced & 0x7f) << 8 | input_u8(&fw->next);
	to = workarea_value(fw->area, announced, &room);
	len = room;
	value = input_bytes(&fw->next, &len);
	if (len)
		memcpy(to, value, len);
}

static void poke(struct firmware *fw)
{
	u32 at = input_u16(&fw->next) % PDR_CC_AREA_SIZE;
	size_t len = min_t(size_t, input_u8(&fw->next), PDR_CC_AREA_SIZE - at);
	const u8 *bytes = input_bytes(&fw->next, &len);

	if (len)
		memcpy(fw->area + at, bytes, len);
}

static s32 next_answer(struct firmware *fw)
{
	u8 op;

	fw->gives_up = false;
	if (!fw->next.left && fw->after == FROM_THE_START && fw->answers.left)
		fw->next = fw->answers;
	if (!fw->next.left)
		return fw->after == COMPLETE ? 0 : fw->after == FOR_EVER_BUSY ? -2 : -1;
	op = input_u8(&fw->next);
	fw->status = read_status(&fw->next, op);
	if (op & OP_NAME)
		put_name(fw);
	if (op & OP_VALUE)
		put_value(fw);
	if (op & OP_POKE)
		poke(fw);
	fw->gives_up = op & OP_ABORT;
	return fw->status;
}

/* Only "call again" asks for no delay; it still costs 1 ms of the budget. */
static void wait(struct firmware *fw, const struct pdr_cc *cc)
{
	require(cc->delay_ms <= 1000, "waits %u ms", cc->delay_ms);
	require(cc->delay_ms || cc->fw_status == -2, "does not wait on %d", cc->fw_status);
	require(!cc->delay_ms || cc->fw_status != -2, "waits %u ms on -2", cc->delay_ms);
	fw->spent_ms += max_t(u32, cc->delay_ms, 1);
}

static enum pdr_cc_verdict act(struct firmware *fw, struct pdr_cc *cc, enum pdr_cc_verdict verdict)
{
	switch (verdict) {
	case PDR_CC_RESTART:
		pdr_cc_prepare(cc, fw->area);
		cc_stream_restart(fw->stream);
		break;
	case PDR_CC_DELAY:
		wait(fw, cc);
		break;
	case PDR_CC_MEMORY:
		fw->pages++;
		if (fw->no_pages)
			return pdr_cc_abort(cc, -ENOMEM);
		break;
	default:
		break;
	}
	if (fw->gives_up && !pdr_cc_verdict_final(verdict))
		return pdr_cc_abort(cc, -ECANCELED);
	return verdict;
}

/* The decoder must not touch the area between the calls. */
static enum pdr_cc_verdict call(struct firmware *fw, struct pdr_cc *cc)
{
	bool building = cc->phase == PDR_CC_BUILDING;
	enum pdr_cc_verdict verdict;
	s32 status;

	status = next_answer(fw);
	if (building)
		cc_stream_add(fw->stream, status, fw->area);
	verdict = pdr_cc_feed(cc, status, fw->area);
	if (building && !status)
		cc_stream_ended(fw->stream, verdict);
	ASAN_POISON_MEMORY_REGION(fw->area, PDR_CC_AREA_SIZE);
	require(cc->fw_status == status, "status %d is told as %d", status, cc->fw_status);
	return verdict;
}

static enum pdr_cc_verdict drive(struct firmware *fw, struct pdr_cc *cc)
{
	enum pdr_cc_verdict verdict = PDR_CC_CALL;
	u32 budget = cc->delay_left_ms;

	pdr_cc_prepare(cc, fw->area);
	cc_stream_restart(fw->stream);
	while (!pdr_cc_verdict_final(verdict)) {
		require(fw->calls++ < CALLS_MAX, "it does not end");
		verdict = call(fw, cc);
		ASAN_UNPOISON_MEMORY_REGION(fw->area, PDR_CC_AREA_SIZE);
		verdict = act(fw, cc, verdict);
	}
	require(fw->spent_ms <= budget, "%u of %u ms", fw->spent_ms, budget);
	require(cc->delay_left_ms == budget - fw->spent_ms, "%u of %u ms, and %u are left",
		fw->spent_ms, budget, cc->delay_left_ms);
	require(fw->pages <= PDR_CC_PAGES_MAX, "%u pages", fw->pages);
	return verdict;
}

/* Write the tree as a firmware would, and check that it is read as the same tree. */
static void read_back(const struct pdr_cc_node *root, u8 *area)
{
	struct cc_stream *copy = cc_stream_of_tree(root, DRC_INDEX);
	enum pdr_cc_verdict verdict = PDR_CC_CALL;
	struct pdr_cc_node *again;
	struct pdr_cc cc;
	s32 status;
	u32 at = 0;

	if (!copy)
		return;
	pdr_cc_begin(&cc, DRC_INDEX, 0);
	pdr_cc_prepare(&cc, area);
	while (cc_stream_answer(copy, at++, &status, area)) {
		require(verdict == PDR_CC_CALL, "verdict %d on a tree that was written", verdict);
		verdict = pdr_cc_feed(&cc, status, area);
	}
	require(verdict == PDR_CC_DONE, "a tree that was written is not read");
	again = pdr_cc_take(&cc);
	cc_same_tree(root, again);
	pdr_cc_node_free(again);
	pdr_cc_end(&cc);
	cc_stream_free(copy);
}

static bool is_number_of_cells(const char *name)
{
	return !strcmp(name, "#address-cells") || !strcmp(name, "#size-cells") ||
	       !strcmp(name, "ibm,#dma-address-cells") || !strcmp(name, "ibm,#dma-size-cells");
}

/* Bytes that the kernel reads of a property of any node without a look at its length. */
static void may_be_read(const struct pdr_cc_property *property)
{
	const char *name = property->name;

	if (!strcmp(name, "ibm,associativity"))
		require(property->len >= 8 && get_unaligned_be32(property->value) &&
			property->len / 4 > get_unaligned_be32(property->value),
			"%u bytes of associativity", property->len);
	if (is_number_of_cells(name))
		require(property->len == 4 && get_unaligned_be32(property->value) <= 4,
			"a number of cells");
	require(strcmp(name, "ibm,ppc-interrupt-server#s"), "the threads of a core");
	if (!strcmp(name, "device_type"))
		require(strncmp((const char *)property->value, "memory", property->len) ||
			property->len < 6, "memory");
}

/* Persistent memory has no rule of its own, so each property is what any node may have. */
static void judge(const struct pdr_cc_node *root)
{
	const struct pdr_cctree_kind kind = { };
	const struct pdr_cctree_limits limits = { };
	const struct pdr_cc_property *property;
	struct pdr_cctree_flaw flaw;
	u32 left = 256;

	if (pdr_cctree_check(root, &kind, &limits, &flaw)) {
		require(flaw.node, "nobody is to blame");
		return;
	}
	for (; root; root = pdr_cc_node_next(root)) {
		require(left--, "too many nodes");
		for (property = root->properties; property; property = property->next)
			may_be_read(property);
	}
}

static void look_at(struct firmware *fw, struct pdr_cc *cc, enum pdr_cc_verdict verdict)
{
	bool failed = allocation_failed();
	struct pdr_cc_node *root = pdr_cc_take(cc);

	require(pdr_cc_feed(cc, 0, fw->area) == PDR_CC_FAILED, "it goes on after its end");
	require(pdr_cc_abort(cc, -EINTR) == PDR_CC_FAILED, "it is given up after its end");
	require(!pdr_cc_take(cc), "the tree is given twice");
	require(verdict == PDR_CC_DONE ? !cc->error : cc->error < 0, "error %d", cc->error);
	require(verdict == PDR_CC_DONE ? !!root : !root, "verdict %d and tree %p", verdict,
		(void *)root);
	require(!failed || verdict == PDR_CC_FAILED, "no memory, and done");
	if (root) {
		require(cc->configured, "done and not configured");
		cc_well_formed(root);
		cc_stream_is_tree(fw->stream, root);
		read_back(root, fw->area);
		judge(root);
	}
	pdr_cc_node_free(root);
}

/* Decide by a hash: the same for the same input, but not inherited by its mutations. */
static bool may_be_endless(const u8 *data, size_t size)
{
	u32 hash = 2166136261u;

	while (size--)
		hash = (hash ^ *data++) * 16777619u;
	return !((hash >> 16) % ENDLESS_OF);
}

void fuzz(const u8 *data, size_t size)
{
	struct input input = { data, size };
	struct firmware fw = { .stream = cc_stream_new(DRC_INDEX) };
	u8 flags = input_u8(&input);
	struct pdr_cc cc;

	fail_allocation(input_u8(&input));
	fw.after = flags & (may_be_endless(data, size) ? 3 : 1);
	fw.no_pages = flags & 4;
	pdr_cc_begin(&cc, DRC_INDEX, min_t(u32, input_u8(&input) * 250, PDR_BUSY_LIMIT_MS));
	fw.answers = input;
	fw.next = input;
	fw.area = malloc(PDR_CC_AREA_SIZE);
	require(fw.area, "no memory");
	memset(fw.area, 0xee, PDR_CC_AREA_SIZE);
	look_at(&fw, &cc, drive(&fw, &cc));
	pdr_cc_end(&cc);
	free(fw.area);
	cc_stream_free(fw.stream);
}
