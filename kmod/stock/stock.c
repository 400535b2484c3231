// SPDX-License-Identifier: GPL-2.0
/*
 * The stock kernel's LMB table, and its own /sys/kernel/dlpar. Includes core/engine, state and
 * stock.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include <asm/drmem.h>

#include "core/engine/joberror.h"
#include "state/pdr.h"
#include "stock/claim.h"
#include "stock/lmbsearch.h"
#include "stock/stock.h"
#include "state/tables.h"

/*
 * The stock kernel runs its requests one after the other, and takes the lock for
 * the next one at once. It is idle if the lock is free at several looks in a row.
 */
#define CALM_LOOKS 5
#define CALM_MS 10

/*
 * The kernel's table keeps the LMBs, and their order, with which it was made; our
 * table follows the platform.
 *
 * @attribute: the stock file
 * @lmbs: the kernel's table; if that was not found, a copy of our table at load
 * @count: entries of @lmbs
 * @noted: @lmbs is a copy
 * @differing: LMBs that the kernel's table lists otherwise than ours, if @noted
 * @lost: an LMB has moved that is not in @lmbs
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
		pr_warn("the kernel's LMB table was not found: no unload once LMBs have moved\n");
}

/*
 * If the table was not found, copy ours to know later which LMBs differ. Without
 * memory for the copy, every LMB that moves counts as lost.
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

/*
 * Of the block that has the exception vectors, and so is online and stays so. Its number
 * does not depend on the size of blocks, which the platform may give malformed.
 */
#define KERNEL_BLOCK "/sys/devices/system/memory/memory0/online"

/*
 * The file only tries to take device_hotplug_lock. If the lock is held, it returns
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
			pr_err("a request to the stock kernel has not ended: load again later\n");
			return -EBUSY;
		}
	}
	return 0;
}

/*
 * The stock code must not work beside our workers. Moreover, the search for its table
 * makes it take device_hotplug_lock, and nothing could end that wait: a removal by the
 * stock kernel that meets a pinned page never releases the lock. Wait here for the
 * requests that were queued before the interrupts were ours, and fail if they do not
 * end. The lock may still be taken after that.
 */
static int wait_until_idle(void)
{
	struct file *file = filp_open(KERNEL_BLOCK, O_WRONLY, 0);
	int error;

	if (IS_ERR(file)) {
		pr_err("cannot open the state file of the kernel's own memory block (%ld)\n",
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
	error = wait_until_idle();
	if (error)
		return error;
	/* the requests that have just ended changed the device tree */
	pdr_tables_refresh();
	if (!pdr_lmb_table()->count)
		return 0;
	find_table();
	if (!stock.lmbs)
		note_lmbs();
	return 0;
}

void pdr_stock_exit(void)
{
	if (stock.lost || stock.differing)
		pr_err("the kernel's own table is wrong about LMBs that have moved: reboot\n");
	if (stock.noted)
		kvfree(stock.lmbs);
}

/* try_module_get() fails during unload; pdr_stock_exit() then warns. */
static void pin_module(bool pinned)
{
	if (pinned == stock.pinned)
		return;
	if (!pinned)
		module_put(THIS_MODULE);
	else if (!try_module_get(THIS_MODULE))
		return;
	stock.pinned = pinned;
}

/* The kernel's table does not follow the platform's, which may have changed. */
static bool is_in_stock_table(u32 number)
{
	return number < stock.count &&
	       pdr_lmbsearch_is_same(stock.lmbs + number, pdr_lmb_table(),
				     number);
}

static void lose_lmb(const struct pdr_lmb *lmb)
{
	if (!stock.lost)
		pr_warn("drc index %x is not in the kernel's own table: the module stays loaded\n",
			lmb->drc_index);
	stock.lost = true;
	pin_module(true);
}

static void count_difference(u32 number, bool assigned)
{
	bool noted = stock.lmbs[number].flags & PDR_LMB_ASSIGNED;

	if (noted == assigned)
		stock.differing--;
	else
		stock.differing++;
	pin_module(stock.lost || stock.differing);
}

static void set_stock_listed(const struct pdr_lmb *lmb, bool was_assigned)
{
	u32 number = lmb - pdr_lmb_table()->lmbs;
	bool assigned = lmb->flags & PDR_LMB_ASSIGNED;
	struct drmem_lmb *theirs = stock.lmbs + number;

	if (is_in_stock_table(number) && !stock.noted) {
		WRITE_ONCE(theirs->aa_index, lmb->aa_index);
		WRITE_ONCE(theirs->flags, lmb->flags);
	} else if (assigned == was_assigned) {
		return;
	} else if (is_in_stock_table(number)) {
		count_difference(number, assigned);
	} else {
		lose_lmb(lmb);
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

static ssize_t read_words(char *text)
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
	len = read_words(words);
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
	return written < 0 ? pdr_stock_errno(written) : 0;
}
