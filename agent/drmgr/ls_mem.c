// SPDX-License-Identifier: GPL-2.0
/* lsslot -c mem: four lines for each LMB that Linux has. */
#include <inttypes.h>

#include "core/parse/assoc.h"
#include "core/parse/lmb.h"
#include "ls_kinds.h"
#include "ls_tree.h"
#include "paths.h"

#define MEMORY_NODE	DRM_DEVICE_TREE "/ibm,dynamic-reconfiguration-memory"
#define MEMORY_SYSFS	DRM_SYSFS "/devices/system/memory"

/**
 * struct memory - all that is listed of memory
 * @table: the LMBs
 * @drcs: the connectors of the root, for the names
 * @arrays: value of ibm,associativity-lookup-arrays, which @assoc points into
 * @assoc: the associativity lists
 * @block_size: bytes of a memory block of Linux
 */
struct memory {
	struct pdr_lmb_table table;
	struct pdr_drc_set drcs;
	char *arrays;
	struct pdr_assoc assoc;
	uint64_t block_size;
};

static int read_block_size(struct memory *memory)
{
	size_t len;
	char *hex = ls_tree_read(MEMORY_SYSFS, "block_size_bytes", &len);

	if (hex)
		memory->block_size = strtoull(hex, NULL, 16);
	free(hex);
	return memory->block_size ? 0 : -EBADMSG;
}

static int read_lmb_size(const struct memory *memory, uint64_t *size)
{
	size_t len;
	char *bytes = ls_tree_read(MEMORY_NODE, "ibm,lmb-size", &len);
	u64 lmb_size = 0;
	int err = bytes ? pdr_lmb_read_size(bytes, len, memory->block_size, &lmb_size) : -ENOENT;

	free(bytes);
	*size = lmb_size;
	return err;
}

static int read_table(struct memory *memory, uint64_t lmb_size)
{
	enum pdr_lmb_format format = PDR_LMB_V2;
	size_t len;
	char *bytes = ls_tree_read(MEMORY_NODE, "ibm,dynamic-memory-v2", &len);
	int err;

	if (!bytes) {
		format = PDR_LMB_V1;
		bytes = ls_tree_read(MEMORY_NODE, "ibm,dynamic-memory", &len);
	}
	err = bytes ? pdr_lmb_parse(&memory->table, format, bytes, len, lmb_size) : -ENOENT;
	free(bytes);
	return err;
}

static int read_associativity(struct memory *memory)
{
	size_t len;

	memory->arrays = ls_tree_read(MEMORY_NODE, "ibm,associativity-lookup-arrays", &len);
	return memory->arrays ? pdr_assoc_parse(&memory->assoc, memory->arrays, len) : -EBADMSG;
}

static int read_memory(struct memory *memory)
{
	uint64_t lmb_size = 0;
	int err = read_block_size(memory);

	if (!err)
		err = read_lmb_size(memory, &lmb_size);
	if (!err)
		err = read_table(memory, lmb_size);
	if (!err)
		err = read_associativity(memory);
	if (!err)
		err = ls_tree_drcs(DRM_DEVICE_TREE, &memory->drcs);
	/* LMBs may be without names */
	return err == -ENOENT && memory->arrays ? 0 : err;
}

/* A block that is absent does not keep an LMB from leaving */
static bool block_is_removable(uint64_t block)
{
	char name[64];
	size_t len;
	char *text;
	bool removable;

	snprintf(name, sizeof(name), "memory%" PRIu64 "/removable", block);
	text = ls_tree_read(MEMORY_SYSFS, name, &len);
	removable = !text || strtol(text, NULL, 10);
	free(text);
	return removable;
}

static bool lmb_is_removable(uint64_t first, uint64_t end)
{
	bool removable = true;

	for (; first < end && removable; first++)
		removable = block_is_removable(first);
	return removable;
}

static void print_associativity(const struct pdr_assoc *assoc, uint32_t aa_index)
{
	size_t words = assoc->words;
	size_t i;

	if (aa_index >= assoc->count) {
		printf("Not Set\n");
		return;
	}
	printf("(index: %u) ", aa_index);
	for (i = aa_index * words; i < (aa_index + 1) * words; i++)
		printf("%u ", get_unaligned_be32(assoc->lists + i * sizeof(u32)));
	printf("\n");
}

static void print_lmb(const struct memory *memory, const struct pdr_lmb *lmb, const char *name)
{
	uint64_t address = pdr_lmb_base(&memory->table, lmb);
	uint64_t first = address / memory->block_size;
	uint64_t end = first + memory->table.lmb_size / memory->block_size;
	bool owned = lmb->flags & PDR_LMB_ASSIGNED;
	uint64_t i;

	printf("%s: %s\n", name, owned ? "" : "Not Owned");
	printf("    DRC Index: %x        Address: %" PRIx64 "\n", lmb->drc_index, address);
	printf("    Removable: %s             Associativity: ",
	       owned && lmb_is_removable(first, end) ? "Yes" : "No ");
	print_associativity(&memory->assoc, lmb->aa_index);
	if (!owned)
		return;
	printf("    Section(s):");
	for (i = first; i < end; i++)
		printf("%s %" PRIu64, i == first ? "" : ",", i);
	printf("\n");
}

static bool is_listed(const struct ls_options *options, const struct pdr_lmb *lmb)
{
	return lmb->flags & PDR_LMB_ASSIGNED || options->level >= LS_ALL_LEVEL ||
	       ls_options_names(options);
}

static enum ls_status print_lmbs_of(const struct memory *memory, const struct ls_options *options)
{
	char name[PSERIES_DR_DRC_NAME_MAX + 1];
	bool found = false;
	u32 i;

	printf("Dynamic Reconfiguration Memory (LMB size 0x%llx)\n", memory->table.lmb_size);
	for (i = 0; i < memory->table.count; i++) {
		const struct pdr_lmb *lmb = &memory->table.lmbs[i];

		ls_tree_drc_name(&memory->drcs, lmb->drc_index, name, sizeof(name));
		/* What a guest boots with has no connector */
		if (lmb->flags & PDR_LMB_DRC_INVALID ||
		    !ls_options_fit(options, lmb->drc_index, name))
			continue;
		found = true;
		if (is_listed(options, lmb))
			print_lmb(memory, lmb, name);
	}
	return found || !ls_options_names(options) ? LS_DONE : ls_options_missed(options);
}

enum ls_status ls_mem(const struct ls_options *options)
{
	struct memory memory = { 0 };
	enum ls_status status = LS_FAILED;
	int err = read_memory(&memory);

	if (!err) {
		status = print_lmbs_of(&memory, options);
	} else if (err == -ENOENT) {
		fputs("lsslot: memory of this system is not reconfigurable\n", stderr);
		status = LS_DONE;
	} else {
		fprintf(stderr, "lsslot: cannot read the LMBs of %s: %s\n", MEMORY_NODE,
			err == -ENOMEM ? "no memory" : "a property is malformed or absent");
	}
	pdr_lmb_free(&memory.table);
	pdr_drc_set_free(&memory.drcs);
	free(memory.arrays);
	return status;
}
