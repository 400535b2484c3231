// SPDX-License-Identifier: GPL-2.0
/*
 * The codec of libpdr for each struct, and its sentences. An input is a netlink message of the
 * module.
 *
 * A decoded struct can be encoded, and the encoded one is decoded to the same struct. All output
 * must be printable, for any message. The second decoder is the one of the target proto.
 */

#include "fuzz.h"

#include <linux/genetlink.h>

#include "codec.h"
#include "describe.h"
#include "text.h"

#define HEADERS	(NLMSG_HDRLEN + GENL_HDRLEN)
#define ROOM	8192

/* A decoded object of each kind. */
struct all {
	struct dr_info info;
	struct dr_drc drc;
	struct dr_lmb lmb;
	struct dr_job job;
	struct dr_event event;
};

static void is_word(const char *word)
{
	require(strnlen(word, DR_WORD_MAX) < DR_WORD_MAX, "a word without end");
	for (; *word; word++)
		require(*word >= ' ' && *word <= '~', "a word with a control character");
}

static void decode_again(const struct dr_fields *fields, const void *object)
{
	static u8 attrs[ROOM], again[sizeof(struct dr_event)];
	size_t len = dr_encode(fields, object, attrs, sizeof(attrs));

	require(!dr_decode(fields, attrs, len, again), "what was encoded cannot be decoded");
	require(!memcmp(object, again, fields->size), "what was encoded is another");
}

/* A message that cannot be decoded may have left this half filled: clear it. */
static void decode_one(const u8 *attrs, size_t len, const struct dr_fields *fields, void *object)
{
	if (dr_decode(fields, attrs, len, object))
		memset(object, 0, fields->size);
	else
		decode_again(fields, object);
}

static void decode_all(const u8 *attrs, size_t len, struct all *all)
{
	decode_one(attrs, len, &dr_info_fields, &all->info);
	decode_one(attrs, len, &dr_drc_fields, &all->drc);
	decode_one(attrs, len, &dr_lmb_fields, &all->lmb);
	decode_one(attrs, len, &dr_job_fields, &all->job);
	decode_one(attrs, len, &dr_event_fields, &all->event);
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
}

static void times_are_words(const struct dr_event *event)
{
	char text[DR_WORD_MAX];

	is_word(dr_text_date(text, sizeof(text), event->job.created));
	is_word(dr_text_iso(text, sizeof(text), event->event_time));
	is_word(dr_text_utc(text, sizeof(text), event->event_time));
	is_word(dr_text_clock(text, sizeof(text), event->job.ended));
	is_word(dr_text_ms(text, sizeof(text), event->job.timeout_ms));
}

static void sizes_are_words(const struct all *all)
{
	char text[DR_WORD_MAX];

	is_word(dr_text_size(text, sizeof(text), all->info.lmb_size));
	is_word(dr_text_seconds(text, sizeof(text), all->info.seq));
	is_word(dr_text_sense(text, sizeof(text), all->drc.sense_status, all->drc.sense));
	is_word(dr_text_errno(text, sizeof(text), all->job.error));
}

/* Try with and without what is known besides the job. */
static void describe(const struct all *all)
{
	struct dr_scene scene = {
		.lmb_size = all->info.lmb_size,
		.lmbs.item_size = sizeof(struct dr_lmb),
	};
	struct dr_lmb *lmb = dr_list_add(&scene.lmbs);
	char *text = NULL;
	size_t len = 0, i;
	FILE *out = open_memstream(&text, &len);

	require(out && lmb, "no memory");
	*lmb = all->lmb;
	dr_scene_sort(&scene);
	dr_describe_job(out, &all->job, &scene);
	dr_describe_progress(out, &all->job, NULL);
	dr_describe_event(out, &all->event, &scene);
	dr_describe_event(out, &all->event, NULL);
	fclose(out);
	for (i = 0; i < len; i++)
		require(text[i] >= ' ' && text[i] <= '~', "character %d in a sentence", text[i]);
	free(text);
	dr_list_clear(&scene.lmbs);
}

void fuzz(const u8 *data, size_t size)
{
	struct all *all = malloc(sizeof(*all));
	size_t len = size > HEADERS ? size - HEADERS : 0;
	u8 *attrs = exact_copy(data + (size - len), len);

	require(all, "no memory");
	memset(all, 0xa5, sizeof(*all));
	decode_all(attrs, len, all);
	exact_free(attrs, len);
	strings_are_words(all);
	times_are_words(&all->event);
	sizes_are_words(all);
	describe(all);
	free(all);
}
