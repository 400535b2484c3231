/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cores as Linux and the device tree know them: the module tells the connectors alone. No firmware
 * call is made for this.
 */
#ifndef CTL_CORES_H
#define CTL_CORES_H

#include "list.h"
#include "model.h"

/* Threads of a core, and cells of an associativity list, at most */
#define CTL_THREADS_MAX	16
#define CTL_ASSOC_MAX	16

/**
 * enum ctl_core_state - how far a core is in use
 * @CTL_CORE_UNUSED: not at all: the platform has it, or it is spare
 * @CTL_CORE_OFFLINE: the guest has it, and all threads are offline
 * @CTL_CORE_PARTLY: some threads are offline
 * @CTL_CORE_IN_USE: all threads are online
 * @CTL_CORE_SPARE: not at all, and the platform says that the guest has it
 * @CTL_CORE_ABSENT: not at all, and the platform says that the guest has it not
 */
enum ctl_core_state {
	CTL_CORE_UNUSED,
	CTL_CORE_OFFLINE,
	CTL_CORE_PARTLY,
	CTL_CORE_IN_USE,
	CTL_CORE_SPARE,
	CTL_CORE_ABSENT,
};

/**
 * struct ctl_core - a core
 * @drc: its connector, first, as the columns of connectors are of use here, too
 * @state: enum ctl_core_state
 * @threads: threads that its node in the device tree lists
 * @online: those that are online
 * @cpu: their numbers in Linux, in ascending order
 * @n_cpus: how many of them Linux knows
 * @nid: NUMA node, -1 if unknown
 * @l1d: bytes of a data cache, 0 if unknown
 * @l1i: bytes of an instruction cache
 * @l2: bytes of the second level
 * @l3: bytes of the third level
 * @assoc: its associativity list
 * @n_assoc: cells of it
 */
struct ctl_core {
	struct dr_drc drc;
	uint32_t state;
	uint32_t threads;
	uint32_t online;
	uint32_t cpu[CTL_THREADS_MAX];
	uint32_t n_cpus;
	int32_t nid;
	uint32_t l1d;
	uint32_t l1i;
	uint32_t l2;
	uint32_t l3;
	uint32_t assoc[CTL_ASSOC_MAX];
	uint32_t n_assoc;
};

/**
 * struct ctl_source - files that this reader looks at: PATH/ENTRY/FILE
 * @path: a folder, of which each entry is looked at
 * @files: names of the files, ended by NULL
 */
struct ctl_source {
	const char *path;
	const char * const *files;
};

/* All of them, ended by one without a path; a recording of a machine has these */
extern const struct ctl_source ctl_cores_sources[];

/*
 * The cores of a list of struct dr_drc, in the order of their indexes, with what the files below
 * @root say of them. Files that are missing or malformed leave fields empty. Return: 0, or -ENOMEM.
 */
int ctl_cores_read(const char *root, const struct dr_list *drcs, struct dr_list *cores);

/* The state in a word for programs, and in everyday words */
const char *ctl_cores_word(uint32_t state);
const char *ctl_cores_state(uint32_t state);

/* The numbers in Linux of the threads of @n cores that follow each other: 0-7,16 */
char *ctl_cores_cpus(char *buf, size_t size, const struct ctl_core *cores, size_t n);

#endif /* CTL_CORES_H */
