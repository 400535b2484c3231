// SPDX-License-Identifier: GPL-2.0
/*
 * lsslot -c cpu: a line for each core that Linux has, with its threads; with -b its caches, too.
 *
 * The connectors say which cores there are. A flag of the platform, ibm,lpar-capable, says nothing
 * of that: QEMU has none.
 */
#include "ls_kinds.h"
#include "ls_tree.h"
#include "paths.h"

#define CPUS_NODE	DRM_DEVICE_TREE "/cpus"
#define CPUS_SYSFS	DRM_SYSFS "/devices/system/cpu"

/* Width of the column of threads, where another column follows */
#define THREADS_WIDTH	25

/**
 * struct ls_thread - a CPU of Linux
 * @id: its number
 * @server: the number that the device tree has for it, by which they are in order
 */
struct ls_thread {
	uint32_t id;
	uint32_t server;
};

/**
 * struct ls_cpus - all that is listed of CPUs
 * @drcs: the connectors
 * @nodes: the cores in the device tree, struct ls_node
 * @threads: the CPUs of Linux, struct ls_thread
 * @caches: the caches in the device tree, struct ls_node
 */
struct ls_cpus {
	struct pdr_drc_set drcs;
	struct dr_list nodes;
	struct dr_list threads;
	struct dr_list caches;
};

static int compare_threads(const void *a, const void *b)
{
	const struct ls_thread *left = a, *right = b;

	return left->server < right->server ? -1 : left->server > right->server;
}

static uint32_t thread_id(const char *folder)
{
	return strtoul(folder + strlen(CPUS_SYSFS "/cpu"), NULL, 10);
}

/* Tell if a list of CPUs, as 0-3,8, has a number */
static bool list_has(const char *list, unsigned long id)
{
	unsigned long first, last;
	char *end;

	while (list && *list >= '0' && *list <= '9') {
		first = strtoul(list, &end, 10);
		last = *end == '-' ? strtoul(end + 1, &end, 10) : first;
		if (first <= id && id <= last)
			return true;
		list = *end == ',' ? end + 1 : end;
	}
	return false;
}

static bool add_thread(struct dr_list *threads, const char *folder)
{
	size_t len;
	char *text = ls_tree_read(folder, "physical_id", &len);
	struct ls_thread *thread;
	long server = text ? strtol(text, NULL, 10) : -1;

	free(text);
	if (server < 0)
		return true;
	thread = dr_list_add(threads);
	if (!thread)
		return false;
	thread->id = thread_id(folder);
	thread->server = server;
	return true;
}

static bool read_threads(struct dr_list *threads)
{
	glob_t found;
	bool added = true;
	size_t n = ls_tree_find(&found, CPUS_SYSFS, "cpu[0-9]*"), i, len;
	char *present = ls_tree_read(CPUS_SYSFS, "present", &len);

	/* Those that are not present have any number of the device tree, as 0 */
	for (i = 0; i < n && added; i++)
		if (list_has(present, thread_id(found.gl_pathv[i])))
			added = add_thread(threads, found.gl_pathv[i]);
	free(present);
	globfree(&found);
	if (threads->n)
		qsort(threads->items, threads->n, threads->item_size, compare_threads);
	return added;
}

static const struct ls_thread *find_thread(const struct dr_list *threads, uint32_t server)
{
	const struct ls_thread key = { .server = server };

	return threads->n ? bsearch(&key, threads->items, threads->n, threads->item_size,
				    compare_threads) : NULL;
}

/* Return the columns that the threads have taken */
static int print_threads(const struct dr_list *threads, const char *node)
{
	const struct ls_thread *thread;
	int columns = 0;
	size_t len, at;
	char *servers = ls_tree_read(node, "ibm,ppc-interrupt-server#s", &len);

	for (at = 0; servers && at + sizeof(u32) <= len; at += sizeof(u32)) {
		thread = find_thread(threads, get_unaligned_be32(servers + at));
		if (thread)
			columns += printf("%-2x ", thread->id);
	}
	free(servers);
	return columns;
}

static const char *node_name(const struct ls_node *node, const char *none)
{
	return node ? node->path + strlen(CPUS_NODE "/") : none;
}

/* The cache that is next behind a core or a cache */
static const struct ls_node *find_cache(const struct dr_list *caches, const struct ls_node *node)
{
	uint32_t phandle;
	size_t from = 0;

	if (!node || !ls_tree_cell(node->path, "l2-cache", &phandle))
		return NULL;
	return ls_tree_node(caches, phandle, &from);
}

static void print_caches_of(const struct dr_list *caches, const struct ls_node *core)
{
	const struct ls_node *l2 = find_cache(caches, core);

	printf("%-15s%-15s", node_name(l2, "N/A"), node_name(find_cache(caches, l2), "N/A"));
}

static void print_core(const struct ls_cpus *cpus, const struct ls_options *options,
		       uint32_t index)
{
	char name[PSERIES_DR_DRC_NAME_MAX + 1];
	size_t from = 0;
	const struct ls_node *node = ls_tree_node(&cpus->nodes, index, &from);
	int columns = 0;

	if (!node && !options->with_caches && options->level < LS_ALL_LEVEL)
		return;
	ls_tree_drc_name(&cpus->drcs, index, name, sizeof(name));
	printf("%-10s%-20s%-11x", name, node_name(node, "--"), index);
	if (node)
		columns = print_threads(&cpus->threads, node->path);
	if (options->with_caches) {
		printf("%*s", columns < THREADS_WIDTH ? THREADS_WIDTH - columns : 0, "");
		print_caches_of(&cpus->caches, node);
	}
	printf("\n");
}

static enum ls_status print_cores(const struct ls_cpus *cpus, const struct ls_options *options)
{
	const struct pdr_drc_run *run;
	u32 i, j;

	if (options->with_caches)
		printf("%-10s%-20s%-11s%-25s%-15s%-15s\n", "drc-name", "OFDT-node", "drc_index",
		       "thread id(s)", "l2-cache", "l3-cache");
	else
		printf("%-10s%-20s%-11s%-13s\n", "drc-name", "OFDT-node", "drc_index",
		       "thread id(s)");
	for (i = 0; i < cpus->drcs.count; i++) {
		run = &cpus->drcs.runs[i];
		for (j = 0; j < run->count; j++)
			print_core(cpus, options, pdr_drc_run_index(run, j));
	}
	return LS_DONE;
}

static enum ls_status print_caches(const struct dr_list *caches)
{
	const struct ls_node *cache;
	size_t i;

	printf("cache-name              phandle\n");
	for (i = 0; i < caches->n; i++) {
		cache = dr_list_at(caches, i);
		printf("%-21s%-8x\n", node_name(cache, ""), cache->number);
	}
	return LS_DONE;
}

static enum ls_status list_cores(struct ls_cpus *cpus, const struct ls_options *options)
{
	int err = ls_tree_drcs(CPUS_NODE, &cpus->drcs);

	if (err == -ENOENT) {
		fputs("lsslot: CPUs of this system are not reconfigurable\n", stderr);
		return LS_DONE;
	}
	if (err || !ls_tree_nodes(&cpus->nodes, CPUS_NODE, "*", LS_MY_INDEX) ||
	    !read_threads(&cpus->threads))
		return LS_FAILED;
	return print_cores(cpus, options);
}

enum ls_status ls_cpu(const struct ls_options *options)
{
	struct ls_cpus cpus = {
		.nodes = DR_LIST_INIT(struct ls_node), .threads = DR_LIST_INIT(struct ls_thread),
		.caches = DR_LIST_INIT(struct ls_node),
	};
	enum ls_status status = LS_FAILED;

	if (ls_tree_nodes(&cpus.caches, CPUS_NODE, "*-cache@*", "ibm,phandle"))
		status = options->caches ? print_caches(&cpus.caches) : list_cores(&cpus, options);
	pdr_drc_set_free(&cpus.drcs);
	ls_tree_nodes_free(&cpus.nodes);
	ls_tree_nodes_free(&cpus.caches);
	dr_list_clear(&cpus.threads);
	return status;
}
