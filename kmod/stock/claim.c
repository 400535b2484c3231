// SPDX-License-Identifier: GPL-2.0
/* Taking over files of the stock kernel, and giving them back. Includes stock. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/kernfs.h>
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>

#include "stock/claim.h"

/* Pause between attempts to give a file back. */
#define RETRY_MS 20

/**
 * struct claimed_file - a file that was taken over
 * @claim: the file
 * @stock: the attribute of the stock kernel
 */
struct claimed_file {
	const struct pdr_claim *claim;
	const struct attribute *stock;
};

static struct claimed_file claimed[PDR_CLAIMS_MAX];
static unsigned int claimed_count;

/* The kernel exports no pointer to the folder of CPUs, but one to each CPU. */
static struct kobject *folder_of(bool of_cpus)
{
	return of_cpus ? get_cpu_device(0)->kobj.parent : kernel_kobj;
}

/* The kernel does not promise modules that kernfs_node.priv is the attribute: check it. */
static bool is_attribute(const void *found, const char *name)
{
	struct attribute copy;
	size_t size = strlen(name) + 1;
	char its_name[16];

	return size <= sizeof(its_name) &&
	       !copy_from_kernel_nofault(&copy, found, sizeof(copy)) &&
	       !copy_from_kernel_nofault(its_name, copy.name, size) &&
	       !memcmp(its_name, name, size);
}

const struct attribute *pdr_claim_find(bool of_cpus, const char *name)
{
	struct kernfs_node *node = kernfs_find_and_get(folder_of(of_cpus)->sd,
						       name);
	const void *found = NULL;

	if (!node)
		return NULL;
	if (kernfs_type(node) == KERNFS_FILE && is_attribute(node->priv, name))
		found = node->priv;
	kernfs_put(node);
	return found;
}

/* An unload cannot be killed, as nobody could ask for the rest of it. */
static bool is_load_killed(void)
{
	return THIS_MODULE->state == MODULE_STATE_COMING && fatal_signal_pending(current);
}

/*
 * The stock kernel makes its files at boot alone: nobody would make up for one that is
 * missing. So wait until there is memory for it.
 */
static void restore_stock(struct kobject *place, const struct attribute *stock)
{
	int error = sysfs_create_file(place, stock);

	if (error == -ENOMEM)
		pr_warn("no memory to give the file %s back: waiting for some\n",
			stock->name);
	while (error == -ENOMEM && !is_load_killed()) {
		msleep(RETRY_MS);
		error = sysfs_create_file(place, stock);
	}
	if (error)
		pr_err("the file %s could not be given back (%d)\n", stock->name,
		       error);
}

static int take_file(const struct pdr_claim *claim,
		     const struct attribute *stock)
{
	struct kobject *place = folder_of(claim->of_cpus);
	int error;

	sysfs_remove_file(place, stock);
	error = sysfs_create_file(place, claim->ours);
	if (!error) {
		claimed[claimed_count++] = (struct claimed_file){ claim, stock };
		return 0;
	}
	restore_stock(place, stock);
	return error;
}

static int claim_file(const struct pdr_claim *claim)
{
	const struct attribute *stock = pdr_claim_find(claim->of_cpus,
						       claim->ours->name);

	if (stock)
		return take_file(claim, stock);
	if (!claim->must)
		return 0;
	pr_err("the kernel's file %s is missing or not as expected\n",
	       claim->ours->name);
	return -ENODEV;
}

int pdr_claim_init(const struct pdr_claim *claims, unsigned int count)
{
	int error = 0;
	unsigned int i;

	for (i = 0; i < count && !error; i++)
		error = claim_file(&claims[i]);
	if (error)
		pdr_claim_exit();
	return error;
}

static void give_file(const struct claimed_file *file)
{
	struct kobject *place = folder_of(file->claim->of_cpus);

	sysfs_remove_file(place, file->claim->ours);
	restore_stock(place, file->stock);
}

void pdr_claim_exit(void)
{
	while (claimed_count)
		give_file(&claimed[--claimed_count]);
}
