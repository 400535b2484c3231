// SPDX-License-Identifier: GPL-2.0
/* The stock kernel's LMB table, and its own /sys/kernel/dlpar. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kernfs.h>
#include <linux/kobject.h>
#include <linux/kprobes.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include <asm/drmem.h>

#include "state/pdr.h"
#include "stock/stock.h"
#include "state/tables.h"

/* How far up its caller's frame the stock code may have put its pointer. */
#define FRAME_WORDS 64

/*
 * The kernel's table keeps the LMBs, and the order, that it was made with; ours
 * follows the platform's to others.
 *
 * @attribute: the stock file
 * @lmbs: its table; or where that was not found, notes of what it says
 * @count: LMBs in it, or noted
 * @noted: @lmbs are notes, by our table at load
 * @differing: noted LMBs of which it says something else than ours
 * @lost: an LMB has moved of which nobody knows what it says
 * @pinned: the module cannot be unloaded
 */
static struct {
	struct kobj_attribute *attribute;
	struct drmem_lmb *lmbs;
	u32 count;
	bool noted;
	u32 differing;
	bool lost;
	bool pinned;
} stock;

/*
 * The search: the stock code is asked to add an LMB and is stopped where it
 * turns to firmware for it. Its pointer to the LMB is then in a register that
 * calls preserve, or in its frame. What is found is believed only when the
 * whole table around it is ours, entry by entry.
 *
 * @seeker: the task that asks; for all others the probe does nothing
 * @number: the LMB that is asked for
 * @found: the table
 */
static struct {
	struct task_struct *seeker;
	u32 number;
	struct drmem_lmb *found;
} search;

static bool is_same(const struct drmem_lmb *theirs, u32 number)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	const struct pdr_lmb *ours = &table->lmbs[number];
	struct drmem_lmb copy;

	if (copy_from_kernel_nofault(&copy, theirs, sizeof(copy)))
		return false;
	return copy.base_addr == pdr_lmb_base(table, ours) &&
	       copy.drc_index == ours->drc_index;
}

static bool is_table(const struct drmem_lmb *theirs)
{
	u32 number;

	for (number = 0; number < pdr_lmb_table()->count; number++)
		if (!is_same(theirs + number, number))
			return false;
	return true;
}

/* Return: true when the word is the pointer. */
static bool try_word(unsigned long word)
{
	struct drmem_lmb *lmb = (struct drmem_lmb *)word;

	if (!IS_ALIGNED(word, __alignof__(*lmb)) || !is_same(lmb, search.number))
		return false;
	search.found = lmb - search.number;
	return true;
}

static void try_registers(const struct pt_regs *regs)
{
	int i;

	for (i = 14; i < 32; i++)
		if (try_word(regs->gpr[i]))
			return;
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
 * The probed function is left before it begins, as if it had failed: nothing
 * is asked of firmware, and the stock code gives up without any effect.
 */
static int leave_with_pointer(struct kprobe *probe, struct pt_regs *regs)
{
	if (current != search.seeker)
		return 0;
	try_registers(regs);
	if (!search.found)
		try_frame(regs);
	regs->gpr[3] = -EPERM;
	regs->nip = regs->link;
	return 1;
}

static struct kprobe acquire_probe = {
	.symbol_name = "dlpar_acquire_drc",
	.pre_handler = leave_with_pointer,
};

static ssize_t write_stock(const char *text)
{
	return stock.attribute->store(kernel_kobj, stock.attribute, text,
				      strlen(text));
}

static void ask_stock_for(u32 number)
{
	char text[PDR_REQUEST_TEXT_SIZE];

	snprintf(text, sizeof(text), "memory add index 0x%x",
		 pdr_lmb_table()->lmbs[number].drc_index);
	pr_info("what the kernel says next of drc index %x is a question of ours\n",
		pdr_lmb_table()->lmbs[number].drc_index);
	search.number = number;
	search.seeker = current;
	write_stock(text);
	search.seeker = NULL;
}

static bool find_any_lmb(u32 *number)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();

	for (*number = 0; *number < table->count; ++*number)
		if (!(table->lmbs[*number].flags &
		      (PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID)))
			return true;
	return false;
}

static void find_table(void)
{
	u32 number;
	int error;

	if (!find_any_lmb(&number))
		return;
	error = register_kprobe(&acquire_probe);
	if (!error) {
		ask_stock_for(number);
		unregister_kprobe(&acquire_probe);
		if (search.found && is_table(search.found)) {
			stock.lmbs = search.found;
			stock.count = pdr_lmb_table()->count;
		}
	}
	if (!stock.lmbs)
		pr_warn("no LMB table of the kernel's found (%d): no unload once LMBs have moved\n",
			error);
}

/*
 * Without the table: remember what it says, to know when we differ from it.
 * Without memory for that, every LMB that moves is one nobody knows of.
 */
static void note_lmbs(void)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	u32 i;

	stock.lmbs = kvcalloc(table->count, sizeof(*stock.lmbs), GFP_KERNEL);
	if (!stock.lmbs)
		return;
	stock.noted = true;
	stock.count = table->count;
	for (i = 0; i < table->count; i++)
		stock.lmbs[i] = (struct drmem_lmb) {
			.base_addr = pdr_lmb_base(table, &table->lmbs[i]),
			.drc_index = table->lmbs[i].drc_index,
			.flags = table->lmbs[i].flags,
		};
}

/* The block of the kernel's own image, which is online and stays so. */
static struct file *open_kernel_block(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/devices/system/memory/memory%lu/online",
		 __pa(stock.attribute) / memory_block_size_bytes());
	return filp_open(path, O_WRONLY, 0);
}

/*
 * The stock code answers with device_hotplug_lock, which a removal of its own
 * that meets a pinned page never gives back; nothing could end our wait for it.
 * This file takes the lock only if it is free, else it says -ERESTARTNOINTR and
 * sends a signal that is none. Nobody can keep the lock free for us, but what
 * is at work for ever is seen.
 */
static int wait_until_idle(void)
{
	unsigned long end = jiffies +
			    msecs_to_jiffies(pdr_settings.stall_timeout_ms);
	struct file *file = open_kernel_block();
	loff_t position;
	ssize_t written;

	if (IS_ERR(file))
		return 0;
	do {
		position = 0;
		written = kernel_write(file, "1", 1, &position);
		recalc_sigpending();
	} while (written == -ERESTARTNOINTR && !signal_pending(current) &&
		 time_before(jiffies, end));
	filp_close(file, NULL);
	if (written != -ERESTARTNOINTR)
		return 0;
	if (signal_pending(current))
		return -EINTR;
	pr_err("the stock kernel is at work for ever: what it waits for must go first\n");
	return -EBUSY;
}

static struct kobj_attribute *find_attribute(void)
{
	struct kernfs_node *node = kernfs_find_and_get(kernel_kobj->sd, "dlpar");
	struct attribute *attribute;

	if (!node)
		return NULL;
	attribute = node->priv;
	kernfs_put(node);
	return container_of(attribute, struct kobj_attribute, attr);
}

int pdr_stock_init(void)
{
	int error;

	stock.attribute = find_attribute();
	if (!stock.attribute) {
		pr_err("the kernel has no /sys/kernel/dlpar\n");
		return -ENODEV;
	}
	if (!pdr_lmb_table()->count)
		return 0;
	error = wait_until_idle();
	if (error)
		return error;
	/* what it was at work on has changed the device tree */
	pdr_tables_refresh();
	find_table();
	if (!stock.lmbs)
		note_lmbs();
	return 0;
}

void pdr_stock_exit(void)
{
	if (stock.lost || stock.differing)
		pr_err("the kernel's own table is wrong of LMBs that have moved: reboot\n");
	if (stock.noted)
		kvfree(stock.lmbs);
}

/* A module that is going already cannot be kept: pdr_stock_exit() says so. */
static void pin(bool wanted)
{
	if (wanted == stock.pinned)
		return;
	if (!wanted)
		module_put(THIS_MODULE);
	else if (!try_module_get(THIS_MODULE))
		return;
	stock.pinned = wanted;
}

/* What the platform's table became since load does not change the kernel's. */
static bool is_known(u32 number)
{
	return number < stock.count && is_same(stock.lmbs + number, number);
}

static void lose(const struct pdr_lmb *lmb)
{
	if (!stock.lost)
		pr_warn("drc index %x is not in the kernel's own table: no unload any more\n",
			lmb->drc_index);
	stock.lost = true;
	pin(true);
}

static void count_difference(u32 number, bool assigned)
{
	bool noted = stock.lmbs[number].flags & PDR_LMB_ASSIGNED;

	if (noted == assigned)
		stock.differing--;
	else
		stock.differing++;
	pin(stock.lost || stock.differing);
}

static void set_listed(const struct pdr_lmb *lmb, bool was_assigned)
{
	u32 number = lmb - pdr_lmb_table()->lmbs;
	bool assigned = lmb->flags & PDR_LMB_ASSIGNED;
	struct drmem_lmb *theirs = stock.lmbs + number;

	if (is_known(number) && !stock.noted) {
		WRITE_ONCE(theirs->aa_index, lmb->aa_index);
		WRITE_ONCE(theirs->flags, lmb->flags);
	} else if (assigned == was_assigned) {
		return;
	} else if (is_known(number)) {
		count_difference(number, assigned);
	} else {
		lose(lmb);
	}
}

void pdr_stock_set(u32 drc_index, bool was_assigned)
{
	const struct pdr_lmb *lmb;

	down_read(&pdr_tables_lock);
	lmb = pdr_lmb_find_index(pdr_lmb_table(), drc_index);
	if (lmb)
		set_listed(lmb, was_assigned);
	up_read(&pdr_tables_lock);
}

static int known_errno(int error)
{
	switch (error) {
	case -ENODEV:
	case -EBUSY:
	case -ENOMEM:
	case -EPERM:
		return error;
	default:
		return -EIO;
	}
}

const struct attribute *pdr_stock_attribute(void)
{
	return &stock.attribute->attr;
}

ssize_t pdr_stock_words(char *text)
{
	return stock.attribute->show(kernel_kobj, stock.attribute, text);
}

static bool stock_knows(const char *word)
{
	char *words = (char *)__get_free_page(GFP_KERNEL);
	bool known = false;
	ssize_t len;

	if (!words)
		return false;
	len = pdr_stock_words(words);
	if (len > 0)
		known = strnstr(words, word, len);
	free_page((unsigned long)words);
	return known;
}

int pdr_stock_carry_out(const struct pdr_request *request)
{
	char text[PDR_REQUEST_TEXT_SIZE];
	ssize_t written;

	if (!stock_knows("dt"))
		return -EOPNOTSUPP;
	if (pdr_request_format(request, text, sizeof(text)) < 0)
		return -EIO;
	written = write_stock(text);
	return written < 0 ? known_errno(written) : 0;
}
