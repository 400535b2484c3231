/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files of the stock kernel in whose place ours are put, and that are given back.
 * Includes nothing of ours.
 *
 * Invariant: each file has one owner at any time but for the moment of the change;
 * what could not be taken over is left as it was.
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
 * @ours: what takes its place; has its name
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
 * Return: its attribute, or NULL when there is none or when it is not as a file
 * of sysfs is.
 */
const struct attribute *pdr_claim_find(bool of_cpus, const char *name);

/**
 * pdr_claim_init - take files over
 * @claims: the files
 * @count: of @claims, at most PDR_CLAIMS_MAX
 *
 * Context: whatever ours need is there. Waits for those who write to them now.
 * Return: 0 or negative errno, with everything given back.
 */
int pdr_claim_init(const struct pdr_claim *claims, unsigned int count);

/* Give the files back. Waits for those who write to ours now. */
void pdr_claim_exit(void);

#endif /* PDR_CLAIM_H */
