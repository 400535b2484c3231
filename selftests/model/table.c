// SPDX-License-Identifier: GPL-2.0
/* Rows and stories, and the check of the model against them; see table.h. */

#include "checks.h"
#include "platform.h"
#include "stream.h"
#include "table.h"
#include "lib/workarea.h"

/* DRC index of the first connector; that of a PCI function ends with its number. */
#define INDEX		0x80000008
#define UNKNOWN		0x12345678

/* Calls, by the letters that rows and stories are written in. */
#define CALL_ISOLATE	'i'
#define CALL_UNISOLATE	'u'
#define CALL_USABLE	'a'
#define CALL_UNUSABLE	'r'
#define CALL_EXCHANGE	'x'
#define CALL_RECOVER	'y'
#define CALL_CONFIGURE	'c'

/* Acts of the guest without a call: map and unmap. */
#define GUEST_MAPS	'm'
#define GUEST_UNMAPS	'n'
/* The guest negotiates, with and without events of the hot-plug class. */
#define GUEST_CAS	'N'
#define GUEST_CAS_OLD	'O'

/* The hypervisor offers a spare: for exchange, for recovery. */
#define HOST_EXCHANGE	'X'
#define HOST_RECOVERY	'Y'

/* Acts of the host; one connector of a device names it. */
#define HOST_DEL	'D'
#define HOST_RESET	'R'
#define HOST_MIGRATE	'M'

/* News of the host, in the order of enum model_news. */
static const char news_letters[] = "dmg";

/* States, in the order of enum model_state. */
static const char state_letters[] = "?UALC?PVFER";

/**
 * struct row - a call in a state
 * @resource: enum pseries_dr_resource
 * @state: letter of the state
 * @unplug: an unplug is pending
 * @call: letter of the call
 * @status: status of the call
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
#define PHB	PSERIES_DR_RESOURCE_PHB
#define PCI	PSERIES_DR_RESOURCE_PCI
#define PMEM	PSERIES_DR_RESOURCE_PMEM

/*
 * Logical: U unusable, A available, L unisolated, C configured, E offered for
 * exchange, R offered for recovery. Physical: P isolated, V unisolated,
 * F configured. As QEMU 7.2 was seen to do it.
 */
static const struct row qemu_rows[] = {
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
	{ CORE, 'C', false, 'x', -3, 'C' }, { CORE, 'C', false, 'y', -3, 'C' },

	{ PHB, 'C', false, 'i', 0, 'A' }, { PHB, 'L', true, 'i', -3, 'L' },
	{ PHB, 'C', true, 'u', 0, 'C' }, { PHB, 'A', true, 'r', 0, 'U' },
	{ PMEM, 'C', false, 'i', 0, 'A' }, { PMEM, 'A', false, 'r', 0, 'U' },

	{ PCI, 'P', false, 'i', 0, 'P' }, { PCI, 'P', false, 'u', 0, 'V' },
	{ PCI, 'P', false, 'c', -9003, 'P' },
	{ PCI, 'V', false, 'i', -3, 'V' }, { PCI, 'V', false, 'u', 0, 'V' },
	{ PCI, 'V', false, 'c', 2, 'V' },
	{ PCI, 'F', false, 'i', 0, 'P' }, { PCI, 'F', false, 'u', 0, 'F' },
	{ PCI, 'F', false, 'c', 2, 'F' },
	{ PCI, 'F', true, 'i', 0, 'P' }, { PCI, 'F', true, 'u', 0, 'F' },
	{ PCI, 'F', false, 'a', -3, 'F' }, { PCI, 'F', false, 'r', -3, 'F' },
};

/* From reading PAPR; not seen. */
static const struct row lopar_rows[] = {
	{ LMB, 'U', false, 'i', -3, 'U' }, { LMB, 'U', false, 'u', -3, 'U' },
	{ LMB, 'U', false, 'r', -3, 'U' }, { LMB, 'U', false, 'a', 0, 'A' },
	{ LMB, 'U', false, 'c', -9003, 'U' },
	{ LMB, 'A', false, 'c', 0, 'A' },
	{ LMB, 'L', false, 'i', 0, 'A' }, { LMB, 'C', false, 'i', 0, 'A' },
	{ LMB, 'E', false, 'a', -3, 'E' }, { LMB, 'E', false, 'x', 0, 'A' },
	{ LMB, 'E', false, 'y', -3, 'E' }, { LMB, 'R', false, 'y', 0, 'A' },
	{ LMB, 'R', false, 'c', -9003, 'R' }, { LMB, 'E', false, 'i', -3, 'E' },
	{ CORE, 'L', false, 'i', 0, 'A' },
	{ PHB, 'U', false, 'i', -3, 'U' }, { PHB, 'U', false, 'r', -3, 'U' },
	{ PHB, 'A', false, 'c', 0, 'A' }, { PHB, 'L', false, 'i', 0, 'A' },
	{ PHB, 'C', false, 'i', 0, 'A' }, { PHB, 'E', false, 'x', 0, 'A' },
	{ PCI, 'V', false, 'i', 0, 'P' }, { PCI, 'P', false, 'c', 0, 'P' },
};

/**
 * struct story - one or more devices, and all that happens to them
 * @sentence: what the story shows
 * @policy: of the platform
 * @resource: enum pseries_dr_resource
 * @connectors: letters of their states in the beginning; LMBs are of one DIMM,
 *		any other is of a device of its own
 * @steps: words of a call and the number of its connector, or a host's letter
 *	   and, for device_del, the number of a connector
 * @heard: letters of the news of the host
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
	{ "negotiation gives what was asked for, as a reset does",
	  &model_qemu_7_2, LMB, "CC", "D i0 N", "d", MODEL_ALIVE, "UU" },
	{ "a guest that knows too little of events is asked for no memory",
	  &model_qemu_7_2, LMB, "CC", "O D R D i0 i1 r0 r1", "d", MODEL_ALIVE,
	  "UU" },
	{ "but for a core",
	  &model_qemu_7_2, CORE, "C", "O D i0 r0", "d", MODEL_ALIVE, "U" },

	{ "a PCI function goes when it is isolated",
	  &model_qemu_7_2, PCI, "F", "D i0", "d", MODEL_ALIVE, "P" },
	{ "of PCI nothing can be refused",
	  &model_qemu_7_2, PCI, "F", "D u0 D", "", MODEL_ALIVE, "F" },
	{ "function 0 takes the others along",
	  &model_qemu_7_2, PCI, "FFF", "D0 i2 i1 i0", "ddd", MODEL_ALIVE, "PPP" },
	{ "another function goes alone, when the guest lets it",
	  &model_qemu_7_2, PCI, "FFF", "D2 i2 i0", "d", MODEL_ALIVE, "PFP" },
	{ "a function that was never configured goes at once",
	  &model_qemu_7_2, PCI, "FP", "D1", "d", MODEL_ALIVE, "FP" },
	{ "a PHB goes, and is refused",
	  &model_qemu_7_2, PHB, "CC", "D0 D0 u0 D0 i0 r0 D1 i1 r1", "gdd",
	  MODEL_ALIVE, "UU" },
	{ "an NVDIMM stays",
	  &model_qemu_7_2, PMEM, "C", "D i0 r0 R", "", MODEL_ALIVE, "C" },

	{ "5.2 hears of no refusal, whatever the guest says",
	  &model_qemu_5_2, LMB, "CC", "D u0 c0 D u1", "", MODEL_ALIVE, "CC" },
	{ "but what it asked for still goes",
	  &model_qemu_5_2, LMB, "CC", "D u0 i0 i1 r0 r1", "d", MODEL_ALIVE, "UU" },
	{ "5.2 hears of no refused core",
	  &model_qemu_5_2, CORE, "C", "D u0 D i0 r0", "d", MODEL_ALIVE, "U" },
	{ "6.1 takes a refused core for kept, and does not say so",
	  &model_qemu_6_1, CORE, "C", "D u0 R", "", MODEL_ALIVE, "C" },
	{ "6.0 does not take it for kept",
	  &model_qemu_6_0, CORE, "C", "D u0 R", "d", MODEL_ALIVE, "U" },

	{ "LoPAR's hypervisor keeps what the guest still maps",
	  &model_lopar, LMB, "CC", "m0 i0 i1 r1", "", MODEL_ALIVE, "CU" },
	{ "and takes it when it is mapped no more",
	  &model_lopar, LMB, "CC", "m0 i0 n0 i0 r0", "", MODEL_ALIVE, "UC" },
	{ "it keeps a PHB that has a function in use below it",
	  &model_lopar, PCI, "F", "i8 r8", "", MODEL_ALIVE, "FPPPPPPPC" },
	{ "and takes it when there is none",
	  &model_lopar, PCI, "F", "i8 i0 i8 r8", "", MODEL_ALIVE, "PPPPPPPPU" },
	{ "QEMU takes it, and all that is below it",
	  &model_qemu_7_2, PCI, "F", "D8 i8 r8", "dd", MODEL_ALIVE,
	  "FPPPPPPPU" },
	{ "a spare is offered in exchange for one in use, and is taken so",
	  &model_lopar, CORE, "UC", "X0 a0 y0 i1 r1 x0 u0", "", MODEL_ALIVE,
	  "LU" },
	{ "it is offered after a failure, and is taken so",
	  &model_lopar, LMB, "UC", "Y0 a0 x0 y0 u0", "", MODEL_ALIVE, "LC" },
	{ "what is offered goes when the host asks for it",
	  &model_lopar, CORE, "U", "X0 D0 x0 r0", "d", MODEL_ALIVE, "U" },
	{ "what the guest has is not offered",
	  &model_lopar, LMB, "AC", "X0 Y1", "", MODEL_ALIVE, "AC" },
	{ "QEMU offers nothing",
	  &model_qemu_7_2, LMB, "UC", "X0 a0", "", MODEL_ALIVE, "AC" },
	{ "what was given to it can be had again",
	  &model_lopar, LMB, "C", "i0 r0 a0 u0 c0 c0 c0 c0 c0 c0", "",
	  MODEL_ALIVE, "L" },
};

static unsigned int differences;

static void differ(const char *what, const char *where, int got, int expected)
{
	printf("  the model: %s: %s: %d and not %d\n", where, what, got, expected);
	differences++;
}

static int call_drc(struct model *model, char letter, u32 index)
{
	static const struct {
		char letter;
		u32 indicator;
		u32 value;
	} settings[] = {
		{ CALL_ISOLATE, MODEL_ISOLATION_STATE, 0 },
		{ CALL_UNISOLATE, MODEL_ISOLATION_STATE, 1 },
		{ CALL_UNUSABLE, MODEL_ALLOCATION_STATE, 0 },
		{ CALL_USABLE, MODEL_ALLOCATION_STATE, 1 },
		{ CALL_EXCHANGE, MODEL_ALLOCATION_STATE, 2 },
		{ CALL_RECOVER, MODEL_ALLOCATION_STATE, 3 },
	};
	u8 area[WORKAREA_SIZE] = { 0 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(settings); i++)
		if (settings[i].letter == letter)
			return model_set_indicator(model, settings[i].indicator,
						   index, settings[i].value);
	workarea_set(area, WORKAREA_INDEX, index);
	return model_configure(model, area, 0);
}

static u8 drc_state_of(char letter)
{
	return strchr(state_letters, letter) - state_letters;
}

/* All functions of a slot, and after them their PHB. */
static void make_slot(struct model *model)
{
	unsigned int i, phb = 8;

	for (i = 0; i < phb; i++)
		model_add_function(model, phb, INDEX + i);
	model_add_connector(model, PHB, INDEX + phb);
	model_device_cold(model, phb, 1);
}

/* Function 0 is plugged last, as the guest hears only of this one. */
static void plug_drcs(struct model *model, u8 resource, unsigned int count)
{
	unsigned int i;

	if (resource == LMB)
		model_device_add(model, 0, count);
	else
		for (i = count; i-- > 0;)
			model_device_add(model, i, 1);
}

static void make_device(struct model *model, const struct model_policy *policy,
			u8 resource, const char *states)
{
	unsigned int i, count = strlen(states);

	model_init(model, policy);
	if (resource == PCI)
		make_slot(model);
	else
		for (i = 0; i < count; i++)
			model_add_connector(model, resource, INDEX + i);
	plug_drcs(model, resource, count);
	for (i = 0; i < count; i++)
		if (!strchr("ER", states[i]))
			model->drcs[i].state = drc_state_of(states[i]);
		else if (model_offer(model, INDEX + i, drc_state_of(states[i])))
			differ("offer", states, i, 0);
}

static int expected_sense(char state)
{
	switch (state) {
	case 'U':
		return 2;
	case 'E':
		return 3;
	case 'R':
		return 4;
	default:
		return 1;
	}
}

/* The row is about one LMB of two, so that its release does not end the device. */
static void check_row(const struct model_policy *policy, const struct row *row)
{
	char states[] = { row->state, row->resource == LMB ? 'C' : '\0', '\0' };
	char where[] = { row->state, row->unplug ? '!' : ' ', row->call, '\0' };
	int status, expected = expected_sense(row->state);
	struct model model;
	u32 sense;

	make_device(&model, policy, row->resource, states);
	status = model_sense(&model, MODEL_DR_ENTITY_SENSE, INDEX, &sense);
	if (status || sense != (u32)expected)
		differ("sense", where, sense, expected);
	if (row->unplug)
		model_device_del(&model, 0);
	status = call_drc(&model, row->call, INDEX);
	if (status != row->status)
		differ("status", where, status, row->status);
	if (model.drcs[0].state != drc_state_of(row->next))
		differ("state", where, model.drcs[0].state,
		       drc_state_of(row->next));
}

static void tell_step(struct model *model, const char *step)
{
	unsigned int number = step[1] && step[1] != ' ' ? step[1] - '0' : 0;

	switch (step[0]) {
	case HOST_DEL:
		model_device_del(model, model->drcs[number].device);
		break;
	case HOST_RESET:
		model_reset(model);
		break;
	case GUEST_CAS:
	case GUEST_CAS_OLD:
		model_negotiate(model, step[0] == GUEST_CAS, true);
		break;
	case HOST_MIGRATE:
		model_migrate(model);
		break;
	case HOST_EXCHANGE:
	case HOST_RECOVERY:
		model_offer(model, INDEX + number, step[0] == HOST_EXCHANGE ?
			    MODEL_EXCHANGE : MODEL_RECOVERY);
		break;
	case GUEST_MAPS:
	case GUEST_UNMAPS:
		model_set_mapped(model, INDEX + number, step[0] == GUEST_MAPS);
		break;
	default:
		call_drc(model, step[0], INDEX + number);
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
	for (i = 0; story->states[i]; i++)
		if (model->drcs[i].state != drc_state_of(story->states[i]))
			differ("state", story->sentence, model->drcs[i].state,
			       drc_state_of(story->states[i]));
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

static void expect_status(const char *what, int status, int expected)
{
	if (status != expected)
		differ("item", what, status, expected);
}

/* LMBs take 5 calls in QEMU's order, whatever becomes of the work area. */
static void check_stream(void)
{
	static const int statuses[] = { 2, 3, 3, 3, 0, 2 };
	struct model model;
	unsigned int i;

	make_device(&model, &model_qemu_7_2, LMB, "L");
	for (i = 0; i < ARRAY_SIZE(statuses); i++)
		expect_status("configure-connector",
			      call_drc(&model, CALL_CONFIGURE, INDEX), statuses[i]);
}

/*
 * LoPAR's hypervisor keeps the sequence in the work area, so two may be under way at
 * a time. It is given a page in between.
 */
static void check_lopar_stream(void)
{
	static const int statuses[] = { 2, 5, 3, 3, 3, 0 };
	u8 areas[2][WORKAREA_SIZE] = { 0 };
	struct model model;
	unsigned int i;

	make_device(&model, &model_lopar, LMB, "L");
	workarea_set(areas[0], WORKAREA_INDEX, INDEX);
	workarea_set(areas[1], WORKAREA_INDEX, INDEX);
	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		u32 extent = i && statuses[i - 1] == 5 ? WORKAREA_SIZE : 0;

		expect_status("the work area's own",
			      model_configure(&model, areas[0], extent),
			      statuses[i]);
		expect_status("another work area's",
			      model_configure(&model, areas[1], extent),
			      statuses[i]);
	}
	expect_status("a page that was not asked for",
		      model_configure(&model, areas[0], WORKAREA_SIZE), -3);
}

static void check_unknown(void)
{
	struct model model;
	const char *letter;
	u32 sense;

	make_device(&model, &model_qemu_7_2, LMB, "C");
	for (letter = "iuarc"; *letter; letter++)
		if (call_drc(&model, *letter, UNKNOWN) != -3)
			differ("status", "an unknown connector", *letter, -3);
	if (model_sense(&model, 9003, UNKNOWN, &sense) != -3)
		differ("status", "the sense of an unknown connector", 0, -3);
	if (model_set_indicator(&model, 9001, INDEX, 2) != -3 ||
	    model_set_indicator(&model, 9003, INDEX, 3) != -3 ||
	    model_set_indicator(&model, 9007, INDEX, 0) != -3)
		differ("status", "an unknown value or indicator", 0, -3);
}

/* A version without a policy of its own has that of the newest one before it. */
static void check_versions(void)
{
	static const struct {
		const char *version;
		const struct model_policy *policy;
	} versions[] = {
		{ "5.1", NULL }, { "5.2", &model_qemu_5_2 },
		{ "6.2", &model_qemu_7_2 }, { "7.2", &model_qemu_7_2 },
		{ "8.2", &model_qemu_7_2 }, { "9.0", &model_qemu_9_0 },
		{ "9.2", &model_qemu_9_1 }, { "10.1", &model_qemu_10_0 },
		{ "11.0", &model_qemu_10_0 }, { "7", NULL }, { "7.2x", NULL },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(versions); i++)
		if (model_qemu(versions[i].version) != versions[i].policy)
			differ("policy", versions[i].version, i, i);
}

unsigned int model_check(void)
{
	unsigned int i;

	differences = 0;
	for (i = 0; i < ARRAY_SIZE(qemu_rows); i++)
		check_row(&model_qemu_7_2, &qemu_rows[i]);
	for (i = 0; i < ARRAY_SIZE(lopar_rows); i++)
		check_row(&model_lopar, &lopar_rows[i]);
	for (i = 0; i < ARRAY_SIZE(stories); i++)
		check_story(&stories[i]);
	check_stream();
	check_lopar_stream();
	check_unknown();
	check_versions();
	return differences + model_check_calls();
}
