// SPDX-License-Identifier: GPL-2.0
/* Finding the stock kernel's table of LMBs. Includes core/parse and stock. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kobject.h>
#include <linux/kprobes.h>
#include <linux/memory_hotplug.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#include <asm/drmem.h>

#include "core/parse/lmb.h"
#include "core/parse/request.h"
#include "stock/lmbsearch.h"

/* Words of the caller's frame in which the stock code may keep its pointer. */
#define FRAME_WORDS 64

/* Most LMBs for which search_by_node() asks. */
#define TRIES 16

/*
 * @seeker: the task that searches; the probes ignore all others
 * @table: our table
 * @number: place in @table of the LMB that the kernel is to look at
 * @found: the kernel's table
 * @muted: messages of the seeker that were dropped
 */
static struct {
	struct task_struct *seeker;
	const struct pdr_lmb_table *table;
	u32 number;
	struct drmem_lmb *found;
	unsigned int muted;
} search;

bool pdr_lmbsearch_is_same(const struct drmem_lmb *theirs,
			   const struct pdr_lmb_table *table, u32 number)
{
	const struct pdr_lmb *ours = &table->lmbs[number];
	struct drmem_lmb copy;

	if (copy_from_kernel_nofault(&copy, theirs, sizeof(copy)))
		return false;
	return copy.base_addr == pdr_lmb_base(table, ours) &&
	       copy.drc_index == ours->drc_index;
}

static bool is_whole_table(const struct drmem_lmb *theirs)
{
	u32 number;

	for (number = 0; number < search.table->count; number++)
		if (!pdr_lmbsearch_is_same(theirs + number, search.table,
					   number))
			return false;
	return true;
}

/*
 * Compare the whole table: one LMB proves nothing, as the first one may have
 * address 0 and index 0, as any zeroed memory has.
 * Return: true if the word points to the LMB in a table that is the same as ours.
 */
static bool try_word(unsigned long word)
{
	struct drmem_lmb *first = (struct drmem_lmb *)word - search.number;

	if (!IS_ALIGNED(word, __alignof__(*first)) || !is_whole_table(first))
		return false;
	search.found = first;
	return true;
}

static bool is_seeker(void)
{
	return current == READ_ONCE(search.seeker) && !in_interrupt();
}

static int see_argument(struct kprobe *probe, struct pt_regs *regs)
{
	if (is_seeker())
		try_word(regs->gpr[3]);
	return 0;
}

/*
 * memory_add_physaddr_to_nid() makes the kernel look up the node of the LMB at an
 * address, and has no other effect.
 */
static void ask_for_node(void)
{
	const struct pdr_lmb_table *table = search.table;
	unsigned int tries = 0;
	u32 number;

	for (number = 0; number < table->count; number++) {
		const struct pdr_lmb *lmb = &table->lmbs[number];

		if (!(lmb->flags & PDR_LMB_ASSIGNED) ||
		    lmb->flags & PDR_LMB_RESERVED)
			continue;
		search.number = number;
		memory_add_physaddr_to_nid(pdr_lmb_base(table, lmb));
		if (search.found || ++tries == TRIES)
			return;
	}
}

static struct kprobe node_probe = {
	.symbol_name = "of_drconf_to_nid_single",
	.pre_handler = see_argument,
};

static void search_by_node(void)
{
	if (register_kprobe(&node_probe))
		return;
	ask_for_node();
	unregister_kprobe(&node_probe);
}

static bool try_registers(const struct pt_regs *regs)
{
	int i;

	for (i = 14; i < 32; i++)
		if (try_word(regs->gpr[i]))
			return true;
	return false;
}

static void try_frame(const struct pt_regs *regs)
{
	unsigned long word, *frame = (unsigned long *)regs->gpr[1];
	int i;

	for (i = 0; i < FRAME_WORDS; i++)
		if (!get_kernel_nofault(word, frame + i) && try_word(word))
			return;
}

/*
 * Return from the probed function before it begins, as if it had failed. Its caller
 * keeps the pointer to the LMB in a register that calls preserve, or in its frame.
 */
static int leave_with_pointer(struct kprobe *probe, struct pt_regs *regs)
{
	if (!is_seeker())
		return 0;
	if (!try_registers(regs))
		try_frame(regs);
	regs->gpr[3] = -EPERM;
	regs->nip = regs->link;
	return 1;
}

/* Drop the stock code's messages about the request that this search makes. */
static int mute_stock(struct kprobe *probe, struct pt_regs *regs)
{
	if (!is_seeker())
		return 0;
	search.muted++;
	regs->gpr[3] = 0;
	regs->nip = regs->link;
	return 1;
}

static struct kprobe request_probes[] = {
	{ .symbol_name = "dlpar_acquire_drc", .pre_handler = leave_with_pointer },
	{ .symbol_name = "_printk", .pre_handler = mute_stock },
};

/*
 * Find an LMB that is no connector: if the probe did not fire, the platform would
 * fail the request. The kernel takes the first LMB that has the index.
 */
static bool find_unconnected(u32 *number)
{
	const struct pdr_lmb_table *table = search.table;
	u32 i;

	for (i = 0; i < table->count; i++)
		if (table->lmbs[i].flags & PDR_LMB_DRC_INVALID)
			break;
	*number = i;
	if (i == table->count)
		return false;
	while (i-- > 0)
		if (table->lmbs[i].drc_index == table->lmbs[*number].drc_index)
			return false;
	return true;
}

/* The message reaches the log only if kprobes do not fire. */
static bool probes_fire(void)
{
	unsigned int before = search.muted;

	pr_info("kprobes do not fire\n");
	return search.muted != before;
}

static void ask_for_lmb(struct kobj_attribute *dlpar)
{
	char text[PDR_REQUEST_TEXT_SIZE];

	if (!probes_fire())
		return;
	snprintf(text, sizeof(text), "memory add index 0x%x",
		 search.table->lmbs[search.number].drc_index);
	dlpar->store(kernel_kobj, dlpar, text, strlen(text));
}

static void search_by_request(struct kobj_attribute *dlpar)
{
	struct kprobe *probes[ARRAY_SIZE(request_probes)];
	unsigned int i;

	if (!find_unconnected(&search.number))
		return;
	for (i = 0; i < ARRAY_SIZE(probes); i++)
		probes[i] = &request_probes[i];
	if (register_kprobes(probes, ARRAY_SIZE(probes)))
		return;
	ask_for_lmb(dlpar);
	unregister_kprobes(probes, ARRAY_SIZE(probes));
}

struct drmem_lmb *pdr_lmbsearch_run(const struct pdr_lmb_table *table,
				    struct kobj_attribute *dlpar)
{
	search.table = table;
	search.found = NULL;
	WRITE_ONCE(search.seeker, current);
	search_by_node();
	if (!search.found)
		search_by_request(dlpar);
	WRITE_ONCE(search.seeker, NULL);
	return search.found;
}
