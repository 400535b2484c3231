// SPDX-License-Identifier: GPL-2.0
/* The stock kernel's LMB table, and its own /sys/kernel/dlpar. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kobject.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include <asm/drmem.h>

#include "state/pdr.h"
#include "stock/claim.h"
#include "stock/lmbsearch.h"
#include "stock/stock.h"
#include "state/tables.h"

/*
 * The stock kernel carries its requests out one after the other: one that waits
 * takes the lock as soon as the one before it has given it back.
 */
#define CALM_LOOKS 5
#define CALM_MS 10

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

static ssize_t write_stock(const char *text)
{
	return stock.attribute->store(kernel_kobj, stock.attribute, text,
				      strlen(text));
}

static void find_table(void)
{
	stock.lmbs = pdr_lmbsearch_run(pdr_lmb_table(), stock.attribute);
	if (stock.lmbs)
		stock.count = pdr_lmb_table()->count;
	else
		pr_warn("no LMB table of the kernel's found: no unload once LMBs have moved\n");
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
 * The file takes device_hotplug_lock only if it is free, else it says
 * -ERESTARTNOINTR and sets TIF_SIGPENDING without queueing a signal.
 */
static bool is_idle(struct file *file)
{
	loff_t position = 0;
	ssize_t written = kernel_write(file, "1", 1, &position);

	recalc_sigpending();
	return written != -ERESTARTNOINTR;
}

static bool stays_idle(struct file *file)
{
	unsigned int look;

	for (look = 0; look < CALM_LOOKS; look++) {
		if (!is_idle(file))
			return false;
		msleep(CALM_MS);
	}
	return true;
}

static int wait_with(struct file *file)
{
	unsigned long end = jiffies +
			    msecs_to_jiffies(pdr_settings.stall_timeout_ms);

	while (!stays_idle(file)) {
		if (signal_pending(current))
			return -EINTR;
		if (time_after_eq(jiffies, end)) {
			pr_err("the stock kernel does not end: what it waits for must go first\n");
			return -EBUSY;
		}
	}
	return 0;
}

/*
 * The stock code answers with device_hotplug_lock, which a removal of its own
 * that meets a pinned page never gives back; nothing could end our wait for it.
 * Nobody can keep the lock free for us, but what is at work for ever is seen, and
 * what was queued before the interrupts were ours is waited for.
 */
static int wait_until_idle(void)
{
	struct file *file = open_kernel_block();
	int error;

	if (IS_ERR(file)) {
		pr_err("no file of the block of the kernel itself (%ld)\n",
		       PTR_ERR(file));
		return PTR_ERR(file);
	}
	error = wait_with(file);
	filp_close(file, NULL);
	return error;
}

static struct kobj_attribute *find_attribute(void)
{
	const struct attribute *attribute = pdr_claim_find(false, "dlpar");
	struct kobj_attribute *found;

	if (!attribute)
		return NULL;
	found = container_of(attribute, struct kobj_attribute, attr);
	return found->show && found->store ? found : NULL;
}

int pdr_stock_init(void)
{
	int error;

	stock.attribute = find_attribute();
	if (!stock.attribute) {
		pr_err("the kernel has no /sys/kernel/dlpar, or another one than expected\n");
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
	return number < stock.count &&
	       pdr_lmbsearch_is_same(stock.lmbs + number, pdr_lmb_table(),
				     number);
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

static void set_stock_listed(const struct pdr_lmb *lmb, bool was_assigned)
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
		set_stock_listed(lmb, was_assigned);
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
