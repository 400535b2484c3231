// SPDX-License-Identifier: GPL-2.0
/* The history: what is kept, for how long, and what a disk or a file can do to it. */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agenttest.h"
#include "kept.h"

#define NS_PER_DAY	(86400 * 1000000000ULL)
#define EVENTS		"SELECT count(*) FROM entry WHERE kind = 1"
#define GAPS		"SELECT count(*) FROM entry WHERE kind = 3"
#define OPEN_GAPS	GAPS " AND last IS NULL"
#define GAP_FIRST	"SELECT first FROM entry WHERE kind = 3 ORDER BY n DESC LIMIT 1"
#define GAP_LAST	"SELECT last FROM entry WHERE kind = 3 ORDER BY n DESC LIMIT 1"
#define NEWEST		"SELECT max(last) FROM entry WHERE kind = 1"
#define OLDEST		"SELECT min(last) FROM entry WHERE kind = 1"

static uint64_t now(void)
{
	return time(NULL) * 1000000000ULL;
}

static int setup(void **state)
{
	struct kept *kept = malloc(sizeof(*kept));

	kept_make(kept);
	*state = kept;
	return 0;
}

static int setup_open(void **state)
{
	setup(state);
	assert_true(pdrd_history_open(&((struct kept *)*state)->history));
	return 0;
}

static int teardown(void **state)
{
	struct kept *kept = *state;

	pdrd_history_close(&kept->history);
	umount(kept->folder);
	kept_remove(kept);
	free(kept);
	return 0;
}

static void each_event_is_there_once(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 100, now());
	kept_events(kept, 50, 120, now());
	kept_reopen(kept);
	kept_module(kept, LOAD_A);
	kept_events(kept, 90, 130, now());
	assert_int_equal(kept_ask(kept, EVENTS), 130);
	assert_int_equal(kept_ask(kept, "SELECT count(DISTINCT last) FROM entry"), 130);
	assert_int_equal(kept_ask(kept, GAPS), 0);
}

static void missing_numbers_are_a_gap(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 3, now());
	kept_events(kept, 7, 8, now());
	assert_int_equal(kept_ask(kept, EVENTS), 5);
	assert_int_equal(kept_ask(kept, GAPS), 1);
	assert_int_equal(kept_ask(kept, GAP_FIRST), 4);
	assert_int_equal(kept_ask(kept, GAP_LAST), 6);
	kept_lost(kept, LOAD_A, 9, 12);
	kept_events(kept, 13, 13, now());
	assert_int_equal(kept_ask(kept, GAPS), 2);
	assert_int_equal(kept_ask(kept, GAP_FIRST), 9);
	assert_int_equal(kept_ask(kept, GAP_LAST), 12);
}

static void each_load_has_numbers_of_its_own(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 3, now());
	kept_module(kept, 0);
	kept_module(kept, LOAD_B);
	kept_events(kept, 1, 2, now());
	assert_int_equal(kept_ask(kept, EVENTS), 5);
	assert_int_equal(kept_ask(kept, GAPS), 0);
	kept_reopen(kept);
	assert_true(kept->history.loads);
	assert_int_equal(kept->history.boot_id, LOAD_B);
	assert_int_equal(kept->history.seq, 2);
}

/* Nobody knows what it did while the agent was not there */
static void load_that_went_unseen_has_an_open_end(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 3, now());
	kept_reopen(kept);
	kept_module(kept, LOAD_B);
	kept_events(kept, 1, 1, now());
	assert_int_equal(kept_ask(kept, OPEN_GAPS), 1);
	assert_int_equal(kept_ask(kept, GAP_FIRST), 4);
	kept_reopen(kept);
	kept_module(kept, 0);
	assert_int_equal(kept_ask(kept, OPEN_GAPS), 2);
	/* That is said once */
	kept_reopen(kept);
	kept_module(kept, 0);
	assert_int_equal(kept_ask(kept, OPEN_GAPS), 2);
}

static void follower_tells_an_open_end(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 3, now());
	kept_lost(kept, LOAD_A, 4, 0);
	kept_module(kept, 0);
	assert_int_equal(kept_ask(kept, OPEN_GAPS), 1);
}

static void jobs_stand_in_for_lost_events(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_lost(kept, LOAD_A, 1, 20);
	kept_job(kept, 5);
	kept_job(kept, 5);
	/* Its event is yet to come and must find its place free */
	kept_job(kept, 22);
	kept_events(kept, 21, 22, now());
	assert_int_equal(kept_ask(kept, "SELECT count(*) FROM entry WHERE kind = 2"), 1);
	assert_int_equal(kept_ask(kept, EVENTS), 2);
	assert_non_null(kept->history.db);
}

/* As a kill or a power cut leaves it */
static void what_was_not_committed_is_not_there(void **state)
{
	struct dr_event event = { .job.has = 1ULL << PSERIES_DR_A_JOB_SEQ, .job.seq = 11 };
	struct dr_record record = { .type = DR_RECORD_EVENT, .event = &event };
	struct kept *kept = *state;
	int status;

	pdrd_history_close(&kept->history);
	if (!fork()) {
		pdrd_history_open(&kept->history);
		kept_module(kept, LOAD_A);
		kept_events(kept, 1, 10, now());
		pdrd_history_put(&kept->history, &record);
		_exit(kept->history.putting ? 0 : 1);
	}
	wait(&status);
	assert_int_equal(status, 0);
	assert_true(pdrd_history_open(&kept->history));
	assert_int_equal(kept->history.seq, 10);
	assert_int_equal(kept_ask(kept, EVENTS), 10);
}

/* A file system of this size, in a namespace of our own */
static void mount_disk(const struct kept *kept, const char *options)
{
	static bool alone;

	if (!alone && unshare(CLONE_NEWNS) && unshare(CLONE_NEWUSER | CLONE_NEWNS))
		skip();
	alone = true;
	mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	assert_int_equal(mount("none", kept->folder, "tmpfs", 0, options), 0);
}

/* Lines on standard error while it is caught */
static int caught = -1, saved = -1;

static void catch_errors(void)
{
	caught = memfd_create("stderr", MFD_CLOEXEC);
	saved = dup(STDERR_FILENO);
	dup2(caught, STDERR_FILENO);
}

static unsigned int count_errors(char *text, size_t size)
{
	unsigned int lines = 0;
	ssize_t len = pread(caught, text, size - 1, 0);
	char *at;

	dup2(saved, STDERR_FILENO);
	close(saved);
	close(caught);
	text[len > 0 ? len : 0] = '\0';
	for (at = text; (at = strchr(at, '\n')); at++)
		lines++;
	return lines;
}

static void full_disk_is_said_once_and_survived(void **state)
{
	struct kept *kept = *state;
	char text[4096];
	uint64_t seq, kept_seq;

	mount_disk(kept, "size=400k");
	assert_true(pdrd_history_open(&kept->history));
	kept_module(kept, LOAD_A);
	catch_errors();
	for (seq = 1; kept->history.db && seq < 10000; seq++)
		kept_events(kept, seq, seq, now());
	kept_events(kept, seq, seq + 100, now());
	pdrd_history_open(&kept->history);
	if (kept->history.db)
		kept_events(kept, seq, seq + 2000, now());
	assert_int_equal(count_errors(text, sizeof(text)), 1);
	assert_non_null(strstr(text, "full: events are relayed, but not kept"));

	assert_int_equal(mount("none", kept->folder, "tmpfs", MS_REMOUNT, "size=8m"), 0);
	kept_reopen(kept);
	kept_seq = kept->history.seq;
	assert_in_range(kept_seq, 10, seq - 1);
	kept_module(kept, LOAD_A);
	kept_events(kept, 20000, 20000, now());
	assert_int_equal(kept_ask(kept, EVENTS), kept_seq + 1);
	assert_int_equal(kept_ask(kept, GAP_FIRST), kept_seq + 1);
	assert_int_equal(kept_ask(kept, GAP_LAST), 19999);
}

static void read_only_disk_is_said(void **state)
{
	struct kept *kept = *state;

	mount_disk(kept, "size=4m");
	assert_true(pdrd_history_open(&kept->history));
	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 5, now());
	pdrd_history_close(&kept->history);
	assert_int_equal(mount("none", kept->folder, "tmpfs", MS_REMOUNT | MS_RDONLY, NULL), 0);
	assert_false(pdrd_history_open(&kept->history));
	assert_string_equal(kept->history.said, "is read-only");
	kept_events(kept, 6, 7, now());
	assert_int_equal(mount("none", kept->folder, "tmpfs", MS_REMOUNT, NULL), 0);
	assert_true(pdrd_history_open(&kept->history));
	assert_int_equal(kept->history.seq, 5);
	kept_module(kept, LOAD_A);
	assert_string_equal(kept->history.said, "");
}

static void newer_file_is_refused_and_left_alone(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	pdrd_history_close(&kept->history);
	kept_change(kept, "PRAGMA user_version = 3; CREATE TABLE later (x)");
	assert_false(pdrd_history_open(&kept->history));
	assert_non_null(strstr(kept->history.said, "a newer version of pdrd has written it"));
	assert_int_equal(kept_ask(kept, "PRAGMA user_version"), 3);
}

static void file_of_another_program_is_left_alone(void **state)
{
	struct kept *kept = *state;
	int fd;

	kept_change(kept, "CREATE TABLE entry (x)");
	assert_false(pdrd_history_open(&kept->history));
	assert_non_null(strstr(kept->history.said, "is no history"));
	assert_int_equal(kept_ask(kept, "SELECT count(*) FROM sqlite_master"), 1);
	assert_int_equal(kept_ask(kept, "PRAGMA application_id"), 0);
	fd = open(kept->path, O_WRONLY | O_TRUNC);
	assert_int_equal(write(fd, "this is a text, and of more than hundred bytes", 46), 46);
	assert_int_equal(ftruncate(fd, 4096), 0);
	close(fd);
	assert_false(pdrd_history_open(&kept->history));
	assert_non_null(strstr(kept->history.said, "is no history"));
}

static sqlite3 *open_behind(const struct kept *kept)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(kept->path, &db), SQLITE_OK);
	return db;
}

/* A later version with the files of this one */
static void schema_moves_forward(void **state)
{
	struct kept *kept = *state;
	const char *steps[DR_STORE_VERSION + 2];
	sqlite3 *db;

	memcpy(steps, dr_store_steps, sizeof(dr_store_steps));
	steps[DR_STORE_VERSION] = "ALTER TABLE load ADD COLUMN release TEXT";
	steps[DR_STORE_VERSION + 1] = "UPDATE load SET release = 'old'; CREATE TABLE more (x)";
	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 10, now());
	pdrd_history_close(&kept->history);
	db = open_behind(kept);
	assert_int_equal(dr_store_upgrade(db, steps, DR_STORE_VERSION + 2), 0);
	assert_int_equal(dr_store_upgrade(db, steps, DR_STORE_VERSION + 2), 0);
	sqlite3_close(db);
	assert_int_equal(kept_ask(kept, "PRAGMA user_version"), DR_STORE_VERSION + 2);
	assert_int_equal(kept_ask(kept, "SELECT count(*) FROM load WHERE release = 'old'"), 1);
	assert_int_equal(kept_ask(kept, EVENTS), 10);
}

/* A file of the first version, which has no answers of pdr-why */
static void old_file_gets_room_for_answers(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 10, now());
	pdrd_history_close(&kept->history);
	kept_change(kept, "DROP TABLE held; PRAGMA user_version = 1");
	assert_true(pdrd_history_open(&kept->history));
	pdrd_history_put_held(&kept->history, LOAD_A, 7, "{}");
	pdrd_history_put_held(&kept->history, LOAD_B, 7, "{}");
	pdrd_history_commit(&kept->history);
	assert_int_equal(kept_ask(kept, EVENTS), 10);
	assert_int_equal(kept_ask(kept, "SELECT count(*) FROM held WHERE job = 7"), 2);
	/* Each start looks for what is too old: no entry is of these jobs */
	kept_change(kept, "UPDATE entry SET job = 7 WHERE last = 10");
	kept_reopen(kept);
	assert_int_equal(kept_ask(kept, "SELECT count(*) FROM held"), 1);
}

static void step_that_fails_changes_nothing(void **state)
{
	struct kept *kept = *state;
	sqlite3 *db = open_behind(kept);
	const char *steps[DR_STORE_VERSION + 1];

	memcpy(steps, dr_store_steps, sizeof(dr_store_steps));
	steps[DR_STORE_VERSION] = "CREATE TABLE more (x); INSERT INTO nowhere VALUES (1)";
	assert_int_equal(dr_store_upgrade(db, steps, DR_STORE_VERSION + 1), -EIO);
	sqlite3_close(db);
	assert_int_equal(kept_ask(kept, "PRAGMA user_version"), DR_STORE_VERSION);
	assert_int_equal(kept_ask(kept, "SELECT count(*) FROM sqlite_master WHERE name = 'more'"),
			 0);
}

static void assert_private(const struct kept *kept, const char *end)
{
	char path[512];
	struct stat st;

	snprintf(path, sizeof(path), "%s%s", kept->history.path, end);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777 & ~0640, 0);
}

/* It has the names of all users' processes */
static void nobody_else_may_read_the_file(void **state)
{
	struct kept *kept = *state;
	mode_t mask = umask(0022);

	pdrd_history_close(&kept->history);
	unlink(kept->history.path);
	assert_true(pdrd_history_open(&kept->history));
	assert_int_equal(umask(mask), 0022);
	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 2, now());
	assert_private(kept, "");
	assert_private(kept, "-wal");
	assert_private(kept, "-shm");
}

static void old_entries_are_forgotten(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 10, now() - 40 * NS_PER_DAY);
	kept_events(kept, 11, 15, now() - 20 * NS_PER_DAY);
	kept->history.keep.days = 50;
	kept_reopen(kept);
	assert_int_equal(kept_ask(kept, EVENTS), 15);
	kept->history.keep.days = 30;
	kept_reopen(kept);
	assert_int_equal(kept_ask(kept, EVENTS), 5);
	assert_int_equal(kept_ask(kept, OLDEST), 11);
	kept->history.keep.days = 10;
	kept_reopen(kept);
	assert_int_equal(kept_ask(kept, EVENTS), 0);
	/* How far the load had come is not forgotten, or its events would come again */
	assert_int_equal(kept->history.seq, 15);
}

static void forgotten_loads_go_with_their_entries(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 10, now() - 40 * NS_PER_DAY);
	kept_module(kept, 0);
	kept_module(kept, LOAD_B);
	kept_events(kept, 1, 10, now());
	kept->history.keep.days = 30;
	kept_reopen(kept);
	assert_int_equal(kept_ask(kept, "SELECT count(*) FROM load"), 1);
	assert_int_equal(kept_ask(kept, EVENTS), 10);
}

static void file_stays_within_its_size(void **state)
{
	struct kept *kept = *state;
	struct stat st;
	uint64_t seq;

	kept->history.keep.size = 256 * 1024;
	kept_module(kept, LOAD_A);
	for (seq = 1; seq < 20000; seq += 100)
		kept_events(kept, seq, seq + 99, now());
	assert_int_equal(kept_ask(kept, NEWEST), 20000);
	assert_in_range(kept_ask(kept, EVENTS), 500, 19000);
	assert_int_equal(kept_ask(kept, EVENTS), 20001 - kept_ask(kept, OLDEST));
	pdrd_history_close(&kept->history);
	assert_int_equal(stat(kept->path, &st), 0);
	/* And those since it was looked for old ones last */
	assert_in_range(st.st_size, 64 * 1024, 512 * 1024);
}

/* An answer of 64 KiB on each of the jobs @from to @to, whose entries are there or not */
static void put_answers(struct kept *kept, uint64_t from, uint64_t to)
{
	char line[64 * 1024];
	uint64_t job;

	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	for (job = from; job <= to; job++)
		pdrd_history_put_held(&kept->history, LOAD_A, job, line);
	pdrd_history_commit(&kept->history);
}

#define ANSWERS		"SELECT count(*) FROM held"
#define NEWEST_ANSWER	"SELECT max(job) FROM held"
#define OLDEST_ANSWER	"SELECT min(job) FROM held"

/* The room that they take is no reason to forget what is small */
static void large_answers_do_not_cost_the_events(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 600, now());
	kept_change(kept, "UPDATE entry SET job = last");
	put_answers(kept, 561, 600);
	kept->history.keep.size = 1024 * 1024;
	kept_reopen(kept);
	assert_int_equal(kept_ask(kept, EVENTS), 600);
	assert_in_range(kept_ask(kept, ANSWERS), 1, 16);
	assert_int_equal(kept_ask(kept, NEWEST_ANSWER), 600);
	assert_int_equal(kept_ask(kept, ANSWERS), 601 - kept_ask(kept, OLDEST_ANSWER));
}

/* Within their half: those of the oldest jobs go with these jobs, and that is enough */
static void answers_go_with_the_events_of_their_jobs(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 6000, now());
	kept_change(kept, "UPDATE entry SET job = last");
	put_answers(kept, 1, 6);
	kept->history.keep.size = 900 * 1024;
	kept_reopen(kept);
	assert_int_equal(kept_ask(kept, ANSWERS), 0);
	assert_in_range(kept_ask(kept, EVENTS), 5000, 5999);
}

static void answers_count_for_the_next_look(void **state)
{
	struct kept *kept = *state;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 10, now());
	kept_change(kept, "UPDATE entry SET job = last");
	kept->history.keep.size = 128 * 1024;
	put_answers(kept, 1, 10);
	assert_int_equal(kept_ask(kept, EVENTS), 10);
	assert_in_range(kept_ask(kept, ANSWERS), 0, 1);
}

/* SQLite would write on to a file that has no name, and say nothing */
static void moved_file_has_all_and_a_new_one_begins(void **state)
{
	struct kept *kept = *state;
	char old[sizeof(kept->path) + 4];
	struct kept moved;

	snprintf(old, sizeof(old), "%s.old", kept->path);
	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 3, now());
	assert_int_equal(rename(kept->path, old), 0);
	kept_events(kept, 4, 4, now());
	assert_null(kept->history.db);
	assert_non_null(strstr(kept->history.said, "moved away"));
	assert_true(pdrd_history_open(&kept->history));
	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 4, now());
	assert_int_equal(kept_ask(kept, EVENTS), 4);
	moved = *kept;
	snprintf(moved.path, sizeof(moved.path), "%s/history.db.old", kept->folder);
	assert_int_equal(kept_ask(&moved, EVENTS), 3);
	unlink(old);
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup_open, teardown)
#define TEST_CLOSED(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_event_is_there_once),
		TEST(missing_numbers_are_a_gap),
		TEST(each_load_has_numbers_of_its_own),
		TEST(load_that_went_unseen_has_an_open_end),
		TEST(follower_tells_an_open_end),
		TEST(jobs_stand_in_for_lost_events),
		TEST(what_was_not_committed_is_not_there),
		TEST_CLOSED(full_disk_is_said_once_and_survived),
		TEST_CLOSED(read_only_disk_is_said),
		TEST(moved_file_has_all_and_a_new_one_begins),
		TEST(newer_file_is_refused_and_left_alone),
		TEST_CLOSED(file_of_another_program_is_left_alone),
		TEST(schema_moves_forward),
		TEST(old_file_gets_room_for_answers),
		TEST(step_that_fails_changes_nothing),
		TEST(nobody_else_may_read_the_file),
		TEST(old_entries_are_forgotten),
		TEST(forgotten_loads_go_with_their_entries),
		TEST(file_stays_within_its_size),
		TEST(large_answers_do_not_cost_the_events),
		TEST(answers_go_with_the_events_of_their_jobs),
		TEST(answers_count_for_the_next_look),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
