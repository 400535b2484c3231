// SPDX-License-Identifier: GPL-2.0
/* The decoder: messages of the kernel, good and bad. */

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "agenttest.h"
#include "fields.h"
#include "msg.h"
#include "codec.h"
#include "util.h"

static void full_event(void **state)
{
	struct dr_event event;
	struct nlmsg msg;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	assert_int_equal(dr_decode_message(msg.nlh, &event), 0);
	/* All attributes but since, which only requests have */
	assert_true(event.job.has == ((1ULL << (PSERIES_DR_A_JOB_MAX + 1)) - 2 -
				   (1ULL << PSERIES_DR_A_JOB_SINCE)));
	assert_int_equal(event.job.seq, 42);
	assert_int_equal(event.event_time, 1700000000123456789);
	assert_int_equal(event.job.pages_left, 1ULL << 33);
	assert_int_equal(event.job.fw_status, -9001);
	assert_int_equal(event.job.drc_index, 0x80000013);
	assert_string_equal(event.job.name, "LMB 16");
	assert_int_equal(event.raw_len, 5);
	assert_memory_equal(event.raw, "\x00\x7f\x80\xff\x0a", 5);
}

/* The command decides: an answer of job-get is no event */
static void job_is_no_event(void **state)
{
	struct dr_event job;
	struct nlmsg msg;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_JOB_GET);
	assert_int_equal(dr_decode_message(msg.nlh, &job), 0);
	assert_false(dr_has(&job.job, PSERIES_DR_A_JOB_EVENT_TYPE));
	assert_false(dr_has(&job.job, PSERIES_DR_A_JOB_RAW));
	assert_true(dr_has(&job.job, PSERIES_DR_A_JOB_STATE));
}

static void missing_attributes(void **state)
{
	struct dr_event event;
	struct nlmsg msg;

	(void)state;
	nlmsg_begin(&msg, 30, 0, PSERIES_DR_CMD_EVENT);
	mnl_attr_put_u32(msg.nlh, PSERIES_DR_A_JOB_EVENT_TYPE, 3);
	assert_int_equal(dr_decode_message(msg.nlh, &event), -ENODATA);
	mnl_attr_put_u64(msg.nlh, PSERIES_DR_A_JOB_SEQ, 1);
	assert_int_equal(dr_decode_message(msg.nlh, &event), 0);
	assert_false(dr_has(&event.job, PSERIES_DR_A_JOB_ID));

	nlmsg_begin(&msg, 30, 0, PSERIES_DR_CMD_JOB_GET);
	mnl_attr_put_u64(msg.nlh, PSERIES_DR_A_JOB_SEQ, 1);
	assert_int_equal(dr_decode_message(msg.nlh, &event), -ENODATA);
}

static void foreign_commands(void **state)
{
	struct dr_event event;
	struct dr_info info;
	struct nlmsg msg;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_LMB_GET);
	assert_int_equal(dr_decode_message(msg.nlh, &event), -EOPNOTSUPP);
	assert_int_equal(dr_decode_info(msg.nlh, &info), -EOPNOTSUPP);
}

/* A newer module has attributes that we do not know, of any length */
static void unknown_attributes(void **state)
{
	struct dr_event event;
	struct nlmsg msg;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	mnl_attr_put_u8(msg.nlh, PSERIES_DR_A_JOB_MAX + 1, 1);
	mnl_attr_put_strz(msg.nlh, 0x3fff, "anything");
	mnl_attr_put(msg.nlh, 63, 0, "");
	assert_int_equal(dr_decode_message(msg.nlh, &event), 0);
	assert_int_equal(event.job.seq, 42);
}

static void wrong_lengths(void **state)
{
	static const unsigned char zero[PSERIES_DR_RAW_MAX + 1];
	struct dr_event event;
	struct nlmsg msg;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	mnl_attr_put_u16(msg.nlh, PSERIES_DR_A_JOB_STATE, 1);
	assert_int_equal(dr_decode_message(msg.nlh, &event), -EBADMSG);

	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	mnl_attr_put_u32(msg.nlh, PSERIES_DR_A_JOB_SEQ, 1);
	assert_int_equal(dr_decode_message(msg.nlh, &event), -EBADMSG);

	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	mnl_attr_put(msg.nlh, PSERIES_DR_A_JOB_RAW, sizeof(zero), zero);
	assert_int_equal(dr_decode_message(msg.nlh, &event), -EBADMSG);
}

/* A string may lack its NUL or be too long */
static void odd_strings(void **state)
{
	struct dr_event event;
	char name[200];
	struct nlmsg msg;

	(void)state;
	memset(name, 'a', sizeof(name));
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	mnl_attr_put(msg.nlh, PSERIES_DR_A_JOB_NAME, sizeof(name), name);
	assert_int_equal(dr_decode_message(msg.nlh, &event), 0);
	assert_int_equal(strlen(event.job.name), PSERIES_DR_DRC_NAME_MAX);

	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	mnl_attr_put(msg.nlh, PSERIES_DR_A_JOB_NAME, 0, name);
	assert_int_equal(dr_decode_message(msg.nlh, &event), 0);
	assert_string_equal(event.job.name, "");

	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	mnl_attr_put(msg.nlh, PSERIES_DR_A_JOB_NAME, 5, "ab\0cd");
	assert_int_equal(dr_decode_message(msg.nlh, &event), 0);
	assert_string_equal(event.job.name, "ab");
}

/* Of an attribute that comes twice the last one counts, and nothing stays of the first */
static void twice(void **state)
{
	static const char none[PSERIES_DR_DRC_NAME_MAX + 1];
	struct dr_event event;
	struct nlmsg msg;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	mnl_attr_put_strz(msg.nlh, PSERIES_DR_A_JOB_NAME, "");
	mnl_attr_put(msg.nlh, PSERIES_DR_A_JOB_RAW, 0, "");
	assert_int_equal(dr_decode_message(msg.nlh, &event), 0);
	assert_memory_equal(event.job.name, none, sizeof(none));
	assert_int_equal(event.raw_len, 0);
	assert_memory_equal(event.raw, none, 8);
}

/* A message may end after an attribute, with or without its padding */
static bool is_end(const struct nlmsghdr *nlh, size_t len)
{
	const char *start = (const char *)nlh;
	const struct nlattr *attr;
	size_t end;

	if (len == MNL_NLMSG_HDRLEN + GENL_HDRLEN)
		return true;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		end = (const char *)attr - start + attr->nla_len;
		if (len >= end && len <= MNL_ALIGN(end))
			return true;
	}
	return false;
}

static void cut_event(void **state)
{
	struct dr_event event;
	struct nlmsghdr *cut;
	struct nlmsg msg;
	size_t len;
	int ret;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	for (len = 0; len < msg.nlh->nlmsg_len; len++) {
		cut = nlmsg_cut(msg.nlh, len);
		ret = dr_decode_message(cut, &event);
		free(cut);
		if (is_end(msg.nlh, len))
			assert_true(ret == 0 || ret == -ENODATA);
		else
			assert_int_equal(ret, -EBADMSG);
	}
}

static void cut_family(void **state)
{
	struct dr_family family;
	struct nlmsghdr *cut;
	struct nlmsg msg;
	size_t len;

	(void)state;
	nlmsg_family(&msg, CTRL_CMD_NEWFAMILY, "pseries_dr", 33, 9);
	assert_int_equal(dr_decode_family(msg.nlh, &family), 0);
	assert_string_equal(family.name, "pseries_dr");
	assert_int_equal(family.id, 33);
	assert_int_equal(family.events, 9);
	assert_int_equal(family.notify, 0);
	assert_true(family.present);

	for (len = 0; len < msg.nlh->nlmsg_len; len++) {
		cut = nlmsg_cut(msg.nlh, len);
		if (dr_decode_family(cut, &family) == 0)
			assert_true(is_end(msg.nlh, len));
		free(cut);
	}
}

/* Decoding fails if a necessary attribute is missing */
static void check_sane(const struct nlmsghdr *nlh)
{
	struct dr_event event;
	struct dr_family family;
	struct dr_info info;
	char text[32];

	if (dr_decode_message(nlh, &event) == 0) {
		assert_true(dr_has(&event.job, PSERIES_DR_A_JOB_SEQ));
		assert_true(event.raw_len <= sizeof(event.raw));
		assert_non_null(memchr(event.job.name, 0, sizeof(event.job.name)));
		assert_non_null(memchr(event.job.fw_call, 0,
				       sizeof(event.job.fw_call)));
	}
	dr_decode_info(nlh, &info);
	dr_decode_family(nlh, &family);
	assert_true(dr_decode_error(nlh, text, sizeof(text)) <= 0);
	assert_non_null(memchr(text, 0, sizeof(text)));
}

static void mutate_every_byte(void **state)
{
	struct nlmsghdr *copy;
	unsigned char *bytes;
	struct nlmsg msg;
	size_t i, len;
	int value;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	len = msg.nlh->nlmsg_len;
	/* Change all bytes but the length of the message, which the transport checks */
	for (i = sizeof(uint32_t); i < len; i++) {
		copy = nlmsg_cut(msg.nlh, len);
		bytes = (unsigned char *)copy;
		for (value = 0; value < 256; value++) {
			bytes[i] = value;
			check_sane(copy);
		}
		free(copy);
	}
}

static void mutate_at_random(void **state)
{
	unsigned int seed = 20240229;
	struct nlmsghdr *copy;
	unsigned char *bytes;
	struct nlmsg msg;
	size_t len;
	int round, n;

	(void)state;
	for (round = 0; round < 50000; round++) {
		if (round % 2)
			msg_full_event(&msg, 1 + rand_r(&seed) % 9);
		else
			nlmsg_family(&msg, 1 + rand_r(&seed) % 9, "pseries_dr",
				     33, 9);
		len = 4 + rand_r(&seed) % (msg.nlh->nlmsg_len - 3);
		copy = nlmsg_cut(msg.nlh, len);
		bytes = (unsigned char *)copy;
		for (n = rand_r(&seed) % 8; n && len > 4; n--)
			bytes[4 + rand_r(&seed) % (len - 4)] = rand_r(&seed);
		check_sane(copy);
		free(copy);
	}
}

static void errors(void **state)
{
	struct nlmsghdr *nlh, *cut;
	struct nlmsgerr *err;
	struct nlmsg msg;
	char text[16];
	size_t len;

	(void)state;
	nlmsg_verdict(&msg, NLMSG_ERROR, -EPERM, "too many words for it");
	nlh = msg.nlh;
	err = mnl_nlmsg_get_payload(nlh);
	err->msg.nlmsg_len = 4000;
	mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, 20);
	assert_int_equal(dr_decode_error(nlh, text, sizeof(text)), -EPERM);
	assert_string_equal(text, "too many words ");

	for (len = 0; len < nlh->nlmsg_len; len++) {
		cut = nlmsg_cut(nlh, len);
		assert_int_equal(dr_decode_error(cut, text, sizeof(text)),
				 len < MNL_NLMSG_HDRLEN + sizeof(*err) ?
				 -EBADMSG : -EPERM);
		free(cut);
	}

	/* Not capped: the request is longer than the message says it is */
	nlh->nlmsg_flags = NLM_F_ACK_TLVS;
	assert_int_equal(dr_decode_error(nlh, text, sizeof(text)), -EPERM);
	assert_string_equal(text, "");
	err->msg.nlmsg_len = 0xffffffff;
	assert_int_equal(dr_decode_error(nlh, text, sizeof(text)), -EPERM);
	err->error = 1;
	assert_int_equal(dr_decode_error(nlh, text, sizeof(text)), -EBADMSG);
}

/* The error of a dump that fails late, which libmnl alone passes over */
static void done_with_error(void **state)
{
	struct nlmsg msg;
	char text[64];

	(void)state;
	nlmsg_verdict(&msg, NLMSG_DONE, -ENOMEM, "no room");
	assert_int_equal(dr_decode_error(msg.nlh, text, sizeof(text)), -ENOMEM);
	assert_string_equal(text, "no room");
	nlmsg_verdict(&msg, NLMSG_DONE, 0, "no room");
	assert_int_equal(dr_decode_error(msg.nlh, text, sizeof(text)), 0);
}

static void infos(void **state)
{
	struct dr_info info;
	struct nlmsg msg;

	(void)state;
	nlmsg_begin(&msg, 30, 0, PSERIES_DR_CMD_INFO);
	mnl_attr_put_u32(msg.nlh, PSERIES_DR_A_INFO_ABI, 1);
	mnl_attr_put_u32(msg.nlh, PSERIES_DR_A_INFO_ABI_MIN, 1);
	assert_int_equal(dr_decode_info(msg.nlh, &info), -ENODATA);
	mnl_attr_put_u64(msg.nlh, PSERIES_DR_A_INFO_SEQ, 5);
	mnl_attr_put_u64(msg.nlh, PSERIES_DR_A_INFO_BOOT_ID, 6);
	assert_int_equal(dr_decode_info(msg.nlh, &info), 0);
	assert_int_equal(info.boot_id, 6);

	/* A future version need not send any other attribute */
	nlmsg_begin(&msg, 30, 0, PSERIES_DR_CMD_INFO);
	mnl_attr_put_u32(msg.nlh, PSERIES_DR_A_INFO_ABI, 9);
	mnl_attr_put_u32(msg.nlh, PSERIES_DR_A_INFO_ABI_MIN, 8);
	assert_int_equal(dr_decode_info(msg.nlh, &info), 0);
}

static void check_layout(const struct dr_fields *fields, size_t size)
{
	unsigned char used[sizeof(struct dr_event)] = { 0 };
	const struct dr_field *field;
	size_t i, j;

	memset(used, 1, sizeof(uint64_t));
	for (i = 0; i < fields->count; i++) {
		field = &fields->field[i];
		assert_true(field->offset + field->size <= size);
		assert_true((field->kind == DR_ENUM ||
			     field->kind == DR_FLAGS) == !!field->name);
		for (j = 0; j < field->size; j++)
			assert_int_equal(used[field->offset + j]++, 0);
		for (j = 0; j < i; j++)
			assert_int_not_equal(fields->field[j].attr,
					     field->attr);
	}
}

/* No two fields share a byte, and none is outside of its struct */
static void layouts(void **state)
{
	(void)state;
	check_layout(&dr_event_fields, sizeof(struct dr_event));
	check_layout(&dr_info_fields, sizeof(struct dr_info));
	assert_int_equal(dr_info_fields.count, PSERIES_DR_A_INFO_MAX);
	assert_int_equal(dr_event_fields.count, PSERIES_DR_A_JOB_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_event),
		cmocka_unit_test(job_is_no_event),
		cmocka_unit_test(missing_attributes),
		cmocka_unit_test(foreign_commands),
		cmocka_unit_test(unknown_attributes),
		cmocka_unit_test(wrong_lengths),
		cmocka_unit_test(odd_strings),
		cmocka_unit_test(twice),
		cmocka_unit_test(cut_event),
		cmocka_unit_test(cut_family),
		cmocka_unit_test(mutate_every_byte),
		cmocka_unit_test(mutate_at_random),
		cmocka_unit_test(errors),
		cmocka_unit_test(done_with_error),
		cmocka_unit_test(infos),
		cmocka_unit_test(layouts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
