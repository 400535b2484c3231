// SPDX-License-Identifier: GPL-2.0
/*
 * Reading the cores of a machine; see cores.h.
 *
 * The device tree has a node for each core that the guest has: with the DRC index, the numbers of
 * the threads in hardware, and a chain of nodes for the caches. Sysfs tells the numbers in Linux of
 * these threads.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cores.h"
#include "files.h"

#define TREE_CPUS	"/proc/device-tree/cpus"
#define SYS_CPUS	"/sys/devices/system/cpu"
#define SYS_NODES	"/sys/devices/system/node"
#define SYS_DEVICES	"/sys/devices/system"
/* More CPUs and nodes than any kernel for powerpc can have */
#define CPUS_LIMIT	65536
#define NODES_LIMIT	4096
#define SENSE_PRESENT	1

const struct ctl_source ctl_cores_sources[] = {
	{ TREE_CPUS, (const char * const []){
		"ibm,my-drc-index", "ibm,ppc-interrupt-server#s",
		"ibm,associativity", "i-cache-size", "d-cache-size", "cache-size", "l2-cache",
		"next-level-cache", "phandle", "ibm,phandle", NULL } },
	{ SYS_CPUS, (const char * const []){ "physical_id", "online", NULL } },
	{ SYS_NODES, (const char * const []){ "cpulist", NULL } },
	/* There is one of the CPUs */
	{ SYS_DEVICES, (const char * const []){ "present", NULL } },
	{ NULL, NULL },
};

/**
 * struct cache - a node of a cache
 * @phandle: its own
 * @size: its bytes
 * @next: phandle of the next level, 0 for none
 */
struct cache {
	uint32_t phandle;
	uint32_t size;
	uint32_t next;
};

/**
 * struct thread - a CPU of Linux
 * @hardware: number of the thread in hardware
 * @cpu: its number in Linux
 * @present: there is a thread behind it
 * @online: it is online
 * @nid: NUMA node, -1 if unknown
 */
struct thread {
	uint32_t hardware;
	uint32_t cpu;
	bool present;
	bool online;
	int32_t nid;
};

/**
 * struct machine - all that is read, before it is joined
 * @cores: list of struct ctl_core
 * @caches: list of struct cache
 * @threads: list of struct thread
 * @nid: node whose list of CPUs is read
 */
struct machine {
	struct dr_list *cores;
	struct dr_list caches;
	struct dr_list threads;
	int32_t nid;
};

/* Largest machines have 15,360 CPUs: the lists are searched by halves */
static int order_of(uint32_t left, uint32_t right)
{
	return (left > right) - (left < right);
}

static int compare_cores(const void *a, const void *b)
{
	const struct ctl_core *left = a, *right = b;

	return order_of(left->drc.index, right->drc.index);
}

static int compare_cpus(const void *a, const void *b)
{
	return order_of(*(const uint32_t *)a, *(const uint32_t *)b);
}

static int compare_by_cpu(const void *a, const void *b)
{
	const struct thread *left = a, *right = b;

	return order_of(left->cpu, right->cpu);
}

static int compare_by_hardware(const void *a, const void *b)
{
	const struct thread *left = a, *right = b;

	return order_of(left->hardware, right->hardware);
}

static void sort_list(struct dr_list *list, int (*compare)(const void *a, const void *b))
{
	if (list->n)
		qsort(list->items, list->n, list->item_size, compare);
}

static void *search_list(const struct dr_list *list, const void *key,
			 int (*compare)(const void *a, const void *b))
{
	return list->n ? bsearch(key, list->items, list->n, list->item_size, compare) : NULL;
}

static struct ctl_core *find_core(const struct dr_list *cores, uint32_t index)
{
	const struct ctl_core key = { .drc.index = index };

	return search_list(cores, &key, compare_cores);
}

static uint32_t read_cell(int folder, const char *node, const char *property)
{
	char path[512];
	uint32_t cell = 0;

	snprintf(path, sizeof(path), "%s/%s", node, property);
	return ctl_files_cells(folder, path, &cell, 1) ? cell : 0;
}

static uint32_t read_either(int folder, const char *node, const char *one, const char *other)
{
	uint32_t cell = read_cell(folder, node, one);

	return cell ? cell : read_cell(folder, node, other);
}

static int take_cache(struct machine *machine, int folder, const char *node)
{
	uint32_t phandle = read_either(folder, node, "phandle", "ibm,phandle");
	struct cache *cache = phandle ? dr_list_add(&machine->caches) : NULL;

	if (!cache)
		return phandle ? -ENOMEM : 0;
	cache->phandle = phandle;
	cache->size = read_either(folder, node, "d-cache-size", "cache-size");
	cache->next = read_either(folder, node, "l2-cache", "next-level-cache");
	return 0;
}

/* The hardware's numbers stay in ->cpu until those of Linux are known; ->l2 is a phandle so far */
static void take_core(int folder, const char *node, struct ctl_core *core)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/ibm,ppc-interrupt-server#s", node);
	core->threads = ctl_files_cells(folder, path, core->cpu, CTL_THREADS_MAX);
	snprintf(path, sizeof(path), "%s/ibm,associativity", node);
	core->n_assoc = ctl_files_cells(folder, path, core->assoc, CTL_ASSOC_MAX);
	core->l1d = read_cell(folder, node, "d-cache-size");
	core->l1i = read_cell(folder, node, "i-cache-size");
	core->l2 = read_either(folder, node, "l2-cache", "next-level-cache");
	core->state = CTL_CORE_OFFLINE;
}

static int take_node(int folder, const char *name, void *arg)
{
	struct machine *machine = arg;
	uint32_t index = read_cell(folder, name, "ibm,my-drc-index");
	struct ctl_core *core = index ? find_core(machine->cores, index) : NULL;

	if (!core)
		return take_cache(machine, folder, name);
	take_core(folder, name, core);
	return 0;
}

static int take_cpu(int folder, const char *name, void *arg)
{
	struct thread found = { .nid = -1 }, *thread;
	struct machine *machine = arg;
	uint32_t online = 1;
	char path[512];
	int len = 0;

	if (sscanf(name, "cpu%u%n", &found.cpu, &len) != 1 || name[len])
		return 0;
	snprintf(path, sizeof(path), "%s/physical_id", name);
	if (ctl_files_number(folder, path, &found.hardware))
		return 0;
	/* A CPU that cannot go offline has no such file */
	snprintf(path, sizeof(path), "%s/online", name);
	ctl_files_number(folder, path, &online);
	found.online = online;
	thread = dr_list_add(&machine->threads);
	if (!thread)
		return -ENOMEM;
	*thread = found;
	return 0;
}

static void put_present(uint32_t cpu, void *arg)
{
	const struct thread key = { .cpu = cpu };
	struct machine *machine = arg;
	struct thread *thread = search_list(&machine->threads, &key, compare_by_cpu);

	if (thread)
		thread->present = true;
}

/* Linux has numbers for threads to come, too, and says of each that it is thread 0 in hardware */
static void drop_absent(const char *root, struct machine *machine)
{
	int folder = ctl_files_folder(root, SYS_CPUS);
	struct dr_list *threads = &machine->threads;
	char list[16384] = "";
	size_t from, to = 0;

	if (folder < 0)
		return;
	ctl_files_read(folder, "present", list, sizeof(list));
	close(folder);
	ctl_files_list(list, CPUS_LIMIT, put_present, machine);
	for (from = 0; from < threads->n; from++) {
		const struct thread thread = *(struct thread *)dr_list_at(threads, from);

		if (thread.present)
			*(struct thread *)dr_list_at(threads, to++) = thread;
	}
	threads->n = to;
}

static void put_on_node(uint32_t cpu, void *arg)
{
	const struct thread key = { .cpu = cpu };
	struct machine *machine = arg;
	struct thread *thread = search_list(&machine->threads, &key, compare_by_cpu);

	if (thread)
		thread->nid = machine->nid;
}

static int take_numa_node(int folder, const char *name, void *arg)
{
	struct machine *machine = arg;
	char path[512], list[16384];
	unsigned int nid;
	int len = 0;

	if (sscanf(name, "node%u%n", &nid, &len) != 1 || name[len] || nid >= NODES_LIMIT)
		return 0;
	machine->nid = nid;
	snprintf(path, sizeof(path), "%s/cpulist", name);
	if (ctl_files_read(folder, path, list, sizeof(list)) > 0)
		ctl_files_list(list, CPUS_LIMIT, put_on_node, machine);
	return 0;
}

static int read_folder(const char *root, const char *path, ctl_files_fn *fn,
		       struct machine *machine)
{
	int folder = ctl_files_folder(root, path), err;

	if (folder < 0)
		return 0;
	err = ctl_files_each(folder, fn, machine);
	close(folder);
	return err == -ENOMEM ? err : 0;
}

static const struct cache *find_level(const struct machine *machine, uint32_t phandle)
{
	size_t i;

	for (i = 0; phandle && i < machine->caches.n; i++) {
		const struct cache *cache = dr_list_at(&machine->caches, i);

		if (cache->phandle == phandle)
			return cache;
	}
	return NULL;
}

static void join_threads(const struct machine *machine, struct ctl_core *core)
{
	uint32_t i;

	for (i = 0; i < core->threads; i++) {
		const struct thread key = { .hardware = core->cpu[i] }, *thread;

		thread = search_list(&machine->threads, &key, compare_by_hardware);
		if (!thread)
			continue;
		core->cpu[core->n_cpus++] = thread->cpu;
		core->online += thread->online;
		if (thread->nid >= 0)
			core->nid = thread->nid;
	}
	qsort(core->cpu, core->n_cpus, sizeof(core->cpu[0]), compare_cpus);
	if (core->online)
		core->state = core->online < core->threads ? CTL_CORE_PARTLY : CTL_CORE_IN_USE;
}

static void join_caches(const struct machine *machine, struct ctl_core *core)
{
	const struct cache *second = find_level(machine, core->l2);
	const struct cache *third = second ? find_level(machine, second->next) : NULL;

	core->l2 = second ? second->size : 0;
	core->l3 = third ? third->size : 0;
}

/* The sense value is there only if it was asked for */
static void judge_unused(struct ctl_core *core)
{
	if (core->state == CTL_CORE_UNUSED && dr_has(&core->drc, PSERIES_DR_A_DRC_SENSE))
		core->state = core->drc.sense == SENSE_PRESENT ? CTL_CORE_SPARE : CTL_CORE_ABSENT;
}

static int take_connectors(const struct dr_list *drcs, struct dr_list *cores)
{
	struct ctl_core *core;
	size_t i;

	for (i = 0; i < drcs->n; i++) {
		const struct dr_drc *drc = dr_list_at(drcs, i);

		if (drc->resource != PSERIES_DR_RESOURCE_CPU)
			continue;
		core = dr_list_add(cores);
		if (!core)
			return -ENOMEM;
		core->drc = *drc;
		core->nid = -1;
	}
	sort_list(cores, compare_cores);
	return 0;
}

static int read_machine(const char *root, struct machine *machine)
{
	int err = read_folder(root, TREE_CPUS, take_node, machine);

	if (!err)
		err = read_folder(root, SYS_CPUS, take_cpu, machine);
	sort_list(&machine->threads, compare_by_cpu);
	drop_absent(root, machine);
	if (!err)
		err = read_folder(root, SYS_NODES, take_numa_node, machine);
	sort_list(&machine->threads, compare_by_hardware);
	return err;
}

int ctl_cores_read(const char *root, const struct dr_list *drcs, struct dr_list *cores)
{
	struct machine machine = {
		.cores = cores, .caches = DR_LIST_INIT(struct cache),
		.threads = DR_LIST_INIT(struct thread),
	};
	int err = take_connectors(drcs, cores);
	size_t i;

	if (!err)
		err = read_machine(root, &machine);
	for (i = 0; i < cores->n && !err; i++) {
		join_threads(&machine, dr_list_at(cores, i));
		join_caches(&machine, dr_list_at(cores, i));
		judge_unused(dr_list_at(cores, i));
	}
	dr_list_clear(&machine.caches);
	dr_list_clear(&machine.threads);
	return err;
}

const char *ctl_cores_word(uint32_t state)
{
	static const char * const words[] = {
		[CTL_CORE_UNUSED] = "unused",
		[CTL_CORE_OFFLINE] = "offline",
		[CTL_CORE_PARTLY] = "partly-in-use",
		[CTL_CORE_IN_USE] = "in-use",
		[CTL_CORE_SPARE] = "spare",
		[CTL_CORE_ABSENT] = "absent",
	};

	return words[state];
}

const char *ctl_cores_state(uint32_t state)
{
	switch (state) {
	case CTL_CORE_OFFLINE:
		return "offline";
	case CTL_CORE_PARTLY:
		return "partly in use";
	case CTL_CORE_IN_USE:
		return "in use";
	case CTL_CORE_SPARE:
		return "spare";
	case CTL_CORE_ABSENT:
		return "not assigned";
	default:
		return "not in use";
	}
}

/* The CPU of a place, counted through all cores; UINT32_MAX behind the last one */
static uint32_t cpu_at(const struct ctl_core *cores, size_t n, size_t place)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (place < cores[i].n_cpus)
			return cores[i].cpu[place];
		place -= cores[i].n_cpus;
	}
	return UINT32_MAX;
}

char *ctl_cores_cpus(char *buf, size_t size, const struct ctl_core *cores, size_t n)
{
	uint32_t first, last, next;
	size_t place = 0, len = 0;

	buf[0] = '\0';
	first = cpu_at(cores, n, place);
	while (first != UINT32_MAX && len < size) {
		for (last = first; (next = cpu_at(cores, n, ++place)) == last + 1; last = next)
			;
		len += snprintf(buf + len, size - len, first == last ? "%s%u" : "%s%u-%u",
				len ? "," : "", first, last);
		first = next;
	}
	return buf;
}
