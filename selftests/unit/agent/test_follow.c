// SPDX-License-Identifier: GPL-2.0
/* The module comes, goes, and its events are dropped, doubled and overtaken. */

#include <errno.h>
#include <stdlib.h>

#include "agenttest.h"
#include "followed.h"

static void happen(struct world *world, unsigned int count)
{
	while (count--)
		world_event(world);
}

/* The follower starts, then the module is loaded */
static void begin_loaded(struct world *world)
{
	world_init(world);
	world_start(world);
	world_load(world);
	world_pump(world);
}

static void started_before_load(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_expect(&world, "absent ");
	world_load(&world);
	happen(&world, 2);
	world_pump(&world);
	world_expect(&world, "present101 e1 e2 ");
	happen(&world, 1);
	world_pump(&world);
	world_expect(&world, "e3 ");
	world_unload(&world);
	world_pump(&world);
	world_expect(&world, "absent ");
}

/* As a history says; of a load that it does not speak of, all events are wanted */
static void started_where_a_history_ends(void **state)
{
	static const struct {
		uint64_t boot_id;
		uint64_t seq;
		const char *expected;
	} cases[] = {
		{ 101, 3, "present101 e4 e5 j1 " },
		{ 100, 3, "present101 e1 e2 e3 e4 e5 j1 " },
		{ 0, 3, "present101 e4 e5 j1 " },
		/* The load has not come to it */
		{ 0, 6, "present101 e1 e2 e3 e4 e5 j1 " },
	};
	struct dr_follow_from from = { .jobs = true };
	struct world world;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		world_init(&world);
		world_load(&world);
		world.queued = 0;
		happen(&world, 5);
		from.boot_id = cases[i].boot_id;
		from.seq = cases[i].seq;
		world_start_from(&world, &from);
		world_expect(&world, cases[i].expected);
	}
}

/* Jobs show what was before the start; events follow */
static void started_after_load(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_load(&world);
	world.queued = 0;
	happen(&world, 5);
	world.jobs = 2;
	world_start(&world);
	world_expect(&world, "present101 j1 j2 ");
	happen(&world, 1);
	world_pump(&world);
	world_expect(&world, "e6 ");
}

static void reload(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_load(&world);
	world_start(&world);
	happen(&world, 2);
	world_pump(&world);
	world_expect(&world, "present101 j1 e1 e2 ");
	world_unload(&world);
	world_load(&world);
	happen(&world, 3);
	world_pump(&world);
	world_expect(&world, "absent present102 e1 e2 e3 ");
}

static void duplicate(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_load(&world);
	happen(&world, 3);
	world_pump(&world);
	world.log_len = 0;
	world.queue[world.queued++] = (struct world_message){
		WORLD_EVENT, world.family, 2
	};
	world.queue[world.queued++] = (struct world_message){
		WORLD_EVENT, world.family, 3
	};
	/* An event of an old family, with any number */
	world.queue[world.queued++] = (struct world_message){
		WORLD_EVENT, world.family - 1, 4
	};
	world.log[0] = 0;
	world_pump(&world);
	world_expect(&world, "");
}

/* The kernel may lack the memory for one message, without an overrun */
static void gap(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_load(&world);
	happen(&world, 2);
	world_pump(&world);
	world_drop(&world);
	world_drop(&world);
	happen(&world, 2);
	world_pump(&world);
	world_expect(&world, "absent present101 e1 e2 e3 e4 e5 e6 ");
}

/* Progress has the number of the event before it, so it shows a gap */
static void progress(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_load(&world);
	happen(&world, 2);
	world_progress(&world);
	world_progress(&world);
	happen(&world, 1);
	world_pump(&world);
	world_expect(&world, "absent present101 e1 e2 e3 ");
	world_progress(&world);
	world_pump(&world);
	world_expect(&world, "p3 ");
	world_drop(&world);
	world_drop(&world);
	world_progress(&world);
	world_pump(&world);
	world_expect(&world, "e4 e5 p5 ");
}

static void gap_out_of_memory(void **state)
{
	struct world world;
	int i;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_load(&world);
	world.memory = 4;
	world.jobs = 2;
	happen(&world, 2);
	world_pump(&world);
	for (i = 0; i < 10; i++)
		world_drop(&world);
	happen(&world, 1);
	world_pump(&world);
	world_expect(&world,
		     "absent present101 e1 e2 lost3-9 e10 e11 e12 e13 j1 j2 ");
}

/* A module that forgets an event it still has room for */
static void event_missing_in_dump(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_load(&world);
	world.skip = 2;
	world_drop(&world);
	world_drop(&world);
	world_pump(&world);
	world_expect(&world, "absent present101 e1 lost2-2 j1 ");
	happen(&world, 1);
	world_pump(&world);
	world_expect(&world, "e3 ");
	world.skip = 4;
	world_drop(&world);
	dr_follow_drained(&world.follow);
	world_expect(&world, "lost4-4 j1 ");
}

/* If the list of families lacks ours for once, the load is still the same */
static void overlooked(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_load(&world);
	happen(&world, 2);
	world_pump(&world);
	world.fail_attach = -ENOENT;
	dr_follow_drained(&world.follow);
	world_expect(&world, "absent present101 e1 e2 lost3 absent ");
	happen(&world, 1);
	dr_follow_drained(&world.follow);
	world_expect(&world, "present101 e3 ");
}

static void overrun(void **state)
{
	struct world world;

	(void)state;
	begin_loaded(&world);
	world.queue_size = 3;
	happen(&world, 8);
	world_pump(&world);
	world_expect(&world, "absent present101 e1 e2 e3 e4 e5 e6 e7 e8 ");
	happen(&world, 1);
	world_pump(&world);
	world_expect(&world, "e9 ");
	world_unload(&world);
	world_pump(&world);
	world_expect(&world, "absent ");
}

static void overrun_out_of_memory(void **state)
{
	struct world world;

	(void)state;
	begin_loaded(&world);
	world.memory = 4;
	world.queue_size = 3;
	happen(&world, 20);
	world_pump(&world);
	world_expect(&world,
		     "absent present101 e1 e2 e3 lost4-16 e17 e18 e19 e20 j1 ");
}

/* The kernel may drop both notifications of a reload */
static void overrun_hides_reload(void **state)
{
	struct world world;

	(void)state;
	begin_loaded(&world);
	world.queue_size = 2;
	happen(&world, 4);
	world_unload(&world);
	world_load(&world);
	happen(&world, 2);
	world_pump(&world);
	world_expect(&world,
		     "absent present101 e1 e2 lost3 present102 e1 e2 ");
}

static void overrun_hides_unload(void **state)
{
	struct world world;

	(void)state;
	begin_loaded(&world);
	world.queue_size = 1;
	happen(&world, 1);
	world_unload(&world);
	world_pump(&world);
	world_expect(&world, "absent present101 e1 lost2 absent ");
}

/* Once the module has gone, the follower can only use what is in the queue */
static void gap_before_unload(void **state)
{
	struct world world;

	(void)state;
	begin_loaded(&world);
	happen(&world, 1);
	world_drop(&world);
	happen(&world, 2);
	world_unload(&world);
	world_load(&world);
	world_pump(&world);
	world_expect(&world,
		     "absent present101 e1 lost2-2 e3 e4 absent present102 ");
}

static void two_more(struct world *world)
{
	world->meanwhile = NULL;
	happen(world, 2);
}

/* Events that are in the dump and in the queue are emitted once */
static void events_during_dump(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_load(&world);
	happen(&world, 1);
	world.meanwhile = two_more;
	world_pump(&world);
	world_expect(&world, "absent present101 e1 e2 e3 ");
	world_drop(&world);
	world_drop(&world);
	happen(&world, 1);
	world.meanwhile = two_more;
	world_pump(&world);
	world_expect(&world, "e4 e5 e6 e7 e8 ");
}

static void reload_now(struct world *world)
{
	world->meanwhile = NULL;
	world_unload(world);
	world_load(world);
	world_event(world);
}

static void reload_during_request(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_load(&world);
	world.meanwhile = reload_now;
	world_pump(&world);
	world_expect(&world, "absent present102 e1 ");
	world_drop(&world);
	happen(&world, 1);
	world.meanwhile = reload_now;
	world_pump(&world);
	world_expect(&world, "lost2-2 e3 absent present103 e1 ");
}

static void incompatible(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_start(&world);
	world_load(&world);
	happen(&world, 1);
	world_pump(&world);
	world_unload(&world);
	world.abi = PSERIES_DR_ABI_VERSION + 2;
	world.abi_min = PSERIES_DR_ABI_VERSION + 1;
	world_load(&world);
	happen(&world, 2);
	world_pump(&world);
	world_expect(&world, "absent present101 e1 absent incompatible102 ");
	assert_int_equal(world.said, 1);
	assert_int_equal(world.follow.seq, 0);
	dr_follow_drained(&world.follow);
	world_expect(&world, "");
	assert_int_equal(world.said, 1);

	world.abi_min = PSERIES_DR_ABI_VERSION;
	world_unload(&world);
	world_load(&world);
	happen(&world, 2);
	world_pump(&world);
	world_expect(&world, "absent present103 e1 e2 ");
}

static void too_old(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world.abi = PSERIES_DR_ABI_OLDEST - 1;
	world.abi_min = 0;
	world_load(&world);
	world_start(&world);
	world_expect(&world, "incompatible101 ");
	world_unload(&world);
	world_pump(&world);
	world_expect(&world, "absent ");
}

static void failing_requests(void **state)
{
	struct world world;
	int delay;

	(void)state;
	world_init(&world);
	world.fail_attach = -ENOMEM;
	world_load(&world);
	world.queued = 0;
	world_start(&world);
	world_expect(&world, "");
	delay = dr_follow_delay(&world.follow);
	assert_true(delay > 0);

	world.fail_info = -ETIMEDOUT;
	dr_follow_retry(&world.follow);
	assert_true(dr_follow_delay(&world.follow) > delay);
	world.fail_jobs = -ENOMEM;
	dr_follow_retry(&world.follow);
	world_expect(&world, "present101 ");
	happen(&world, 2);
	world_pump(&world);
	world_expect(&world, "");
	world.fail_events = -ENOMEM;
	dr_follow_retry(&world.follow);
	world_expect(&world, "e1 ");
	dr_follow_retry(&world.follow);
	world_expect(&world, "e2 j1 ");
	assert_int_equal(dr_follow_delay(&world.follow), -1);
}

static void unload_while_due(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_load(&world);
	world_start(&world);
	world.fail_info = -ENOMEM;
	world_drop(&world);
	happen(&world, 1);
	world_pump(&world);
	world_unload(&world);
	world_pump(&world);
	world_expect(&world, "present101 j1 lost1 absent ");
	assert_int_equal(dr_follow_delay(&world.follow), -1);
}

static void interrupted_dump(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	world_load(&world);
	world_start(&world);
	world.fail_events = -EINTR;
	world.fail_jobs = -EINTR;
	world.memory = 2;
	happen(&world, 1);
	world_pump(&world);
	world_drop(&world);
	world_drop(&world);
	happen(&world, 2);
	world_pump(&world);
	world_expect(&world, "present101 j1 e1 lost2-3 e4 e5 j1 ");
	assert_int_equal(dr_follow_delay(&world.follow), -1);
}

/* Retries have a bounded pause, and never go on without one */
static void delays(void **state)
{
	struct world world;
	int i, delay, last = 0;

	(void)state;
	world_init(&world);
	world_load(&world);
	world.fail_info = -EIO;
	world_start(&world);
	for (i = 0; i < 20; i++) {
		delay = dr_follow_delay(&world.follow);
		assert_true(delay >= last && delay > 0 && delay <= 60000);
		last = delay;
		world.fail_info = -EIO;
		dr_follow_retry(&world.follow);
	}
}

static unsigned int seed;

static unsigned int chance(unsigned int of)
{
	return rand_r(&seed) % of;
}

static int random_error(void)
{
	static const int errors[] = { -ENOMEM, -EINTR, -ETIMEDOUT, -EIO };

	return errors[chance(4)];
}

/* The follower sees a gap, or the error that a good module sets instead */
static void random_drop(struct world *world)
{
	world_drop(world);
	if (chance(2))
		world_event(world);
	else if (world->joined)
		world->enobufs = true;
}

static void random_move(struct world *world)
{
	switch (chance(14)) {
	case 0:
		world_unload(world);
		break;
	case 1:
	case 2:
		world_load(world);
		break;
	case 3:
		random_drop(world);
		break;
	case 4:
		world_progress(world);
		break;
	default:
		happen(world, 1 + chance(4));
		break;
	}
}

static void random_meanwhile(struct world *world)
{
	if (!chance(4))
		random_move(world);
}

static void random_failures(struct world *world)
{
	int * const where[] = {
		&world->fail_attach, &world->fail_info,
		&world->fail_events, &world->fail_jobs,
	};

	if (!chance(6))
		*where[chance(4)] = random_error();
}

static void random_walk(struct world *world)
{
	int steps = 40;

	world_init(world);
	world->books = true;
	world->memory = 1 + chance(12);
	world->queue_size = 1 + chance(8);
	world->meanwhile = random_meanwhile;
	while (chance(3))
		random_move(world);
	world_start(world);
	while (steps--) {
		random_failures(world);
		if (chance(3))
			random_move(world);
		else if (chance(3))
			world_pump(world);
		else
			dr_follow_retry(&world->follow);
	}
	world_settle(world);
}

/*
 * After any sequence, the reader has each event once and in order. No event is lost
 * that the module still had, and no loss is silent.
 */
static void books_balance(void **state)
{
	unsigned long long losses = 0;
	struct world world;
	unsigned int round;

	(void)state;
	for (round = 1; round <= 100000; round++) {
		seed = round;
		random_walk(&world);
		if (world.loaded) {
			assert_int_equal(world.shown, world.boot);
			assert_int_equal(world.next, world.seq + 1);
		} else {
			assert_int_equal(world.shown, 0);
		}
		losses += world.losses;
	}
	/* The walk must have had losses */
	assert_true(losses > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(started_before_load),
		cmocka_unit_test(started_where_a_history_ends),
		cmocka_unit_test(started_after_load),
		cmocka_unit_test(reload),
		cmocka_unit_test(duplicate),
		cmocka_unit_test(gap),
		cmocka_unit_test(progress),
		cmocka_unit_test(gap_out_of_memory),
		cmocka_unit_test(event_missing_in_dump),
		cmocka_unit_test(overlooked),
		cmocka_unit_test(overrun),
		cmocka_unit_test(overrun_out_of_memory),
		cmocka_unit_test(overrun_hides_reload),
		cmocka_unit_test(overrun_hides_unload),
		cmocka_unit_test(gap_before_unload),
		cmocka_unit_test(events_during_dump),
		cmocka_unit_test(reload_during_request),
		cmocka_unit_test(incompatible),
		cmocka_unit_test(too_old),
		cmocka_unit_test(failing_requests),
		cmocka_unit_test(unload_while_due),
		cmocka_unit_test(interrupted_dump),
		cmocka_unit_test(delays),
		cmocka_unit_test(books_balance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
