// SPDX-License-Identifier: GPL-2.0
/* Output for a person; see face.h. */
#include <string.h>
#include <time.h>

#include "brief.h"
#include "face.h"
#include "text.h"

#define NS_PER_SEC	1000000000ULL
#define DAY		(24 * 3600)
#define REQUEST_WIDTH	26
#define WHY_WIDTH	16

/* The time of a recording, 0 for the present */
static uint64_t recorded_now;

void ctl_face_set_now(uint64_t ns)
{
	recorded_now = ns;
}

uint64_t ctl_face_now(void)
{
	struct timespec time;

	if (recorded_now)
		return recorded_now;
	clock_gettime(CLOCK_REALTIME, &time);
	return time.tv_sec * NS_PER_SEC + time.tv_nsec;
}

void ctl_face_line(FILE *out, const char *line)
{
	size_t len = strlen(line);

	while (len && line[len - 1] == ' ')
		len--;
	fprintf(out, "%.*s\n", (int)len, line);
}

/* The time of day within the last day, else the date */
static const char *make_when(char *buf, size_t size, uint64_t ns)
{
	time_t seconds = (time_t)(ns / NS_PER_SEC);
	bool recent = ctl_face_now() / NS_PER_SEC - ns / NS_PER_SEC < DAY;
	struct tm tm;

	buf[0] = '\0';
	if (ns && localtime_r(&seconds, &tm))
		strftime(buf, size, recent ? "%H:%M:%S" : "%b %d", &tm);
	return buf;
}

enum ctl_tint ctl_face_tint(const struct dr_job *job)
{
	switch (job->state) {
	case PSERIES_DR_STATE_DONE:
		return CTL_TINT_GOOD;
	case PSERIES_DR_STATE_REFUSED:
	case PSERIES_DR_STATE_FAILED:
		return CTL_TINT_BAD;
	case PSERIES_DR_STATE_ROLLING_BACK:
	case PSERIES_DR_STATE_CANCELLED:
		return CTL_TINT_WARN;
	default:
		return CTL_TINT_BUSY;
	}
}

/* Place and cause, or the cause alone if there is no room for both */
static const char *make_why(char *buf, size_t size, const struct dr_job *job)
{
	char whole[64];

	dr_brief_why(whole, sizeof(whole), job);
	if (strlen(whole) <= WHY_WIDTH)
		return ctl_paint_cut(buf, size, whole, WHY_WIDTH);
	return ctl_paint_cut(buf, size, strncmp(whole, "0x", 2) ? whole : strchr(whole, ' ') + 1,
			     WHY_WIDTH);
}

static void put_job_face(FILE *out, const struct dr_job *job, uint64_t lmb_size)
{
	char when[16], request[128], cell[128], why[64], took[16] = "", state[16], line[512];
	uint64_t end = dr_job_is_final(job) ? job->ended : ctl_face_now();

	if (job->created && end >= job->created)
		dr_brief_time(took, sizeof(took), end - job->created);
	dr_brief_request(request, sizeof(request), job, lmb_size);
	snprintf(state, sizeof(state), "%-10s", dr_brief_state(job));
	snprintf(line, sizeof(line), "%4llu %-8s %-4s %s %s%s%s %6s %s",
		 (unsigned long long)job->id, make_when(when, sizeof(when), job->created),
		 dr_brief_by(job), ctl_paint_cell(cell, sizeof(cell), request, REQUEST_WIDTH),
		 ctl_paint_on(ctl_face_tint(job)), state, ctl_paint_off(), took,
		 make_why(why, sizeof(why), job));
	ctl_face_line(out, line);
}

void ctl_face_jobs(FILE *out, const struct dr_list *jobs, uint64_t lmb_size, bool heading)
{
	size_t i;

	if (heading)
		fprintf(out, "  ID %-8s %-4s %-26s %-10s %6s %s\n", "WHEN", "BY", "REQUEST",
			"RESULT", "TOOK", "WHY");
	for (i = 0; i < jobs->n; i++)
		put_job_face(out, dr_list_at(jobs, i), lmb_size);
}

const char *ctl_face_usage(uint32_t usage)
{
	switch (usage) {
	case PSERIES_DR_USAGE_ABSENT:
		return "not assigned";
	case PSERIES_DR_USAGE_IN_USE:
		return "in use";
	case PSERIES_DR_USAGE_UNUSED:
		return "spare";
	case PSERIES_DR_USAGE_RESERVED:
		return "fixed";
	default:
		return "unknown";
	}
}

static bool are_alike(const struct dr_lmb *a, const struct dr_lmb *b)
{
	return a->usage == b->usage && a->nid == b->nid && !strcmp(a->zone, b->zone) &&
	       (a->blocks_online == a->blocks) == (b->blocks_online == b->blocks);
}

size_t ctl_face_run(const struct dr_list *lmbs, size_t first)
{
	const struct dr_lmb *one = dr_list_at(lmbs, first), *next;
	size_t n;

	for (n = 1; first + n < lmbs->n; n++) {
		next = dr_list_at(lmbs, first + n);
		if (next->index != one->index + n || !are_alike(one, next))
			break;
	}
	return n;
}

static int size_width(bool bytes)
{
	return bytes ? 15 : 7;
}

static void put_size(char *buf, size_t size, uint64_t bytes, bool plain)
{
	if (plain)
		snprintf(buf, size, "%llu", (unsigned long long)bytes);
	else
		dr_text_size(buf, size, bytes);
}

static void put_lmbs(FILE *out, const struct dr_lmb *first, size_t n, uint64_t lmb_size, bool bytes)
{
	char range[32], size[32] = "", node[16] = "", line[256];
	bool offline = first->usage == PSERIES_DR_USAGE_IN_USE &&
		       first->blocks_online < first->blocks;

	snprintf(range, sizeof(range), n > 1 ? "0x%08x-0x%08x" : "0x%08x", first->index,
		 (unsigned int)(first->index + n - 1));
	if (lmb_size)
		put_size(size, sizeof(size), n * lmb_size, bytes);
	if (dr_has(first, PSERIES_DR_A_LMB_NID))
		snprintf(node, sizeof(node), "%d", first->nid);
	snprintf(line, sizeof(line), "%-21s  0x%012llx %6zu %*s  %-12s %-8s %4s", range,
		 (unsigned long long)first->address, n, size_width(bytes), size,
		 offline ? "offline" : ctl_face_usage(first->usage), first->zone, node);
	ctl_face_line(out, line);
}

static void put_sums(FILE *out, const struct dr_list *lmbs, uint64_t lmb_size, bool bytes)
{
	size_t sums[PSERIES_DR_USAGE_UNKNOWN + 1] = { 0 }, i;
	static const uint32_t order[] = {
		PSERIES_DR_USAGE_IN_USE, PSERIES_DR_USAGE_UNUSED, PSERIES_DR_USAGE_ABSENT,
		PSERIES_DR_USAGE_RESERVED, PSERIES_DR_USAGE_UNKNOWN,
	};
	const char *between = "\n";
	char size[32];

	for (i = 0; i < lmbs->n; i++) {
		const struct dr_lmb *lmb = dr_list_at(lmbs, i);

		sums[lmb->usage < PSERIES_DR_USAGE_UNKNOWN ? lmb->usage :
							     PSERIES_DR_USAGE_UNKNOWN]++;
	}
	for (i = 0; i <= PSERIES_DR_USAGE_UNKNOWN; i++) {
		if (!sums[order[i]] || !lmb_size)
			continue;
		put_size(size, sizeof(size), sums[order[i]] * lmb_size, bytes);
		fprintf(out, "%s%s %s", between, ctl_face_usage(order[i]), size);
		between = ", ";
	}
	if (*between == ',')
		fputc('\n', out);
}

void ctl_face_lmbs(FILE *out, const struct dr_list *lmbs, uint64_t lmb_size, bool heading,
		   bool bytes)
{
	size_t i, n;

	if (heading)
		fprintf(out, "%-21s  %-14s %6s %*s  %-12s %-8s %s\n", "LMB", "ADDRESS", "COUNT",
			size_width(bytes), "SIZE", "STATE", "ZONE", "NODE");
	for (i = 0; i < lmbs->n; i += n) {
		n = ctl_face_run(lmbs, i);
		put_lmbs(out, dr_list_at(lmbs, i), n, lmb_size, bytes);
	}
	if (heading)
		put_sums(out, lmbs, lmb_size, bytes);
}

/* Did the last job that was about an LMB leave it here against the wish of the host? */
static bool was_refused(const struct dr_list *jobs, uint32_t index)
{
	bool refused = false;
	size_t i;

	for (i = 0; i < jobs->n; i++) {
		const struct dr_job *job = dr_list_at(jobs, i);

		if (job->resource == PSERIES_DR_RESOURCE_MEMORY && dr_job_is_final(job) &&
		    job->drc_index == index)
			refused = job->state == PSERIES_DR_STATE_REFUSED;
	}
	return refused;
}

char ctl_face_letter(const struct dr_lmb *lmb, const struct dr_list *jobs)
{
	switch (lmb->usage) {
	case PSERIES_DR_USAGE_IN_USE:
		if (was_refused(jobs, lmb->index))
			return '!';
		return strcmp(lmb->zone, "Movable") ? 'N' : 'M';
	case PSERIES_DR_USAGE_UNUSED:
		return 's';
	case PSERIES_DR_USAGE_ABSENT:
		return '.';
	case PSERIES_DR_USAGE_RESERVED:
		return 'R';
	default:
		return '?';
	}
}

/* A line has LMBs of one node, without a gap between their indexes */
size_t ctl_face_row(const struct dr_list *lmbs, size_t first)
{
	const struct dr_lmb *one = dr_list_at(lmbs, first), *next;
	size_t n;

	for (n = 1; first + n < lmbs->n && n < CTL_FACE_ROW; n++) {
		next = dr_list_at(lmbs, first + n);
		if (next->index != one->index + n || next->nid != one->nid ||
		    dr_has(next, PSERIES_DR_A_LMB_NID) != dr_has(one, PSERIES_DR_A_LMB_NID))
			break;
	}
	return n;
}

static enum ctl_tint tint_of_letter(char letter)
{
	switch (letter) {
	case 'M':
		return CTL_TINT_GOOD;
	case 's':
		return CTL_TINT_WARN;
	case '!':
		return CTL_TINT_BAD;
	case '.':
	case 'R':
		return CTL_TINT_FAINT;
	default:
		return CTL_TINT_NONE;
	}
}

static void put_line(FILE *out, const struct dr_list *lmbs, size_t first, size_t n,
		     const struct dr_list *jobs)
{
	const struct dr_lmb *one = dr_list_at(lmbs, first);
	char letter, before = '\0';
	size_t i;

	fprintf(out, "0x%08x ", one->index);
	for (i = 0; i < n; i++, before = letter) {
		letter = ctl_face_letter(dr_list_at(lmbs, first + i), jobs);
		if (letter != before)
			fprintf(out, "%s%s", before ? ctl_paint_off() : "",
				ctl_paint_on(tint_of_letter(letter)));
		fputc(letter, out);
	}
	fputs(ctl_paint_off(), out);
	if (dr_has(one, PSERIES_DR_A_LMB_NID))
		fprintf(out, "%*s  node %d", (int)(CTL_FACE_ROW - n), "", one->nid);
	fputc('\n', out);
}

void ctl_face_map(FILE *out, const struct dr_list *lmbs, const struct dr_list *jobs)
{
	size_t i, n;

	fputs("M movable  N normal  s spare  . not assigned  R fixed  ! refused\n", out);
	for (i = 0; i < lmbs->n; i += n) {
		n = ctl_face_row(lmbs, i);
		put_line(out, lmbs, i, n, jobs);
	}
}

void ctl_face_paragraph(FILE *out, const char *label, const char *text)
{
	size_t room = CTL_FACE_WIDTH - 10, cut;

	while (*text == ' ')
		text++;
	while (*text) {
		cut = strlen(text);
		if (cut > room)
			for (cut = room; cut && text[cut] != ' '; cut--)
				;
		if (!cut)
			cut = strlen(text) < room ? strlen(text) : room;
		fprintf(out, " %-8s %.*s\n", label, (int)cut, text);
		label = "";
		text += cut;
		while (*text == ' ')
			text++;
	}
}
