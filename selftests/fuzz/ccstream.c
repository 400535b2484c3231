// SPDX-License-Identifier: GPL-2.0
/* The oracle of the configure-connector decoder; see ccstream.h. */

#include "ccstream.h"
#include "lib/bytes.h"
#include "lib/workarea.h"

#define NOTHING	U32_MAX

/**
 * struct answer - one answer
 * @status: its status
 * @index_right: it is for the connector
 * @name: place of the name in the strings, or NOTHING
 * @value: place of the value in the strings, or NOTHING
 * @len: bytes of the value
 */
struct answer {
	s32 status;
	bool index_right;
	u32 name;
	u32 value;
	u32 len;
};

/**
 * struct cc_stream - answers
 * @drc_index: the connector
 * @answers: the answers
 * @count: how many
 * @room: how many there is room for
 * @strings: names and values
 */
struct cc_stream {
	u32 drc_index;
	struct answer *answers;
	u32 count;
	u32 room;
	struct bytes strings;
};

/**
 * struct replay - the tree that the answers from one on describe
 * @stream: the answers
 * @owner: of each answer that is a node, its parent; of a property, its node;
 *	both by the number of the answer
 * @from: the answer that is the root
 * @current: the node that properties belong to
 * @depth: nodes from the root level to it
 */
struct replay {
	const struct cc_stream *stream;
	u32 *owner;
	u32 from;
	u32 current;
	u32 depth;
};

struct cc_stream *cc_stream_new(u32 drc_index)
{
	struct cc_stream *stream = calloc(1, sizeof(*stream));

	require(stream, "no memory");
	stream->drc_index = drc_index;
	return stream;
}

void cc_stream_free(struct cc_stream *stream)
{
	free(stream->answers);
	bytes_free(&stream->strings);
	free(stream);
}

void cc_stream_restart(struct cc_stream *stream)
{
	stream->count = 0;
	stream->strings.len = 0;
}

static struct answer *append_answer(struct cc_stream *stream, s32 status)
{
	struct answer *answer;

	if (stream->count == stream->room) {
		stream->room = 2 * stream->room + 16;
		stream->answers = reallocarray(stream->answers, stream->room, sizeof(*answer));
		require(stream->answers, "no memory");
	}
	answer = &stream->answers[stream->count++];
	*answer = (struct answer){ status, true, NOTHING, NOTHING, 0 };
	return answer;
}

static u32 keep(struct cc_stream *stream, const void *bytes, size_t len)
{
	u32 at = (u32)stream->strings.len;

	bytes_put(&stream->strings, bytes, len);
	return at;
}

static const char *name_of(const struct cc_stream *stream, u32 at)
{
	return (const char *)stream->strings.data + stream->answers[at].name;
}

static bool may_be_name(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (name[i] < 0x21 || name[i] > 0x7e || name[i] == '/')
			return false;
	return len && len <= PDR_CC_NAME_MAX && strcmp(name, ".") && strcmp(name, "..");
}

static void take_name(struct cc_stream *stream, struct answer *answer, const u8 *area)
{
	u32 offset = workarea_get(area, WORKAREA_NAME);
	const char *name = (const char *)area + offset;
	size_t len;

	if (offset < WORKAREA_DATA || offset >= PDR_CC_AREA_SIZE)
		return;
	len = strnlen(name, PDR_CC_AREA_SIZE - offset);
	if (len < PDR_CC_AREA_SIZE - offset && may_be_name(name, len))
		answer->name = keep(stream, name, len + 1);
}

static void take_stream_value(struct cc_stream *stream, struct answer *answer, const u8 *area)
{
	u64 offset = workarea_get(area, WORKAREA_VALUE);
	u64 len = workarea_get(area, WORKAREA_LENGTH);

	if (offset + len > PDR_CC_AREA_SIZE)
		return;
	answer->value = keep(stream, area + offset, len);
	answer->len = (u32)len;
}

void cc_stream_add(struct cc_stream *stream, s32 status, const u8 *area)
{
	struct answer *answer;

	if (status < 0 || status == WORKAREA_MORE_MEMORY || (status >= 9900 && status <= 9905))
		return;
	answer = append_answer(stream, status);
	answer->index_right = workarea_get(area, WORKAREA_INDEX) == stream->drc_index;
	if (status >= WORKAREA_SIBLING && status <= WORKAREA_PROPERTY)
		take_name(stream, answer, area);
	if (status == WORKAREA_PROPERTY)
		take_stream_value(stream, answer, area);
}

/* Check that no other node, or property, has this owner and name. */
static bool is_new(const struct replay *replay, u32 at, u32 owner)
{
	const struct cc_stream *stream = replay->stream;
	bool property = stream->answers[at].status == WORKAREA_PROPERTY;
	u32 i;

	for (i = replay->from; i < at; i++) {
		s32 status = stream->answers[i].status;
		bool other = status != WORKAREA_PROPERTY;

		if (status == WORKAREA_PARENT || other == property)
			continue;
		if (replay->owner[i] == owner && !strcmp(name_of(stream, i), name_of(stream, at)))
			return false;
	}
	return true;
}

static bool replay_named(struct replay *replay, u32 at)
{
	const struct answer *answer = &replay->stream->answers[at];
	u32 owner = replay->current;

	if (answer->name == NOTHING ||
	    (answer->status == WORKAREA_PROPERTY && answer->value == NOTHING))
		return false;
	if (answer->status == WORKAREA_SIBLING)
		owner = replay->owner[owner];
	if (!is_new(replay, at, owner))
		return false;
	replay->owner[at] = owner;
	if (answer->status == WORKAREA_PROPERTY)
		return true;
	replay->current = at;
	replay->depth += answer->status == WORKAREA_CHILD;
	return replay->depth <= PDR_CC_DEPTH_MAX;
}

static bool replay_answer(struct replay *replay, u32 at)
{
	const struct answer *answer = &replay->stream->answers[at];

	if (!answer->index_right || answer->status > WORKAREA_PARENT ||
	    (at == replay->from && answer->status != WORKAREA_CHILD))
		return false;
	if (answer->status != WORKAREA_PARENT)
		return replay_named(replay, at);
	replay->current = replay->owner[replay->current];
	return --replay->depth > 0;
}

/* Check if the answers from @from to the end describe a whole tree. */
static bool replay_from(struct replay *replay, const struct cc_stream *stream, u32 from)
{
	u32 at;

	replay->stream = stream;
	replay->from = from;
	replay->current = NOTHING;
	replay->depth = 0;
	for (at = from; at < stream->count; at++) {
		if (stream->answers[at].status == WORKAREA_COMPLETE)
			return replay->depth == 1 && at == stream->count - 1;
		if (!replay_answer(replay, at))
			return false;
	}
	return false;
}

static u32 *make_owners(const struct cc_stream *stream)
{
	u32 *owner = calloc(stream->count + 1, sizeof(*owner));

	require(owner, "no memory");
	return owner;
}

/* Find the next node, or the next property, of this owner. */
static u32 next_of(const struct replay *replay, u32 at, u32 owner, bool property)
{
	const struct cc_stream *stream = replay->stream;

	for (; at < stream->count; at++) {
		s32 status = stream->answers[at].status;
		bool other = status != WORKAREA_PROPERTY;

		if (status != WORKAREA_PARENT && status != WORKAREA_COMPLETE && other != property &&
		    replay->owner[at] == owner)
			return at;
	}
	return NOTHING;
}

static bool same_properties(const struct replay *replay, const struct pdr_cc_node *node, u32 owner)
{
	const struct cc_stream *stream = replay->stream;
	const struct pdr_cc_property *property = node->properties;
	u32 at = next_of(replay, replay->from, owner, true);

	for (; property; property = property->next) {
		if (at == NOTHING || strcmp(property->name, name_of(stream, at)) ||
		    property->len != stream->answers[at].len ||
		    memcmp(property->value, stream->strings.data + stream->answers[at].value,
			   property->len))
			return false;
		at = next_of(replay, at + 1, owner, true);
	}
	return at == NOTHING;
}

static bool same_nodes(const struct replay *replay, const struct pdr_cc_node *node, u32 owner)
{
	u32 at = next_of(replay, replay->from, owner, false);

	for (; node; node = node->next) {
		if (at == NOTHING || strcmp(node->name, name_of(replay->stream, at)) ||
		    !same_properties(replay, node, at) || !same_nodes(replay, node->child, at))
			return false;
		at = next_of(replay, at + 1, owner, false);
	}
	return at == NOTHING;
}

/*
 * After a migration the firmware may silently begin anew. The tree may then begin
 * at a later answer, which has the name of the first.
 */
static bool find_tree(struct replay *replay, const struct cc_stream *stream)
{
	u32 from;

	for (from = 0; from < stream->count; from++)
		if (stream->answers[from].status == WORKAREA_CHILD &&
		    replay_from(replay, stream, from) &&
		    !strcmp(name_of(stream, from), name_of(stream, 0)))
			return true;
	return false;
}

void cc_stream_ended(const struct cc_stream *stream, enum pdr_cc_verdict verdict)
{
	struct replay replay = { .owner = make_owners(stream) };
	bool whole = find_tree(&replay, stream);

	free(replay.owner);
	require(whole == (verdict == PDR_CC_DONE), "a tree that is %s, and the verdict is %d",
		whole ? "whole" : "not whole", verdict);
}

void cc_stream_is_tree(const struct cc_stream *stream, const struct pdr_cc_node *root)
{
	struct replay replay = { .owner = make_owners(stream) };
	bool same = find_tree(&replay, stream) && same_nodes(&replay, root, NOTHING);

	free(replay.owner);
	require(same, "done, with a tree that was not sent");
}

static bool write_properties(struct cc_stream *stream, const struct pdr_cc_node *node)
{
	const struct pdr_cc_property *property;

	for (property = node->properties; property; property = property->next) {
		size_t len = strlen(property->name) + 1;
		struct answer *answer = append_answer(stream, WORKAREA_PROPERTY);

		if (WORKAREA_DATA + len + property->len > PDR_CC_AREA_SIZE)
			return false;
		answer->name = keep(stream, property->name, len);
		answer->value = keep(stream, property->value, property->len);
		answer->len = property->len;
	}
	return true;
}

static bool write_nodes(struct cc_stream *stream, const struct pdr_cc_node *node, s32 first)
{
	s32 status = first;

	for (; node; node = node->next, status = WORKAREA_SIBLING) {
		struct answer *answer = append_answer(stream, status);

		answer->name = keep(stream, node->name, strlen(node->name) + 1);
		if (!write_properties(stream, node) ||
		    (node->child && !write_nodes(stream, node->child, WORKAREA_CHILD)))
			return false;
		if (node->child)
			append_answer(stream, WORKAREA_PARENT);
	}
	return true;
}

struct cc_stream *cc_stream_of_tree(const struct pdr_cc_node *root, u32 drc_index)
{
	struct cc_stream *stream = cc_stream_new(drc_index);

	if (write_nodes(stream, root, WORKAREA_CHILD)) {
		append_answer(stream, WORKAREA_COMPLETE);
		return stream;
	}
	cc_stream_free(stream);
	return NULL;
}

bool cc_stream_answer(const struct cc_stream *stream, u32 at, s32 *status, u8 *area)
{
	const struct answer *answer = &stream->answers[at];

	if (at == stream->count)
		return false;
	*status = answer->status;
	if (answer->value != NOTHING)
		workarea_property(area, name_of(stream, at), stream->strings.data + answer->value,
				  answer->len);
	else if (answer->name != NOTHING)
		workarea_node(area, name_of(stream, at));
	return true;
}

static void properties_well_formed(const struct pdr_cc_node *node)
{
	const struct pdr_cc_property *property, *other;
	const u8 *value;
	u32 len;

	for (property = node->properties; property; property = property->next) {
		require(may_be_name(property->name, strlen(property->name)), "name of a property");
		require(property->len <= PDR_CC_AREA_SIZE, "%u bytes of value", property->len);
		value = pdr_cc_property(node, property->name, &len);
		require(value == property->value && len == property->len, "property not found");
		for (other = property->next; other; other = other->next)
			require(strcmp(property->name, other->name), "property twice");
	}
}

static u32 nodes_well_formed(const struct pdr_cc_node *node, const struct pdr_cc_node *parent,
			     u32 depth, u32 nodes)
{
	const struct pdr_cc_node *other;

	require(depth <= PDR_CC_DEPTH_MAX, "%u levels", depth);
	for (; node; node = node->next) {
		require(++nodes <= PDR_CC_CALLS_MAX, "more nodes than calls");
		require(node->parent == parent, "another parent");
		require(may_be_name(node->name, strlen(node->name)), "name of a node");
		for (other = node->next; other; other = other->next)
			require(strcmp(node->name, other->name), "node twice");
		properties_well_formed(node);
		if (node->child)
			nodes = nodes_well_formed(node->child, node, depth + 1, nodes);
	}
	return nodes;
}

void cc_well_formed(const struct pdr_cc_node *root)
{
	nodes_well_formed(root, NULL, 1, 0);
}

void cc_same_tree(const struct pdr_cc_node *a, const struct pdr_cc_node *b)
{
	const struct pdr_cc_property *p, *q;

	for (; a && b; a = a->next, b = b->next) {
		require(!strcmp(a->name, b->name), "another node");
		for (p = a->properties, q = b->properties; p && q; p = p->next, q = q->next)
			require(!strcmp(p->name, q->name) && p->len == q->len &&
				!memcmp(p->value, q->value, p->len), "another property");
		require(!p && !q, "other properties");
		cc_same_tree(a->child, b->child);
	}
	require(!a && !b, "other nodes");
}
