// SPDX-License-Identifier: GPL-2.0
/*
 * The model as a program that answers line by line: the guest's side in the words
 * of QEMU's qtest protocol, the host's side in words of its own.
 *
 *	serve --qemu VERSION|lopar [--wrong RULE]
 *
 *	write ADDR LEN 0xHEX     read ADDR LEN     writel ADDR VALUE     readl ADDR
 *	rtas NAME NARGS ARGS NRET RETS
 *	device_add dimm ID FIRST-LMB COUNT | core ID CORE | phb ID INDEX |
 *		   pci ID PHB SLOT FUNCTION | nvdimm ID SLOT
 *	device_del ID     system_reset     system_powerdown     cas EVENTS FORM2
 *	migrate     events
 *
 * Each line gets one line as its answer: "OK" and the result; "FAIL" and QEMU's
 * message; "ABORT" and the name of the assertion that fails in QEMU.
 */
#include "internal.h"
#include "cells.h"
#include "wrong.h"

#define MEMORY_BASE	0x100000
#define MEMORY_SIZE	0x10000
#define LINE_SIZE	(2 * MEMORY_SIZE + 64)
#define ID_SIZE		32

/* The machine: 1 GiB of RAM and 7 to plug, four cores of one thread. */
#define FIRST_LMB	4
#define LMBS		28
#define CORES		4
#define PHBS		3
#define PMEM_SLOTS	8
#define PCI_SLOT	1

#define LMB_INDEX	0x80000000
#define CORE_INDEX	0x10000000
#define PHB_INDEX	0x20000000
#define PCI_INDEX	0x40000000
#define PMEM_INDEX	0x90000000

static struct model model;
static char ids[MODEL_DEVICES][ID_SIZE];
static u8 bytes[MEMORY_SIZE];
static const struct model_memory memory = { MEMORY_BASE, MEMORY_SIZE, bytes };
static char line[LINE_SIZE];

static const char usage[] =
	"usage: serve --qemu VERSION|lopar [--wrong RULE], VERSION 5.2 or newer\n";

static void make_machine(const struct model_policy *policy)
{
	unsigned int i, phb, function;

	model_init(&model, policy);
	for (i = 0; i < LMBS; i++)
		model_add_connector(&model, PSERIES_DR_RESOURCE_MEMORY,
				    LMB_INDEX + FIRST_LMB + i);
	for (i = 0; i < PMEM_SLOTS; i++)
		model_add_connector(&model, PSERIES_DR_RESOURCE_PMEM,
				    PMEM_INDEX + i);
	for (i = 0; i < CORES; i++)
		model_add_connector(&model, PSERIES_DR_RESOURCE_CPU,
				    CORE_INDEX + i);
	model_device_cold(&model, model.drc_count - CORES, 1);
	for (i = 0; i < PHBS; i++) {
		phb = model_add_connector(&model, PSERIES_DR_RESOURCE_PHB,
					  PHB_INDEX + i);
		for (function = 0; function < 8; function++)
			model_add_function(&model, phb, PCI_INDEX | i << 16 |
					   PCI_SLOT << 3 | function);
		if (!i)
			model_device_cold(&model, phb, 1);
	}
}

static void answer_state(void)
{
	static const char *const names[] = {
		[MODEL_A1] = "A1", [MODEL_A2] = "A2", [MODEL_A3] = "A3",
	};

	if (model.overrun)
		puts("FAIL the model has no room for so much");
	else if (model.fatal)
		printf("ABORT %s\n", names[model.fatal]);
	else
		puts("OK");
}

/* Take the next word; there may be none. */
static bool take_word(const char **words, char *word, size_t size)
{
	size_t len = strcspn(*words, " ");

	snprintf(word, size, "%.*s", (int)len, *words);
	*words += len;
	*words += strspn(*words, " ");
	return len && len < size;
}

/* Take @count numbers in C's notation, and leave the rest of the words. */
static bool take_numbers(const char **words, u64 *numbers, unsigned int count)
{
	char *end;

	while (count--) {
		*numbers++ = strtoull(*words, &end, 0);
		if (end == *words)
			return false;
		*words = end + strspn(end, " ");
	}
	return true;
}

static void serve_rtas(const char *words)
{
	struct model_call call;
	char name[64];
	u64 cells[4];

	if (!take_word(&words, name, sizeof(name)) ||
	    !take_numbers(&words, cells, ARRAY_SIZE(cells))) {
		puts("FAIL a call is: rtas NAME NARGS ARGS NRET RETS");
		return;
	}
	call = (struct model_call){
		.name = name, .nargs = cells[0], .args = cells[1],
		.nret = cells[2], .rets = cells[3],
	};
	if (!model_rtas(&model, &memory, &call))
		puts("OK 0xfffffffffffffffc");
	else if (model.fatal)
		answer_state();
	else
		puts("OK 0");
}

static u8 hex_digit(char digit)
{
	return digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}

static void serve_write(const char *words)
{
	u64 range[2], i;
	u8 *to;

	if (!take_numbers(&words, range, 2) || strncmp(words, "0x", 2) ||
	    strlen(words + 2) / 2 < range[1]) {
		puts("FAIL bytes are written by: write ADDR LEN 0xHEX");
		return;
	}
	words += 2;
	to = model_memory_at(&memory, range[0], range[1]);
	for (i = 0; to && i < range[1]; i++)
		to[i] = hex_digit(words[2 * i]) << 4 | hex_digit(words[2 * i + 1]);
	puts("OK");
}

/* Whole work areas are printed, so this is most of what the program does. */
static void print_hex(u8 byte)
{
	static const char digits[] = "0123456789abcdef";

	putchar_unlocked(digits[byte >> 4]);
	putchar_unlocked(digits[byte & 0xf]);
}

static void serve_read(const char *words)
{
	u64 range[2], i;
	const u8 *from;

	if (!take_numbers(&words, range, 2) || range[1] > MEMORY_SIZE) {
		puts("FAIL bytes are read by: read ADDR LEN");
		return;
	}
	from = model_memory_at(&memory, range[0], range[1]);
	printf("OK 0x");
	for (i = 0; i < range[1]; i++)
		print_hex(from ? from[i] : 0);
	puts("");
}

static void serve_writel(const char *words)
{
	u64 cell[2];
	u8 *to;

	if (!take_numbers(&words, cell, 2)) {
		puts("FAIL a cell is written by: writel ADDR VALUE");
		return;
	}
	to = model_memory_at(&memory, cell[0], 4);
	if (to)
		put_unaligned_be32(cell[1], to);
	puts("OK");
}

static void serve_readl(const char *words)
{
	const u8 *from;
	u64 address;

	if (!take_numbers(&words, &address, 1)) {
		puts("FAIL a cell is read by: readl ADDR");
		return;
	}
	from = model_memory_at(&memory, address, 4);
	printf("OK 0x%016x\n", from ? get_unaligned_be32(from) : 0);
}

/**
 * struct place - where devices of a kind are
 * @kind: word for it
 * @numbers: how many say where
 * @base: index of connector 0
 */
struct place {
	const char *kind;
	unsigned int numbers;
	u32 base;
};

static const struct place places[] = {
	{ "dimm", 2, LMB_INDEX }, { "core", 1, CORE_INDEX },
	{ "phb", 1, PHB_INDEX }, { "pci", 3, PCI_INDEX },
	{ "nvdimm", 1, PMEM_INDEX },
};

static int find_place(const char *kind, const char *where, unsigned int *count)
{
	const struct place *place = places;
	const struct model_drc *drc;
	u64 number[3];

	while (strcmp(place->kind, kind))
		if (++place == places + ARRAY_SIZE(places))
			return -EINVAL;
	if (!take_numbers(&where, number, place->numbers))
		return -EINVAL;
	*count = place->base == LMB_INDEX ? number[1] : 1;
	if (place->base == PCI_INDEX)
		number[0] = number[0] << 16 | number[1] << 3 | number[2];
	drc = model_find(&model, place->base + number[0]);
	return drc ? drc - model.drcs : -ENODEV;
}

static unsigned int device_by_id(const char *id)
{
	unsigned int i;

	for (i = 0; i < model.device_count; i++)
		if (model.devices[i].plugged && !strcmp(ids[i], id))
			return i;
	return MODEL_NO_DEVICE;
}

/* Name the first device in the way, in the order of addresses. */
static const char *in_the_way(unsigned int first, unsigned int count)
{
	const char *id = "";
	unsigned int i, lowest = MODEL_DRCS;

	for (i = 0; i < model.device_count; i++) {
		const struct model_device *device = &model.devices[i];

		if (!device->plugged || device->first >= first + count ||
		    device->first + device->count <= first ||
		    device->first >= lowest)
			continue;
		lowest = device->first;
		id = ids[i];
	}
	return id;
}

static void fail_taken(const struct model_drc *drc, unsigned int count)
{
	unsigned int number = drc->index & 0xffff;
	unsigned int slot = number >> 3;

	switch (drc->resource) {
	case PSERIES_DR_RESOURCE_MEMORY:
		printf("FAIL address range conflicts with memory device id='%s'\n",
		       in_the_way(drc - model.drcs, count));
		break;
	case PSERIES_DR_RESOURCE_CPU:
		printf("FAIL core %u already populated\n", number);
		break;
	case PSERIES_DR_RESOURCE_PHB:
		printf("FAIL PHB %u already attached\n", number);
		break;
	case PSERIES_DR_RESOURCE_PCI:
		if (number & 7)
			printf("FAIL PCI: slot %u function 0 already occupied by pci-testdev, %s\n",
			       slot,
			       "additional functions can no longer be exposed to guest.");
		else
			printf("FAIL PCI: slot %u already occupied by pci-testdev\n",
			       slot);
		break;
	default:
		printf("FAIL the slot %u is busy\n", number);
		break;
	}
}

/* A PHB's bus is named after it, and its name is p and its number. */
static void fail_nowhere(const char *kind, const char *where)
{
	if (!strcmp(kind, "pci"))
		printf("FAIL Bus 'p%lu.0' not found\n", strtoul(where, NULL, 0));
	else
		puts("FAIL a device is: device_add dimm|core|phb|pci|nvdimm ID NUMBER...");
}

static void serve_device_add(const char *words)
{
	char kind[16], id[ID_SIZE];
	unsigned int count = 1;
	int drc, number;

	if (!take_word(&words, kind, sizeof(kind)) ||
	    !take_word(&words, id, sizeof(id))) {
		fail_nowhere("", words);
		return;
	}
	drc = find_place(kind, words, &count);
	if (drc < 0) {
		fail_nowhere(kind, words);
		return;
	}
	if (device_by_id(id) != MODEL_NO_DEVICE) {
		printf("FAIL Duplicate device ID '%s'\n", id);
		return;
	}
	number = model_device_add(&model, drc, count);
	if (number == -EBUSY) {
		fail_taken(&model.drcs[drc], count);
		return;
	}
	if (number < 0) {
		printf("FAIL %s\n", strerror(-number));
		return;
	}
	memcpy(ids[number], id, sizeof(id));
	answer_state();
}

static void fail_again(unsigned int device, const char *id)
{
	switch (model.drcs[model.devices[device].first].resource) {
	case PSERIES_DR_RESOURCE_MEMORY:
		printf("FAIL Memory unplug already in progress for device %s\n",
		       id);
		break;
	case PSERIES_DR_RESOURCE_PHB:
		printf("FAIL PCI Host Bridge unplug already in progress for device %s\n",
		       id);
		break;
	default:
		printf("FAIL PCI device unplug already in progress for device %s\n",
		       id);
		break;
	}
}

static void serve_device_del(const char *id)
{
	unsigned int device = device_by_id(id);

	switch (model_device_del(&model, device)) {
	case -ENODEV:
		printf("FAIL Device '%s' not found\n", id);
		break;
	case -EINPROGRESS:
		fail_again(device, id);
		break;
	case -EOPNOTSUPP:
		puts("FAIL nvdimm device hot unplug is not supported yet.");
		break;
	case -EPERM:
		puts("FAIL Memory hot unplug not supported for this guest");
		break;
	default:
		answer_state();
		break;
	}
}

static void serve_system_reset(const char *words)
{
	(void)words;
	model_reset(&model);
	answer_state();
}

static void serve_system_powerdown(const char *words)
{
	(void)words;
	model_powerdown(&model);
	answer_state();
}

static void serve_cas(const char *words)
{
	u64 knows[2];

	if (!take_numbers(&words, knows, 2)) {
		puts("FAIL what the guest knows is said by: cas EVENTS FORM2");
		return;
	}
	model_negotiate(&model, knows[0], knows[1]);
	answer_state();
}

static void serve_migrate(const char *words)
{
	(void)words;
	model_migrate(&model);
	answer_state();
}

static void serve_events(const char *words)
{
	static const char *const names[] = {
		[MODEL_DEVICE_DELETED] = "DEVICE_DELETED",
		[MODEL_MEM_UNPLUG_ERROR] = "MEM_UNPLUG_ERROR",
		[MODEL_GUEST_ERROR] = "DEVICE_UNPLUG_GUEST_ERROR",
	};
	unsigned int i;

	(void)words;
	printf("OK");
	for (i = 0; i < model.host_event_count; i++)
		printf(" %s:%s", names[model.host_events[i].news],
		       ids[model.host_events[i].device]);
	puts("");
	model.host_event_count = 0;
}

static void serve(void)
{
	static const struct {
		const char *word;
		void (*serve)(const char *words);
	} words[] = {
		{ "rtas", serve_rtas }, { "write", serve_write },
		{ "read", serve_read }, { "writel", serve_writel },
		{ "readl", serve_readl }, { "device_add", serve_device_add },
		{ "device_del", serve_device_del },
		{ "system_reset", serve_system_reset },
		{ "system_powerdown", serve_system_powerdown },
		{ "cas", serve_cas },
		{ "migrate", serve_migrate }, { "events", serve_events },
	};
	size_t len = strcspn(line, " ");
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i].word) == len &&
		    !strncmp(line, words[i].word, len)) {
			words[i].serve(line + len + (line[len] == ' '));
			return;
		}
	puts("FAIL no such word");
}

static const struct model_policy *policy_of(const char *platform)
{
	return strcmp(platform, "lopar") ? model_qemu(platform) : &model_lopar;
}

int main(int argc, char **argv)
{
	static struct model_policy policy;
	const struct model_policy *base;

	if ((argc != 3 && argc != 5) || strcmp(argv[1], "--qemu") ||
	    (argc == 5 && strcmp(argv[3], "--wrong"))) {
		fputs(usage, stderr);
		return 2;
	}
	base = policy_of(argv[2]);
	if (base)
		policy = *base;
	if (!base || (argc == 5 && !wrong_make(&policy, argv[4]))) {
		fputs(usage, stderr);
		return 2;
	}
	make_machine(&policy);
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (wrong_end(&model, line))
			return 1;
		serve();
	}
	return 0;
}
