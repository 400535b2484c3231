/* SPDX-License-Identifier: GPL-2.0 */
#ifndef UNIT_CCFIRMWARE_H
#define UNIT_CCFIRMWARE_H

/*
 * A firmware that answers ibm,configure-connector from a script, as QEMU does: the
 * connector keeps its place in the script, also between sequences, and goes back
 * to the start only after the last answer.
 */

#include "unit.h"

#include <core/parse/ccwork.h>

#define FW_DRC_INDEX	0x80000004

/**
 * struct answer - one answer of the firmware
 * @status: its status
 * @name: of a node or property
 * @value: of a property
 * @len: bytes of @value
 */
struct answer {
	s32 status;
	const char *name;
	const char *value;
	u32 len;
};

/**
 * struct script - the answers for one connector
 * @what: which connector
 * @answers: the answers; the last one ends the sequence
 * @length: how many
 * @tree: what they describe, as firmware_tree() writes it
 */
struct script {
	const char *what;
	const struct answer *answers;
	u32 length;
	const char *tree;
};

/* An LMB, a bridge, a core with caches, and a node alone. */
extern const struct script scripts[4];

/**
 * struct firmware - the firmware, and what goes wrong for its caller
 * @script: what it answers
 * @cursor: the next one
 * @calls: calls made so far
 * @realignments: times that a fresh work area was asked for
 * @delayed_ms: milliseconds that the caller waited
 * @pages: pages that the caller was asked for
 * @busy_status: status of the busy answers before each real one
 * @busy_times: how many of them
 * @busy_left: how many of them are left before the next real one
 * @rewind_at: calls at which it goes back to the start without telling, as after
 *	a migration; 0 for none
 * @page_at: call at which it wants a page, and goes on only with it; 0 for none
 * @page_wanted: it still wants it
 * @page_given: it gets it with this call
 * @no_pages: the caller has none
 * @abort_at: call after which the caller gives up; 0 for none
 * @poke: changes an answer, before the caller sees it
 * @arg: for @poke
 * @area: the work area
 */
struct firmware {
	const struct script *script;
	u32 cursor;
	u32 calls;
	u32 realignments;
	u64 delayed_ms;
	u32 pages;
	s32 busy_status;
	u32 busy_times;
	u32 busy_left;
	u32 rewind_at[2];
	u32 page_at;
	bool page_wanted;
	bool page_given;
	bool no_pages;
	u32 abort_at;
	void (*poke)(struct firmware *fw, s32 *status);
	void *arg;
	u8 area[PDR_CC_AREA_SIZE];
};

/**
 * firmware_drive() - make the calls of one sequence, up to the final verdict
 * @fw: the firmware
 * @cc: the sequence; to be ended by the caller
 *
 * Gives each answer to the decoder in a work area of its own, so that the sanitizer
 * sees any access beyond it. Fails the test if the sequence is too long.
 *
 * Return: the final verdict.
 */
enum pdr_cc_verdict firmware_drive(struct firmware *fw, struct pdr_cc *cc);

/**
 * firmware_tree() - nodes as text: name(property=bytes; ...){child; ...};
 * @node: first of them
 * @text: where to
 * @size: bytes of @text
 */
void firmware_tree(const struct pdr_cc_node *node, char *text, size_t size);

#endif /* UNIT_CCFIRMWARE_H */
