// SPDX-License-Identifier: GPL-2.0

#include "platform.h"
#include "stream.h"
#include "table.h"

#define INDEX		0x80000004
#define UNKNOWN		0x12345678
#define AREA_SIZE	4096

/* Calls, by the letters that rows and stories are written in. */
#define CALL_ISOLATE	'i'
#define CALL_UNISOLATE	'u'
#define CALL_USABLE	'a'
#define CALL_UNUSABLE	'r'
#define CALL_CONFIGURE	'c'

/* What the host does; the device of the story is the only one. */
#define HOST_DEL	'D'
#define HOST_RESET	'R'
#define HOST_MIGRATE	'M'

/* What the host hears, in the order of enum model_news. */
static const char news_letters[] = "dmg";

/* States, in the order of enum model_state. */
static const char state_letters[] = "?UALC";

/**
 * struct row - a call in a state
 * @resource: enum pseries_dr_resource
 * @state: letter of the state
 * @unplug: an unplug is pending
 * @call: letter of the call
 * @status: what the call returns
 * @next: letter of the state afterwards
 */
struct row {
	u8 resource;
	char state;
	bool unplug;
	char call;
	int status;
	char next;
};

#define LMB	PSERIES_DR_RESOURCE_MEMORY
#define CORE	PSERIES_DR_RESOURCE_CPU

/* U unusable, A available, L unisolated, C configured */
static const struct row rows[] = {
	{ LMB, 'U', false, 'i', 0, 'U' }, { LMB, 'U', false, 'u', -3, 'U' },
	{ LMB, 'U', false, 'a', 0, 'A' }, { LMB, 'U', false, 'r', 0, 'U' },
	{ LMB, 'U', false, 'c', -9003, 'U' },

	{ LMB, 'A', false, 'i', 0, 'A' }, { LMB, 'A', false, 'u', 0, 'L' },
	{ LMB, 'A', false, 'a', 0, 'A' }, { LMB, 'A', false, 'r', 0, 'U' },
	{ LMB, 'A', false, 'c', -9003, 'A' },

	{ LMB, 'L', false, 'i', -3, 'L' }, { LMB, 'L', false, 'u', 0, 'L' },
	{ LMB, 'L', false, 'a', 0, 'L' }, { LMB, 'L', false, 'r', -3, 'L' },
	{ LMB, 'L', false, 'c', 2, 'L' },

	{ LMB, 'C', false, 'i', -1, 'C' }, { LMB, 'C', false, 'u', 0, 'C' },
	{ LMB, 'C', false, 'a', 0, 'C' }, { LMB, 'C', false, 'r', -3, 'C' },
	{ LMB, 'C', false, 'c', 2, 'C' },

	{ LMB, 'A', true, 'i', 0, 'A' }, { LMB, 'A', true, 'u', 0, 'L' },
	{ LMB, 'A', true, 'a', 0, 'A' }, { LMB, 'A', true, 'r', 0, 'U' },
	{ LMB, 'A', true, 'c', -9003, 'A' },

	{ LMB, 'L', true, 'i', -3, 'L' }, { LMB, 'L', true, 'u', 0, 'L' },
	{ LMB, 'L', true, 'a', 0, 'L' }, { LMB, 'L', true, 'r', -3, 'L' },
	{ LMB, 'L', true, 'c', 2, 'L' },

	{ LMB, 'C', true, 'i', 0, 'A' }, { LMB, 'C', true, 'u', 0, 'C' },
	{ LMB, 'C', true, 'a', 0, 'C' }, { LMB, 'C', true, 'r', -3, 'C' },
	{ LMB, 'C', true, 'c', 2, 'C' },

	{ CORE, 'U', false, 'i', 0, 'U' }, { CORE, 'U', false, 'u', -3, 'U' },
	{ CORE, 'U', false, 'a', 0, 'A' }, { CORE, 'U', false, 'r', 0, 'U' },
	{ CORE, 'U', false, 'c', -9003, 'U' },
	{ CORE, 'L', false, 'i', -3, 'L' }, { CORE, 'L', true, 'i', -3, 'L' },
	{ CORE, 'C', false, 'i', 0, 'A' }, { CORE, 'C', true, 'i', 0, 'A' },
	{ CORE, 'C', false, 'r', -3, 'C' }, { CORE, 'C', true, 'c', 2, 'C' },
	{ CORE, 'A', false, 'r', 0, 'U' }, { CORE, 'A', true, 'r', 0, 'U' },
};

/**
 * struct story - a device, and all that happens to it
 * @sentence: what is told
 * @policy: of the platform
 * @resource: enum pseries_dr_resource
 * @connectors: of the device; each begins configured, unless an unusable one is
 *		named by a letter U at its place
 * @steps: words of a call and the number of its connector, or a host's letter
 * @heard: letters of what the host heard
 * @fatal: enum model_fatal
 * @states: letters of the states at the end
 */
struct story {
	const char *sentence;
	const struct model_policy *policy;
	u8 resource;
	const char *connectors;
	const char *steps;
	const char *heard;
	u8 fatal;
	const char *states;
};

static const struct story stories[] = {
	{ "a DIMM goes with its last LMB, and the host hears once",
	  &model_qemu_7_2, LMB, "CC", "D i0 i1 r0 r1", "d", MODEL_ALIVE, "UU" },
	{ "a removal is refused by one unisolate",
	  &model_qemu_7_2, LMB, "CC", "D u1 u0", "mgg", MODEL_ALIVE, "CC" },
	{ "a removal is refused by one configure-connector",
	  &model_qemu_7_2, LMB, "CC", "D c1 c0", "mg", MODEL_ALIVE, "CC" },
	{ "9.1 has one event less for it",
	  &model_qemu_9_1, LMB, "CC", "D u0", "gg", MODEL_ALIVE, "CC" },
	{ "6.1 has only the older event for it",
	  &model_qemu_6_1, LMB, "CC", "D u0", "m", MODEL_ALIVE, "CC" },
	{ "6.0 hears configure-connector and not unisolate",
	  &model_qemu_6_0, LMB, "CC", "D u0 D c0", "m", MODEL_ALIVE, "CC" },
	{ "an isolated LMB refuses by being configured",
	  &model_qemu_7_2, LMB, "CC", "D i0 i1 u0 c0 c0 c0 c0 c0", "mg",
	  MODEL_ALIVE, "CA" },
	{ "a DIMM given in part and then refused is fatal when asked for again",
	  &model_qemu_7_2, LMB, "CC", "D i0 r0 u1 D", "mgg", MODEL_A1, "UC" },
	{ "so it is after a reset",
	  &model_qemu_7_2, LMB, "CC", "D i0 r0 u1 R D", "mgg", MODEL_A1, "UC" },
	{ "a DIMM that was never acquired in full is given in part by device_del",
	  &model_qemu_7_2, LMB, "UC", "D u1 D", "mgg", MODEL_A1, "UC" },
	{ "a DIMM that was never acquired goes at once",
	  &model_qemu_7_2, LMB, "UU", "D", "d", MODEL_ALIVE, "UU" },
	{ "a DIMM given in part goes when the rest does",
	  &model_qemu_7_2, LMB, "CC", "D i0 r0 D i1 r1", "d", MODEL_ALIVE, "UU" },
	{ "a released LMB does not come back",
	  &model_qemu_7_2, LMB, "CC", "D i0 r0 a0 u0", "", MODEL_ALIVE, "UC" },
	{ "a reset gives what was asked for",
	  &model_qemu_7_2, LMB, "CC", "D i0 r0 R", "d", MODEL_ALIVE, "UU" },
	{ "to refuse after a migration is fatal",
	  &model_qemu_7_2, LMB, "CC", "D M u0", "", MODEL_A2, "CC" },
	{ "so it is by configure-connector",
	  &model_qemu_7_2, LMB, "CC", "D i0 M u0 c0", "", MODEL_A3, "LC" },
	{ "to ask again at the destination makes it safe",
	  &model_qemu_7_2, LMB, "CC", "D M D u0", "mgg", MODEL_ALIVE, "CC" },
	{ "what is given after a migration, goes",
	  &model_qemu_7_2, LMB, "CC", "D M i0 i1 r0 r1", "d", MODEL_ALIVE, "UU" },
	{ "what was given before a migration comes back and blocks the rest",
	  &model_qemu_7_2, LMB, "CC", "D i0 r0 M i0 i1 r1", "", MODEL_ALIVE,
	  "CU" },
	{ "a core goes",
	  &model_qemu_7_2, CORE, "C", "D i0 r0", "d", MODEL_ALIVE, "U" },
	{ "a core is refused, and can be asked for again",
	  &model_qemu_7_2, CORE, "C", "D D u0 u0 D i0 r0", "gd", MODEL_ALIVE,
	  "U" },
	{ "configure-connector refuses no core",
	  &model_qemu_7_2, CORE, "C", "D c0 i0 r0", "d", MODEL_ALIVE, "U" },
	{ "a core that the guest gave back unasked is still the host's to take",
	  &model_qemu_7_2, CORE, "C", "i0 r0 D", "d", MODEL_ALIVE, "U" },
};

static unsigned int differences;

static void differ(const char *what, const char *where, int got, int expected)
{
	printf("  the model: %s: %s: %d and not %d\n", where, what, got, expected);
	differences++;
}

static int call(struct model *model, char letter, u32 index)
{
	static const u32 isolation = 9001, allocation = 9003;
	u8 area[AREA_SIZE] = { 0 };

	switch (letter) {
	case CALL_ISOLATE:
		return model_set_indicator(model, isolation, index, 0);
	case CALL_UNISOLATE:
		return model_set_indicator(model, isolation, index, 1);
	case CALL_USABLE:
		return model_set_indicator(model, allocation, index, 1);
	case CALL_UNUSABLE:
		return model_set_indicator(model, allocation, index, 0);
	default:
		put_unaligned_be32(index, area);
		return model_configure(model, area, 0);
	}
}

static u8 state_of(char letter)
{
	return strchr(state_letters, letter) - state_letters;
}

static void make_device(struct model *model, const struct model_policy *policy,
			u8 resource, const char *states)
{
	unsigned int i, count = strlen(states);

	model_init(model, policy);
	for (i = 0; i < count; i++)
		model_add_connector(model, resource, INDEX + i);
	model_device_add(model, 0, count);
	for (i = 0; i < count; i++)
		model->drcs[i].state = state_of(states[i]);
}

/* The row is about one LMB of two, so that a release is not the device's end. */
static void check_row(const struct row *row)
{
	char states[] = { row->state, row->resource == LMB ? 'C' : '\0', '\0' };
	char where[] = { row->state, row->unplug ? '!' : ' ', row->call, '\0' };
	struct model model;
	int status;
	u32 sense;

	make_device(&model, &model_qemu_7_2, row->resource, states);
	status = model_sense(&model, 9003, INDEX, &sense);
	if (status || sense != (row->state == 'U' ? 2 : 1))
		differ("sense", where, sense, row->state == 'U' ? 2 : 1);
	if (row->unplug)
		model_device_del(&model, 0);
	status = call(&model, row->call, INDEX);
	if (status != row->status)
		differ("status", where, status, row->status);
	if (model.drcs[0].state != state_of(row->next))
		differ("state", where, model.drcs[0].state,
		       state_of(row->next));
}

static void tell_step(struct model *model, const char *step)
{
	switch (step[0]) {
	case HOST_DEL:
		model_device_del(model, 0);
		break;
	case HOST_RESET:
		model_reset(model);
		break;
	case HOST_MIGRATE:
		model_migrate(model);
		break;
	default:
		call(model, step[0], INDEX + step[1] - '0');
		break;
	}
}

static void check_end(const struct story *story, const struct model *model)
{
	unsigned int i, heard = strlen(story->heard);

	if (model->fatal != story->fatal)
		differ("fatal", story->sentence, model->fatal, story->fatal);
	if (model->host_event_count != heard)
		differ("events", story->sentence, model->host_event_count,
		       heard);
	for (i = 0; i < min(heard, model->host_event_count); i++)
		if (news_letters[model->host_events[i].news] !=
		    story->heard[i])
			differ("event", story->sentence,
			       model->host_events[i].news, i);
	for (i = 0; i < model->drc_count; i++)
		if (model->drcs[i].state != state_of(story->states[i]))
			differ("state", story->sentence, model->drcs[i].state,
			       state_of(story->states[i]));
}

static void check_story(const struct story *story)
{
	const char *step = story->steps;
	struct model model;

	make_device(&model, story->policy, story->resource, story->connectors);
	while (*step) {
		tell_step(&model, step);
		step += strcspn(step, " ");
		step += strspn(step, " ");
	}
	check_end(story, &model);
}

/* LMBs take 5 calls in QEMU's order, cores 32. */
static void check_stream(void)
{
	static const int statuses[] = { 2, 3, 3, 3, 0, 2 };
	struct model model;
	unsigned int i, length;
	int status;

	make_device(&model, &model_qemu_7_2, LMB, "L");
	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		status = call(&model, CALL_CONFIGURE, INDEX);
		if (status != statuses[i])
			differ("item", "configure-connector", status,
			       statuses[i]);
	}
	make_device(&model, &model_qemu_7_2, CORE, "L");
	length = model_stream_length(&model, &model.drcs[0]);
	if (length != 32)
		differ("items", "a core", length, 32);
}

static void check_unknown(void)
{
	struct model model;
	const char *letter;
	u32 sense;

	make_device(&model, &model_qemu_7_2, LMB, "C");
	for (letter = "iuarc"; *letter; letter++)
		if (call(&model, *letter, UNKNOWN) != -3)
			differ("status", "an unknown connector", *letter, -3);
	if (model_sense(&model, 9003, UNKNOWN, &sense) != -3)
		differ("status", "the sense of an unknown connector", 0, -3);
	if (model_set_indicator(&model, 9001, INDEX, 2) != -3 ||
	    model_set_indicator(&model, 9003, INDEX, 3) != -3 ||
	    model_set_indicator(&model, 9007, INDEX, 0) != -3)
		differ("status", "an unknown value or indicator", 0, -3);
}

unsigned int model_check(void)
{
	unsigned int i;

	differences = 0;
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		check_row(&rows[i]);
	for (i = 0; i < ARRAY_SIZE(stories); i++)
		check_story(&stories[i]);
	check_stream();
	check_unknown();
	return differences;
}
