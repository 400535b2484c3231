// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl's decoder and its sentences. An input is a netlink message of the module.
 *
 * A second walk over the message checks which attributes count as given. Whatever
 * the message holds, all output must be printable.
 */

#include "fuzz.h"

#include <linux/genetlink.h>
#include <netlink/attr.h>

#include "decode.h"
#include "describe.h"
#include "text.h"

#define HEADERS	(NLMSG_HDRLEN + GENL_HDRLEN)

/* A decoded object: the attributes that were given, and all of its strings. */
struct all {
	struct ctl_info info;
	struct ctl_drc drc;
	struct ctl_lmb lmb;
	struct ctl_job job;
	struct ctl_event event;
};

/* Bytes that an attribute needs: any number for a string, its size for a number. */
static int need(bool string, bool wide)
{
	return string ? 0 : wide ? 8 : 4;
}

static int need_info(int type)
{
	return need(type == PSERIES_DR_A_INFO_RELEASE,
		    type == PSERIES_DR_A_INFO_LMB_SIZE || type == PSERIES_DR_A_INFO_BLOCK_SIZE ||
		    type == PSERIES_DR_A_INFO_SEQ || type == PSERIES_DR_A_INFO_SEQ_OLDEST ||
		    type == PSERIES_DR_A_INFO_BOOT_ID);
}

static int need_drc(int type)
{
	return need(type == PSERIES_DR_A_DRC_NAME || type == PSERIES_DR_A_DRC_TYPE, false);
}

static int need_lmb(int type)
{
	return need(type == PSERIES_DR_A_LMB_ZONE, type == PSERIES_DR_A_LMB_ADDRESS);
}

static int need_event(int type)
{
	return need(type == PSERIES_DR_A_JOB_NAME || type == PSERIES_DR_A_JOB_FW_CALL ||
		    type == PSERIES_DR_A_JOB_RAW,
		    type == PSERIES_DR_A_JOB_ID || type == PSERIES_DR_A_JOB_SEQ ||
		    type == PSERIES_DR_A_JOB_PAGES_LEFT || type == PSERIES_DR_A_JOB_CREATED ||
		    type == PSERIES_DR_A_JOB_ENDED || type == PSERIES_DR_A_JOB_EVENT_TIME ||
		    type == PSERIES_DR_A_JOB_REASON_VALUE);
}

/* The attributes up to @max that are whole and long enough. */
static u64 given(const u8 *attrs, size_t len, int max, int (*needs)(int type))
{
	u64 has = 0;
	size_t at = 0;

	while (len - at >= NLA_HDRLEN) {
		u16 head[2];
		size_t size;
		int type;

		memcpy(head, attrs + at, sizeof(head));
		size = head[0];
		type = head[1] & NLA_TYPE_MASK;
		if (size < NLA_HDRLEN || size > len - at)
			break;
		if (type && type <= max && size - NLA_HDRLEN >= (size_t)needs(type))
			has |= 1ULL << type;
		at += min_t(size_t, NLA_ALIGN(size), len - at);
	}
	return has;
}

static void is_word(const char *word)
{
	require(strnlen(word, CTL_WORD_MAX) < CTL_WORD_MAX, "a word without end");
	for (; *word; word++)
		require(*word >= ' ' && *word <= '~', "a word with a control character");
}

static void decode(const u8 *attrs, size_t size, struct all *all)
{
	const struct nlattr *head = (const struct nlattr *)attrs;
	u64 event = 1ULL << PSERIES_DR_A_JOB_EVENT_TYPE | 1ULL << PSERIES_DR_A_JOB_EVENT_TIME |
		    1ULL << PSERIES_DR_A_JOB_RAW;
	u64 has;
	int len = (int)size;

	ctl_decode_info(head, len, &all->info);
	ctl_decode_drc(head, len, &all->drc);
	ctl_decode_lmb(head, len, &all->lmb);
	ctl_decode_job(head, len, &all->job);
	ctl_decode_event(head, len, &all->event);
	require(all->info.has == given(attrs, size, PSERIES_DR_A_INFO_MAX, need_info), "info");
	require(all->drc.has == given(attrs, size, PSERIES_DR_A_DRC_MAX, need_drc), "connector");
	require(all->lmb.has == given(attrs, size, PSERIES_DR_A_LMB_MAX, need_lmb), "LMB");
	/* the one attribute that only a request has */
	has = given(attrs, size, PSERIES_DR_A_JOB_MAX, need_event) &
	      ~(1ULL << PSERIES_DR_A_JOB_SINCE);
	require(all->job.has == (has & ~event), "job");
	require(all->event.job.has == has, "event");
	require(all->event.raw_len <= sizeof(all->event.raw), "%u bytes", all->event.raw_len);
}

static void strings_are_words(const struct all *all)
{
	is_word(all->info.release);
	is_word(all->drc.name);
	is_word(all->drc.type);
	is_word(all->lmb.zone);
	is_word(all->job.name);
	is_word(all->job.fw_call);
	is_word(all->event.job.name);
	is_word(all->event.job.fw_call);
}

static void times_are_words(const struct ctl_event *event)
{
	char text[CTL_WORD_MAX];

	is_word(ctl_text_date(text, sizeof(text), event->job.created));
	is_word(ctl_text_iso(text, sizeof(text), event->time));
	is_word(ctl_text_clock(text, sizeof(text), event->job.ended));
	is_word(ctl_text_ms(text, sizeof(text), event->job.timeout_ms));
}

static void sizes_are_words(const struct all *all)
{
	char text[CTL_WORD_MAX];

	is_word(ctl_text_size(text, sizeof(text), all->info.lmb_size));
	is_word(ctl_text_seconds(text, sizeof(text), all->info.seq));
	is_word(ctl_text_sense(text, sizeof(text), all->drc.sense_status, all->drc.sense));
	is_word(ctl_text_errno(text, sizeof(text), all->job.error));
}

/* Try with and without what is known besides the job. */
static void describe(const struct all *all)
{
	struct ctl_scene scene = {
		.lmb_size = all->info.lmb_size,
		.lmbs.item_size = sizeof(struct ctl_lmb),
	};
	struct ctl_lmb *lmb = ctl_list_add(&scene.lmbs);
	char *text = NULL;
	size_t len = 0, i;
	FILE *out = open_memstream(&text, &len);

	require(out && lmb, "no memory");
	*lmb = all->lmb;
	ctl_scene_sort(&scene);
	ctl_describe_job(out, &all->job, &scene);
	ctl_describe_progress(out, &all->job, NULL);
	ctl_describe_event(out, &all->event, &scene);
	ctl_describe_event(out, &all->event, NULL);
	fclose(out);
	for (i = 0; i < len; i++)
		require(text[i] >= ' ' && text[i] <= '~', "character %d in a sentence", text[i]);
	free(text);
	ctl_list_clear(&scene.lmbs);
}

void fuzz(const u8 *data, size_t size)
{
	struct all *all = malloc(sizeof(*all));
	size_t len = size > HEADERS ? size - HEADERS : 0;
	u8 *attrs = exact_copy(data + (size - len), len);

	require(all, "no memory");
	memset(all, 0xa5, sizeof(*all));
	decode(attrs, len, all);
	exact_free(attrs, len);
	strings_are_words(all);
	times_are_words(&all->event);
	sizes_are_words(all);
	describe(all);
	free(all);
}
