// SPDX-License-Identifier: GPL-2.0
/* Decodes netlink messages a second time, simply; see proto_naive.h. */

#include "proto_naive.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/genetlink.h>

#define HEADER		16
#define GENL_HEADER	4
#define ATTR_HEADER	4
#define COMMAND		HEADER
#define TYPE_MASK	0x3fff

/* Lengths that a type of attribute allows. */
enum shape {
	NUMBER,
	WORDS,
	BYTES,
};

/**
 * struct rule - an attribute that the decoder knows
 * @type: its number
 * @shape: shape of its value
 * @offset: of the field in the result
 * @size: bytes of the field there
 */
struct rule {
	unsigned int type;
	enum shape shape;
	size_t offset;
	size_t size;
};

#define RULE(type, shape, object, field) \
	{ type, shape, offsetof(struct object, field), sizeof(((struct object *)NULL)->field) }
#define JOB(name, shape, field) \
	RULE(PSERIES_DR_A_JOB_##name, shape, dr_event, job.field)
#define EVENT(name, shape, field) \
	RULE(PSERIES_DR_A_JOB_##name, shape, dr_event, field)
#define INFO(name, shape, field)	RULE(PSERIES_DR_A_INFO_##name, shape, dr_info, field)

/* By the numbers of the attributes. */
static const struct rule job_rules[] = {
	JOB(ID, NUMBER, id), JOB(SEQ, NUMBER, seq), JOB(SINCE, NUMBER, since),
	JOB(ORIGIN, NUMBER, origin),
	JOB(RESOURCE, NUMBER, resource), JOB(ACTION, NUMBER, action),
	JOB(IDENTIFIER, NUMBER, identifier), JOB(INDEX, NUMBER, index),
	JOB(COUNT, NUMBER, count), JOB(NAME, WORDS, name),
	JOB(TIMEOUT_MS, NUMBER, timeout_ms), JOB(STATE, NUMBER, state),
	JOB(TOTAL, NUMBER, total), JOB(MOVED, NUMBER, moved),
	JOB(PAGES_LEFT, NUMBER, pages_left), JOB(ERROR, NUMBER, error),
	JOB(STEP, NUMBER, step), JOB(DRC_INDEX, NUMBER, drc_index),
	JOB(FW_CALL, WORDS, fw_call), JOB(FW_STATUS, NUMBER, fw_status),
	JOB(UNDONE, NUMBER, undone), JOB(UNDO_FAILED, NUMBER, undo_failed),
	JOB(UNDO_ERROR, NUMBER, undo_error), JOB(REFUSALS, NUMBER, refusals),
	JOB(CREATED, NUMBER, created), JOB(ENDED, NUMBER, ended),
	JOB(REASON, NUMBER, reason), JOB(REASON_VALUE, NUMBER, reason_value),
	/* Fields that only events have: nobody looks at them in a job */
	EVENT(EVENT_TYPE, NUMBER, event_type), EVENT(EVENT_TIME, NUMBER, event_time),
	EVENT(RAW, BYTES, raw), { 0 },
};

#define ONLY_EVENTS	3

static const struct rule info_rules[] = {
	INFO(ABI, NUMBER, abi), INFO(ABI_MIN, NUMBER, abi_min),
	INFO(CAPABILITIES, NUMBER, capabilities), INFO(RELEASE, WORDS, release),
	INFO(LMB_SIZE, NUMBER, lmb_size), INFO(BLOCK_SIZE, NUMBER, block_size),
	INFO(LMB_COUNT, NUMBER, lmb_count), INFO(DRC_COUNT, NUMBER, drc_count),
	INFO(SEQ, NUMBER, seq), INFO(SEQ_OLDEST, NUMBER, seq_oldest),
	INFO(JOBS_PENDING, NUMBER, jobs_pending),
	INFO(STALL_TIMEOUT_MS, NUMBER, stall_timeout_ms),
	INFO(REFUSE_BY, NUMBER, refuse_by), INFO(ONLINE_TYPE, NUMBER, online_type),
	INFO(BOOT_ID, NUMBER, boot_id), INFO(MEMORY_STATE, NUMBER, memory_state), { 0 },
};

/**
 * struct piece - bytes of a message
 * @at: the first
 * @len: how many
 */
struct piece {
	const unsigned char *at;
	size_t len;
};

/**
 * struct attr - an attribute
 * @type: its number
 * @value: its payload
 */
struct attr {
	unsigned int type;
	struct piece value;
};

static void require(bool right, const char *what, unsigned int number)
{
	if (right)
		return;
	fprintf(stderr, "proto: another %s: %u\n", what, number);
	abort();
}

/* Netlink has the byte order of the machine. */
static unsigned int number16(const unsigned char *at)
{
	uint16_t number;

	memcpy(&number, at, sizeof(number));
	return number;
}

static uint32_t number32(const unsigned char *at)
{
	uint32_t number;

	memcpy(&number, at, sizeof(number));
	return number;
}

static struct piece after(struct piece piece, size_t skip)
{
	if (skip > piece.len)
		skip = piece.len;
	return (struct piece){ piece.at + skip, piece.len - skip };
}

/* Take the next attribute off the piece; false at the end, or if none is whole. */
static bool next_attr(struct piece *piece, struct attr *attr)
{
	size_t len;

	if (piece->len < ATTR_HEADER)
		return false;
	len = number16(piece->at);
	if (len < ATTR_HEADER || len > piece->len)
		return false;
	attr->type = number16(piece->at + 2) & TYPE_MASK;
	attr->value = (struct piece){ piece->at + ATTR_HEADER, len - ATTR_HEADER };
	*piece = after(*piece, (len + 3) & ~(size_t)3);
	return true;
}

static const struct rule *rule_of(const struct rule *rules, unsigned int type)
{
	for (; rules->size; rules++)
		if (rules->type == type)
			return rules;
	return NULL;
}

static bool fits_rule(const struct rule *rule, size_t len)
{
	return rule->shape == WORDS || (rule->shape == BYTES ? len <= rule->size :
							       len == rule->size);
}

/* Compare words up to the first 0, their end, or the end of the room. */
static bool same_words(const char *text, size_t room, struct piece value)
{
	size_t i;

	for (i = 0; i < room - 1 && i < value.len && value.at[i]; i++)
		if (text[i] != (value.at[i] < 0x20 || value.at[i] > 0x7e ? '?' : (char)value.at[i]))
			return false;
	return !text[i];
}

static bool same_value(const struct rule *rule, const void *object, struct piece value)
{
	const unsigned char *field = (const unsigned char *)object + rule->offset;

	switch (rule->shape) {
	case WORDS:
		return same_words((const char *)field, rule->size, value);
	case BYTES:
		return number32(field - 4) == value.len && !memcmp(field, value.at, value.len);
	default:
		return !memcmp(field, value.at, rule->size);
	}
}

/* All attributes that mean something are as they should be; which of them there are. */
static int read_all(struct piece piece, const struct rule *rules, uint64_t *given)
{
	const struct rule *rule;
	struct attr attr;

	*given = 0;
	while (next_attr(&piece, &attr)) {
		rule = rule_of(rules, attr.type);
		if (rule && !fits_rule(rule, attr.value.len))
			return -EBADMSG;
		if (rule)
			*given |= 1ULL << rule->type;
	}
	return piece.len ? -EBADMSG : 0;
}

/* If an attribute is there more than once, the last one counts. */
static void same_values(struct piece piece, const struct rule *rules, const void *object)
{
	const struct rule *rule;
	struct piece last, rest;
	struct attr attr;

	for (rule = rules; rule->size; rule++) {
		last.at = NULL;
		rest = piece;
		while (next_attr(&rest, &attr))
			if (attr.type == rule->type)
				last = attr.value;
		if (last.at)
			require(same_value(rule, object, last), "value of attribute", rule->type);
	}
}

static bool has(uint64_t given, unsigned int type)
{
	return given >> type & 1;
}

static bool is_event_command(unsigned char command)
{
	return command == PSERIES_DR_CMD_EVENT || command == PSERIES_DR_CMD_EVENT_GET;
}

static int event_result(uint64_t given, unsigned char command)
{
	bool enough = has(given, PSERIES_DR_A_JOB_SEQ);

	if (is_event_command(command))
		return enough && has(given, PSERIES_DR_A_JOB_EVENT_TYPE) ? 0 : -ENODATA;
	return enough && has(given, PSERIES_DR_A_JOB_ID) ? 0 : -ENODATA;
}

void naive_event(const unsigned char *message, size_t len, int ret,
		 const struct dr_event *event)
{
	struct piece attrs = after((struct piece){ message, len }, HEADER + GENL_HEADER);
	struct rule rules[sizeof(job_rules) / sizeof(job_rules[0])];
	int expected = -EBADMSG;
	uint64_t given = 0;

	if (len >= HEADER + GENL_HEADER) {
		memcpy(rules, job_rules, sizeof(rules));
		if (!is_event_command(message[COMMAND]))
			rules[sizeof(rules) / sizeof(rules[0]) - ONLY_EVENTS - 1].size = 0;
		expected = read_all(attrs, rules, &given);
		if (!is_event_command(message[COMMAND]) &&
		    message[COMMAND] != PSERIES_DR_CMD_JOB_GET)
			expected = -EOPNOTSUPP;
		else if (!expected)
			expected = event_result(given, message[COMMAND]);
	}
	require(ret == expected, "result for an event", -expected);
	if (ret)
		return;
	require(event->job.has == given, "set of an event", 0);
	same_values(attrs, rules, event);
}

static int info_result(uint64_t given, const struct dr_info *info)
{
	if (!has(given, PSERIES_DR_A_INFO_ABI) || !has(given, PSERIES_DR_A_INFO_ABI_MIN))
		return -ENODATA;
	if (info->abi_min > PSERIES_DR_ABI_VERSION)
		return 0;
	return has(given, PSERIES_DR_A_INFO_SEQ) && has(given, PSERIES_DR_A_INFO_BOOT_ID) ?
	       0 : -ENODATA;
}

void naive_info(const unsigned char *message, size_t len, int ret,
		const struct dr_info *info)
{
	struct piece attrs = after((struct piece){ message, len }, HEADER + GENL_HEADER);
	int expected = -EBADMSG;
	uint64_t given = 0;

	if (len >= HEADER + GENL_HEADER && message[COMMAND] != PSERIES_DR_CMD_INFO)
		expected = -EOPNOTSUPP;
	else if (len >= HEADER + GENL_HEADER)
		expected = read_all(attrs, info_rules, &given);
	if (!expected) {
		same_values(attrs, info_rules, info);
		require(info->has == given, "set of an info", 0);
		expected = info_result(given, info);
	}
	require(ret == expected, "result for an info", -expected);
}

/* Number of the group of that name; of several, the last one counts. */
static int find_group(struct piece groups, const char *name, uint32_t *id)
{
	struct attr group, attr;
	struct piece inside, words;
	uint32_t number;

	while (next_attr(&groups, &group)) {
		inside = group.value;
		words = (struct piece){ (const unsigned char *)"", 0 };
		number = 0;
		while (next_attr(&inside, &attr)) {
			if (attr.type == CTRL_ATTR_MCAST_GRP_NAME)
				words = attr.value;
			if (attr.type != CTRL_ATTR_MCAST_GRP_ID)
				continue;
			if (attr.value.len != sizeof(number))
				return -EBADMSG;
			number = number32(attr.value.at);
		}
		if (inside.len)
			return -EBADMSG;
		if (same_words(name, 16, words))
			*id = number;
	}
	return groups.len ? -EBADMSG : 0;
}

static int read_family(struct piece attrs, struct dr_family *family, struct piece *name)
{
	struct attr attr;

	while (next_attr(&attrs, &attr)) {
		if (attr.type == CTRL_ATTR_FAMILY_NAME)
			*name = attr.value;
		if (attr.type == CTRL_ATTR_FAMILY_ID) {
			if (attr.value.len != sizeof(family->id))
				return -EBADMSG;
			family->id = number16(attr.value.at);
		}
		if (attr.type == CTRL_ATTR_MCAST_GROUPS &&
		    (find_group(attr.value, "events", &family->events) ||
		     find_group(attr.value, "notify", &family->notify)))
			return -EBADMSG;
	}
	return attrs.len ? -EBADMSG : 0;
}

void naive_family(const unsigned char *message, size_t len, int ret,
		  const struct dr_family *family)
{
	struct piece attrs = after((struct piece){ message, len }, HEADER + GENL_HEADER);
	struct piece name = { (const unsigned char *)"", 0 };
	struct dr_family right = { .id = 0 };
	int expected = -EBADMSG;

	if (len >= HEADER + GENL_HEADER && message[COMMAND] != CTRL_CMD_NEWFAMILY &&
	    message[COMMAND] != CTRL_CMD_DELFAMILY)
		expected = -EOPNOTSUPP;
	else if (len >= HEADER + GENL_HEADER)
		expected = read_family(attrs, &right, &name);
	require(ret == expected, "result for a family", -expected);
	if (ret)
		return;
	require(family->present == (message[COMMAND] == CTRL_CMD_NEWFAMILY), "presence", 0);
	require(same_words(family->name, sizeof(family->name), name), "name of a family", 0);
	require(family->id == right.id, "number of a family", right.id);
	require(family->events == right.events, "group of events", right.events);
	require(family->notify == right.notify, "group of nlctrl", right.notify);
}

/* The kernel's words follow the error, and the request if the message repeats it. */
static size_t words_at(const unsigned char *message)
{
	size_t request;

	if (number16(message + 4) == NLMSG_DONE)
		return HEADER + 4;
	request = number32(message + HEADER + 4);
	if ((number16(message + 6) & NLM_F_CAPPED) || request < HEADER)
		return HEADER + 4 + HEADER;
	return HEADER + 4 + ((request + 3) & ~(size_t)3);
}

void naive_error(const unsigned char *message, size_t len, int ret,
		 const char *text, size_t size)
{
	size_t least = HEADER + (number16(message + 4) == NLMSG_DONE ? 4 : 4 + HEADER);
	struct piece words = { (const unsigned char *)"", 0 };
	struct piece attrs;
	struct attr attr;
	int error;

	if (len < least) {
		require(ret == -EBADMSG && !*text, "result for a short error", -ret);
		return;
	}
	attrs = after((struct piece){ message, len }, words_at(message));
	while ((number16(message + 6) & NLM_F_ACK_TLVS) && next_attr(&attrs, &attr))
		if (attr.type == NLMSGERR_ATTR_MSG)
			words = attr.value;
	error = (int)number32(message + HEADER);
	require(ret == (error > 0 ? -EBADMSG : error), "result for an error", (unsigned int)error);
	require(same_words(text, size, words), "words of an error", 0);
}
