// SPDX-License-Identifier: GPL-2.0
/* What is tried. */
#include "scenario.h"

#define MEMORY		.resource = PSERIES_DR_RESOURCE_MEMORY
#define CORE		.resource = PSERIES_DR_RESOURCE_CPU
#define ADD		.action = PSERIES_DR_ACTION_ADD
#define REMOVE		.action = PSERIES_DR_ACTION_REMOVE
#define BY_INDEX	.identifier = PSERIES_DR_IDENTIFIER_INDEX
#define BY_COUNT	.identifier = PSERIES_DR_IDENTIFIER_COUNT
#define BY_RANGE	.identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT
#define HOST_ASKS	.asked = true
#define GUEST_WANTS	.asked = false

/* Bit masks of what to try. */
#define PARTS_1		BIT(1)
#define PARTS_2		BIT(2)
#define PARTS_3		BIT(3)
#define PARTS_4		BIT(4)
#define UNISOLATE	BIT(PSERIES_DR_REFUSE_BY_UNISOLATE)
#define CONFIGURE	BIT(PSERIES_DR_REFUSE_BY_CONFIGURE)
#define OFF		BIT(PSERIES_DR_REFUSE_BY_OFF)
#define MANUAL		BIT(0)
#define AUTOMATIC	BIT(1)

const struct group groups[] = {
	{
		"the host takes back a DIMM of one LMB, whoever owns it",
		MEMORY, REMOVE, BY_INDEX, HOST_ASKS,
		.policy = &model_qemu_7_2,
		.letters = "okmhfiCIJA-?", .shortest = 1, .longest = 1,
		.parts = PARTS_1 | PARTS_2,
		.refuse_by = UNISOLATE | CONFIGURE | OFF,
		.auto_online = MANUAL | AUTOMATIC, .pairs = 1, .repeats = true,
		.migrates = true,
	},
	{
		"the host takes back a DIMM, whoever owns which LMB",
		MEMORY, REMOVE, BY_RANGE, HOST_ASKS,
		.policy = &model_qemu_7_2,
		.letters = "ohfiCIA-", .shortest = 2, .longest = 3,
		.layouts = "o? o??",
		.parts = PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 3, .repeats = true,
		.migrates = true,
	},
	{
		"the host takes back a DIMM of a size",
		MEMORY, REMOVE, BY_RANGE, HOST_ASKS,
		.policy = &model_qemu_7_2,
		.layouts = "om kmo okCm okmhfC ohmk-o oooooooo -AohC-mo",
		.parts = PARTS_1 | PARTS_2, .refuse_by = UNISOLATE | CONFIGURE,
		.auto_online = MANUAL | AUTOMATIC, .pairs = 4, .repeats = true,
	},
	{
		"the host is an older QEMU and is told by configure-connector",
		MEMORY, REMOVE, BY_RANGE, HOST_ASKS,
		.policy = &model_qemu_6_0,
		.letters = "oC", .shortest = 1, .longest = 2,
		.parts = PARTS_1, .refuse_by = CONFIGURE,
		.auto_online = MANUAL, .pairs = 2, .repeats = true,
	},
	{
		"the host is the first QEMU that is told by unisolate",
		MEMORY, REMOVE, BY_RANGE, HOST_ASKS,
		.policy = &model_qemu_6_1,
		.letters = "oA-", .shortest = 1, .longest = 2,
		.parts = PARTS_1, .refuse_by = UNISOLATE | OFF,
		.auto_online = MANUAL, .pairs = 2, .repeats = true,
	},
	{
		"the host is a newer QEMU",
		MEMORY, REMOVE, BY_RANGE, HOST_ASKS,
		.policy = &model_qemu_9_1,
		.letters = "oA-", .shortest = 1, .longest = 2,
		.parts = PARTS_1, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2, .repeats = true,
	},
	{
		"the host takes back a DIMM, and there is no memory for a plan",
		MEMORY, REMOVE, BY_RANGE, HOST_ASKS, .planless = true,
		.policy = &model_qemu_7_2,
		.letters = "ohfCIA-", .shortest = 1, .longest = 3,
		.parts = PARTS_2, .refuse_by = UNISOLATE | OFF,
		.auto_online = MANUAL, .pairs = 3, .repeats = true,
	},
	{
		"the platform takes back any LMBs, with candidates to spare",
		MEMORY, REMOVE, BY_COUNT, HOST_ASKS,
		.policy = &model_qemu_7_2,
		.letters = "om-", .shortest = 2, .longest = 3, .spares = 1,
		.parts = PARTS_1, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2,
	},
	{
		"the guest gives back an LMB that nobody wants",
		MEMORY, REMOVE, BY_INDEX, GUEST_WANTS,
		.policy = &model_qemu_7_2,
		.letters = "okmhfiCIJA-u?", .shortest = 1, .longest = 1,
		.parts = PARTS_1 | PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL | AUTOMATIC, .pairs = 1, .repeats = true,
	},
	{
		"the guest gives back a range that nobody wants",
		MEMORY, REMOVE, BY_RANGE, GUEST_WANTS,
		.policy = &model_qemu_7_2,
		.letters = "ohCIA-", .shortest = 2, .longest = 3,
		.parts = PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2,
	},
	/*
	 * Not one that the host has in part: what refuses nothing when it is
	 * begun may do so when the host asks at that very moment, and the
	 * guest has not heard yet.
	 */
	{
		"the guest gives back a range, and the host asks for it then",
		MEMORY, REMOVE, BY_RANGE, GUEST_WANTS,
		.policy = &model_qemu_7_2,
		.letters = "ohCIA", .shortest = 2, .longest = 2,
		.parts = PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2, .repeats = true,
	},
	{
		"the guest gives back any LMBs, and nobody wants them",
		MEMORY, REMOVE, BY_COUNT, GUEST_WANTS,
		.policy = &model_qemu_7_2,
		.letters = "oh", .shortest = 2, .longest = 3, .spares = 1,
		.parts = PARTS_1, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2,
	},
	{
		"the guest gives back a range, and is let to",
		MEMORY, REMOVE, BY_RANGE, GUEST_WANTS,
		.policy = &model_generous,
		.letters = "ohiCIA-u?", .shortest = 1, .longest = 2,
		.layouts = "okm ohA-mCuo oooooooo",
		.parts = PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL | AUTOMATIC, .pairs = 3,
	},
	{
		"the host takes back a DIMM, and older words are used",
		MEMORY, REMOVE, BY_RANGE, HOST_ASKS,
		.policy = &model_legacy,
		.letters = "oC-", .shortest = 1, .longest = 2,
		.parts = PARTS_1, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2, .repeats = true,
	},
	{
		"the guest takes a range, and older words are used",
		MEMORY, ADD, BY_RANGE, GUEST_WANTS,
		.policy = &model_legacy,
		.letters = "oC-", .shortest = 1, .longest = 2,
		.parts = PARTS_1, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2,
	},
	{
		"the guest gives back any LMBs, and is let to",
		MEMORY, REMOVE, BY_COUNT, GUEST_WANTS,
		.policy = &model_generous,
		.letters = "ohu", .shortest = 2, .longest = 3,
		.layouts = "okmhfo ro Ro oooRoooo", .spares = 1,
		.parts = PARTS_1 | PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 3,
	},
	{
		"the guest gives back any LMBs, with many to spare",
		MEMORY, REMOVE, BY_COUNT, GUEST_WANTS,
		.policy = &model_generous,
		.layouts = "ohmk ooo-oo oooo-ooo", .spares = 3,
		.parts = PARTS_1, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 4,
	},
	{
		"the host gives a DIMM of one LMB, whoever owns it",
		MEMORY, ADD, BY_INDEX, HOST_ASKS,
		.policy = &model_qemu_7_2,
		.letters = "-CIJAox?", .shortest = 1, .longest = 1,
		.parts = PARTS_1 | PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL | AUTOMATIC, .pairs = 1, .repeats = true,
		.migrates = true,
	},
	{
		"the host gives a DIMM, of which the guest may have some",
		MEMORY, ADD, BY_RANGE, HOST_ASKS,
		.policy = &model_qemu_7_2,
		.letters = "-CIAo", .shortest = 2, .longest = 2,
		.layouts = "--- -C- -------- -oC-Ao-C -?",
		.parts = PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 3, .repeats = true,
		.migrates = true,
	},
	{
		"the guest takes any LMBs, with candidates to spare",
		MEMORY, ADD, BY_COUNT, GUEST_WANTS,
		.policy = &model_qemu_7_2,
		.letters = "-CAx", .shortest = 2, .longest = 3, .spares = 1,
		.parts = PARTS_1, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2,
	},
	{
		"the guest takes any LMBs where isolation can be undone",
		MEMORY, ADD, BY_COUNT, GUEST_WANTS,
		.policy = &model_generous,
		.layouts = "--- -x- x-x-- -------- r-- R--", .spares = 1,
		.parts = PARTS_1 | PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL | AUTOMATIC, .pairs = 3,
	},
	{
		"the guest takes a range where isolation can be undone",
		MEMORY, ADD, BY_RANGE, GUEST_WANTS,
		.policy = &model_generous,
		.letters = "-CIAo", .shortest = 1, .longest = 2,
		.parts = PARTS_1 | PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL | AUTOMATIC, .pairs = 2,
	},
	{
		"the host takes back a core, whoever owns it",
		CORE, REMOVE, BY_INDEX, HOST_ASKS,
		.policy = &model_qemu_7_2,
		.letters = "ohfiCIJA-", .shortest = 1, .longest = 1,
		.parts = PARTS_1 | PARTS_2 | PARTS_3 | PARTS_4,
		.refuse_by = UNISOLATE | CONFIGURE | OFF,
		.auto_online = MANUAL, .pairs = 1, .repeats = true,
		.migrates = true,
	},
	{
		"the guest gives back a core",
		CORE, REMOVE, BY_INDEX, GUEST_WANTS,
		.policy = &model_qemu_7_2,
		.letters = "ohfCIJA-", .shortest = 1, .longest = 1,
		.parts = PARTS_1 | PARTS_2 | PARTS_3 | PARTS_4,
		.refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 1, .repeats = true,
	},
	{
		"the guest gives back any cores, with candidates to spare",
		CORE, REMOVE, BY_COUNT, GUEST_WANTS,
		.policy = &model_qemu_7_2,
		.layouts = "oo oho ohf", .spares = 1,
		.parts = PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2,
	},
	{
		"the host gives a core, whoever owns it",
		CORE, ADD, BY_INDEX, HOST_ASKS,
		.policy = &model_qemu_7_2,
		.letters = "-CIJAox?", .shortest = 1, .longest = 1,
		.parts = PARTS_1 | PARTS_4, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 1, .repeats = true,
		.migrates = true,
	},
	{
		"the guest takes any cores, with candidates to spare",
		CORE, ADD, BY_COUNT, GUEST_WANTS,
		.policy = &model_qemu_7_2,
		.layouts = "-- -C- x--", .spares = 1,
		.parts = PARTS_2, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 0,
	},
	{
		"the host takes back a range, of which some is reserved",
		MEMORY, REMOVE, BY_RANGE, HOST_ASKS,
		.policy = &model_qemu_7_2,
		.letters = "orR", .shortest = 1, .longest = 2,
		.layouts = "orCR-Ao",
		.parts = PARTS_1, .refuse_by = UNISOLATE | CONFIGURE | OFF,
		.auto_online = MANUAL, .pairs = 2, .repeats = true,
	},
	{
		"the guest gives back a range, of which some is reserved",
		MEMORY, REMOVE, BY_RANGE, GUEST_WANTS,
		.policy = &model_generous,
		.letters = "orR", .shortest = 1, .longest = 2,
		.parts = PARTS_1, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2,
	},
	{
		"the guest takes a range, of which some is reserved",
		MEMORY, ADD, BY_RANGE, GUEST_WANTS,
		.policy = &model_generous,
		.letters = "-rR", .shortest = 1, .longest = 2,
		.parts = PARTS_1, .refuse_by = UNISOLATE,
		.auto_online = MANUAL, .pairs = 2,
	},
	{ .sentence = NULL },
};
