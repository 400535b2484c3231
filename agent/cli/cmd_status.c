// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl status - show the module, the LMBs that the guest owns, and the last job.
 */
#include <stdio.h>
#include <string.h>

#include "pdr_names.h"

#include "module.h"
#include "out.h"
#include "text.h"

#define USAGES		(PSERIES_DR_USAGE_UNKNOWN + 1)
#define LABEL		"%-13s "

static const struct ctl_option options[] = {
	{ 'J', "json", NULL, "one JSON object" },
	{ 0, NULL, NULL, NULL },
};

/**
 * struct report - all that is shown
 * @info: info of the module; first member, as the table of columns needs it there
 * @owned: number of LMBs for each enum pseries_dr_usage
 * @last: the job that changed last
 * @has_last: there is one
 * @scene: LMBs, for the sentence on that job
 */
struct report {
	struct dr_info info;
	uint32_t owned[USAGES];
	struct dr_job last;
	bool has_last;
	struct dr_scene scene;
};

static void put_capabilities(FILE *stream, uint32_t mask, const char *separator)
{
	const char *between = "", *name;
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		if (!(mask >> bit & 1))
			continue;
		name = pdr_capability_name(bit);
		fputs(between, stream);
		if (strcmp(name, "unknown"))
			fputs(name, stream);
		else
			fprintf(stream, "bit %u", bit);
		between = separator;
	}
}

static void get_capabilities(struct ctl_cell *cell, const void *row)
{
	const struct report *report = row;
	FILE *stream = fmemopen(cell->text, cell->size, "w");

	if (!stream)
		return;
	put_capabilities(stream, report->info.capabilities, ",");
	fclose(stream);
}

static void get_last(struct ctl_cell *cell, const void *row)
{
	const struct report *report = row;
	FILE *stream;

	stream = report->has_last ? fmemopen(cell->text, cell->size, "w") : NULL;
	if (!stream)
		return;
	dr_describe_job(stream, &report->last, &report->scene);
	fclose(stream);
}

static void get_last_id(struct ctl_cell *cell, const void *row)
{
	const struct report *report = row;

	if (report->has_last)
		snprintf(cell->text, cell->size, "%llu", (unsigned long long)report->last.id);
}

#define INFO(title, attribute, how, member, as_number) \
	{ .name = title, .attr = PSERIES_DR_A_INFO_ ## attribute, .format = CTL_FORMAT_ ## how, \
	  .offset = offsetof(struct report, info.member), .number = as_number, .standard = true }
#define CHOICE(title, attribute, words, most, member) \
	{ .name = title, .attr = PSERIES_DR_A_INFO_ ## attribute, .format = CTL_FORMAT_WORD, \
	  .offset = offsetof(struct report, info.member), .standard = true, \
	  .word = words, .max = most }
#define OWNED(title, usage) \
	{ .name = title, .format = CTL_FORMAT_U32, .number = true, .standard = true, \
	  .offset = offsetof(struct report, owned[PSERIES_DR_USAGE_ ## usage]) }
#define OWN(title, function, as_number) \
	{ .name = title, .get = function, .number = as_number, .standard = true }

static const struct ctl_column columns[] = {
	INFO("release", RELEASE, STRING, release, false),
	INFO("abi", ABI, U32, abi, true),
	INFO("abi_min", ABI_MIN, U32, abi_min, true),
	OWN("capabilities", get_capabilities, false),
	INFO("lmb_size", LMB_SIZE, U64, lmb_size, true),
	INFO("block_size", BLOCK_SIZE, U64, block_size, true),
	INFO("lmb_count", LMB_COUNT, U32, lmb_count, true),
	INFO("drc_count", DRC_COUNT, U32, drc_count, true),
	OWNED("in_use", IN_USE),
	OWNED("unused", UNUSED),
	OWNED("absent", ABSENT),
	OWNED("reserved", RESERVED),
	OWNED("unknown", UNKNOWN),
	INFO("seq", SEQ, U64, seq, true),
	INFO("seq_oldest", SEQ_OLDEST, U64, seq_oldest, true),
	INFO("jobs_pending", JOBS_PENDING, U32, jobs_pending, true),
	INFO("stall_timeout_ms", STALL_TIMEOUT_MS, U32, stall_timeout_ms, true),
	CHOICE("refuse_by", REFUSE_BY, pdr_refuse_by_name, PSERIES_DR_REFUSE_BY_OFF, refuse_by),
	CHOICE("online_type", ONLINE_TYPE, pdr_online_type_name, PSERIES_DR_ONLINE_TYPE_KERNEL,
	       online_type),
	INFO("boot_id", BOOT_ID, HEX64, boot_id, false),
	CHOICE("memory_state", MEMORY_STATE, pdr_memory_state_name,
	       PSERIES_DR_MEMORY_STATE_MALFORMED, memory_state),
	OWN("last_job_id", get_last_id, true),
	OWN("last_job", get_last, false),
};

static const struct ctl_table table = {
	"status", columns, sizeof(columns) / sizeof(columns[0]),
};

static void count_lmbs(struct report *report)
{
	const struct dr_list *lmbs = &report->scene.lmbs;
	size_t i;

	for (i = 0; i < lmbs->n; i++) {
		const struct dr_lmb *lmb = dr_list_at(lmbs, i);

		report->owned[lmb->usage < USAGES ? lmb->usage : PSERIES_DR_USAGE_UNKNOWN]++;
	}
}

static int ask(struct dr_client *client, struct report *report)
{
	struct dr_list jobs = DR_LIST_INIT(struct dr_job);
	int err;

	report->info = client->info;
	report->scene.lmb_size = client->info.lmb_size;
	err = dr_client_lmbs(client, &report->scene.lmbs);
	if (err)
		return err;
	dr_scene_sort(&report->scene);
	count_lmbs(report);
	err = dr_client_jobs(client, 0, &jobs);
	if (!err && jobs.n) {
		report->has_last = true;
		report->last = *(struct dr_job *)dr_list_at(&jobs, jobs.n - 1);
	}
	dr_list_clear(&jobs);
	return err;
}

static void print_module(const struct dr_info *info)
{
	bool claimed = info->capabilities & PSERIES_DR_CAPABILITY_CLAIM;

	printf(LABEL "pseries_dr %s, protocol %u (down to %u)\n", "Module:",
	       *info->release ? info->release : "of unknown version", info->abi, info->abi_min);
	printf(LABEL, "Carries out:");
	put_capabilities(stdout, info->capabilities & ~PSERIES_DR_CAPABILITY_CLAIM, ", ");
	printf("\n" LABEL "%s\n", "Entry points:",
	       claimed ? "/sys/kernel/dlpar and the hot-plug interrupt are taken over" :
			 "left to the kernel's own code");
}

static void print_share(const struct report *report, const char *word, unsigned int usage)
{
	char size[32];

	dr_text_size(size, sizeof(size), report->info.lmb_size * report->owned[usage]);
	printf("%s%u %s", usage == PSERIES_DR_USAGE_IN_USE ? "" : ", ", report->owned[usage],
	       word);
	if (report->owned[usage])
		printf(" (%s)", size);
}

static void print_memory(const struct report *report)
{
	char size[32];

	if (report->info.memory_state == PSERIES_DR_MEMORY_STATE_MALFORMED)
		printf(LABEL "the platform's list of LMBs is malformed, jobs of memory fail\n",
		       "Memory:");
	if (!report->info.lmb_size) {
		printf(LABEL "none, memory cannot be moved here\n", "LMBs:");
		return;
	}
	printf(LABEL "%u of %s: ", "LMBs:", report->info.lmb_count,
	       dr_text_size(size, sizeof(size), report->info.lmb_size));
	print_share(report, "in use", PSERIES_DR_USAGE_IN_USE);
	print_share(report, "unused", PSERIES_DR_USAGE_UNUSED);
	print_share(report, "absent", PSERIES_DR_USAGE_ABSENT);
	if (report->owned[PSERIES_DR_USAGE_RESERVED])
		print_share(report, "reserved", PSERIES_DR_USAGE_RESERVED);
	if (report->owned[PSERIES_DR_USAGE_UNKNOWN])
		print_share(report, "without sense", PSERIES_DR_USAGE_UNKNOWN);
	printf("\n");
}

static void print_settings(const struct dr_info *info)
{
	char refuse[16], online[16], stall[24];

	dr_text_word(refuse, sizeof(refuse), pdr_refuse_by_name(info->refuse_by),
		      info->refuse_by, PSERIES_DR_REFUSE_BY_OFF);
	dr_text_word(online, sizeof(online), pdr_online_type_name(info->online_type),
		      info->online_type, PSERIES_DR_ONLINE_TYPE_KERNEL);
	dr_text_ms(stall, sizeof(stall), info->stall_timeout_ms);
	printf(LABEL "refuse_by %s, online_type %s, stall timeout %s s\n", "Settings:", refuse,
	       online, stall);
}

static void print_report(const struct report *report)
{
	print_module(&report->info);
	print_memory(report);
	printf(LABEL "%u\n", "Connectors:", report->info.drc_count);
	print_settings(&report->info);
	printf(LABEL "%u\n", "Jobs running:", report->info.jobs_pending);
	printf(LABEL, "Last job:");
	if (report->has_last)
		dr_describe_job(stdout, &report->last, &report->scene);
	else
		printf("none since the module was loaded");
	printf("\n");
}

static enum ctl_status show(struct dr_client *client, bool json)
{
	struct report report = {
		.scene.lmbs = DR_LIST_INIT(struct dr_lmb),
	};
	struct ctl_out out = { .mode = CTL_MODE_JSON };
	enum ctl_status status = CTL_DONE;
	int err = ask(client, &report);

	if (err)
		status = ctl_module_fail(client, err, "ask the module what it owns");
	else if (json && ctl_out_choose(&out, &table, NULL))
		ctl_out_object(&out, &table, &report, stdout);
	else
		print_report(&report);
	dr_list_clear(&report.scene.lmbs);
	return status;
}

static enum ctl_status run_status(struct ctl_args *args)
{
	struct dr_client client;
	enum ctl_status status;
	bool json = false;
	int letter;

	while ((letter = ctl_args_next(args)) >= 0)
		json = true;
	if (letter != CTL_ARG_END)
		return ctl_args_end(letter);
	if (ctl_args_operands(args, 0, 0) < 0)
		return CTL_USAGE;
	status = ctl_module_open(&client);
	if (status == CTL_DONE)
		status = show(&client, json);
	dr_client_close(&client);
	return status;
}

const struct ctl_command ctl_cmd_status = {
	.name = "status",
	.operands = "",
	.summary = "show the module, its settings, who owns the memory, the last job",
	.options = options,
	.run = run_status,
};
