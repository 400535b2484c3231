// SPDX-License-Identifier: GPL-2.0
/*
 * The columns of all tables.
 *
 * Scripts use the names of columns, so a name never changes, and new columns go to the end.
 */
#include <string.h>

#include "pdr_names.h"

#include "columns.h"
#include "cores.h"
#include "text.h"

#define COUNT(array)	((int)(sizeof(array) / sizeof((array)[0])))

#define FIELD(title, attribute, how, type, member, as_number, shown, text) \
	{ .name = title, .attr = attribute, .format = CTL_FORMAT_ ## how, \
	  .offset = offsetof(type, member), .number = as_number, .standard = shown, .help = text }

#define OWN(title, attribute, function, as_number, shown, text) \
	{ .name = title, .attr = attribute, .get = function, \
	  .number = as_number, .standard = shown, .help = text }

#define WORD(title, attribute, words, most, type, member, shown, text) \
	{ .name = title, .attr = attribute, .format = CTL_FORMAT_WORD, .word = words, .max = most, \
	  .offset = offsetof(type, member), .standard = shown, .help = text }

static void get_lmb_size(struct ctl_cell *cell, const void *row)
{
	uint64_t size = cell->scene ? cell->scene->lmb_size : 0;

	(void)row;
	if (size && cell->bytes)
		snprintf(cell->text, cell->size, "%llu", (unsigned long long)size);
	else if (size)
		dr_text_size(cell->text, cell->size, size);
}

static void get_lmb_online(struct ctl_cell *cell, const void *row)
{
	const struct dr_lmb *lmb = row;

	if (lmb->usage == PSERIES_DR_USAGE_IN_USE || lmb->blocks_online)
		snprintf(cell->text, cell->size, "%u/%u", lmb->blocks_online, lmb->blocks);
}

static void get_lmb_sense(struct ctl_cell *cell, const void *row)
{
	const struct dr_lmb *lmb = row;

	if (lmb->sense_status || dr_has(lmb, PSERIES_DR_A_LMB_SENSE))
		dr_text_sense(cell->text, cell->size, lmb->sense_status, lmb->sense);
}

static void get_lmb_aa(struct ctl_cell *cell, const void *row)
{
	const struct dr_lmb *lmb = row;

	if (lmb->aa_index != DR_NO_INDEX)
		snprintf(cell->text, cell->size, "%u", lmb->aa_index);
}

#define LMB(title, attribute, how, member, as_number, text) \
	FIELD(title, PSERIES_DR_A_LMB_ ## attribute, how, struct dr_lmb, member, as_number, \
	      true, text)

static const struct ctl_column lmb_columns[] = {
	LMB("INDEX", INDEX, HEX32, index, false, "DRC index"),
	LMB("ADDRESS", ADDRESS, HEX64, address, false, "physical address"),
	OWN("SIZE", 0, get_lmb_size, true, true, "size; in JSON always bytes"),
	WORD("STATE", PSERIES_DR_A_LMB_USAGE, pdr_usage_name, PDR_USAGE_MAX,
	     struct dr_lmb, usage, true, "in-use, unused, absent, reserved or unknown"),
	LMB("ZONE", ZONE, STRING, zone, false, "memory zone"),
	LMB("NODE", NID, S32, nid, true, "NUMA node"),
	OWN("ONLINE", PSERIES_DR_A_LMB_BLOCKS, get_lmb_online, false, true,
	    "memory blocks online, of how many"),
	LMB("FLAGS", FLAGS, HEX32, flags, false, "flags, as PAPR defines them"),
	OWN("SENSE", 0, get_lmb_sense, false, true, "sense value, asked of the platform"),
	OWN("AA", PSERIES_DR_A_LMB_AA_INDEX, get_lmb_aa, true, true, "associativity index"),
};

const struct ctl_table ctl_lmb_table = { "lmb", lmb_columns, COUNT(lmb_columns) };

static void get_drc_sense(struct ctl_cell *cell, const void *row)
{
	const struct dr_drc *drc = row;

	if (drc->sense_status || dr_has(drc, PSERIES_DR_A_DRC_SENSE))
		dr_text_sense(cell->text, cell->size, drc->sense_status, drc->sense);
}

/* The platform says -1 for "no power domain that can be set" */
static void get_drc_domain(struct ctl_cell *cell, const void *row)
{
	const struct dr_drc *drc = row;

	snprintf(cell->text, cell->size, "%d", (int32_t)drc->power_domain);
}

#define DRC(title, attribute, how, member, text) \
	FIELD(title, PSERIES_DR_A_DRC_ ## attribute, how, struct dr_drc, member, false, true, \
	      text)

static const struct ctl_column drc_columns[] = {
	DRC("INDEX", INDEX, HEX32, index, "DRC index"),
	DRC("NAME", NAME, STRING, name, "the platform's name"),
	DRC("TYPE", TYPE, STRING, type, "the platform's word for the kind"),
	WORD("RESOURCE", PSERIES_DR_A_DRC_RESOURCE, pdr_resource_name, PDR_RESOURCE_MAX,
	     struct dr_drc, resource, true, "kind of resource"),
	OWN("SENSE", 0, get_drc_sense, false, true, "sense value, asked of the platform"),
	OWN("DOMAIN", PSERIES_DR_A_DRC_POWER_DOMAIN, get_drc_domain, true, true,
	    "power domain"),
};

const struct ctl_table ctl_drc_table = { "drc", drc_columns, COUNT(drc_columns) };

static void get_core_state(struct ctl_cell *cell, const void *row)
{
	const struct ctl_core *core = row;

	snprintf(cell->text, cell->size, "%s", ctl_cores_word(core->state));
}

static void get_core_cpus(struct ctl_cell *cell, const void *row)
{
	ctl_cores_cpus(cell->text, cell->size, row, 1);
}

static void get_core_node(struct ctl_cell *cell, const void *row)
{
	const struct ctl_core *core = row;

	if (core->nid >= 0)
		snprintf(cell->text, cell->size, "%d", core->nid);
}

static void put_cache(struct ctl_cell *cell, uint32_t bytes)
{
	if (bytes && cell->bytes)
		snprintf(cell->text, cell->size, "%u", bytes);
	else if (bytes)
		dr_text_size(cell->text, cell->size, bytes);
}

static void get_core_l1d(struct ctl_cell *cell, const void *row)
{
	put_cache(cell, ((const struct ctl_core *)row)->l1d);
}

static void get_core_l1i(struct ctl_cell *cell, const void *row)
{
	put_cache(cell, ((const struct ctl_core *)row)->l1i);
}

static void get_core_l2(struct ctl_cell *cell, const void *row)
{
	put_cache(cell, ((const struct ctl_core *)row)->l2);
}

static void get_core_l3(struct ctl_cell *cell, const void *row)
{
	put_cache(cell, ((const struct ctl_core *)row)->l3);
}

static void get_core_assoc(struct ctl_cell *cell, const void *row)
{
	const struct ctl_core *core = row;
	size_t len = 0;
	uint32_t i;

	for (i = 0; i < core->n_assoc; i++)
		len += snprintf(cell->text + len, cell->size - len, "%s%u", i ? "," : "",
				core->assoc[i]);
}

#define CORE(title, attribute, how, member, shown, text) \
	FIELD(title, PSERIES_DR_A_DRC_ ## attribute, how, struct ctl_core, drc.member, false, \
	      shown, text)
#define CORE_COUNT(title, member, text) \
	FIELD(title, 0, U32, struct ctl_core, member, true, true, text)

/* Those of a connector first. SENSE is not usual here, as it costs a firmware call. */
static const struct ctl_column core_columns[] = {
	CORE("INDEX", INDEX, HEX32, index, true, "DRC index"),
	CORE("NAME", NAME, STRING, name, true, "the platform's name"),
	CORE("TYPE", TYPE, STRING, type, false, "the platform's word for the kind"),
	OWN("SENSE", 0, get_drc_sense, false, false, "sense value, asked of the platform"),
	OWN("DOMAIN", PSERIES_DR_A_DRC_POWER_DOMAIN, get_drc_domain, true, false, "power domain"),
	OWN("STATE", 0, get_core_state, false, true,
	    "in-use, partly-in-use, offline, unused, spare, absent"),
	OWN("CPUS", 0, get_core_cpus, false, true, "numbers of its threads in Linux"),
	CORE_COUNT("THREADS", threads, "its threads"),
	CORE_COUNT("ONLINE", online, "those that are online"),
	OWN("NODE", 0, get_core_node, true, true, "NUMA node"),
	OWN("L1D", 0, get_core_l1d, true, true, "size of a data cache; in JSON always bytes"),
	OWN("L1I", 0, get_core_l1i, true, true, "size of an instruction cache"),
	OWN("L2", 0, get_core_l2, true, true, "size of the second level"),
	OWN("L3", 0, get_core_l3, true, true, "size of the third level"),
	OWN("AA", 0, get_core_assoc, false, false, "associativity list"),
};

const struct ctl_table ctl_core_table = { "cpu", core_columns, COUNT(core_columns) };

/* The functions of describe.h write to a stream, so open one onto the cell */
static void describe_job(struct ctl_cell *cell, const struct dr_job *job, bool whole)
{
	FILE *stream = fmemopen(cell->text, cell->size, "w");

	if (!stream)
		return;
	if (whole)
		dr_describe_job(stream, job, cell->scene);
	else
		dr_describe_request(stream, job);
	fclose(stream);
	cell->text[cell->size - 1] = '\0';
}

static void get_request(struct ctl_cell *cell, const void *row)
{
	describe_job(cell, row, false);
}

static void get_text(struct ctl_cell *cell, const void *row)
{
	describe_job(cell, row, true);
}

static void get_error(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	if (job->error)
		dr_text_errno(cell->text, cell->size, job->error);
}

static void get_undo_error(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	if (job->undo_error)
		dr_text_errno(cell->text, cell->size, job->undo_error);
}

static void get_reason(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	if (job->reason != PSERIES_DR_REASON_NONE)
		dr_text_word(cell->text, cell->size, pdr_reason_name(job->reason), job->reason,
			     PDR_REASON_MAX);
}

static void get_step(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	if (job->step != PSERIES_DR_STEP_NONE)
		dr_text_word(cell->text, cell->size, pdr_step_name(job->step), job->step,
			     PDR_STEP_MAX);
}

static void get_drc(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	if (job->drc_index && job->drc_index != DR_NO_INDEX)
		snprintf(cell->text, cell->size, "0x%08x", job->drc_index);
}

static void get_firmware(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	snprintf(cell->text, cell->size, "%s: %d", job->fw_call, job->fw_status);
}

static void put_date(struct ctl_cell *cell, uint64_t ns)
{
	if (cell->machine)
		dr_text_iso(cell->text, cell->size, ns);
	else
		dr_text_date(cell->text, cell->size, ns);
}

static void get_created(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	put_date(cell, job->created);
}

static void get_ended(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	put_date(cell, job->ended);
}

static void get_time(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	if (job->ended < job->created)
		return;
	dr_text_seconds(cell->text, cell->size, job->ended - job->created);
	if (!cell->machine)
		strcat(cell->text, "s");
}

static void get_timeout(struct ctl_cell *cell, const void *row)
{
	const struct dr_job *job = row;

	if (job->timeout_ms)
		dr_text_ms(cell->text, cell->size, job->timeout_ms);
}

#define JOB(title, attribute, how, member, as_number, shown, text) \
	FIELD(title, PSERIES_DR_A_JOB_ ## attribute, how, struct dr_job, member, as_number, \
	      shown, text)
#define JOB_WORD(title, attribute, words, most, member, shown, text) \
	WORD(title, PSERIES_DR_A_JOB_ ## attribute, words, most, struct dr_job, member, shown, \
	     text)
#define JOB_OWN(title, attribute, function, as_number, shown, text) \
	OWN(title, PSERIES_DR_A_JOB_ ## attribute, function, as_number, shown, text)

/* Columns made of several attributes depend on the action, which each request has */
static const struct ctl_column job_columns[] = {
	JOB("ID", ID, U64, id, true, true, "number of the job"),
	JOB("SEQ", SEQ, U64, seq, true, true, "sequence number of its last event"),
	JOB_WORD("ORIGIN", ORIGIN, pdr_origin_name, PDR_ORIGIN_MAX, origin, true,
		 "origin of the request"),
	JOB_OWN("REQUEST", ACTION, get_request, false, true, "the request"),
	JOB_WORD("STATE", STATE, pdr_state_name, PDR_STATE_MAX, state, true,
		 "its state"),
	JOB("MOVED", MOVED, U32, moved, true, true, "LMBs, CPU cores or others moved"),
	JOB("TOTAL", TOTAL, U32, total, true, true, "of how many"),
	JOB_OWN("ERROR", ERROR, get_error, false, true, "why it failed"),
	JOB_OWN("STEP", STEP, get_step, false, true, "step at work, or that failed"),
	JOB_OWN("DRC", DRC_INDEX, get_drc, false, true, "connector at work, or that failed"),
	JOB_OWN("FIRMWARE", FW_CALL, get_firmware, false, true,
		"firmware call that failed, and its status"),
	JOB("UNDONE", UNDONE, U32, undone, true, true, "steps undone"),
	JOB("REFUSALS", REFUSALS, U32, refusals, true, true,
	    "connectors on which the platform was told"),
	JOB_OWN("CREATED", CREATED, get_created, false, true, "when it was asked for"),
	JOB_OWN("TIME", ENDED, get_time, true, true, "seconds from then to its end"),
	JOB_WORD("RESOURCE", RESOURCE, pdr_resource_name, PDR_RESOURCE_MAX, resource,
		 false, "kind of resource"),
	JOB_WORD("ACTION", ACTION, pdr_action_name, PSERIES_DR_ACTION_REMOVE, action, false,
		 "add or remove"),
	JOB_WORD("IDENTIFIER", IDENTIFIER, pdr_identifier_name,
		 PSERIES_DR_IDENTIFIER_INDEXED_COUNT, identifier, false,
		 "how the request names connectors"),
	JOB("INDEX", INDEX, HEX32, index, false, false, "DRC index of the request"),
	JOB("COUNT", COUNT, U32, count, true, false, "count of the request"),
	JOB("NAME", NAME, STRING, name, false, false, "connector name of the request"),
	JOB_OWN("TIMEOUT", TIMEOUT_MS, get_timeout, true, false, "deadline in seconds"),
	JOB("PAGES", PAGES_LEFT, U64, pages_left, true, false,
	    "pages still to leave the memory block"),
	JOB("UNDO_FAILED", UNDO_FAILED, U32, undo_failed, true, false,
	    "steps that could not be undone"),
	JOB_OWN("UNDO_ERROR", UNDO_ERROR, get_undo_error, false, false,
		"why the first of them could not"),
	JOB("FW_CALL", FW_CALL, STRING, fw_call, false, false, "firmware call that failed"),
	FIELD("FW_STATUS", PSERIES_DR_A_JOB_FW_STATUS, S32, struct dr_job, fw_status, true,
	      false, "its status"),
	JOB_OWN("ENDED", ENDED, get_ended, false, false, "when it came to its end"),
	JOB_OWN("TEXT", ACTION, get_text, false, false, "all of it as a sentence"),
	JOB_OWN("REASON", REASON, get_reason, false, false, "why, where Linux tells"),
	JOB("REASON_VALUE", REASON_VALUE, U64, reason_value, true, false,
	    "number that belongs to the reason"),
};

_Static_assert(COUNT(job_columns) <= CTL_COLUMNS_MAX, "room for the choice of columns");

const struct ctl_table ctl_job_table = { "jobs", job_columns, COUNT(job_columns) };
