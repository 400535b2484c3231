// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl status - show the module, the LMBs that the guest owns, and the last job.
 */
#include <stdio.h>
#include <string.h>

#include "pdr_names.h"

#include "brief.h"
#include "face.h"
#include "module.h"
#include "out.h"
#include "text.h"

#define USAGES		(PDR_USAGE_MAX + 1)
#define LABEL		"%-7s "
#define RUNNING_MAX	3
#define REQUEST_WIDTH	32
#define SENSE_PRESENT	1

static const struct ctl_option options[] = {
	{ 'v', "verbose", NULL, "the same with protocol, sequence numbers and settings" },
	{ 'J', "json", NULL, "one JSON object" },
	CTL_SYSROOT_OPTION,
	{ 0, NULL, NULL, NULL },
};

/**
 * struct report - all that is shown
 * @info: info of the module; first member, as the table of columns needs it there
 * @owned: number of LMBs for each enum pseries_dr_usage
 * @cpus: number of connectors of cores
 * @cpus_present: those of which the platform says that the guest has them
 * @sensed: the platform was asked
 * @running: jobs at work, one for each lane at most
 * @n_running: how many
 * @queued: number of jobs that wait
 * @last: the job that ended last
 * @has_last: there is one
 * @scene: LMBs, for the sentence on that job
 */
struct report {
	struct dr_info info;
	uint32_t owned[USAGES];
	uint32_t cpus;
	uint32_t cpus_present;
	bool sensed;
	struct dr_job running[RUNNING_MAX];
	size_t n_running;
	uint32_t queued;
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

static void fill_capabilities(struct ctl_cell *cell, const void *row)
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

/* Nothing in place of a number that nobody knows */
static void get_cpus_present(struct ctl_cell *cell, const void *row)
{
	const struct report *report = row;

	if (report->sensed)
		snprintf(cell->text, cell->size, "%u", report->cpus_present);
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
#define COUNTED(title, member) \
	{ .name = title, .format = CTL_FORMAT_U32, .number = true, .standard = true, \
	  .offset = offsetof(struct report, member) }

#define OWN(title, function, as_number) \
	{ .name = title, .get = function, .number = as_number, .standard = true }

static const struct ctl_column columns[] = {
	INFO("release", RELEASE, STRING, release, false),
	INFO("abi", ABI, U32, abi, true),
	INFO("abi_min", ABI_MIN, U32, abi_min, true),
	{ .name = "capabilities", .get = fill_capabilities, .list = true, .standard = true },
	INFO("lmb_size", LMB_SIZE, U64, lmb_size, true),
	INFO("block_size", BLOCK_SIZE, U64, block_size, true),
	INFO("lmb_count", LMB_COUNT, U32, lmb_count, true),
	INFO("drc_count", DRC_COUNT, U32, drc_count, true),
	OWNED("in_use", IN_USE),
	OWNED("unused", UNUSED),
	OWNED("absent", ABSENT),
	OWNED("reserved", RESERVED),
	OWNED("unknown", UNKNOWN),
	COUNTED("cpus", cpus),
	OWN("cpus_present", get_cpus_present, true),
	INFO("seq", SEQ, U64, seq, true),
	INFO("seq_oldest", SEQ_OLDEST, U64, seq_oldest, true),
	INFO("jobs_pending", JOBS_PENDING, U32, jobs_pending, true),
	INFO("stall_timeout_ms", STALL_TIMEOUT_MS, U32, stall_timeout_ms, true),
	CHOICE("refuse_by", REFUSE_BY, pdr_refuse_by_name, PDR_REFUSE_BY_MAX, refuse_by),
	CHOICE("online_type", ONLINE_TYPE, pdr_online_type_name, PDR_ONLINE_TYPE_MAX,
	       online_type),
	INFO("boot_id", BOOT_ID, HEX64, boot_id, false),
	CHOICE("memory_state", MEMORY_STATE, pdr_memory_state_name,
	       PDR_MEMORY_STATE_MAX, memory_state),
	OWN("last_job_id", get_last_id, true),
	OWN("last_job", get_last, false),
};

static const struct ctl_table table = {
	"status", columns, sizeof(columns) / sizeof(columns[0]),
};

static void tally_lmbs(struct report *report)
{
	const struct dr_list *lmbs = &report->scene.lmbs;
	size_t i;

	for (i = 0; i < lmbs->n; i++) {
		const struct dr_lmb *lmb = dr_list_at(lmbs, i);

		report->owned[lmb->usage < USAGES ? lmb->usage : PSERIES_DR_USAGE_UNKNOWN]++;
	}
}

static void count_cpus(struct report *report, const struct dr_list *drcs)
{
	size_t i;

	for (i = 0; i < drcs->n; i++) {
		const struct dr_drc *drc = dr_list_at(drcs, i);

		if (drc->resource != PSERIES_DR_RESOURCE_CPU)
			continue;
		report->cpus++;
		report->sensed |= dr_has(drc, PSERIES_DR_A_DRC_SENSE);
		report->cpus_present += drc->sense == SENSE_PRESENT;
	}
}

/* The newest job is the last one; those that have not ended are at work or wait */
static void take_jobs(struct report *report, const struct dr_list *jobs)
{
	size_t i;

	for (i = 0; i < jobs->n; i++) {
		const struct dr_job *job = dr_list_at(jobs, i);

		if (dr_job_is_final(job)) {
			report->last = *job;
			report->has_last = true;
		} else if (job->state == PSERIES_DR_STATE_QUEUED) {
			report->queued++;
		} else if (report->n_running < RUNNING_MAX) {
			report->running[report->n_running++] = *job;
		}
	}
}

static int ask_module(struct dr_client *client, struct report *report)
{
	struct dr_list jobs = DR_LIST_INIT(struct dr_job), drcs = DR_LIST_INIT(struct dr_drc);
	int err;

	report->info = client->info;
	report->scene.lmb_size = client->info.lmb_size;
	err = dr_client_lmbs(client, &report->scene.lmbs);
	if (!err)
		err = dr_client_drcs(client, &drcs);
	if (!err)
		err = dr_client_jobs(client, 0, &jobs);
	if (!err) {
		dr_scene_sort(&report->scene);
		tally_lmbs(report);
		count_cpus(report, &drcs);
		take_jobs(report, &jobs);
	}
	dr_list_clear(&jobs);
	dr_list_clear(&drcs);
	return err;
}

static void print_charge(uint32_t mask)
{
	static const struct {
		uint32_t bit;
		const char *word;
	} words[] = {
		{ PSERIES_DR_CAPABILITY_MEMORY, "memory" }, { PSERIES_DR_CAPABILITY_CPU, "CPU" },
		{ PSERIES_DR_CAPABILITY_PCI, "PCI" }, { PSERIES_DR_CAPABILITY_PHB, "PHB" },
		{ PSERIES_DR_CAPABILITY_PMEM, "pmem" },
	};
	const char *between = "";
	size_t i;

	fputs("in charge of ", stdout);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!(mask & words[i].bit))
			continue;
		printf("%s%s", between, words[i].word);
		between = ", ";
	}
}

static void print_module(const struct dr_info *info)
{
	char stall[24];

	printf("pseries_dr %s  ", *info->release ? info->release : "?");
	print_charge(info->capabilities);
	printf("; stall limit %s s\n", dr_text_ms(stall, sizeof(stall), info->stall_timeout_ms));
}

static void print_memory(const struct report *report)
{
	static const uint32_t order[] = {
		PSERIES_DR_USAGE_IN_USE, PSERIES_DR_USAGE_UNUSED, PSERIES_DR_USAGE_ABSENT,
		PSERIES_DR_USAGE_RESERVED, PSERIES_DR_USAGE_UNKNOWN,
	};
	uint64_t size = report->info.lmb_size;
	uint64_t used = report->owned[PSERIES_DR_USAGE_IN_USE] +
			report->owned[PSERIES_DR_USAGE_RESERVED];
	const char *between = "";
	char text[32];
	size_t i;

	if (report->info.memory_state == PSERIES_DR_MEMORY_STATE_MALFORMED)
		printf(LABEL "the platform's list of LMBs is malformed, jobs of memory fail\n",
		       "MEMORY");
	if (!size) {
		printf(LABEL "none of it can be moved here\n", "MEMORY");
		return;
	}
	printf(LABEL "%-6s ", "MEMORY", dr_text_size(text, sizeof(text), used * size));
	for (i = 0; i < USAGES; i++) {
		if (!report->owned[order[i]])
			continue;
		printf("%s%u %s%s", between, report->owned[order[i]], i ? "" : "LMBs ",
		       ctl_face_usage(order[i]));
		between = ", ";
	}
	printf(" (%s each)\n", dr_text_size(text, sizeof(text), size));
}

/* Without CAP_SYS_ADMIN nobody asks the platform which cores are here */
static void print_cpus(const struct report *report)
{
	const char *cores = report->cpus == 1 ? "core" : "cores";

	if (report->sensed)
		printf(LABEL "%u of %u %s\n", "CPU", report->cpus_present, report->cpus, cores);
	else
		printf(LABEL "at most %u %s\n", "CPU", report->cpus, cores);
}

static void print_running(const struct report *report, size_t place)
{
	const struct dr_job *job = &report->running[place];
	uint64_t now = ctl_face_now(), elapsed = now > job->created ? now - job->created : 0;
	char request[128], cut[128], time[16], eta[16];

	dr_brief_request(request, sizeof(request), job, report->info.lmb_size);
	printf(LABEL "job %llu %s  %u/%u  %s", place ? "" : "NOW", (unsigned long long)job->id,
	       ctl_paint_cut(cut, sizeof(cut), request, REQUEST_WIDTH), job->moved,
	       job->total, dr_brief_time(time, sizeof(time), elapsed));
	if (job->state == PSERIES_DR_STATE_RUNNING && job->moved && job->moved < job->total)
		printf("  ETA %s", dr_brief_time(eta, sizeof(eta), elapsed / job->moved *
						 (job->total - job->moved)));
	if (job->state != PSERIES_DR_STATE_RUNNING)
		printf("  %s", dr_brief_state(job));
	if (!place && report->queued)
		printf("  (%u queued)", report->queued);
	putchar('\n');
}

static void print_last(const struct report *report)
{
	const struct dr_job *job = &report->last;
	char request[128], cut[128], time[16], why[CTL_FACE_WIDTH];
	uint64_t took = 0;
	int len;

	if (!report->has_last) {
		printf(LABEL "no job since the module was loaded\n", "LAST");
		return;
	}
	if (job->ended > job->created)
		took = job->ended - job->created;
	dr_brief_request(request, sizeof(request), job, report->info.lmb_size);
	len = printf(LABEL "job %llu %s  ", "LAST", (unsigned long long)job->id,
		     ctl_paint_cut(cut, sizeof(cut), request, REQUEST_WIDTH));
	fputs(ctl_paint_on(ctl_face_tint(job)), stdout);
	len += printf("%s", dr_brief_state(job));
	fputs(ctl_paint_off(), stdout);
	len += printf(" in %s", dr_brief_time(time, sizeof(time), took));
	/* "pdrctl show" has the parts that do not fit here */
	if (len > 0 && len < CTL_FACE_WIDTH - 3 &&
	    *dr_brief_why(why, CTL_FACE_WIDTH - 1 - len, job))
		printf(": %s", why);
	putchar('\n');
}

static void print_report(const struct report *report)
{
	size_t i;

	print_module(&report->info);
	print_memory(report);
	print_cpus(report);
	for (i = 0; i < report->n_running; i++)
		print_running(report, i);
	if (!report->n_running && report->queued)
		printf(LABEL "%u queued\n", "NOW", report->queued);
	print_last(report);
}

static void print_load(const struct dr_info *info)
{
	if (info->seq)
		printf(LABEL "%llu to %llu, of load 0x%016llx\n", "EVENTS",
		       (unsigned long long)info->seq_oldest, (unsigned long long)info->seq,
		       (unsigned long long)info->boot_id);
	else
		printf(LABEL "none since the module was loaded\n", "EVENTS");
	printf(LABEL "protocol %u to %u, online-type %s, refuse-by %s\n", "MODULE", info->abi_min,
	       info->abi, pdr_online_type_name(info->online_type),
	       pdr_refuse_by_name(info->refuse_by));
}

static enum ctl_status show(struct dr_client *client, bool json, bool verbose)
{
	struct report report = {
		.scene.lmbs = DR_LIST_INIT(struct dr_lmb),
	};
	struct ctl_out out = { .mode = CTL_MODE_JSON };
	enum ctl_status status = CTL_DONE;
	int err = ask_module(client, &report);

	if (err)
		status = ctl_module_fail(client, err, "ask the module for its state");
	else if (json && ctl_out_choose(&out, &table, NULL))
		ctl_out_object(&out, &table, &report, stdout);
	else
		print_report(&report);
	if (!err && !json && verbose)
		print_load(&report.info);
	dr_list_clear(&report.scene.lmbs);
	return status;
}

static enum ctl_status run_status(struct ctl_args *args)
{
	struct dr_client client;
	enum ctl_status status;
	bool json = false, verbose = false;
	int letter;

	while ((letter = ctl_args_next(args)) >= 0)
		*(letter == 'J' ? &json : &verbose) = true;
	if (letter != CTL_ARG_END)
		return ctl_args_end(letter);
	if (ctl_args_operands(args, 0, 0) < 0)
		return CTL_USAGE;
	status = ctl_module_open(&client, args);
	if (status == CTL_DONE)
		status = show(&client, json, verbose);
	dr_client_close(&client);
	return status;
}

const struct ctl_command ctl_cmd_status = {
	.name = "status",
	.operands = "",
	.summary = "show the module, its settings, the memory's owners, the last job",
	.options = options,
	.run = run_status,
};
