// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl list - list memory, cores or connectors.
 *
 * The sense value of a connector costs a firmware call, so it is asked for only where it is shown;
 * the owner of an LMB that Linux does not use is known to the platform alone, and is shown by
 * default.
 */
#include <string.h>

#include "columns.h"
#include "cores.h"
#include "face.h"
#include "face_cores.h"
#include "module.h"
#include "parse.h"
#include "pick.h"
#include "rights.h"
#include "select.h"

#define OPTION_SPLIT	340
#define OPTION_SIZE	341

/* The columns for a person, without those that need knowledge of PAPR */
#define SPLIT_LMB	"INDEX,ADDRESS,SIZE,STATE,ZONE,NODE,ONLINE"
#define SPLIT_CORE	"INDEX,NAME,STATE,CPUS,ONLINE,NODE,L1D,L2,L3"
#define SPLIT_DRC	"INDEX,NAME,TYPE,RESOURCE"

static const struct ctl_option options[] = {
	{ OPTION_SPLIT, "split", NULL, "a line for each LMB or core" },
	{ 'v', "verbose", NULL, "the same with sense, flags and associativity" },
	{ 'a', "all", NULL, "LMBs that dynamic reconfiguration cannot move, too" },
	CTL_SELECT_OPTIONS,
	{ OPTION_SIZE, "size", "SIZE", "only ranges of this much memory in one piece" },
	{ 'b', "bytes", NULL, "sizes in bytes" },
	{ CTL_OUT_NO_HEADINGS, "noheadings", NULL, "without the line of column names" },
	CTL_OUT_OPTIONS,
	CTL_SYSROOT_OPTION,
	{ 0, NULL, NULL, NULL },
};

struct list;

/**
 * struct kind - what can be listed
 * @word: its name
 * @resource: only connectors of this kind, 0 for all
 * @table: its columns
 * @split: those for a person
 * @lists: kinds of selection that it takes, a bit for each
 * @print: prints it
 */
struct kind {
	const char *word;
	uint32_t resource;
	const struct ctl_table *table;
	const char *split;
	unsigned int lists;
	enum ctl_status (*print)(struct dr_client *client, struct list *list);
};

/**
 * struct list - the list to print
 * @kind: what to list
 * @root: root of the machine's files
 * @split: a line for each LMB or core
 * @verbose: with all columns
 * @all: reserved LMBs, too
 * @size: bytes that a range must have at least, 0 for any
 * @select: the rows to show
 * @out: form of the output
 */
struct list {
	const struct kind *kind;
	const char *root;
	bool split;
	bool verbose;
	bool all;
	uint64_t size;
	struct ctl_select select;
	struct ctl_out out;
};

/* Is the output in ranges, for a person? */
static bool is_merged(const struct list *list)
{
	return ctl_out_is_plain(&list->out) && !list->split && !list->verbose;
}

/* Memory that a guest boots with has LMBs in the table, but no connectors */
static void drop_reserved(struct dr_list *lmbs)
{
	size_t from, to = 0;

	for (from = 0; from < lmbs->n; from++) {
		const struct dr_lmb *lmb = dr_list_at(lmbs, from);

		if (lmb->usage == PSERIES_DR_USAGE_RESERVED)
			continue;
		memmove(dr_list_at(lmbs, to++), lmb, sizeof(*lmb));
	}
	lmbs->n = to;
}

static void drop_small(struct dr_list *lmbs, uint64_t lmb_size, uint64_t size)
{
	size_t first, n, to = 0;

	for (first = 0; first < lmbs->n; first += n) {
		n = ctl_face_run(lmbs, first);
		if (n * lmb_size < size)
			continue;
		memmove(dr_list_at(lmbs, to), dr_list_at(lmbs, first), n * lmbs->item_size);
		to += n;
	}
	lmbs->n = to;
}

static enum ctl_status show_lmbs(struct list *list, struct dr_list *lmbs, uint64_t lmb_size)
{
	struct dr_scene scene = { .lmb_size = lmb_size };
	int err = 0;

	if (!list->all && !list->select.given)
		drop_reserved(lmbs);
	ctl_select_lmbs(&list->select, lmbs, lmb_size);
	if (list->size)
		drop_small(lmbs, lmb_size, list->size);
	list->out.scene = &scene;
	if (is_merged(list))
		ctl_face_lmbs(stdout, lmbs, lmb_size, !list->out.no_headings, list->out.bytes);
	else
		err = ctl_out_print(&list->out, list->kind->table, lmbs, stdout);
	return err ? CTL_FAILED : ctl_select_tell(&list->select, lmbs->n);
}

static enum ctl_status print_lmbs(struct dr_client *client, struct list *list)
{
	struct dr_list lmbs = DR_LIST_INIT(struct dr_lmb);
	enum ctl_status status;
	int err = dr_client_lmbs(client, &lmbs);

	if (!err)
		err = ctl_select_resolve(&list->select, client);
	status = err ? ctl_module_fail(client, err, "list the LMBs") :
		       show_lmbs(list, &lmbs, client->info.lmb_size);
	dr_list_clear(&lmbs);
	return status;
}

static enum ctl_status print_drcs(struct dr_client *client, struct list *list)
{
	struct dr_list drcs = DR_LIST_INIT(struct dr_drc);
	enum ctl_status status;
	int err = dr_client_drcs(client, &drcs);

	if (err) {
		dr_list_clear(&drcs);
		return ctl_module_fail(client, err, "list the connectors");
	}
	if (list->kind->resource)
		ctl_pick_resource(&drcs, list->kind->resource);
	ctl_select_drcs(&list->select, &drcs);
	err = ctl_out_print(&list->out, list->kind->table, &drcs, stdout);
	status = err ? CTL_FAILED : ctl_select_tell(&list->select, drcs.n);
	dr_list_clear(&drcs);
	return status;
}

static enum ctl_status show_cores(struct list *list, struct dr_list *cores)
{
	int err = 0;

	ctl_select_cores(&list->select, cores);
	if (is_merged(list))
		ctl_face_cores(stdout, cores, !list->out.no_headings);
	else
		err = ctl_out_print(&list->out, list->kind->table, cores, stdout);
	return err ? CTL_FAILED : ctl_select_tell(&list->select, cores->n);
}

static enum ctl_status print_cpu_cores(struct dr_client *client, struct list *list)
{
	struct dr_list drcs = DR_LIST_INIT(struct dr_drc);
	struct dr_list cores = DR_LIST_INIT(struct ctl_core);
	enum ctl_status status;
	int err = dr_client_drcs(client, &drcs);

	if (!err)
		err = ctl_cores_read(list->root, &drcs, &cores);
	status = err ? ctl_module_fail(client, err, "list the cores") : show_cores(list, &cores);
	dr_list_clear(&drcs);
	dr_list_clear(&cores);
	return status;
}

#define SELECTS(letter)	(1U << ((letter) - CTL_SELECT_INDEX))
#define OF_DRCS		(SELECTS(CTL_SELECT_INDEX) | SELECTS(CTL_SELECT_NAME))
#define DRCS(word, resource) \
	{ word, resource, &ctl_drc_table, SPLIT_DRC, OF_DRCS, print_drcs }

static const struct kind kinds[] = {
	{ "mem", 0, &ctl_lmb_table, SPLIT_LMB, ~0U, print_lmbs },
	{ "lmb", 0, &ctl_lmb_table, SPLIT_LMB, ~0U, print_lmbs },
	{ "cpu", 0, &ctl_core_table, SPLIT_CORE, OF_DRCS | SELECTS(CTL_SELECT_NODE),
	  print_cpu_cores },
	DRCS("pci", PSERIES_DR_RESOURCE_PCI),
	DRCS("phb", PSERIES_DR_RESOURCE_PHB),
	DRCS("slot", PSERIES_DR_RESOURCE_SLOT),
	DRCS("pmem", PSERIES_DR_RESOURCE_PMEM),
	DRCS("drc", 0),
};

/* Memory, if nothing else is named */
static const struct kind *find_kind(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!word || !strcmp(word, kinds[i].word))
			return &kinds[i];
	return NULL;
}

static bool take_kind(struct list *list, const struct ctl_args *args, int place)
{
	const char *word = place == args->argc ? NULL : args->argv[place];

	list->kind = find_kind(word);
	if (!list->kind)
		ctl_args_say(args, "cannot list '%s': there are mem, cpu, pci, phb, slot, pmem"
			     " and drc", word);
	return list->kind;
}

/* The address, zone and size of anything but memory, and the node of a slot, are not known */
static bool check_selection(const struct list *list, const struct ctl_args *args)
{
	bool memory = list->kind->table == &ctl_lmb_table;

	if (!(list->select.given & ~list->kind->lists) && (memory || !list->size))
		return true;
	ctl_args_say(args, "--address, --zone and --size are for mem, --node for mem and cpu");
	return false;
}

static bool take_list_option(struct list *list, struct ctl_args *args, int letter)
{
	switch (letter) {
	case 'a':
		list->all = true;
		return true;
	case 'v':
		list->verbose = true;
		return true;
	case OPTION_SPLIT:
		list->split = true;
		return true;
	case OPTION_SIZE:
		return ctl_args_take(args, dr_parse_size(args->value, &list->size));
	case CTL_SELECT_INDEX ... CTL_SELECT_ZONE:
		return ctl_select_take(&list->select, args, letter);
	default:
		return ctl_out_option(&list->out, args, letter);
	}
}

static bool choose_list_columns(struct list *list, const struct ctl_args *args)
{
	bool plain = ctl_out_is_plain(&list->out);

	if (plain && list->verbose)
		list->out.all_columns = true;
	else if (plain && (list->split || list->kind->table == &ctl_drc_table))
		list->out.list = list->kind->split;
	return ctl_out_choose(&list->out, list->kind->table, args);
}

static int take_list_arguments(struct list *list, struct ctl_args *args)
{
	int letter, place;

	while ((letter = ctl_args_next(args)) >= 0)
		if (!take_list_option(list, args, letter))
			return CTL_ARG_BAD;
	if (letter != CTL_ARG_END)
		return letter;
	place = ctl_args_operands(args, 0, 1);
	if (place < 0 || !take_kind(list, args, place) || !check_selection(list, args))
		return CTL_ARG_BAD;
	return choose_list_columns(list, args) ? CTL_ARG_END : CTL_ARG_BAD;
}

/* The state of an LMB that Linux does not use is the platform's to tell */
static bool needs_sense(const struct list *list)
{
	const struct ctl_table *table = list->kind->table;

	if (is_merged(list))
		return table == &ctl_lmb_table;
	return ctl_out_shows(&list->out, table, "SENSE") ||
	       (table == &ctl_lmb_table && ctl_out_shows(&list->out, table, "STATE"));
}

static enum ctl_status print_list(struct list *list, const struct ctl_args *args)
{
	struct dr_client client;
	enum ctl_status status = ctl_module_open(&client, args);

	list->root = args->sysroot ? args->sysroot : "";
	if (!needs_sense(list))
		dr_rights_lower();
	if (status == CTL_DONE)
		status = list->kind->print(&client, list);
	dr_client_close(&client);
	return status;
}

static enum ctl_status run_list(struct ctl_args *args)
{
	struct list list = { 0 };
	int answer = take_list_arguments(&list, args);
	enum ctl_status status;

	status = answer == CTL_ARG_END ? print_list(&list, args) : ctl_args_end(answer);
	ctl_select_clear(&list.select);
	return status;
}

static const struct ctl_table *find_list_table(const char *operand)
{
	const struct kind *kind = find_kind(operand);

	return kind ? kind->table : NULL;
}

static void print_more_rows(void)
{
	ctl_out_help(&ctl_lmb_table);
	ctl_out_help(&ctl_core_table);
	ctl_out_help(&ctl_drc_table);
}

const struct ctl_command ctl_cmd_list = {
	.name = "list",
	.operands = "[mem|cpu|pci|phb|slot|pmem|drc]",
	.summary = "list memory or cores in ranges, or connectors",
	.options = options,
	.more = print_more_rows,
	.table = find_list_table,
	.run = run_list,
};
