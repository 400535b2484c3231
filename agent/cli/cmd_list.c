// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl list - list connectors or LMBs.
 */
#include <string.h>

#include "face.h"
#include "module.h"
#include "columns.h"

#define OPTION_SPLIT	340

/* The columns of an LMB for a person, and those that need knowledge of PAPR */
#define SPLIT_COLUMNS	"INDEX,ADDRESS,SIZE,STATE,ZONE,NODE,ONLINE"

static const struct ctl_option options[] = {
	{ OPTION_SPLIT, "split", NULL, "a line for each LMB" },
	{ 'v', "verbose", NULL, "a line for each LMB, with its sense and its flags" },
	{ 'a', "all", NULL, "LMBs that dynamic reconfiguration cannot move, too" },
	{ 'b', "bytes", NULL, "sizes in bytes" },
	{ CTL_OUT_NO_HEADINGS, "noheadings", NULL, "without the line of column names" },
	CTL_OUT_OPTIONS,
	{ 0, NULL, NULL, NULL },
};

/**
 * struct list - the list to print
 * @drcs: connectors, not LMBs
 * @resource: only connectors of this kind, 0 for all
 * @split: a line for each LMB
 * @verbose: with all columns
 * @all: reserved LMBs, too
 * @out: form of the output
 */
struct list {
	bool drcs;
	uint32_t resource;
	bool split;
	bool verbose;
	bool all;
	struct ctl_out out;
};

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

static enum ctl_status print_lmbs(struct dr_client *client, struct list *list)
{
	struct dr_scene scene = { .lmb_size = client->info.lmb_size };
	struct dr_list lmbs = DR_LIST_INIT(struct dr_lmb);
	int err = dr_client_lmbs(client, &lmbs);

	if (err) {
		dr_list_clear(&lmbs);
		return ctl_module_fail(client, err, "list the LMBs");
	}
	if (!list->all)
		drop_reserved(&lmbs);
	list->out.scene = &scene;
	if (ctl_out_is_plain(&list->out) && !list->split && !list->verbose)
		ctl_face_lmbs(stdout, &lmbs, scene.lmb_size, !list->out.no_headings,
			      list->out.bytes);
	else
		err = ctl_out_print(&list->out, &ctl_lmb_table, &lmbs, stdout);
	dr_list_clear(&lmbs);
	return err ? CTL_FAILED : CTL_DONE;
}

static void drop_others(struct dr_list *drcs, uint32_t resource)
{
	size_t from, to = 0;

	for (from = 0; from < drcs->n; from++) {
		const struct dr_drc *drc = dr_list_at(drcs, from);

		if (drc->resource == resource)
			memmove(dr_list_at(drcs, to++), drc, sizeof(*drc));
	}
	drcs->n = to;
}

static enum ctl_status print_drcs(struct dr_client *client, struct list *list)
{
	struct dr_list drcs = DR_LIST_INIT(struct dr_drc);
	int err = dr_client_drcs(client, &drcs);

	if (err) {
		dr_list_clear(&drcs);
		return ctl_module_fail(client, err, "list the connectors");
	}
	if (list->resource)
		drop_others(&drcs, list->resource);
	err = ctl_out_print(&list->out, &ctl_drc_table, &drcs, stdout);
	dr_list_clear(&drcs);
	return err ? CTL_FAILED : CTL_DONE;
}

static bool take_operand(struct list *list, const struct ctl_args *args, int place)
{
	static const struct {
		const char *word;
		uint32_t resource;
	} kinds[] = {
		{ "drc", 0 }, { "cpu", PSERIES_DR_RESOURCE_CPU },
		{ "pci", PSERIES_DR_RESOURCE_PCI }, { "phb", PSERIES_DR_RESOURCE_PHB },
		{ "slot", PSERIES_DR_RESOURCE_SLOT }, { "pmem", PSERIES_DR_RESOURCE_PMEM },
	};
	const char *word = args->argv[place];
	size_t i;

	if (place == args->argc || !strcmp(word, "lmb") || !strcmp(word, "mem"))
		return true;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(word, kinds[i].word))
			continue;
		list->drcs = true;
		list->resource = kinds[i].resource;
		return true;
	}
	ctl_args_say(args, "cannot list '%s': there are mem, cpu, pci, phb, slot, pmem and drc",
		     word);
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
	default:
		return ctl_out_option(&list->out, args, letter);
	}
}

static int take_list_arguments(struct list *list, struct ctl_args *args)
{
	const struct ctl_table *table;
	int letter, place;

	while ((letter = ctl_args_next(args)) >= 0)
		if (!take_list_option(list, args, letter))
			return CTL_ARG_BAD;
	if (letter != CTL_ARG_END)
		return letter;
	place = ctl_args_operands(args, 0, 1);
	if (place < 0 || !take_operand(list, args, place))
		return CTL_ARG_BAD;
	if (list->split && !list->verbose && !list->drcs && ctl_out_is_plain(&list->out))
		list->out.list = SPLIT_COLUMNS;
	table = list->drcs ? &ctl_drc_table : &ctl_lmb_table;
	return ctl_out_choose(&list->out, table, args) ? CTL_ARG_END : CTL_ARG_BAD;
}

static enum ctl_status run_list(struct ctl_args *args)
{
	struct dr_client client;
	struct list list = { 0 };
	enum ctl_status status;
	int answer = take_list_arguments(&list, args);

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	status = ctl_module_open(&client);
	if (status == CTL_DONE)
		status = list.drcs ? print_drcs(&client, &list) : print_lmbs(&client, &list);
	dr_client_close(&client);
	return status;
}

static void print_more_rows(void)
{
	ctl_out_help(&ctl_lmb_table);
	ctl_out_help(&ctl_drc_table);
}

const struct ctl_command ctl_cmd_list = {
	.name = "list",
	.operands = "[mem|cpu|pci|phb|slot|pmem|drc]",
	.summary = "list memory in ranges, or connectors",
	.options = options,
	.more = print_more_rows,
	.run = run_list,
};
