// SPDX-License-Identifier: GPL-2.0
/* Decodes ibm,configure-connector into a tree; see ccwork.h. Includes core/parse. */

#include "core/parse/ccwork.h"

#include "core/parse/fwstatus.h"

/* Status of a call that gives data. */
enum {
	CC_COMPLETE,
	CC_SIBLING,
	CC_CHILD,
	CC_PROPERTY,
	CC_PARENT,
	CC_MEMORY,
};

/* Byte offsets of the cells of the work area, RTAS being instantiated 32-bit. */
enum {
	CELL_DRC_INDEX = 0,
	CELL_NAME_OFFSET = 8,
	CELL_VALUE_LENGTH = 12,
	CELL_VALUE_OFFSET = 16,
	CELLS_END = 20,
};

/* The longest single wait, so that the caller can check for cancellation between waits. */
#define DELAY_MAX_MS	1000

void pdr_cc_begin(struct pdr_cc *cc, u32 drc_index, u32 delay_budget_ms)
{
	memset(cc, 0, sizeof(*cc));
	cc->drc_index = drc_index;
	cc->delay_left_ms = delay_budget_ms;
}

void pdr_cc_prepare(const struct pdr_cc *cc, u8 *area)
{
	memset(area, 0, PDR_CC_AREA_SIZE);
	put_unaligned_be32(cc->drc_index, area + CELL_DRC_INDEX);
}

/* Go down to the first node without children: it can be freed. */
static struct pdr_cc_node *deepest_node(struct pdr_cc_node *node)
{
	while (node->child)
		node = node->child;
	return node;
}

static void free_node(struct pdr_cc_node *node)
{
	struct pdr_cc_property *property = node->properties;

	while (property) {
		struct pdr_cc_property *next = property->next;

		pdr_free(property);
		property = next;
	}
	pdr_free(node);
}

void pdr_cc_node_free(struct pdr_cc_node *node)
{
	struct pdr_cc_node *top = node ? node->parent : NULL;

	while (node) {
		struct pdr_cc_node *parent, *next;

		node = deepest_node(node);
		parent = node->parent;
		next = node->next;
		free_node(node);
		if (parent != top)
			parent->child = next;
		node = next ?: parent == top ? NULL : parent;
	}
}

static void drop_nodes(struct pdr_cc *cc)
{
	pdr_cc_node_free(cc->root);
	cc->root = NULL;
	cc->current_node = NULL;
	cc->depth = 0;
}

static enum pdr_cc_verdict fail_sequence(struct pdr_cc *cc, int error)
{
	drop_nodes(cc);
	cc->phase = PDR_CC_OVER;
	cc->error = cc->error ?: error;
	return PDR_CC_FAILED;
}

/* Fail for a reason of our own: the firmware still has to end the sequence. */
static enum pdr_cc_verdict drain_sequence(struct pdr_cc *cc, int error)
{
	drop_nodes(cc);
	cc->phase = PDR_CC_DRAINING;
	cc->error = cc->error ?: error;
	cc->calls = 0;
	return PDR_CC_CALL;
}

/*
 * The first answer that does not fit is taken to be the rest of an older sequence
 * that was abandoned. The end of that sequence rewinds the firmware, and the next
 * one begins at the start. An answer that does not fit then is malformed.
 */
static enum pdr_cc_verdict realign_sequence(struct pdr_cc *cc)
{
	if (cc->realigned)
		return drain_sequence(cc, -EBADMSG);
	drop_nodes(cc);
	cc->phase = PDR_CC_REALIGNING;
	cc->calls = 0;
	return PDR_CC_CALL;
}

static enum pdr_cc_verdict delay_call(struct pdr_cc *cc, s32 status)
{
	u32 delay = min_t(u32, pdr_fw_delay_ms(status), DELAY_MAX_MS);

	/* Draining would only meet the same busy firmware. */
	if (!cc->delay_left_ms)
		return fail_sequence(cc, -ETIMEDOUT);
	cc->delay_ms = min(delay, cc->delay_left_ms);
	/* "Call again" costs 1 ms of the budget, or it could go on for ever. */
	cc->delay_left_ms -= max_t(u32, cc->delay_ms, 1);
	return PDR_CC_DELAY;
}

/*
 * Return the name that the area points to, and its length; NULL if no node or
 * property may have such a name.
 */
static const char *area_name(const u8 *area, size_t *len)
{
	u32 offset = get_unaligned_be32(area + CELL_NAME_OFFSET);
	const u8 *name, *end;
	size_t i;

	if (offset < CELLS_END || offset >= PDR_CC_AREA_SIZE)
		return NULL;
	name = area + offset;
	end = memchr(name, '\0', PDR_CC_AREA_SIZE - offset);
	if (!end || end == name || end - name > PDR_CC_NAME_MAX)
		return NULL;
	*len = end - name;
	for (i = 0; i < *len; i++)
		if (name[i] <= ' ' || name[i] > '~' || name[i] == '/')
			return NULL;
	if (!strcmp((const char *)name, ".") || !strcmp((const char *)name, ".."))
		return NULL;
	return (const char *)name;
}

/* Return the value that the area points to; NULL if it ends outside of the area. */
static const u8 *area_value(const u8 *area, u32 *len)
{
	u32 offset = get_unaligned_be32(area + CELL_VALUE_OFFSET);

	*len = get_unaligned_be32(area + CELL_VALUE_LENGTH);
	if (offset > PDR_CC_AREA_SIZE || *len > PDR_CC_AREA_SIZE - offset)
		return NULL;
	return area + offset;
}

static struct pdr_cc_node *make_node(const u8 *area, int *error)
{
	struct pdr_cc_node *node;
	const char *name;
	size_t len;

	*error = -EBADMSG;
	name = area_name(area, &len);
	if (!name)
		return NULL;
	*error = -ENOMEM;
	node = pdr_alloc(sizeof(*node) + len + 1);
	if (!node)
		return NULL;
	memcpy(node->name, name, len);
	return node;
}

/* Find where to append a node; NULL if a sibling has its name already. */
static struct pdr_cc_node **list_end(struct pdr_cc_node **list, const char *name)
{
	for (; *list; list = &(*list)->next)
		if (!strcmp((*list)->name, name))
			return NULL;
	return list;
}

static int add_node(struct pdr_cc *cc, struct pdr_cc_node *node,
		    struct pdr_cc_node *parent)
{
	struct pdr_cc_node **end;

	end = list_end(parent ? &parent->child : &cc->root, node->name);
	if (!end)
		return -EBADMSG;
	node->parent = parent;
	*end = node;
	cc->current_node = node;
	return 0;
}

static int add_child(struct pdr_cc *cc, const u8 *area)
{
	struct pdr_cc_node *node;
	int error;

	if (cc->depth == PDR_CC_DEPTH_MAX)
		return -E2BIG;
	node = make_node(area, &error);
	if (!node)
		return error;
	node->sent_as_child = true;
	error = add_node(cc, node, cc->current_node);
	/* A child with the name of the root may be the root again: adopt_repeated_root(). */
	if (error && !strcmp(node->name, cc->root->name)) {
		drop_nodes(cc);
		error = add_node(cc, node, NULL);
	}
	if (error)
		pdr_free(node);
	else
		cc->depth++;
	return error;
}

static int add_sibling(struct pdr_cc *cc, const u8 *area)
{
	struct pdr_cc_node *node;
	int error;

	node = make_node(area, &error);
	if (!node)
		return error;
	error = add_node(cc, node, cc->current_node->parent);
	if (error)
		pdr_free(node);
	return error;
}

static struct pdr_cc_property *make_property(const u8 *area, int *error)
{
	struct pdr_cc_property *property;
	const u8 *value;
	const char *name;
	size_t name_len;
	u32 len;

	*error = -EBADMSG;
	name = area_name(area, &name_len);
	value = area_value(area, &len);
	if (!name || !value)
		return NULL;
	*error = -ENOMEM;
	property = pdr_alloc(sizeof(*property) + len + name_len + 1);
	if (!property)
		return NULL;
	memcpy(property->data, value, len);
	memcpy(property->data + len, name, name_len);
	property->value = property->data;
	property->len = len;
	property->name = (const char *)property->data + len;
	return property;
}

static int add_property(struct pdr_cc *cc, const u8 *area)
{
	struct pdr_cc_property **link = &cc->current_node->properties;
	struct pdr_cc_property *property;
	int error;

	property = make_property(area, &error);
	if (!property)
		return error;
	for (; *link; link = &(*link)->next)
		if (!strcmp((*link)->name, property->name))
			break;
	if (*link) {
		pdr_free(property);
		return -EBADMSG;
	}
	*link = property;
	return 0;
}

static void go_to_parent(struct pdr_cc *cc)
{
	cc->current_node = cc->current_node->parent;
	cc->depth--;
}

/*
 * After a migration, the destination may silently begin the sequence anew in the
 * middle of it. The second root then looks like a child of the current node. Only
 * the end of the sequence tells it from a real child with the name of the root:
 * the end comes at the level of the repeated root, and the firmware never went up
 * from there.
 */
static bool adopt_repeated_root(struct pdr_cc *cc)
{
	struct pdr_cc_node *parent = cc->current_node->parent;
	struct pdr_cc_node **link = &parent->child, **newest = link;
	struct pdr_cc_node *root, *node;

	/* The firmware went up before it sent a later child. */
	for (; *link; link = &(*link)->next)
		if ((*link)->sent_as_child)
			newest = link;
	root = *newest;
	if (!root || strcmp(root->name, cc->root->name))
		return false;
	*newest = NULL;
	for (node = root; node; node = node->next)
		node->parent = NULL;
	pdr_cc_node_free(cc->root);
	cc->root = root;
	return true;
}

static enum pdr_cc_verdict restart_sequence(struct pdr_cc *cc)
{
	drop_nodes(cc);
	cc->realigned = true;
	cc->phase = PDR_CC_BUILDING;
	cc->calls = 0;
	return PDR_CC_RESTART;
}

/*
 * An end without a node, or below the root level, is the rest of an older
 * sequence. Or the connector is isolated: LoPAR then answers every call with an
 * end without a node.
 */
static enum pdr_cc_verdict end_astray(struct pdr_cc *cc)
{
	if (!cc->realigned)
		return restart_sequence(cc);
	cc->configured = cc->root;
	return fail_sequence(cc, -EPROTO);
}

static enum pdr_cc_verdict reach_end(struct pdr_cc *cc)
{
	cc->configured = true;
	if (cc->phase == PDR_CC_REALIGNING)
		return restart_sequence(cc);
	if (cc->phase == PDR_CC_DRAINING)
		return fail_sequence(cc, cc->error);
	if (!cc->root || (cc->depth > 1 && !adopt_repeated_root(cc)))
		return end_astray(cc);
	cc->phase = PDR_CC_OVER;
	return PDR_CC_DONE;
}

static enum pdr_cc_verdict take_data(struct pdr_cc *cc, s32 status, const u8 *area)
{
	int error = 0;

	/* The root must come first, and nothing is above it. */
	if (status > CC_PARENT || (!cc->root && status != CC_CHILD) ||
	    (cc->depth == 1 && status == CC_PARENT) ||
	    get_unaligned_be32(area + CELL_DRC_INDEX) != cc->drc_index)
		return realign_sequence(cc);

	switch (status) {
	case CC_SIBLING:
		error = add_sibling(cc, area);
		break;
	case CC_CHILD:
		error = add_child(cc, area);
		break;
	case CC_PROPERTY:
		error = add_property(cc, area);
		break;
	case CC_PARENT:
		go_to_parent(cc);
		break;
	}
	if (error == -EBADMSG)
		return realign_sequence(cc);
	return error ? drain_sequence(cc, error) : PDR_CC_CALL;
}

/* Draining gets as many calls as building, but no more pages; then the sequence ends. */
static enum pdr_cc_verdict exceed_limit(struct pdr_cc *cc)
{
	if (cc->phase == PDR_CC_DRAINING)
		return fail_sequence(cc, -E2BIG);
	return drain_sequence(cc, -E2BIG);
}

/* The firmware may ask for pages in every phase; each such call counts. */
static enum pdr_cc_verdict give_memory(struct pdr_cc *cc)
{
	if (cc->pages++ < PDR_CC_PAGES_MAX)
		return PDR_CC_MEMORY;
	return exceed_limit(cc);
}

enum pdr_cc_verdict pdr_cc_feed(struct pdr_cc *cc, s32 status, const u8 *area)
{
	if (cc->phase == PDR_CC_OVER)
		return PDR_CC_FAILED;
	cc->fw_status = status;
	if (pdr_fw_is_busy(status))
		return delay_call(cc, status);
	if (status < 0)
		return fail_sequence(cc, pdr_fw_errno(PDR_FW_CONFIGURE, status));
	if (status == CC_COMPLETE)
		return reach_end(cc);

	if (++cc->calls > PDR_CC_CALLS_MAX)
		return exceed_limit(cc);
	if (status == CC_MEMORY)
		return give_memory(cc);
	if (cc->phase != PDR_CC_BUILDING)
		return PDR_CC_CALL;
	return take_data(cc, status, area);
}

enum pdr_cc_verdict pdr_cc_abort(struct pdr_cc *cc, int error)
{
	if (cc->phase == PDR_CC_OVER)
		return PDR_CC_FAILED;
	if (cc->phase != PDR_CC_DRAINING)
		return drain_sequence(cc, error);
	return cc->fw_status == CC_MEMORY ? fail_sequence(cc, error) : PDR_CC_CALL;
}

struct pdr_cc_node *pdr_cc_take(struct pdr_cc *cc)
{
	struct pdr_cc_node *root = cc->root;

	if (cc->phase != PDR_CC_OVER)
		return NULL;
	cc->root = NULL;
	cc->current_node = NULL;
	return root;
}

void pdr_cc_end(struct pdr_cc *cc)
{
	drop_nodes(cc);
	cc->phase = PDR_CC_OVER;
}

const struct pdr_cc_node *pdr_cc_node_next(const struct pdr_cc_node *node)
{
	if (node->child)
		return node->child;
	while (node && !node->next)
		node = node->parent;
	return node ? node->next : NULL;
}

const u8 *pdr_cc_property(const struct pdr_cc_node *node, const char *name,
			  u32 *len)
{
	const struct pdr_cc_property *property;

	for (property = node->properties; property; property = property->next) {
		if (strcmp(property->name, name))
			continue;
		*len = property->len;
		return property->value;
	}
	return NULL;
}
