// SPDX-License-Identifier: GPL-2.0
/* The stock kernel's entry points. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/kobject.h>
#include <linux/of.h>
#include <linux/of_irq.h>
#include <linux/sysfs.h>

#include "stock/claim.h"
#include "work/intake.h"
#include "state/pdr.h"
#include "stock/stock.h"
#include "ui/sysfs.h"

#define EVENTS_PATH "/event-sources/hot-plug-events"

/*
 * The stock handler of the hot-plug interrupt.
 * @virq: the interrupt, 0 while it is not ours
 * @handler: of the stock kernel
 * @name: of its action
 * @dev_id: of its action
 * @flags: of its action
 */
static struct {
	int virq;
	irq_handler_t handler;
	const char *name;
	void *dev_id;
	unsigned long flags;
} stock_interrupt;

/* Our file is in the place of the stock one. */
static bool file_is_ours;

static int claim_file(void)
{
	int error;

	sysfs_remove_file(kernel_kobj, pdr_stock_attribute());
	error = sysfs_create_file(kernel_kobj, &pdr_dlpar_attribute.attr);
	if (error && sysfs_create_file(kernel_kobj, pdr_stock_attribute()))
		pr_err("/sys/kernel/dlpar could not be given back\n");
	file_is_ours = !error;
	return error;
}

void pdr_claim_exit_file(void)
{
	if (!file_is_ours)
		return;
	sysfs_remove_file(kernel_kobj, &pdr_dlpar_attribute.attr);
	if (sysfs_create_file(kernel_kobj, pdr_stock_attribute()))
		pr_err("/sys/kernel/dlpar could not be given back\n");
	file_is_ours = false;
}

/*
 * The line is not shareable, so that its one action is the stock kernel's; it
 * was requested at boot and nobody else frees it.
 */
static struct irqaction *stock_action(int virq)
{
	struct irq_data *data = irq_get_irq_data(virq);

	return data ? irq_data_to_desc(data)->action : NULL;
}

static void give_interrupt_back(void)
{
	int error = request_irq(stock_interrupt.virq, stock_interrupt.handler,
				stock_interrupt.flags, stock_interrupt.name,
				stock_interrupt.dev_id);

	if (error)
		pr_err("the hot-plug interrupt could not be given back (%d)\n",
		       error);
	stock_interrupt.virq = 0;
}

static int replace_handler(int virq, struct irqaction *action)
{
	u32 hwirq = irqd_to_hwirq(irq_get_irq_data(virq));
	int error;

	stock_interrupt.virq = virq;
	stock_interrupt.handler = action->handler;
	stock_interrupt.name = action->name;
	stock_interrupt.dev_id = action->dev_id;
	stock_interrupt.flags = action->flags;
	free_irq(virq, action->dev_id);
	error = pdr_intake_init(virq, hwirq);
	if (error)
		give_interrupt_back();
	return error;
}

static int claim_interrupt(void)
{
	struct device_node *node = of_find_node_by_path(EVENTS_PATH);
	struct irqaction *action;
	int virq;

	virq = node ? of_irq_get(node, 0) : -ENODEV;
	of_node_put(node);
	if (virq == -ENODEV) {
		pr_info("no %s: the platform cannot ask for anything\n",
			EVENTS_PATH);
		return 0;
	}
	if (virq <= 0)
		return virq ?: -ENODEV;
	action = stock_action(virq);
	if (!action || action->next) {
		pr_err("the hot-plug interrupt is not held as expected\n");
		return -EBUSY;
	}
	return replace_handler(virq, action);
}

void pdr_claim_exit_interrupt(void)
{
	if (!stock_interrupt.virq)
		return;
	pdr_intake_exit();
	give_interrupt_back();
}

int pdr_claim_init(void)
{
	int error;

	if (!pdr_settings.claim)
		return 0;
	error = claim_file();
	if (error)
		return error;
	error = claim_interrupt();
	if (error)
		pdr_claim_exit_file();
	return error;
}
