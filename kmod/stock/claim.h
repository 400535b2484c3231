/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files of the stock kernel that our own files replace until unload.
 *
 * Invariant: each file has one owner, except at the moment of the change. A file
 * that could not be taken over is as it was, unless the load was killed.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_CLAIM_H
#define PDR_CLAIM_H

#include <linux/sysfs.h>

/** PDR_CLAIMS_MAX: files that can be taken over */
#define PDR_CLAIMS_MAX 3

/**
 * struct pdr_claim - a file to take over
 * @of_cpus: it is in /sys/devices/system/cpu, else in /sys/kernel
 * @must: the kernel always has it
 * @ours: our attribute, of the same name
 */
struct pdr_claim {
	bool of_cpus;
	bool must;
	const struct attribute *ours;
};

/**
 * pdr_claim_find - find a file of the stock kernel
 * @of_cpus: see above
 * @name: of the file
 *
 * Return: its attribute; NULL if there is no such file, or none of sysfs as this
 * module knows it.
 */
const struct attribute *pdr_claim_find(bool of_cpus, const char *name);

/**
 * pdr_claim_init - take files over
 * @claims: the files
 * @count: number of @claims, at most PDR_CLAIMS_MAX
 *
 * Context: our files can serve from now on. Waits for writers of the stock files; if it
 * fails, as pdr_claim_exit().
 * Return: 0 or negative errno, with everything given back.
 */
int pdr_claim_init(const struct pdr_claim *claims, unsigned int count);

/*
 * Give the files back. Waits for writers of our files, and for memory. While the module
 * loads, a kill ends the wait for memory, and the file is lost.
 */
void pdr_claim_exit(void);

#endif /* PDR_CLAIM_H */
