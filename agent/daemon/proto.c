// SPDX-License-Identifier: GPL-2.0
/* Decodes netlink messages into plain data; see proto.h. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include "fields.h"
#include "proto.h"

#define BIT(attr)	(1ULL << (attr))

typedef int attr_fn(const struct nlattr *attr, void *data);

/*
 * Call @fn for each attribute of @len bytes. libmnl's own loops are not used: they
 * round the length of a message up, and so read past the end of an odd one; and
 * they do not notice a message that is cut within an attribute.
 */
static int walk(const void *bytes, size_t len, attr_fn *fn, void *data)
{
	const struct nlattr *attr = bytes;
	const char *end = (const char *)bytes + len;
	int ret;

	while (mnl_attr_ok(attr, end - (const char *)attr)) {
		ret = fn(attr, data);
		if (ret)
			return ret;
		attr = mnl_attr_next(attr);
	}
	return (const char *)attr < end ? -EBADMSG : 0;
}

/* The attributes behind the first @skip bytes of the payload */
static int walk_message(const struct nlmsghdr *nlh, size_t skip, attr_fn *fn,
			void *data)
{
	if (nlh->nlmsg_len < MNL_NLMSG_HDRLEN + skip)
		return -EBADMSG;
	return walk(mnl_nlmsg_get_payload_offset(nlh, skip),
		    nlh->nlmsg_len - MNL_NLMSG_HDRLEN - skip, fn, data);
}

static int walk_nested(const struct nlattr *nest, attr_fn *fn, void *data)
{
	return walk(mnl_attr_get_payload(nest), mnl_attr_get_payload_len(nest),
		    fn, data);
}

/* Copy a string, with or without its NUL, and cut it to the room that there is */
static void copy_string(char *to, size_t size, const struct nlattr *attr)
{
	size_t len = strnlen(mnl_attr_get_payload(attr),
			     mnl_attr_get_payload_len(attr));

	if (len >= size)
		len = size - 1;
	memcpy(to, mnl_attr_get_payload(attr), len);
	to[len] = 0;
}

static int copy_number(void *to, size_t size, const struct nlattr *attr)
{
	if (mnl_attr_get_payload_len(attr) != size)
		return -EBADMSG;
	memcpy(to, mnl_attr_get_payload(attr), size);
	return 0;
}

static int copy_bytes(void *to, size_t size, const struct nlattr *attr)
{
	__u32 len = mnl_attr_get_payload_len(attr);

	if (len > size)
		return -EBADMSG;
	memcpy((char *)to - sizeof(len), &len, sizeof(len));
	memcpy(to, mnl_attr_get_payload(attr), len);
	return 0;
}

/**
 * struct target - where the attributes of a message go
 * @fields: attribute set of the message
 * @object: struct to fill, its mask of what was given first
 */
struct target {
	const struct pdrd_fields *fields;
	void *object;
};

static int fill_field(const struct pdrd_field *field, void *object,
		      const struct nlattr *attr)
{
	void *to = (char *)object + field->offset;
	size_t size = pdrd_field_size(field);

	switch (field->kind) {
	case PDRD_STRING:
		copy_string(to, size, attr);
		return 0;
	case PDRD_BYTES:
		return copy_bytes(to, size, attr);
	default:
		return copy_number(to, size, attr);
	}
}

static int fill(const struct nlattr *attr, void *data)
{
	const struct target *target = data;
	__u16 type = mnl_attr_get_type(attr);
	__u64 *have = target->object;
	size_t i;
	int ret;

	for (i = 0; i < target->fields->count; i++) {
		if (target->fields->field[i].attr != type)
			continue;
		ret = fill_field(&target->fields->field[i], target->object,
				 attr);
		if (!ret)
			*have |= BIT(type);
		return ret;
	}
	return 0;
}

static int command(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_len < MNL_NLMSG_HDRLEN + GENL_HDRLEN)
		return -EBADMSG;
	return genl->cmd;
}

int pdrd_proto_decode(const struct nlmsghdr *nlh, struct pdrd_event *event)
{
	struct target target = { &pdrd_event_fields, event };
	__u64 need = BIT(PSERIES_DR_A_JOB_SEQ);
	__u64 only_events = BIT(PSERIES_DR_A_JOB_EVENT_TYPE) |
			    BIT(PSERIES_DR_A_JOB_EVENT_TIME) |
			    BIT(PSERIES_DR_A_JOB_RAW);
	int cmd = command(nlh);
	int ret;

	if (cmd < 0)
		return cmd;
	if (cmd != PSERIES_DR_CMD_EVENT && cmd != PSERIES_DR_CMD_EVENT_GET &&
	    cmd != PSERIES_DR_CMD_JOB_GET)
		return -EOPNOTSUPP;

	memset(event, 0, sizeof(*event));
	ret = walk_message(nlh, GENL_HDRLEN, fill, &target);
	if (ret)
		return ret;

	if (cmd == PSERIES_DR_CMD_JOB_GET) {
		event->have &= ~only_events;
		need |= BIT(PSERIES_DR_A_JOB_ID);
	} else {
		need |= BIT(PSERIES_DR_A_JOB_EVENT_TYPE);
	}
	return (event->have & need) == need ? 0 : -ENODATA;
}

int pdrd_proto_info(const struct nlmsghdr *nlh, struct pdrd_info *info)
{
	struct target target = { &pdrd_info_fields, info };
	__u64 need = BIT(PSERIES_DR_A_INFO_ABI) |
		     BIT(PSERIES_DR_A_INFO_ABI_MIN);
	int cmd = command(nlh);
	int ret;

	if (cmd < 0)
		return cmd;
	if (cmd != PSERIES_DR_CMD_INFO)
		return -EOPNOTSUPP;

	memset(info, 0, sizeof(*info));
	ret = walk_message(nlh, GENL_HDRLEN, fill, &target);
	if (ret)
		return ret;

	/* A module of an unknown version need not send any other attribute */
	if (info->abi_min <= PSERIES_DR_ABI_VERSION)
		need |= BIT(PSERIES_DR_A_INFO_SEQ) |
			BIT(PSERIES_DR_A_INFO_BOOT_ID);
	return (info->have & need) == need ? 0 : -ENODATA;
}

/**
 * struct group - a multicast group of a family
 * @name: its name
 * @id: its number
 */
struct group {
	char name[16];
	__u32 id;
};

static int fill_group(const struct nlattr *attr, void *data)
{
	struct group *group = data;

	switch (mnl_attr_get_type(attr)) {
	case CTRL_ATTR_MCAST_GRP_NAME:
		copy_string(group->name, sizeof(group->name), attr);
		return 0;
	case CTRL_ATTR_MCAST_GRP_ID:
		return copy_number(&group->id, sizeof(group->id), attr);
	}
	return 0;
}

static int take_group(const struct nlattr *attr, void *data)
{
	struct pdrd_family *family = data;
	struct group group = { 0 };
	int ret = walk_nested(attr, fill_group, &group);

	if (ret)
		return ret;
	if (!strcmp(group.name, PSERIES_DR_MCGRP_EVENTS))
		family->events = group.id;
	else if (!strcmp(group.name, "notify"))
		family->notify = group.id;
	return 0;
}

static int fill_family(const struct nlattr *attr, void *data)
{
	struct pdrd_family *family = data;

	switch (mnl_attr_get_type(attr)) {
	case CTRL_ATTR_FAMILY_NAME:
		copy_string(family->name, sizeof(family->name), attr);
		return 0;
	case CTRL_ATTR_FAMILY_ID:
		return copy_number(&family->id, sizeof(family->id), attr);
	case CTRL_ATTR_MCAST_GROUPS:
		return walk_nested(attr, take_group, family);
	}
	return 0;
}

int pdrd_proto_family(const struct nlmsghdr *nlh, struct pdrd_family *family)
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

/**
 * struct words - buffer for the kernel's error message
 * @text: receives them
 * @size: of @text
 */
struct words {
	char *text;
	size_t size;
};

static int take_words(const struct nlattr *attr, void *data)
{
	const struct words *words = data;

	if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
		copy_string(words->text, words->size, attr);
	return 0;
}

/* Bytes before the extended ACK: an error may or may not repeat the request */
static size_t extack_offset(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_type == NLMSG_DONE)
		return MNL_ALIGN(sizeof(int));
	if ((nlh->nlmsg_flags & NLM_F_CAPPED) ||
	    err->msg.nlmsg_len < MNL_NLMSG_HDRLEN)
		return sizeof(*err);
	return sizeof(err->error) + MNL_ALIGN((size_t)err->msg.nlmsg_len);
}

int pdrd_proto_error(const struct nlmsghdr *nlh, char *text, size_t size)
{
	struct words words = { text, size };
	int error;

	text[0] = 0;
	if (nlh->nlmsg_len < MNL_NLMSG_HDRLEN +
	    (nlh->nlmsg_type == NLMSG_DONE ? sizeof(error) :
	     sizeof(struct nlmsgerr)))
		return -EBADMSG;
	memcpy(&error, mnl_nlmsg_get_payload(nlh), sizeof(error));

	/* A message that cannot be decoded does not change the errno */
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		walk_message(nlh, extack_offset(nlh), take_words, &words);
	return error <= 0 ? error : -EBADMSG;
}
