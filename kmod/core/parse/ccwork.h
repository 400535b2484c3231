/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_CCWORK_H
#define _PDR_CCWORK_H

/*
 * ibm,configure-connector: the client's half of the call sequence (LoPAR,
 * "ibm,configure-connector RTAS Call"). The caller makes the calls:
 *
 *	pdr_cc_begin(&cc, drc_index, PDR_BUSY_LIMIT_MS);
 *	pdr_cc_prepare(&cc, area);
 *	do {
 *		verdict = pdr_cc_feed(&cc, status of the call, copy of the area);
 *		... act on the verdict ...
 *	} while (!pdr_cc_verdict_final(verdict));
 *	root = pdr_cc_take(&cc);
 *	pdr_cc_end(&cc);
 *
 * Invariant: nothing outside of the work area is read, even if the firmware gives
 * offsets beyond it. Every sequence ends, within bounded calls and bounded delay. A
 * sequence that fails on this side is drained: the calls go on until the firmware ends
 * it, because some platforms keep the state of a sequence in the connector, and an
 * abandoned sequence would block the next one.
 *
 * Includes core.
 */

#include <pdr_env.h>

#define PDR_CC_AREA_SIZE	4096
#define PDR_CC_DEPTH_MAX	16
#define PDR_CC_CALLS_MAX	4096
#define PDR_CC_PAGES_MAX	64
#define PDR_CC_NAME_MAX		127

/**
 * enum pdr_cc_verdict - The next action of the caller.
 * @PDR_CC_CALL: call again, with the work area as it is
 * @PDR_CC_DELAY: wait &pdr_cc.delay_ms (0: only let other tasks run), then call again,
 *	with the work area as it is
 * @PDR_CC_MEMORY: allocate a page, give its address in the next call only, and
 *	keep it until the sequence has ended; if there is none, pdr_cc_abort()
 * @PDR_CC_RESTART: pdr_cc_prepare() a work area, then call
 * @PDR_CC_DONE: complete; pdr_cc_take() gives the nodes
 * @PDR_CC_FAILED: over; &pdr_cc.error says why
 */
enum pdr_cc_verdict {
	PDR_CC_CALL,
	PDR_CC_DELAY,
	PDR_CC_MEMORY,
	PDR_CC_RESTART,
	PDR_CC_DONE,
	PDR_CC_FAILED,
};

/**
 * struct pdr_cc_property - A property of a node.
 * @next: next property of the node, in the order of the firmware
 * @name: its name, not empty, at most PDR_CC_NAME_MAX characters
 * @value: its value
 * @len: bytes of @value, may be 0
 * @data: holds value and name
 */
struct pdr_cc_property {
	struct pdr_cc_property *next;
	const char *name;
	const u8 *value;
	u32 len;
	u8 data[];
};

/**
 * struct pdr_cc_node - A node, and the tree below it.
 * @parent: its parent; NULL at the root level
 * @child: its first child
 * @next: next sibling, also at the root level
 * @properties: its first property; no two have the same name
 * @sent_as_child: the firmware sent it as a child, as it does with a root, and
 *	not as a sibling
 * @name: its name with the unit address, not empty, without slash; no sibling
 *	has the same
 */
struct pdr_cc_node {
	struct pdr_cc_node *parent;
	struct pdr_cc_node *child;
	struct pdr_cc_node *next;
	struct pdr_cc_property *properties;
	bool sent_as_child;
	char name[];
};

/**
 * enum pdr_cc_phase - The phase of a sequence.
 * @PDR_CC_BUILDING: nodes and properties are taken
 * @PDR_CC_REALIGNING: something did not fit, as when the sequence began in the
 *	middle of an older one; discarding until the firmware's end, then once more
 *	from the start
 * @PDR_CC_DRAINING: failed on this side; discarding until the firmware's end
 * @PDR_CC_OVER: the last verdict was final
 */
enum pdr_cc_phase {
	PDR_CC_BUILDING,
	PDR_CC_REALIGNING,
	PDR_CC_DRAINING,
	PDR_CC_OVER,
};

/**
 * struct pdr_cc - A sequence of calls.
 * @drc_index: the connector
 * @phase: its phase
 * @realigned: it has begun anew once
 * @configured: the firmware has ended the sequence, so it regards the connector as
 *	configured, even if the verdict is PDR_CC_FAILED
 * @error: why it failed, negative errno; the first of several
 * @fw_status: last status of the firmware
 * @delay_ms: milliseconds to wait on PDR_CC_DELAY
 * @delay_left_ms: milliseconds of delay still granted; each takes one at least
 * @calls: calls fed in since this phase began, without the busy ones
 * @pages: pages given to the firmware
 * @depth: nodes from the root level to @current_node
 * @root: first node of the root level
 * @current_node: node that properties belong to
 */
struct pdr_cc {
	u32 drc_index;
	enum pdr_cc_phase phase;
	bool realigned;
	bool configured;
	int error;
	s32 fw_status;
	u32 delay_ms;
	u32 delay_left_ms;
	u32 calls;
	u32 pages;
	u32 depth;
	struct pdr_cc_node *root;
	struct pdr_cc_node *current_node;
};

/**
 * pdr_cc_begin() - Begin a sequence.
 * @cc: the sequence, to be ended by pdr_cc_end()
 * @drc_index: the connector
 * @delay_budget_ms: milliseconds that all delays together may take
 *
 * Context: any.
 */
void pdr_cc_begin(struct pdr_cc *cc, u32 drc_index, u32 delay_budget_ms);

/**
 * pdr_cc_prepare() - Fill a work area for the first call.
 * @cc: the sequence
 * @area: PDR_CC_AREA_SIZE bytes
 *
 * Context: any.
 */
void pdr_cc_prepare(const struct pdr_cc *cc, u8 *area);

/**
 * pdr_cc_feed() - Take the answer of a call.
 * @cc: the sequence
 * @status: status of the call
 * @area: copy of the PDR_CC_AREA_SIZE bytes of the work area after the call
 *
 * &pdr_cc.error is: -ENOMEM; -EBADMSG for an answer that is malformed; -EPROTO
 * for an end without a node (a connector that is still isolated) or not at the
 * root level; -E2BIG for more calls, pages or levels than any connector needs;
 * -ETIMEDOUT when the delay budget is used up; else pdr_fw_errno() of
 * &pdr_cc.fw_status.
 *
 * Context: may sleep.
 * Return: the next action.
 */
enum pdr_cc_verdict pdr_cc_feed(struct pdr_cc *cc, s32 status, const u8 *area);

/**
 * pdr_cc_abort() - Give up, for a reason of the caller.
 * @cc: the sequence, after any verdict that is not final
 * @error: the reason, negative errno; ignored if the sequence failed before
 *
 * The sequence is drained next. If it is being drained already, it ends at once
 * when the last verdict was PDR_CC_MEMORY, and goes on otherwise.
 *
 * Context: may sleep.
 * Return: the next action.
 */
enum pdr_cc_verdict pdr_cc_abort(struct pdr_cc *cc, int error);

/**
 * pdr_cc_verdict_final() - Tell if no more calls are to be made.
 * @verdict: the verdict
 *
 * Context: any.
 * Return: true after PDR_CC_DONE and PDR_CC_FAILED.
 */
static inline bool pdr_cc_verdict_final(enum pdr_cc_verdict verdict)
{
	return verdict == PDR_CC_DONE || verdict == PDR_CC_FAILED;
}

/**
 * pdr_cc_take() - Take the nodes.
 * @cc: the sequence
 *
 * Context: any.
 * Return: first node of the root level, to be freed by pdr_cc_node_free(); NULL
 * unless the verdict was PDR_CC_DONE, and on a second call.
 */
struct pdr_cc_node *pdr_cc_take(struct pdr_cc *cc);

/**
 * pdr_cc_end() - End a sequence and free the nodes that were not taken.
 * @cc: the sequence, after a final verdict
 *
 * Context: may sleep.
 */
void pdr_cc_end(struct pdr_cc *cc);

/**
 * pdr_cc_node_free() - Free nodes.
 * @node: first of them, or NULL; its siblings from here on and all below are
 *	freed too
 *
 * Context: may sleep. Does not recurse.
 */
void pdr_cc_node_free(struct pdr_cc_node *node);

/**
 * pdr_cc_node_next() - Go through a tree.
 * @node: a node of it, the first one to begin with
 *
 * Context: any.
 * Return: the node after it, parents before their children; NULL after the last one.
 */
const struct pdr_cc_node *pdr_cc_node_next(const struct pdr_cc_node *node);

/**
 * pdr_cc_property() - Find a property of a node.
 * @node: the node
 * @name: its name
 * @len: bytes of the value
 *
 * Context: any.
 * Return: the value, or NULL if the node has no such property.
 */
const u8 *pdr_cc_property(const struct pdr_cc_node *node, const char *name,
			  u32 *len);

#endif /* _PDR_CCWORK_H */
