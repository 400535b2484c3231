// SPDX-License-Identifier: GPL-2.0
/* Netlink messages from and to plain data; see codec.h. */
#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>

#include "codec.h"
#include "text.h"

#define BIT(attr)	(1ULL << (attr))

typedef int attr_fn(uint16_t type, const void *data, size_t len, void *ctx);

/*
 * Call @fn for each attribute of @len bytes. The libraries' own loops round the length of a
 * message up, and so read past the end of an odd one; and they do not notice a message that is cut
 * within an attribute.
 */
static int walk(const void *bytes, size_t len, attr_fn *fn, void *ctx)
{
	const char *at = bytes;
	struct nlattr attr;
	size_t step;
	int ret;

	for (; len >= sizeof(attr); at += step, len -= step) {
		memcpy(&attr, at, sizeof(attr));
		if (attr.nla_len < NLA_HDRLEN || attr.nla_len > len)
			return -EBADMSG;
		ret = fn(attr.nla_type & NLA_TYPE_MASK, at + NLA_HDRLEN,
			 attr.nla_len - NLA_HDRLEN, ctx);
		if (ret)
			return ret;
		step = NLA_ALIGN((size_t)attr.nla_len);
		if (step > len)
			step = len;
	}
	return len ? -EBADMSG : 0;
}

/* The attributes behind the first @skip bytes of the payload */
static int walk_message(const struct nlmsghdr *nlh, size_t skip, attr_fn *fn, void *ctx)
{
	if (nlh->nlmsg_len < NLMSG_HDRLEN + skip)
		return -EBADMSG;
	return walk((const char *)nlh + NLMSG_HDRLEN + skip, nlh->nlmsg_len - NLMSG_HDRLEN - skip,
		    fn, ctx);
}

/* Copy a string, with or without its NUL, cut to the room that there is and fit for a terminal */
static void copy_string(char *to, size_t size, const void *data, size_t len)
{
	len = strnlen(data, len);
	if (len >= size)
		len = size - 1;
	/* An attribute may come twice; nothing of the first one may stay */
	memset(to, 0, size);
	memcpy(to, data, len);
	dr_text_clean(to);
}

static int copy_number(void *to, size_t size, const void *data, size_t len)
{
	if (len != size)
		return -EBADMSG;
	memcpy(to, data, size);
	return 0;
}

static int copy_bytes(void *to, size_t size, const void *data, size_t len)
{
	uint32_t count = len;

	if (len > size)
		return -EBADMSG;
	memcpy((char *)to - sizeof(count), &count, sizeof(count));
	memset(to, 0, size);
	memcpy(to, data, len);
	return 0;
}

/**
 * struct target - where the attributes of a message go
 * @fields: fields of the struct
 * @object: struct to fill, which begins with the mask of the attributes given
 */
struct target {
	const struct dr_fields *fields;
	void *object;
};

static const struct dr_field *find_field(const struct dr_fields *fields, uint16_t type)
{
	size_t i;

	for (i = 0; i < fields->count; i++)
		if (fields->field[i].attr == type)
			break;
	if (i == fields->count || fields->field[i].offset >= fields->size)
		return NULL;
	return &fields->field[i];
}

static int fill_member(uint16_t type, const void *data, size_t len, void *ctx)
{
	const struct target *target = ctx;
	const struct dr_field *field = find_field(target->fields, type);
	uint64_t *has = target->object;
	void *to;
	int ret = 0;

	if (!field)
		return 0;
	to = (char *)target->object + field->offset;
	if (field->kind == DR_STRING)
		copy_string(to, field->size, data, len);
	else if (field->kind == DR_BYTES)
		ret = copy_bytes(to, field->size, data, len);
	else
		ret = copy_number(to, field->size, data, len);
	if (!ret)
		*has |= BIT(type);
	return ret;
}

int dr_decode(const struct dr_fields *fields, const void *head, size_t len, void *object)
{
	struct target target = { fields, object };

	memset(object, 0, fields->size);
	return walk(head, len, fill_member, &target);
}

static size_t put_field(const struct dr_field *field, const void *object, char *to, size_t capacity)
{
	const char *from = (const char *)object + field->offset;
	struct nlattr attr = { .nla_type = field->attr };
	uint32_t len = field->size;
	size_t whole;

	if (field->kind == DR_STRING)
		len = strlen(from) + 1;
	if (field->kind == DR_BYTES)
		memcpy(&len, from - sizeof(len), sizeof(len));
	attr.nla_len = NLA_HDRLEN + len;
	whole = NLA_ALIGN((size_t)attr.nla_len);
	if (whole > capacity)
		return 0;
	memset(to, 0, whole);
	memcpy(to, &attr, sizeof(attr));
	memcpy(to + NLA_HDRLEN, from, len);
	return whole;
}

size_t dr_encode(const struct dr_fields *fields, const void *object, void *to, size_t capacity)
{
	const uint64_t *has = object;
	size_t i, put, len = 0;

	for (i = 0; i < fields->count; i++) {
		if (!(*has & BIT(fields->field[i].attr)))
			continue;
		put = put_field(&fields->field[i], object, (char *)to + len, capacity - len);
		if (!put)
			return 0;
		len += put;
	}
	return len;
}

static int command(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = NLMSG_DATA(nlh);

	if (nlh->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN)
		return -EBADMSG;
	return genl->cmd;
}

static int decode_payload(const struct nlmsghdr *nlh, const struct dr_fields *fields,
			  void *object)
{
	return dr_decode(fields, (const char *)NLMSG_DATA(nlh) + GENL_HDRLEN,
			 nlh->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN, object);
}

static int check_members(uint64_t has, uint64_t need)
{
	return (has & need) == need ? 0 : -ENODATA;
}

int dr_decode_message(const struct nlmsghdr *nlh, struct dr_event *event)
{
	bool is_job;
	int ret, cmd = command(nlh);

	if (cmd < 0)
		return cmd;
	if (cmd != PSERIES_DR_CMD_EVENT && cmd != PSERIES_DR_CMD_EVENT_GET &&
	    cmd != PSERIES_DR_CMD_JOB_GET)
		return -EOPNOTSUPP;
	is_job = cmd == PSERIES_DR_CMD_JOB_GET;
	memset(event, 0, sizeof(*event));
	ret = decode_payload(nlh, is_job ? &dr_job_fields : &dr_event_fields, event);
	if (ret)
		return ret;
	return check_members(event->job.has, BIT(PSERIES_DR_A_JOB_SEQ) |
			     BIT(is_job ? PSERIES_DR_A_JOB_ID : PSERIES_DR_A_JOB_EVENT_TYPE));
}

int dr_decode_info(const struct nlmsghdr *nlh, struct dr_info *info)
{
	uint64_t need = BIT(PSERIES_DR_A_INFO_ABI) | BIT(PSERIES_DR_A_INFO_ABI_MIN);
	int ret, cmd = command(nlh);

	if (cmd < 0)
		return cmd;
	if (cmd != PSERIES_DR_CMD_INFO)
		return -EOPNOTSUPP;
	ret = decode_payload(nlh, &dr_info_fields, info);
	if (ret)
		return ret;
	/* A module of an unknown version need not send any other attribute */
	if (info->abi_min <= PSERIES_DR_ABI_VERSION)
		need |= BIT(PSERIES_DR_A_INFO_SEQ) | BIT(PSERIES_DR_A_INFO_BOOT_ID);
	return check_members(info->has, need);
}

/**
 * struct group - a multicast group of a family
 * @name: its name
 * @id: its number
 */
struct group {
	char name[16];
	uint32_t id;
};

static int fill_group(uint16_t type, const void *data, size_t len, void *ctx)
{
	struct group *group = ctx;

	switch (type) {
	case CTRL_ATTR_MCAST_GRP_NAME:
		copy_string(group->name, sizeof(group->name), data, len);
		return 0;
	case CTRL_ATTR_MCAST_GRP_ID:
		return copy_number(&group->id, sizeof(group->id), data, len);
	}
	return 0;
}

static int take_group(uint16_t type, const void *data, size_t len, void *ctx)
{
	struct dr_family *family = ctx;
	struct group group = { 0 };
	int ret = walk(data, len, fill_group, &group);

	(void)type;
	if (ret)
		return ret;
	if (!strcmp(group.name, PSERIES_DR_MCGRP_EVENTS))
		family->events = group.id;
	else if (!strcmp(group.name, "notify"))
		family->notify = group.id;
	return 0;
}

static int fill_family(uint16_t type, const void *data, size_t len, void *ctx)
{
	struct dr_family *family = ctx;

	switch (type) {
	case CTRL_ATTR_FAMILY_NAME:
		copy_string(family->name, sizeof(family->name), data, len);
		return 0;
	case CTRL_ATTR_FAMILY_ID:
		return copy_number(&family->id, sizeof(family->id), data, len);
	case CTRL_ATTR_MCAST_GROUPS:
		return walk(data, len, take_group, family);
	}
	return 0;
}

int dr_decode_family(const struct nlmsghdr *nlh, struct dr_family *family)
{
	int cmd = command(nlh);

	if (cmd < 0)
		return cmd;
	if (cmd != CTRL_CMD_NEWFAMILY && cmd != CTRL_CMD_DELFAMILY)
		return -EOPNOTSUPP;
	memset(family, 0, sizeof(*family));
	family->present = cmd == CTRL_CMD_NEWFAMILY;
	return walk_message(nlh, GENL_HDRLEN, fill_family, family);
}

int dr_take_family(const struct nlmsghdr *nlh, void *families)
{
	struct dr_families *needed = families;
	struct dr_family family;
	int ret = dr_decode_family(nlh, &family);

	if (ret)
		return ret;
	if (!strcmp(family.name, PSERIES_DR_FAMILY_NAME))
		needed->ours = family;
	else if (!strcmp(family.name, "nlctrl"))
		needed->nlctrl = family;
	return 0;
}

/**
 * struct words - buffer for the kernel's error message
 * @text: receives them
 * @size: of @text
 */
struct words {
	char *text;
	size_t size;
};

static int take_extack(uint16_t type, const void *data, size_t len, void *ctx)
{
	const struct words *words = ctx;

	if (type == NLMSGERR_ATTR_MSG)
		copy_string(words->text, words->size, data, len);
	return 0;
}

/* Bytes before the extended ACK: an error may or may not repeat the request */
static size_t extack_offset(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = NLMSG_DATA(nlh);

	if (nlh->nlmsg_type == NLMSG_DONE)
		return NLMSG_ALIGN(sizeof(int));
	if ((nlh->nlmsg_flags & NLM_F_CAPPED) || err->msg.nlmsg_len < NLMSG_HDRLEN)
		return sizeof(*err);
	return sizeof(err->error) + NLMSG_ALIGN((size_t)err->msg.nlmsg_len);
}

int dr_decode_error(const struct nlmsghdr *nlh, char *text, size_t size)
{
	struct words words = { text, size };
	int error;

	text[0] = 0;
	if (nlh->nlmsg_len < NLMSG_HDRLEN + (nlh->nlmsg_type == NLMSG_DONE ?
					     sizeof(error) : sizeof(struct nlmsgerr)))
		return -EBADMSG;
	memcpy(&error, NLMSG_DATA(nlh), sizeof(error));

	/* A message that cannot be decoded does not change the errno */
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		walk_message(nlh, extack_offset(nlh), take_extack, &words);
	return error <= 0 ? error : -EBADMSG;
}
