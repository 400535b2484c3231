// SPDX-License-Identifier: GPL-2.0
/* The hot-plug interrupts. Includes stock. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/of.h>
#include <linux/of_irq.h>

#include "stock/interrupt.h"

#define EVENTS_PATH "/event-sources/hot-plug-events"

/* The stock kernel requests at most this many interrupts of the node. */
#define LINES_MAX 16

/**
 * struct line - an interrupt line
 * @virq: Linux's number
 * @hwirq: the platform's number
 * @action: the action of the stock kernel, which is never freed
 * @handler: the handler of the stock kernel
 * @waiting: interrupts that pdr_interrupts_take() has not fetched yet
 */
struct line {
	int virq;
	u32 hwirq;
	struct irqaction *action;
	irq_handler_t handler;
	atomic_t waiting;
};

static struct line lines[LINES_MAX];
static unsigned int line_count;

DECLARE_WAIT_QUEUE_HEAD(pdr_interrupts_arrived);

static irqreturn_t count_interrupt(int virq, void *dev_id)
{
	unsigned int i;

	for (i = 0; i < LINES_MAX; i++)
		if (lines[i].virq == virq)
			atomic_inc(&lines[i].waiting);
	wake_up(&pdr_interrupts_arrived);
	return IRQ_HANDLED;
}

static void set_handler(struct line *line, irq_handler_t handler)
{
	struct irq_desc *desc = irq_data_to_desc(irq_get_irq_data(line->virq));
	unsigned long flags;

	raw_spin_lock_irqsave(&desc->lock, flags);
	WRITE_ONCE(line->action->handler, handler);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	synchronize_irq(line->virq);
}

/*
 * The line is not shareable, so its only action is the one that the stock kernel
 * requested at boot and never frees. With threadirqs the line is masked until the
 * thread has run. XIVE raises a masked interrupt again at its end, so a handler
 * that wakes no thread would be called for ever.
 */
static bool can_be_claimed(int virq, const struct irqaction *action)
{
	if (!action || action->next || !action->handler) {
		pr_err("interrupt %d has an unexpected handler: it cannot be taken over\n",
		       virq);
		return false;
	}
	if (action->thread_fn) {
		pr_err("threadirqs: interrupt %d has a thread and cannot be taken over\n",
		       virq);
		return false;
	}
	return true;
}

static int claim_line(struct line *line, int virq)
{
	struct irq_data *data = irq_get_irq_data(virq);
	struct irqaction *action = data ? irq_data_to_desc(data)->action : NULL;

	if (!can_be_claimed(virq, action))
		return -EBUSY;
	line->virq = virq;
	line->hwirq = irqd_to_hwirq(data);
	line->action = action;
	line->handler = action->handler;
	atomic_set(&line->waiting, 0);
	set_handler(line, count_interrupt);
	return 0;
}

static int claim_lines(struct device_node *node)
{
	int virq, error = 0;

	while (!error && line_count < LINES_MAX) {
		virq = of_irq_get(node, line_count);
		if (virq <= 0)
			break;
		error = claim_line(&lines[line_count], virq);
		line_count += !error;
	}
	return error;
}

int pdr_interrupts_claim(void)
{
	struct device_node *node = of_find_node_by_path(EVENTS_PATH);
	int error;

	if (!node) {
		pr_info("no %s: the platform cannot send requests\n",
			EVENTS_PATH);
		return 0;
	}
	error = claim_lines(node);
	of_node_put(node);
	if (!error && !line_count) {
		pr_err("%s has no interrupt\n", EVENTS_PATH);
		error = -ENODEV;
	}
	if (error)
		pdr_interrupts_release();
	return error;
}

static void call_stock_handler(const struct line *line)
{
	unsigned long flags;

	local_irq_save(flags);
	line->handler(line->virq, line->action->dev_id);
	local_irq_restore(flags);
}

static void release_line(struct line *line)
{
	int waiting;

	set_handler(line, line->handler);
	for (waiting = atomic_xchg(&line->waiting, 0); waiting > 0; waiting--)
		call_stock_handler(line);
	line->virq = 0;
}

void pdr_interrupts_release(void)
{
	while (line_count)
		release_line(&lines[--line_count]);
}

unsigned int pdr_interrupts_count(void)
{
	return line_count;
}

bool pdr_interrupts_waiting(void)
{
	unsigned int i;

	for (i = 0; i < line_count; i++)
		if (atomic_read(&lines[i].waiting))
			return true;
	return false;
}

bool pdr_interrupts_take(unsigned int number, u32 *hwirq)
{
	*hwirq = lines[number].hwirq;
	return atomic_xchg(&lines[number].waiting, 0);
}
