// SPDX-License-Identifier: GPL-2.0
/*
 * Every step failing in every way, every pair of failing calls, and what is
 * left of the promises after each.
 *
 *	faults [--shard I/N] [--group WORD] [--begin WORD] [--singles] [--first]
 *	       [--show N]
 */
#include "check.h"
#include "followup.h"
#include "migrated.h"
#include "scenario.h"

#include <model/checks.h>
#include <model/table.h>

/**
 * struct options - what was asked for
 * @shard: take every scenario with this number
 * @shards: of so many
 * @group: only groups whose sentence has this in it, or NULL
 * @begin: groups whose sentence has this in it come first, or NULL
 * @singles: one fault in a run only
 * @first: stop at the first violation
 * @show: violations to be printed of each group
 */
struct options {
	unsigned int shard;
	unsigned int shards;
	const char *group;
	const char *begin;
	bool singles;
	bool first;
	unsigned int show;
};

/**
 * struct tried - what was done so far
 * @scenarios: scenarios of the group
 * @runs: runs of the group
 * @violations: of the group
 * @aborted: runs in which QEMU aborted, having forgotten in a migration that it
 *	     waits for what was then refused
 * @due: runs in which an answer was due in the place of a job
 * @answers: runs in which one was given
 * @longest_ms: longest time that a run was held up
 */
struct tried {
	unsigned int scenarios;
	unsigned long runs;
	unsigned long violations;
	unsigned long aborted;
	unsigned long due;
	unsigned long answers;
	u64 longest_ms;
};

static const char usage[] =
	"usage: faults [--shard I/N] [--group WORD] [--begin WORD] [--singles]\n"
	"	      [--first] [--show N]\n";

/* So many scenarios of a group are some that can be answered. */
#define MANY 8

static struct options options = { .shards = 1, .show = 3 };
static struct tried tried;
static unsigned int scenario_number;

/* Large, and used over and over. */
static struct world world, after;

static void report(const struct scenario *scenario, const struct world *where,
		   unsigned long alloc, const char *wrong)
{
	const struct pdr_outcome *outcome = &where->outcome;

	if (++tried.violations > options.show)
		return;
	scenario_print(scenario);
	printf("    VIOLATION: %s", wrong);
	if (where->complaint)
		printf(" (unit %u)", where->complaint_unit);
	printf("\n    state %u, error %d, step %u, DRC %x, call %u, status %d\n",
	       outcome->state, outcome->fault.error, outcome->fault.step,
	       outcome->fault.drc_index, outcome->fault.call,
	       outcome->fault.status);
	printf("    moved %u of %u, undone %u, not undone %u (%d), refusals %u%s\n",
	       outcome->moved, outcome->total, outcome->undone,
	       outcome->undo_failed, outcome->undo_error, outcome->refusals,
	       outcome->unfinished ? ", unfinished" : "");
	if (alloc)
		printf("    allocation %lu fails\n", alloc);
	if (where != &world) {
		printf("    in a job that came after this run:\n");
		script_print(&where->script);
		printf("    the run:\n");
	}
	script_print(&world.script);
}

static_assert(offsetof(struct world, script) + sizeof(struct script) == sizeof(struct world));

/* The world after the run goes on, with an empty record of calls: most of it is the record. */
static void branch_world(void)
{
	memcpy(&after, &world, offsetof(struct world, script.log));
	script_clear(&after.script);
}

static void go_on_after(const struct scenario *scenario, unsigned long alloc)
{
	enum follow_up how;
	const char *wrong;

	for (how = 0; how < FOLLOW_UPS; how++) {
		if (how == FOLLOW_CANCEL && !world.outcome.unfinished)
			continue;
		branch_world();
		wrong = follow_up(&after, scenario, how);
		if (wrong && !migrated_is_forgotten(&after, &world.script))
			report(scenario, &after, alloc, wrong);
	}
}

/* Another busy call may use up the time of a call that was busy for long. */
static bool is_harmless(const struct way *way)
{
	return way_is_harmless(way) &&
	       !(world.now.model.policy->busy && way->value == LONGEST_BUSY);
}

/* A run without faults, or with harmless ones, ends as it is known to. */
static const char *check_expected(const struct scenario *scenario)
{
	unsigned int i;

	for (i = 0; i < world.script.reached; i++)
		if (!is_harmless(world.script.points[i].way))
			return NULL;
	if (world.outcome.fault.error != scenario->expected)
		return "nothing went wrong, but it did not end as it should";
	return world.script.reached ? NULL :
	       check_economy(&world, &scenario->start);
}

/* The job has no end; what is left of it is found by the next Linux. */
static void go_on_after_restart(const struct scenario *scenario)
{
	const char *wrong;
	int add;

	for (add = 0; add < 2; add++) {
		branch_world();
		wrong = follow_restart(&after, add);
		if (wrong && !migrated_is_forgotten(&after, &world.script))
			report(scenario, &after, 0, wrong);
	}
}

static void go_on_resurrected(const struct scenario *scenario)
{
	const char *wrong = check_resurrected(&world, &scenario->start);

	if (wrong) {
		report(scenario, &world, 0, wrong);
		return;
	}
	branch_world();
	wrong = follow_resurrection(&after, scenario);
	if (wrong && !migrated_is_forgotten(&after, &world.script))
		report(scenario, &after, 0, wrong);
}

static void count_answer(void)
{
	unsigned int i;

	for (i = 0; i < world.script.reached; i++)
		tried.due += world.script.points[i].way == &way_answered &&
			     world.refuse_by != PSERIES_DR_REFUSE_BY_OFF;
	tried.answers += world.answered_at || world.second_at;
}

static void run(const struct scenario *scenario, unsigned long alloc)
{
	const char *wrong;

	scenario_begin(scenario, &world);
	world_run(&world, &scenario->job, alloc);
	pdr_env_memory.fail_on = false;
	tried.runs++;
	count_answer();
	if (migrated_is_forgotten(&world, &world.script)) {
		tried.aborted++;
		return;
	}
	if (world.gone) {
		if (!migrated_brings_back(&world, scenario))
			go_on_after_restart(scenario);
		return;
	}
	if (migrated_brings_back(&world, scenario)) {
		go_on_resurrected(scenario);
		return;
	}
	tried.longest_ms = max(tried.longest_ms, world.waited_ms);
	wrong = check_job(&world, &scenario->start);
	if (!wrong && !alloc)
		wrong = check_expected(scenario);
	if (wrong)
		report(scenario, &world, alloc, wrong);
	else
		go_on_after(scenario, alloc);
}

static bool is_enough(void)
{
	return options.first && tried.violations;
}

/* The record of the run just made, kept while others are made from it. */
static unsigned int keep_log(u8 *kinds)
{
	unsigned int i, calls = min(world.script.calls, SCRIPT_LOG);

	for (i = 0; i < calls; i++)
		kinds[i] = world.script.log[i].kind;
	return calls;
}

static void set_point(unsigned int number, unsigned int at,
		      const struct way *way)
{
	world.script.points[number].at = at;
	world.script.points[number].way = way;
}

/* A removal that the platform asked for can be answered in its place. */
static bool is_answerable(const struct scenario *scenario)
{
	return scenario->group->asked &&
	       scenario->group->action == PSERIES_DR_ACTION_REMOVE;
}

/* The host can ask for what a job of the guest is at, and for what it asked for before. */
static bool can_be_asked(const struct scenario *scenario)
{
	const struct pdr_resource *resource = pdr_resource_of(scenario->group->resource);

	return resource->refused_by && scenario->group->repeats;
}

static void try_second(const struct scenario *scenario, unsigned int from)
{
	static u8 kinds[SCRIPT_LOG];
	unsigned int at, i, calls = keep_log(kinds);

	for (at = from + 1; at <= calls && !is_enough(); at++) {
		struct ways ways = ways_of(kinds[at - 1], WAYS_SECOND);

		for (i = 0; i < ways.count; i++) {
			set_point(1, at, &ways.ways[i]);
			run(scenario, 0);
		}
		if (scenario->group->repeats) {
			set_point(1, at, &way_host_repeats);
			run(scenario, 0);
		}
		if (scenario->group->restarts) {
			set_point(1, at, &way_kexec);
			run(scenario, 0);
		}
		if (is_answerable(scenario)) {
			set_point(1, at, &way_answered);
			run(scenario, 0);
		}
		if (can_be_asked(scenario)) {
			set_point(1, at, &way_second);
			run(scenario, 0);
		}
		if (scenario->group->migrates) {
			set_point(1, at, &way_migrated);
			run(scenario, 0);
		}
	}
	set_point(1, 0, NULL);
}

/* Something happens before a call, and a later one goes wrong. */
static void try_happening_first(const struct scenario *scenario,
				const struct way *way)
{
	unsigned int at, calls;

	script_clear(&world.script);
	run(scenario, 0);
	calls = world.script.calls;
	for (at = 1; at <= calls && !is_enough(); at++) {
		set_point(0, at, way);
		run(scenario, 0);
		try_second(scenario, at);
	}
	set_point(0, 0, NULL);
}

static void try_first(const struct scenario *scenario, enum ways_set set,
		      bool second)
{
	static u8 kinds[SCRIPT_LOG];
	unsigned int at, i, calls;

	script_clear(&world.script);
	run(scenario, 0);
	calls = keep_log(kinds);
	for (at = 1; at <= calls && !is_enough(); at++) {
		struct ways ways = ways_of(kinds[at - 1], set);

		for (i = 0; i < ways.count && !is_enough(); i++) {
			set_point(0, at, &ways.ways[i]);
			run(scenario, 0);
			if (second)
				try_second(scenario, at);
		}
	}
	set_point(0, 0, NULL);
}

/* Something happens before each call that is not a fault of the call. */
static void try_happening(const struct scenario *scenario,
			  const struct way *way)
{
	unsigned int at, calls;

	script_clear(&world.script);
	run(scenario, 0);
	calls = world.script.calls;
	for (at = 1; at <= calls && !is_enough(); at++) {
		set_point(0, at, way);
		run(scenario, 0);
	}
	set_point(0, 0, NULL);
}

/* The n-th allocation fails, alone or with all after it. */
static void try_memory(const struct scenario *scenario)
{
	unsigned long at = 0;

	if (scenario->group->planless)
		return;
	script_clear(&world.script);
	do {
		run(scenario, ++at);
		pdr_env_memory.fail_on = true;
		run(scenario, at);
	} while (world.allocations >= at && !is_enough());
}

/* Something goes wrong, and there is no memory either from then on. */
static void try_starved(const struct scenario *scenario)
{
	static u8 kinds[SCRIPT_LOG];
	unsigned int at, i, calls;

	script_clear(&world.script);
	run(scenario, 0);
	calls = keep_log(kinds);
	world.script.starve = true;
	for (at = 1; at <= calls && !is_enough(); at++) {
		struct ways ways = ways_of(kinds[at - 1], WAYS_FIRST);

		for (i = 0; i < ways.count; i++) {
			set_point(0, at, &ways.ways[i]);
			run(scenario, 0);
		}
	}
	script_clear(&world.script);
}

/* A platform that is busy for ever, and whose clock goes otherwise than the delays say. */
static void try_clocks(const struct scenario *scenario)
{
	u8 clock;

	for (clock = CLOCK_OF_DELAYS + 1; clock < CLOCKS && !is_enough(); clock++) {
		world.script.clock = clock;
		try_first(scenario, WAYS_BUSY, false);
		if (scenario->group->endless)
			try_first(scenario, WAYS_ENDLESS, false);
	}
	world.script.clock = CLOCK_OF_DELAYS;
}

static void try_scenario(struct scenario *scenario)
{
	if (scenario_number++ % options.shards != options.shard)
		return;
	scenario_make(scenario);
	tried.scenarios++;
	try_first(scenario, WAYS_ALL, false);
	if (scenario->group->endless)
		try_first(scenario, WAYS_ENDLESS, false);
	if (scenario->group->repeats)
		try_happening(scenario, &way_host_repeats);
	if (scenario->group->migrates && !scenario->expected)
		try_happening(scenario, &way_migrated);
	if (is_answerable(scenario)) {
		try_happening(scenario, &way_answered);
		try_happening(scenario, &way_overtaken);
	}
	if (can_be_asked(scenario))
		try_happening(scenario, &way_second);
	if (scenario->group->restarts) {
		try_happening(scenario, &way_reset);
		try_happening(scenario, &way_kexec);
	}
	try_memory(scenario);
	try_starved(scenario);
	try_clocks(scenario);
	if (options.singles || strlen(scenario->layout) > scenario->group->pairs)
		return;
	try_first(scenario, WAYS_FIRST, true);
	if (scenario->group->migrates)
		try_happening_first(scenario, &way_migrated);
	if (is_answerable(scenario))
		try_happening_first(scenario, &way_answered);
}

/* Bit by bit: parts, refuse_by, automatic online. */
static void try_layout(const struct group *group, const char *layout)
{
	struct scenario scenario = { .group = group };
	u8 parts, refuse_by, automatic;

	snprintf(scenario.layout, sizeof(scenario.layout), "%s", layout);
	for (parts = 1; parts <= PARTS; parts++)
		for (refuse_by = 0; refuse_by <= PSERIES_DR_REFUSE_BY_OFF; refuse_by++)
			for (automatic = 0; automatic < 2; automatic++) {
				if (!(group->parts & BIT(parts)) ||
				    !(group->refuse_by & BIT(refuse_by)) ||
				    !(group->auto_online & BIT(automatic)) ||
				    is_enough())
					continue;
				scenario.parts = parts;
				scenario.refuse_by = refuse_by;
				scenario.auto_online = automatic;
				try_scenario(&scenario);
			}
}

/* All words of a length over the letters of the group. */
static void try_words(const struct group *group, u8 length)
{
	u32 base = strlen(group->letters), words = 1, word, left;
	char layout[UNITS + 1] = "";
	u8 i;

	for (i = 0; i < length; i++)
		words *= base;
	for (word = 0; word < words && !is_enough(); word++) {
		for (i = 0, left = word; i < length; i++, left /= base)
			layout[i] = group->letters[left % base];
		try_layout(group, layout);
	}
}

static void try_named(const struct group *group)
{
	const char *at = group->layouts;
	char layout[UNITS + 1];
	size_t length;

	while (*at && !is_enough()) {
		length = strcspn(at, " ");
		snprintf(layout, sizeof(layout), "%.*s", (int)length, at);
		try_layout(group, layout);
		at += length;
		at += strspn(at, " ");
	}
}

/*
 * Nobody can name the connectors of a request by count, or stop a job without a plan. Of a
 * few scenarios, each may be one that ends before it can be answered.
 */
static void check_answers(const struct group *group)
{
	if (!pdr_resource_of(group->resource)->refused_by || group->planless ||
	    group->queue_full || group->identifier == PSERIES_DR_IDENTIFIER_COUNT ||
	    tried.scenarios < MANY || !tried.due || tried.answers)
		return;
	tried.violations++;
	printf("    VIOLATION: nobody ever answered in the place of a job\n");
}

static bool try_group(const struct group *group)
{
	u8 length;

	memset(&tried, 0, sizeof(tried));
	if (group->letters)
		for (length = group->shortest; length <= group->longest; length++)
			try_words(group, length);
	if (group->layouts)
		try_named(group);
	check_answers(group);
	printf("%s: %s: %u scenarios, %lu runs, %lu violations, held up %llu s, "
	       "%lu aborts of QEMU\n",
	       tried.violations ? "FAILED" : "ok", group->sentence,
	       tried.scenarios, tried.runs, tried.violations,
	       tried.longest_ms / 1000, tried.aborted);
	return !tried.violations;
}

static bool read_options(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		bool more = i + 1 < argc;

		if (!strcmp(argv[i], "--singles"))
			options.singles = true;
		else if (!strcmp(argv[i], "--first"))
			options.first = true;
		else if (!strcmp(argv[i], "--group") && more)
			options.group = argv[++i];
		else if (!strcmp(argv[i], "--begin") && more)
			options.begin = argv[++i];
		else if (!strcmp(argv[i], "--show") && more)
			options.show = atoi(argv[++i]);
		else if (strcmp(argv[i], "--shard") || !more ||
			 sscanf(argv[++i], "%u/%u", &options.shard,
				&options.shards) != 2 || !options.shards)
			return false;
	}
	return true;
}

static bool is_in(const struct group *group, const char *word)
{
	return !word || strstr(group->sentence, word);
}

/**
 * struct sum - all groups so far
 * @passed: groups
 * @failed: groups
 * @runs: runs
 */
struct sum {
	unsigned int passed;
	unsigned int failed;
	unsigned long runs;
};

static void try_groups(struct sum *sum, const struct group *group, bool begin)
{
	for (; group->sentence && !is_enough(); group++) {
		if (!is_in(group, options.group) ||
		    (options.begin && is_in(group, options.begin)) != begin)
			continue;
		if (try_group(group))
			sum->passed++;
		else
			sum->failed++;
		sum->runs += tried.runs;
	}
}

static void try_model(struct sum *sum)
{
	bool same = !(model_check() + model_check_tables() +
		      model_check_nodes() + model_check_events());

	printf("%s: the model does what QEMU was seen to do\n",
	       same ? "ok" : "FAILED");
	if (same)
		sum->passed++;
	else
		sum->failed++;
}

int main(int argc, char **argv)
{
	struct sum sum = { 0 };

	if (!read_options(argc, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	try_model(&sum);
	try_groups(&sum, memory_groups, true);
	try_groups(&sum, io_groups, true);
	try_groups(&sum, memory_groups, false);
	try_groups(&sum, io_groups, false);
	printf("%lu runs\n%u passed, %u failed\n", sum.runs, sum.passed,
	       sum.failed);
	return sum.failed ? 1 : 0;
}
