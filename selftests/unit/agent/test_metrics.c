// SPDX-License-Identifier: GPL-2.0
/* The numbers of the agent: what is counted, and the file that they are written to. */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agenttest.h"
#include "place.h"
#include "promfile.h"

#define TEXT_MAX	65536
#define CREATED		1700000000000000000ULL
#define NS_PER_MS	1000000ULL

#define DURATION_LABELS	\
	"{resource=\"memory\",action=\"remove\",origin=\"platform\",outcome=\"refused\""

/* How often the file was renamed, and the loop that is left at one of these times */
static unsigned int renames;
static unsigned int stop_at;
static struct pdrd_loop *running;

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);

int __wrap_rename(const char *from, const char *to)
{
	renames++;
	if (running && renames == stop_at)
		pdrd_loop_stop(running, EXIT_SUCCESS);
	return __real_rename(from, to);
}

static unsigned int warnings;

void __wrap_warnx(const char *format, ...);

void __wrap_warnx(const char *format, ...)
{
	(void)format;
	warnings++;
}

/**
 * struct setting - numbers and their surroundings
 * @place: folder
 * @path: the file
 * @loop: event loop
 * @ends: which jobs have ended
 * @metrics: the numbers
 * @file: shows them
 * @seq: number of the last event
 * @text: what was in the file
 */
struct setting {
	struct place place;
	char path[PLACE_NAME_MAX + 16];
	struct pdrd_loop loop;
	struct pdrd_ends ends;
	struct pdrd_metrics metrics;
	struct pdrd_promfile file;
	uint64_t seq;
	char text[TEXT_MAX];
};

static int setup(void **state)
{
	struct setting *setting = calloc(1, sizeof(*setting));

	place_make(&setting->place);
	snprintf(setting->path, sizeof(setting->path), "%s/pdrd.prom", setting->place.folder);
	assert_int_equal(pdrd_loop_open(&setting->loop), 0);
	pdrd_metrics_open(&setting->metrics);
	assert_int_equal(pdrd_promfile_open(&setting->file, &setting->loop, &setting->metrics,
					    setting->path), 0);
	renames = 0;
	warnings = 0;
	running = NULL;
	*state = setting;
	return 0;
}

static int teardown(void **state)
{
	struct setting *setting = *state;

	pdrd_promfile_close(&setting->file, &setting->loop);
	pdrd_metrics_close(&setting->metrics);
	pdrd_loop_close(&setting->loop);
	unlink(setting->path);
	place_remove(&setting->place);
	free(setting);
	return 0;
}

static void note(struct setting *setting, const struct dr_record *record)
{
	if (pdrd_metrics_note(&setting->metrics, record, pdrd_ends_take(&setting->ends, record)))
		pdrd_promfile_show(&setting->file);
}

static void tell(struct setting *setting, enum dr_record_type type, const struct dr_event *event)
{
	struct dr_record record = { .type = type, .event = event };

	note(setting, &record);
}

static void tell_lost(struct setting *setting, uint64_t from, uint64_t to)
{
	struct dr_record record = { .type = DR_RECORD_LOST, .from = from, .to = to };

	note(setting, &record);
}

static void tell_module(struct setting *setting, enum dr_module module)
{
	struct dr_record record = { .type = DR_RECORD_MODULE, .module = module };

	note(setting, &record);
}

/* A removal of memory that the platform asked for and that took so many ms */
static struct dr_event refused(struct setting *setting, uint64_t id, uint64_t ms)
{
	struct dr_event event = {
		.event_type = PSERIES_DR_EVENT_TYPE_STATE,
		.job.id = id,
		.job.seq = ++setting->seq,
		.job.resource = PSERIES_DR_RESOURCE_MEMORY,
		.job.action = PSERIES_DR_ACTION_REMOVE,
		.job.origin = PSERIES_DR_ORIGIN_PLATFORM,
		.job.state = PSERIES_DR_STATE_REFUSED,
		.job.reason = PSERIES_DR_REASON_PAGES_STAY,
		.job.created = CREATED,
		.job.ended = CREATED + ms * NS_PER_MS,
	};

	dr_mark(&event.job, PSERIES_DR_A_JOB_ID);
	return event;
}

static void tell_state(struct setting *setting, uint64_t id, uint32_t state)
{
	struct dr_event event = refused(setting, id, 0);

	event.job.state = state;
	tell(setting, DR_RECORD_EVENT, &event);
}

static size_t read_whole(int fd, char *text)
{
	ssize_t len = read(fd, text, TEXT_MAX - 1);

	assert_true(len > 0);
	text[len] = '\0';
	return len;
}

/* Write the file now, whenever it was written last, and read it */
static void look(struct setting *setting)
{
	int fd;

	pdrd_promfile_write(&setting->file);
	fd = open(setting->path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	read_whole(fd, setting->text);
	close(fd);
}

/* The sample is in the file, once */
static void expect(const struct setting *setting, const char *sample, const char *value)
{
	char line[256];
	const char *at;

	snprintf(line, sizeof(line), "\n%s %s\n", sample, value);
	at = strstr(setting->text, line);
	if (!at)
		fail_msg("no %s %s in:\n%s", sample, value, setting->text);
	line[strlen(sample) + 2] = '\0';
	assert_null(strstr(at + 1, line));
}

static void each_job_is_counted_as_what_it_was(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 10);

	tell(setting, DR_RECORD_EVENT, &event);
	tell(setting, DR_RECORD_EVENT, &event);
	event.job.state = PSERIES_DR_STATE_DONE;
	event.job.resource = PSERIES_DR_RESOURCE_CPU;
	event.job.action = PSERIES_DR_ACTION_ADD;
	event.job.origin = PSERIES_DR_ORIGIN_NETLINK;
	tell(setting, DR_RECORD_EVENT, &event);
	look(setting);
	expect(setting, "pdr_jobs_total" DURATION_LABELS "}", "2");
	expect(setting, "pdr_jobs_total{resource=\"cpu\",action=\"add\","
	       "origin=\"netlink\",outcome=\"done\"}", "1");
}

/* A newer module may send values that have no name here */
static void values_without_a_name_share_a_series(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 10);

	event.job.state = 77;
	event.job.resource = 78;
	tell(setting, DR_RECORD_EVENT, &event);
	event.job.state = 79;
	event.job.resource = PSERIES_DR_RESOURCE_UNKNOWN;
	tell(setting, DR_RECORD_EVENT, &event);
	look(setting);
	expect(setting, "pdr_jobs_total{resource=\"unknown\",action=\"remove\","
	       "origin=\"platform\",outcome=\"unknown\"}", "2");
}

static void refusals_are_counted_by_reason(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 10);

	tell(setting, DR_RECORD_EVENT, &event);
	event.job.reason = PSERIES_DR_REASON_LAST_CPU;
	tell(setting, DR_RECORD_EVENT, &event);
	tell(setting, DR_RECORD_EVENT, &event);
	event.job.state = PSERIES_DR_STATE_FAILED;
	tell(setting, DR_RECORD_EVENT, &event);
	look(setting);
	expect(setting, "pdr_refusals_total{reason=\"pages-stay\"}", "1");
	expect(setting, "pdr_refusals_total{reason=\"last-cpu\"}", "2");
}

static void what_is_no_end_of_a_job_is_not_counted(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 10);

	tell_state(setting, 1, PSERIES_DR_STATE_RUNNING);
	event.event_type = PSERIES_DR_EVENT_TYPE_REFUSAL;
	tell(setting, DR_RECORD_EVENT, &event);
	event.event_type = PSERIES_DR_EVENT_TYPE_PROGRESS;
	tell(setting, DR_RECORD_PROGRESS, &event);
	/* It had ended before the follower began */
	event.event_type = PSERIES_DR_EVENT_TYPE_STATE;
	tell(setting, DR_RECORD_JOB, &event);
	look(setting);
	assert_null(strstr(setting->text, "pdr_jobs_total{"));
}

static void durations_fall_into_their_buckets(void **state)
{
	static const uint64_t ms[] = { 100, 101, 600000, 600001 };
	struct setting *setting = *state;
	struct dr_event event;
	size_t i;

	for (i = 0; i < sizeof(ms) / sizeof(ms[0]); i++) {
		event = refused(setting, i, ms[i]);
		tell(setting, DR_RECORD_EVENT, &event);
	}
	look(setting);
	expect(setting, "pdr_job_duration_seconds_bucket" DURATION_LABELS ",le=\"0.1\"}", "1");
	expect(setting, "pdr_job_duration_seconds_bucket" DURATION_LABELS ",le=\"0.25\"}", "2");
	expect(setting, "pdr_job_duration_seconds_bucket" DURATION_LABELS ",le=\"300.0\"}", "2");
	expect(setting, "pdr_job_duration_seconds_bucket" DURATION_LABELS ",le=\"600.0\"}", "3");
	expect(setting, "pdr_job_duration_seconds_bucket" DURATION_LABELS ",le=\"+Inf\"}", "4");
	expect(setting, "pdr_job_duration_seconds_count" DURATION_LABELS "}", "4");
	expect(setting, "pdr_job_duration_seconds_sum" DURATION_LABELS "}", "1200.202000000");
}

static void clock_that_was_set_back_makes_no_duration(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 10);

	event.job.ended = event.job.created - 1;
	tell(setting, DR_RECORD_EVENT, &event);
	look(setting);
	expect(setting, "pdr_jobs_total" DURATION_LABELS "}", "1");
	expect(setting, "pdr_job_duration_seconds_bucket" DURATION_LABELS ",le=\"+Inf\"}", "0");
	expect(setting, "pdr_job_duration_seconds_sum" DURATION_LABELS "}", "0.000000000");
}

/* The module's answer with all jobs may come twice, and again after the next gap */
static void job_whose_last_event_is_lost_is_counted_once(void **state)
{
	struct setting *setting = *state;
	struct dr_event told = refused(setting, 1, 10), lost = refused(setting, 2, 10);
	int i;

	tell(setting, DR_RECORD_EVENT, &told);
	tell_lost(setting, lost.job.seq, lost.job.seq + 3);
	for (i = 0; i < 3; i++) {
		tell(setting, DR_RECORD_JOB, &told);
		tell(setting, DR_RECORD_JOB, &lost);
	}
	tell_lost(setting, lost.job.seq + 10, lost.job.seq + 12);
	tell(setting, DR_RECORD_JOB, &told);
	tell(setting, DR_RECORD_JOB, &lost);
	look(setting);
	expect(setting, "pdr_jobs_total" DURATION_LABELS "}", "2");
	expect(setting, "pdr_lost_events_total", "7");
}

/* The first answer broke off after one job, and events were lost again before the second */
static void job_is_counted_though_an_answer_broke_off(void **state)
{
	struct setting *setting = *state;
	struct dr_event one = refused(setting, 1, 10), other = refused(setting, 2, 10);

	tell_lost(setting, one.job.seq, other.job.seq);
	tell(setting, DR_RECORD_JOB, &one);
	tell_lost(setting, other.job.seq + 10, other.job.seq + 12);
	tell(setting, DR_RECORD_JOB, &one);
	tell(setting, DR_RECORD_JOB, &other);
	look(setting);
	expect(setting, "pdr_jobs_total" DURATION_LABELS "}", "2");
}

/* Those between two gaps that became one were told by their events */
static void many_gaps_count_no_job_twice(void **state)
{
	struct setting *setting = *state;
	struct dr_event jobs[PDRD_GAPS_MAX + 4];
	size_t i, count = sizeof(jobs) / sizeof(jobs[0]);

	for (i = 0; i < count; i++) {
		jobs[i] = refused(setting, i + 1, 10);
		jobs[i].job.seq = 10 * (i + 1);
		tell(setting, DR_RECORD_EVENT, &jobs[i]);
		tell_lost(setting, jobs[i].job.seq + 1, jobs[i].job.seq + 3);
	}
	for (i = 0; i < count; i++)
		tell(setting, DR_RECORD_JOB, &jobs[i]);
	jobs[0].job.seq += 2;
	tell(setting, DR_RECORD_JOB, &jobs[0]);
	look(setting);
	expect(setting, "pdr_jobs_total" DURATION_LABELS "}", "21");
}

/* Numbers start anew with each load */
static void gap_of_another_load_is_no_gap(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 10);

	tell_lost(setting, event.job.seq, event.job.seq + 3);
	tell_module(setting, DR_MODULE_PRESENT);
	tell(setting, DR_RECORD_JOB, &event);
	look(setting);
	assert_null(strstr(setting->text, "pdr_jobs_total{"));
}

/* Then it is not known how many they were */
static void load_that_went_unseen_loses_no_number_of_events(void **state)
{
	struct setting *setting = *state;

	tell_lost(setting, 5, 0);
	look(setting);
	expect(setting, "pdr_lost_events_total", "0");
}

static void jobs_are_pending_until_they_end(void **state)
{
	struct setting *setting = *state;

	tell_state(setting, 1, PSERIES_DR_STATE_QUEUED);
	tell_state(setting, 2, PSERIES_DR_STATE_QUEUED);
	tell_state(setting, 1, PSERIES_DR_STATE_RUNNING);
	look(setting);
	expect(setting, "pdr_jobs_pending", "2");
	tell_state(setting, 1, PSERIES_DR_STATE_DONE);
	look(setting);
	expect(setting, "pdr_jobs_pending", "1");
	/* All jobs are told anew after this */
	tell_module(setting, DR_MODULE_ABSENT);
	look(setting);
	expect(setting, "pdr_jobs_pending", "0");
}

static void module_is_there_or_not(void **state)
{
	struct setting *setting = *state;

	tell_module(setting, DR_MODULE_PRESENT);
	look(setting);
	expect(setting, "pdr_module_present", "1");
	tell_module(setting, DR_MODULE_INCOMPATIBLE);
	look(setting);
	expect(setting, "pdr_module_present", "0");
}

/* Name of the family that a sample is of: a histogram has three kinds of them */
static void cut_to_family(char *sample)
{
	static const char * const ends[] = { "_bucket", "_sum", "_count" };
	size_t i, len, end;

	sample[strcspn(sample, "{ ")] = '\0';
	len = strlen(sample);
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		end = strlen(ends[i]);
		if (len > end && !strcmp(sample + len - end, ends[i]))
			sample[len - end] = '\0';
	}
}

static void check_sample(const char *line, const char *family)
{
	char name[512], *end;
	const char *value = strrchr(line, ' ');

	assert_non_null(value);
	strtod(value + 1, &end);
	assert_int_equal(*end, '\0');
	snprintf(name, sizeof(name), "%s", line);
	cut_to_family(name);
	assert_string_equal(name, family);
}

/* Samples come after the type of their family, and nothing comes after the last line */
static void check_text(char *text)
{
	char family[64] = "", type[16], *line, *rest = text;
	bool ended = false;

	while ((line = strsep(&rest, "\n"))) {
		if (!rest) {
			assert_string_equal(line, "");
			break;
		}
		assert_false(ended);
		if (sscanf(line, "# TYPE %63s %15s", family, type) == 2)
			assert_non_null(strstr("counter gauge histogram", type));
		else if (!strcmp(line, "# EOF"))
			ended = true;
		else if (*line != '#')
			check_sample(line, family);
		else
			assert_int_equal(strncmp(line + 7, family, strlen(family)), 0);
	}
	assert_true(ended);
}

static void text_is_well_formed(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 1234);

	tell(setting, DR_RECORD_EVENT, &event);
	look(setting);
	assert_non_null(strstr(setting->text, "# UNIT pdr_job_duration_seconds seconds\n"));
	check_text(setting->text);
}

/* A family of OpenMetrics has the name of its samples, but for the ending of a counter */
static void openmetrics_names_a_counter_without_its_ending(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 1234);
	size_t len;
	char *text;

	tell(setting, DR_RECORD_EVENT, &event);
	text = pdrd_metrics_text(&setting->metrics, PDRD_FORM_OPENMETRICS, &len);
	assert_int_equal(strlen(text), len);
	assert_non_null(strstr(text, "# TYPE pdr_jobs counter\n# HELP pdr_jobs "));
	assert_non_null(strstr(text, "\npdr_jobs_total{"));
	assert_null(strstr(text, "# TYPE pdr_jobs_total"));
	assert_non_null(strstr(text, "# TYPE pdr_jobs_pending gauge\n"));
	free(text);
}

static unsigned int asked;

static void count_asked(void *ctx, struct pdrd_census *census)
{
	(void)ctx;
	asked++;
	census->known = true;
	census->lmbs[PSERIES_DR_USAGE_IN_USE] = 132 + asked;
	census->cores = 64;
	census->cores_used = 40;
}

static void lmbs_and_cores_are_counted_when_a_job_has_ended(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 10);

	asked = 0;
	setting->metrics.count_owned = count_asked;
	look(setting);
	assert_null(strstr(setting->text, "pdr_lmbs"));
	tell_module(setting, DR_MODULE_PRESENT);
	look(setting);
	expect(setting, "pdr_lmbs{state=\"in-use\"}", "133");
	expect(setting, "pdr_lmbs{state=\"absent\"}", "0");
	expect(setting, "pdr_cores{state=\"in-use\"}", "40");
	expect(setting, "pdr_cores{state=\"unknown\"}", "24");
	tell_state(setting, 1, PSERIES_DR_STATE_RUNNING);
	look(setting);
	assert_int_equal(asked, 1);
	tell(setting, DR_RECORD_EVENT, &event);
	look(setting);
	expect(setting, "pdr_lmbs{state=\"in-use\"}", "134");
	tell_module(setting, DR_MODULE_ABSENT);
	look(setting);
	assert_int_equal(asked, 2);
	assert_null(strstr(setting->text, "pdr_lmbs"));
}

static void reader_finds_the_old_numbers_or_the_new(void **state)
{
	struct setting *setting = *state;
	struct dr_event event = refused(setting, 1, 10);
	char old[TEXT_MAX], before[TEXT_MAX];
	int fd;

	look(setting);
	memcpy(before, setting->text, sizeof(before));
	fd = open(setting->path, O_RDONLY | O_CLOEXEC);
	tell(setting, DR_RECORD_EVENT, &event);
	look(setting);
	read_whole(fd, old);
	close(fd);
	assert_string_equal(old, before);
	assert_string_not_equal(old, setting->text);
}

/* The collector is another user */
static void everybody_may_read_the_file(void **state)
{
	struct setting *setting = *state;
	mode_t mask = umask(0077);
	struct stat st;

	look(setting);
	umask(mask);
	assert_int_equal(stat(setting->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
}

/* A user that may write to the folder must not choose the file that is written */
static void link_in_the_way_is_not_followed(void **state)
{
	struct setting *setting = *state;
	char other[PLACE_NAME_MAX + 16];

	snprintf(other, sizeof(other), "%s/other", setting->place.folder);
	assert_int_equal(symlink(other, setting->file.temporary), 0);
	look(setting);
	assert_int_equal(access(other, F_OK), -1);
	expect(setting, "pdr_module_present", "0");
}

static int no_delay(void *ctx)
{
	(void)ctx;
	return -1;
}

static void file_is_written_once_a_second(void **state)
{
	static const struct pdrd_timer timer = { .delay = no_delay };
	struct setting *setting = *state;
	int i;

	running = &setting->loop;
	for (stop_at = 1; stop_at <= 2; stop_at++) {
		for (i = 0; i < 100; i++)
			tell_state(setting, 1, PSERIES_DR_STATE_DONE);
		setting->loop.stop = false;
		pdrd_loop_run(&setting->loop, &timer);
		assert_int_equal(renames, stop_at);
		assert_false(setting->file.changed);
	}
	running = NULL;
}

static void file_that_cannot_be_written_is_said_once(void **state)
{
	struct setting *setting = *state;
	char *temporary = setting->file.temporary;
	char *nowhere = strdup("/nowhere/pdrd.prom");
	struct stat st;
	int i;

	setting->file.temporary = nowhere;
	for (i = 0; i < 3; i++)
		pdrd_promfile_write(&setting->file);
	assert_int_equal(warnings, 1);
	assert_int_equal(stat(setting->path, &st), -1);
	setting->file.temporary = temporary;
	look(setting);
	assert_int_equal(warnings, 1);
	setting->file.temporary = nowhere;
	pdrd_promfile_write(&setting->file);
	assert_int_equal(warnings, 2);
	setting->file.temporary = temporary;
	free(nowhere);
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_job_is_counted_as_what_it_was),
		TEST(values_without_a_name_share_a_series),
		TEST(refusals_are_counted_by_reason),
		TEST(what_is_no_end_of_a_job_is_not_counted),
		TEST(durations_fall_into_their_buckets),
		TEST(clock_that_was_set_back_makes_no_duration),
		TEST(job_whose_last_event_is_lost_is_counted_once),
		TEST(job_is_counted_though_an_answer_broke_off),
		TEST(many_gaps_count_no_job_twice),
		TEST(gap_of_another_load_is_no_gap),
		TEST(load_that_went_unseen_loses_no_number_of_events),
		TEST(jobs_are_pending_until_they_end),
		TEST(module_is_there_or_not),
		TEST(text_is_well_formed),
		TEST(openmetrics_names_a_counter_without_its_ending),
		TEST(lmbs_and_cores_are_counted_when_a_job_has_ended),
		TEST(reader_finds_the_old_numbers_or_the_new),
		TEST(everybody_may_read_the_file),
		TEST(link_in_the_way_is_not_followed),
		TEST(file_is_written_once_a_second),
		TEST(file_that_cannot_be_written_is_said_once),
	};

	/* If the loop does not end, the test does */
	alarm(120);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
