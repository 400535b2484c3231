// SPDX-License-Identifier: GPL-2.0
/* How a job ended, for people and for programs. */
#include <stdio.h>
#include <stdlib.h>

#include "describe.h"
#include "json.h"
#include "missing.h"
#include "outcome.h"

/**
 * ctl_outcome_json() - print a job as one JSON object
 * @type: value of its key type
 * @job: the job
 * @text: the job in words, freed here
 */
void ctl_outcome_json(const char *type, const struct dr_job *job, char *text)
{
	char *line = dr_json_struct(type, &dr_job_fields, job, text);

	if (line)
		puts(line);
	free(line);
	free(text);
}

/* A job that was cancelled here because its time was over is no wish of the user's */
static enum ctl_status find_outcome(const struct ctl_attend *attend)
{
	enum ctl_status status = ctl_status_of_job(&attend->wait.job);

	if (attend->expired && status == CTL_CANCELLED)
		status = CTL_TIMEOUT;
	return status;
}

/**
 * ctl_outcome_print() - print success on stdout, failure on stderr, with advice if there is any
 * @attend: a job at its end
 * @json: print it on stdout, as one JSON object
 *
 * Return: exit status.
 */
enum ctl_status ctl_outcome_print(struct ctl_attend *attend, bool json)
{
	enum ctl_status status = find_outcome(attend);
	FILE *stream = status == CTL_DONE ? stdout : stderr;

	if (json) {
		ctl_outcome_json("job", &attend->wait.job,
				 dr_describe_job_text(&attend->wait.job,
						      ctl_attend_scene(attend)));
		return status;
	}
	dr_describe_job(stream, &attend->wait.job, ctl_attend_scene(attend));
	fputc('\n', stream);
	if (status == CTL_NOT_FOUND)
		ctl_missing_explain(attend->wait.client, &attend->wait.job);
	else if (status != CTL_DONE)
		fprintf(stderr, "pdrctl: %s\n", ctl_status_advice_on(status, &attend->wait.job));
	return status;
}
