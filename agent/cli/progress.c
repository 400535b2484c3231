// SPDX-License-Identifier: GPL-2.0
/*
 * The line of progress on a terminal, redrawn in place: a bar, the step, the elapsed time.
 *
 * It goes to stderr, so that stdout has only the result.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "brief.h"
#include "pdr_names.h"

#include "paint.h"
#include "progress.h"
#include "text.h"

#define BAR		20
/* With its frame and the blank behind it */
#define BAR_COLUMNS	(BAR + 3)
#define LINE_MAX_LEN	512

static void put_bar(FILE *out, const struct dr_job *job)
{
	char bar[3 * BAR + 1];

	fprintf(out, "[%s] ", ctl_paint_bar(bar, sizeof(bar), BAR, job->moved, job->total));
}

/* The bar has more bytes than columns, so the text behind it is cut, or the bar left out */
static void put_whole(char *line, size_t columns, const struct dr_job *job, const char *text)
{
	size_t bar = columns > BAR_COLUMNS ? BAR_COLUMNS : 0;
	FILE *out = fmemopen(line, 3 * columns + 1, "w");

	if (!out)
		return;
	if (bar)
		put_bar(out, job);
	fprintf(out, "%.*s", (int)(columns - bar), text);
	fclose(out);
}

/**
 * ctl_progress_line() - make the text of the line
 * @line: result, with room for three bytes for each of @columns, and the NUL
 * @columns: width; a longer line is cut
 * @job: the job
 * @scene: LMBs with their addresses
 * @elapsed_ns: nanoseconds since it was submitted
 *
 * Return: @line.
 */
char *ctl_progress_line(char *line, size_t columns, const struct dr_job *job,
			const struct dr_scene *scene, uint64_t elapsed_ns)
{
	char whole[LINE_MAX_LEN], elapsed[32];
	FILE *out = fmemopen(whole, sizeof(whole), "w");

	line[0] = '\0';
	if (!out)
		return line;
	if (job->state != PSERIES_DR_STATE_RUNNING)
		fprintf(out, "%s, ", dr_brief_state(job));
	dr_describe_progress(out, job, scene);
	/* Tenths of a second are enough for an eye */
	dr_text_seconds(elapsed, sizeof(elapsed), elapsed_ns);
	elapsed[strlen(elapsed) - 2] = '\0';
	fprintf(out, ", %s s", elapsed);
	fclose(out);
	put_whole(line, columns, job, whole);
	return line;
}

/**
 * ctl_progress_init() - draw from now on, if there is a terminal
 * @progress: the line
 * @wanted: it may be drawn at all
 */
void ctl_progress_init(struct ctl_progress *progress, bool wanted)
{
	const char *terminal = getenv("TERM");

	progress->live = wanted && isatty(STDERR_FILENO) && terminal &&
			 strcmp(terminal, "dumb") != 0;
	progress->drawn = false;
}

static size_t terminal_columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return 80;
	return size.ws_col < LINE_MAX_LEN ? size.ws_col : LINE_MAX_LEN - 1;
}

/**
 * ctl_progress_draw() - draw the line again
 * @progress: the line
 * @job: the job
 * @scene: LMBs with their addresses
 * @elapsed_ns: nanoseconds since it was submitted
 *
 * The last column stays free: some terminals wrap when it is written.
 */
void ctl_progress_draw(struct ctl_progress *progress, const struct dr_job *job,
		       const struct dr_scene *scene, uint64_t elapsed_ns)
{
	char line[3 * LINE_MAX_LEN + 1];

	if (!progress->live)
		return;
	fprintf(stderr, "\r%s\033[K",
		ctl_progress_line(line, terminal_columns() - 1, job, scene, elapsed_ns));
	fflush(stderr);
	progress->drawn = true;
}

/**
 * ctl_progress_clear() - erase the line, so that other text can be printed
 * @progress: the line
 */
void ctl_progress_clear(struct ctl_progress *progress)
{
	if (progress->drawn)
		fputs("\r\033[K", stderr);
	progress->drawn = false;
}
