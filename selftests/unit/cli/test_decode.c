// SPDX-License-Identifier: GPL-2.0
/*
 * The decoder: messages that are whole, cut at every byte, from a newer module, and malformed.
 *
 * Messages are on the heap with their exact length, so the sanitizer reports a read of one byte too
 * many.
 */
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "clitest.h"

#include "decode.h"

#define MARK	0xa5

static void put(struct nl_msg *msg, int attr, const void *data, int len)
{
	assert_int_equal(nla_put(msg, attr, len, data), 0);
}

/* A message with every attribute of a set up to @max; numbers get their own number as value */
static struct nl_msg *full_message(int max, const int *strings, int binary)
{
	struct nl_msg *msg = nlmsg_alloc_size(16384);
	unsigned char raw[PSERIES_DR_RAW_MAX];
	uint64_t value;
	int attr;

	memset(raw, MARK, sizeof(raw));
	nlmsg_put(msg, 0, 0, 0, 0, 0);
	for (attr = 1; attr <= max; attr++) {
		value = attr;
		if (attr == binary)
			put(msg, attr, raw, sizeof(raw));
		else if (strings && *strings == attr && strings++)
			put(msg, attr, "word", 5);
		else
			put(msg, attr, &value, 8);
	}
	return msg;
}

typedef uint64_t decoder(const struct nlattr *head, int len);

static uint64_t decode_info(const struct nlattr *head, int len)
{
	struct ctl_info info;

	ctl_decode_info(head, len, &info);
	return info.has;
}

static uint64_t decode_drc(const struct nlattr *head, int len)
{
	struct ctl_drc drc;

	ctl_decode_drc(head, len, &drc);
	return drc.has;
}

static uint64_t decode_lmb(const struct nlattr *head, int len)
{
	struct ctl_lmb lmb;

	ctl_decode_lmb(head, len, &lmb);
	return lmb.has;
}

static uint64_t decode_job(const struct nlattr *head, int len)
{
	struct ctl_job job;

	ctl_decode_job(head, len, &job);
	return job.has;
}

static uint64_t decode_event(const struct nlattr *head, int len)
{
	struct ctl_event event;

	ctl_decode_event(head, len, &event);
	assert_true(event.raw_len <= sizeof(event.raw));
	return event.job.has;
}

/* Longer messages give the same attributes and maybe more, never fewer */
static void cut_at_every_byte(struct nl_msg *msg, decoder *decode, uint64_t expected)
{
	const char *whole = nlmsg_data(nlmsg_hdr(msg));
	int len, total = nlmsg_datalen(nlmsg_hdr(msg));
	uint64_t has, before = 0;
	char *cut;

	for (len = 0; len <= total; len++) {
		cut = malloc(len ? len : 1);
		memcpy(cut, whole, len);
		has = decode((struct nlattr *)cut, len);
		free(cut);
		assert_true((has & before) == before);
		before = has;
	}
	assert_true(before == expected);
	nlmsg_free(msg);
}

static uint64_t up_to(int max)
{
	return ((1ULL << (max + 1)) - 1) & ~1ULL;
}

static void info_cut_at_every_byte(void **state)
{
	(void)state;
	cut_at_every_byte(full_message(PSERIES_DR_A_INFO_MAX, NULL, 0), decode_info,
			  up_to(PSERIES_DR_A_INFO_MAX));
}

static void rows_cut_at_every_byte(void **state)
{
	(void)state;
	cut_at_every_byte(full_message(PSERIES_DR_A_DRC_MAX, NULL, 0), decode_drc,
			  up_to(PSERIES_DR_A_DRC_MAX));
	cut_at_every_byte(full_message(PSERIES_DR_A_LMB_MAX, NULL, 0), decode_lmb,
			  up_to(PSERIES_DR_A_LMB_MAX));
}

/* Only requests have "since"; a job does not take the attributes of events */
static void jobs_cut_at_every_byte(void **state)
{
	uint64_t of_events = GIVEN(EVENT_TYPE) | GIVEN(EVENT_TIME) | GIVEN(RAW);
	uint64_t since = GIVEN(SINCE);

	(void)state;
	cut_at_every_byte(full_message(PSERIES_DR_A_JOB_MAX, NULL, PSERIES_DR_A_JOB_RAW),
			  decode_job, up_to(PSERIES_DR_A_JOB_MAX) & ~(since | of_events));
	cut_at_every_byte(full_message(PSERIES_DR_A_JOB_MAX, NULL, PSERIES_DR_A_JOB_RAW),
			  decode_event, up_to(PSERIES_DR_A_JOB_MAX) & ~since);
}

static void every_attribute_has_its_place(void **state)
{
	static const int strings[] = {
		PSERIES_DR_A_JOB_NAME, PSERIES_DR_A_JOB_FW_CALL, 0,
	};
	struct nl_msg *msg = full_message(PSERIES_DR_A_JOB_MAX, strings, PSERIES_DR_A_JOB_RAW);
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct ctl_event event;

	(void)state;
	ctl_decode_event(nlmsg_data(hdr), nlmsg_datalen(hdr), &event);
	assert_int_equal(event.job.id, PSERIES_DR_A_JOB_ID);
	assert_int_equal(event.job.seq, PSERIES_DR_A_JOB_SEQ);
	assert_int_equal(event.job.origin, PSERIES_DR_A_JOB_ORIGIN);
	assert_int_equal(event.job.resource, PSERIES_DR_A_JOB_RESOURCE);
	assert_int_equal(event.job.action, PSERIES_DR_A_JOB_ACTION);
	assert_int_equal(event.job.identifier, PSERIES_DR_A_JOB_IDENTIFIER);
	assert_int_equal(event.job.index, PSERIES_DR_A_JOB_INDEX);
	assert_int_equal(event.job.count, PSERIES_DR_A_JOB_COUNT);
	assert_string_equal(event.job.name, "word");
	assert_int_equal(event.job.timeout_ms, PSERIES_DR_A_JOB_TIMEOUT_MS);
	assert_int_equal(event.job.state, PSERIES_DR_A_JOB_STATE);
	assert_int_equal(event.job.total, PSERIES_DR_A_JOB_TOTAL);
	assert_int_equal(event.job.moved, PSERIES_DR_A_JOB_MOVED);
	assert_int_equal(event.job.pages_left, PSERIES_DR_A_JOB_PAGES_LEFT);
	assert_int_equal(event.job.error, PSERIES_DR_A_JOB_ERROR);
	assert_int_equal(event.job.step, PSERIES_DR_A_JOB_STEP);
	assert_int_equal(event.job.drc_index, PSERIES_DR_A_JOB_DRC_INDEX);
	assert_string_equal(event.job.fw_call, "word");
	assert_int_equal(event.job.fw_status, PSERIES_DR_A_JOB_FW_STATUS);
	assert_int_equal(event.job.undone, PSERIES_DR_A_JOB_UNDONE);
	assert_int_equal(event.job.undo_failed, PSERIES_DR_A_JOB_UNDO_FAILED);
	assert_int_equal(event.job.undo_error, PSERIES_DR_A_JOB_UNDO_ERROR);
	assert_int_equal(event.job.refusals, PSERIES_DR_A_JOB_REFUSALS);
	assert_int_equal(event.job.created, PSERIES_DR_A_JOB_CREATED);
	assert_int_equal(event.job.ended, PSERIES_DR_A_JOB_ENDED);
	assert_int_equal(event.job.reason, PSERIES_DR_A_JOB_REASON);
	assert_int_equal(event.job.reason_value, PSERIES_DR_A_JOB_REASON_VALUE);
	assert_int_equal(event.type, PSERIES_DR_A_JOB_EVENT_TYPE);
	assert_int_equal(event.time, PSERIES_DR_A_JOB_EVENT_TIME);
	assert_int_equal(event.raw_len, PSERIES_DR_RAW_MAX);
	assert_int_equal(event.raw[PSERIES_DR_RAW_MAX - 1], MARK);
	nlmsg_free(msg);
}

static void newer_attributes_are_passed_over(void **state)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct ctl_job job;
	uint64_t value = 5;

	(void)state;
	nlmsg_put(msg, 0, 0, 0, 0, 0);
	put(msg, 0, "zero", 5);
	put(msg, PSERIES_DR_A_JOB_MAX + 1, "newer", 6);
	put(msg, 63, "newer", 6);
	put(msg, 0x3fff, "newest", 7);
	put(msg, PSERIES_DR_A_JOB_ID, &value, 8);
	ctl_decode_job(nlmsg_data(nlmsg_hdr(msg)), nlmsg_datalen(nlmsg_hdr(msg)), &job);
	assert_true(job.has == GIVEN(ID));
	assert_int_equal(job.id, 5);
	nlmsg_free(msg);
}

static void short_attributes_are_not_given(void **state)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct ctl_job job;
	uint32_t value = 5;

	(void)state;
	nlmsg_put(msg, 0, 0, 0, 0, 0);
	put(msg, PSERIES_DR_A_JOB_ID, &value, 4);
	put(msg, PSERIES_DR_A_JOB_STATE, &value, 3);
	put(msg, PSERIES_DR_A_JOB_STEP, &value, 0);
	put(msg, PSERIES_DR_A_JOB_MOVED, &value, 4);
	ctl_decode_job(nlmsg_data(nlmsg_hdr(msg)), nlmsg_datalen(nlmsg_hdr(msg)), &job);
	assert_true(job.has == GIVEN(MOVED));
	assert_int_equal(job.moved, 5);
	assert_int_equal(job.id, 0);
	nlmsg_free(msg);
}

static void strings_are_cut_and_clean(void **state)
{
	struct nl_msg *msg = nlmsg_alloc_size(4096);
	char lengthy[300];
	struct ctl_drc drc;

	(void)state;
	memset(lengthy, 'x', sizeof(lengthy));
	nlmsg_put(msg, 0, 0, 0, 0, 0);
	put(msg, PSERIES_DR_A_DRC_NAME, lengthy, sizeof(lengthy));
	put(msg, PSERIES_DR_A_DRC_TYPE, "\033]0;evil\007\nok", 12);
	ctl_decode_drc(nlmsg_data(nlmsg_hdr(msg)), nlmsg_datalen(nlmsg_hdr(msg)), &drc);
	assert_int_equal(strlen(drc.name), CTL_WORD_MAX - 1);
	assert_string_equal(drc.type, "?]0;evil??ok");
	nlmsg_free(msg);
}

/* A raw log longer than the protocol allows, and a string without an end or without a byte */
static void oversized_and_empty(void **state)
{
	unsigned char raw[PSERIES_DR_RAW_MAX + 100];
	struct nl_msg *msg = nlmsg_alloc_size(8192);
	struct ctl_event event;

	(void)state;
	memset(raw, MARK, sizeof(raw));
	nlmsg_put(msg, 0, 0, 0, 0, 0);
	put(msg, PSERIES_DR_A_JOB_RAW, raw, sizeof(raw));
	put(msg, PSERIES_DR_A_JOB_NAME, "", 0);
	put(msg, PSERIES_DR_A_JOB_FW_CALL, "abc", 3);
	ctl_decode_event(nlmsg_data(nlmsg_hdr(msg)), nlmsg_datalen(nlmsg_hdr(msg)), &event);
	assert_int_equal(event.raw_len, PSERIES_DR_RAW_MAX);
	assert_string_equal(event.job.name, "");
	assert_string_equal(event.job.fw_call, "abc");
	nlmsg_free(msg);
}

static void random_bytes_do_no_harm(void **state)
{
	unsigned int round, i, len;
	unsigned char *bytes;

	(void)state;
	srandom(20240229);
	for (round = 0; round < 20000; round++) {
		len = random() % 200;
		bytes = malloc(len ? len : 1);
		for (i = 0; i < len; i++)
			bytes[i] = random() % 3 ? random() % 40 : random();
		/* With a plausible length the decoder goes on */
		if (len > 2 && round % 2)
			bytes[1] = 0;
		decode_info((struct nlattr *)bytes, len);
		decode_drc((struct nlattr *)bytes, len);
		decode_lmb((struct nlattr *)bytes, len);
		decode_event((struct nlattr *)bytes, len);
		free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(info_cut_at_every_byte),
		cmocka_unit_test(rows_cut_at_every_byte),
		cmocka_unit_test(jobs_cut_at_every_byte),
		cmocka_unit_test(every_attribute_has_its_place),
		cmocka_unit_test(newer_attributes_are_passed_over),
		cmocka_unit_test(short_attributes_are_not_given),
		cmocka_unit_test(strings_are_cut_and_clean),
		cmocka_unit_test(oversized_and_empty),
		cmocka_unit_test(random_bytes_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
