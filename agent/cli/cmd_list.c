// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl list - list connectors or LMBs.
 */
#include <string.h>

#include "module.h"
#include "tables.h"

static const struct ctl_option options[] = {
	{ 'a', "all", NULL, "LMBs that dynamic reconfiguration cannot move, too" },
	{ 'b', "bytes", NULL, "sizes in bytes" },
	{ CTL_OUT_NO_HEADINGS, "noheadings", NULL, "without the line of column names" },
	CTL_OUT_OPTIONS,
	{ 0, NULL, NULL, NULL },
};

/**
 * struct list - what to list
 * @drcs: connectors, not LMBs
 * @all: reserved LMBs, too
 * @out: form of the output
 */
struct list {
	bool drcs;
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
	err = ctl_out_print(&list->out, &ctl_lmb_table, &lmbs, stdout);
	dr_list_clear(&lmbs);
	return err ? CTL_FAILED : CTL_DONE;
}

static enum ctl_status print_drcs(struct dr_client *client, struct list *list)
{
	struct dr_list drcs = DR_LIST_INIT(struct dr_drc);
	int err = dr_client_drcs(client, &drcs);

	if (err) {
		dr_list_clear(&drcs);
		return ctl_module_fail(client, err, "list the connectors");
	}
	err = ctl_out_print(&list->out, &ctl_drc_table, &drcs, stdout);
	dr_list_clear(&drcs);
	return err ? CTL_FAILED : CTL_DONE;
}

static bool take_operand(struct list *list, const struct ctl_args *args, int place)
{
	const char *word = args->argv[place];

	if (place == args->argc || !strcmp(word, "lmb"))
		return true;
	list->drcs = !strcmp(word, "drc");
	if (!list->drcs)
		ctl_args_say(args, "cannot list '%s': there are lmb and drc", word);
	return list->drcs;
}

static int take_arguments(struct list *list, struct ctl_args *args)
{
	const struct ctl_table *table;
	int letter, place;

	while ((letter = ctl_args_next(args)) >= 0) {
		if (letter == 'a')
			list->all = true;
		else if (!ctl_out_option(&list->out, args, letter))
			return CTL_ARG_BAD;
	}
	if (letter != CTL_ARG_END)
		return letter;
	place = ctl_args_operands(args, 0, 1);
	if (place < 0 || !take_operand(list, args, place))
		return CTL_ARG_BAD;
	table = list->drcs ? &ctl_drc_table : &ctl_lmb_table;
	return ctl_out_choose(&list->out, table, args) ? CTL_ARG_END : CTL_ARG_BAD;
}

static enum ctl_status run_list(struct ctl_args *args)
{
	struct dr_client client;
	struct list list = { 0 };
	enum ctl_status status;
	int answer = take_arguments(&list, args);

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	status = ctl_module_open(&client);
	if (status == CTL_DONE)
		status = list.drcs ? print_drcs(&client, &list) : print_lmbs(&client, &list);
	dr_client_close(&client);
	return status;
}

static void print_more(void)
{
	ctl_out_help(&ctl_lmb_table);
	ctl_out_help(&ctl_drc_table);
}

const struct ctl_command ctl_cmd_list = {
	.name = "list",
	.operands = "[lmb|drc]",
	.summary = "list the LMBs, or all connectors",
	.options = options,
	.more = print_more,
	.run = run_list,
};
