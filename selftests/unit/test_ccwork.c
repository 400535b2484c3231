// SPDX-License-Identifier: GPL-2.0

/* Tests of configure-connector with a firmware that keeps to the rules. */

#include "ccfirmware.h"
#include "lib/workarea.h"

static void begin(struct firmware *fw, const struct script *script)
{
	memset(fw, 0, sizeof(*fw));
	fw->script = script;
}

/* Drive a whole sequence; check the tree, and that all memory is freed. */
static void drive_well(struct firmware *fw, const char *how, u32 where)
{
	const struct script *script = fw->script;
	enum pdr_cc_verdict verdict;
	struct pdr_cc_node *root;
	char text[1024];
	struct pdr_cc cc;

	verdict = firmware_drive(fw, &cc);
	expect(verdict == PDR_CC_DONE, "%s, %s %u: error %d after %u calls", script->what, how,
	       where, cc.error, fw->calls);
	assert_true(cc.configured);
	root = pdr_cc_take(&cc);
	assert_null(pdr_cc_take(&cc));
	pdr_cc_end(&cc);
	firmware_tree(root, text, sizeof(text));
	pdr_cc_node_free(root);
	expect(!strcmp(text, script->tree), "%s, %s %u: %s", script->what, how, where, text);
	assert_int_equal(fw->cursor, 0);
	assert_int_equal(pdr_env_memory.live, 0);
}

static void a_sequence_becomes_a_tree(void **state)
{
	struct firmware fw;
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(scripts); i++) {
		begin(&fw, &scripts[i]);
		drive_well(&fw, "as it is", 0);
		assert_int_equal(fw.calls, scripts[i].length);
		assert_int_equal(fw.realignments, 0);
	}
}

static void the_first_call_has_a_work_area_of_zeros_and_the_index(void **state)
{
	u8 area[PDR_CC_AREA_SIZE], right[PDR_CC_AREA_SIZE] = { 0x80, 0, 0, 4 };
	struct pdr_cc cc;

	(void)state;
	memset(area, 0xff, sizeof(area));
	pdr_cc_begin(&cc, FW_DRC_INDEX, 0);
	pdr_cc_prepare(&cc, area);
	assert_memory_equal(area, right, sizeof(area));
	pdr_cc_end(&cc);
}

static void an_abandoned_sequence_is_finished_and_begun_anew(void **state)
{
	struct firmware fw;
	u32 i, at;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(scripts); i++)
		for (at = 1; at < scripts[i].length; at++) {
			begin(&fw, &scripts[i]);
			fw.cursor = at;
			drive_well(&fw, "abandoned before answer", at);
			assert_int_equal(fw.realignments, 1);
			assert_int_equal(fw.calls, 2 * scripts[i].length - at);
		}
}

static void a_migration_may_begin_the_sequence_anew(void **state)
{
	struct firmware fw;
	u32 i, at;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(scripts); i++)
		for (at = 2; at <= scripts[i].length; at++) {
			begin(&fw, &scripts[i]);
			fw.rewind_at[0] = at;
			drive_well(&fw, "migrated before call", at);
			assert_int_equal(fw.calls, scripts[i].length + at - 1);
			assert_int_equal(fw.realignments, 0);
		}
}

static void two_migrations_may_begin_it_anew_twice(void **state)
{
	struct firmware fw;
	u32 i, first, second;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(scripts); i++)
		for (first = 2; first <= scripts[i].length; first++)
			for (second = first; second < first + scripts[i].length; second++) {
				begin(&fw, &scripts[i]);
				fw.rewind_at[0] = first;
				fw.rewind_at[1] = second;
				drive_well(&fw, "migrated twice, then before call", second);
			}
}

static void a_migration_may_come_into_an_abandoned_sequence(void **state)
{
	struct firmware fw;
	u32 i, at, migrated;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(scripts); i++)
		for (at = 1; at < scripts[i].length; at++)
			for (migrated = 1; migrated <= scripts[i].length; migrated++) {
				begin(&fw, &scripts[i]);
				fw.cursor = at;
				fw.rewind_at[0] = migrated;
				drive_well(&fw, "abandoned, migrated before call", migrated);
			}
}

/* Discarded calls do not count against the limit of the new sequence. */
static void a_long_sequence_may_be_abandoned_too(void **state)
{
	enum { COUNT = PDR_CC_CALLS_MAX - 1 };
	static char names[COUNT][8];
	static struct answer answers[COUNT + 2];
	const struct script script = { "long", answers, COUNT + 2, "" };
	struct firmware fw;
	struct pdr_cc cc;
	u32 i;

	(void)state;
	answers[0] = (struct answer) { 2, "root", NULL, 0 };
	for (i = 0; i < COUNT; i++) {
		snprintf(names[i], sizeof(names[i]), "p%u", i);
		answers[i + 1] = (struct answer) { 3, names[i], "", 0 };
	}
	begin(&fw, &script);
	fw.cursor = 1;
	assert_int_equal(firmware_drive(&fw, &cc), PDR_CC_DONE);
	assert_int_equal(fw.realignments, 1);
	assert_int_equal(fw.calls, 2 * script.length - 1);
	pdr_cc_end(&cc);
}

static const struct {
	const char *how;
	s32 status;
	u32 times;
	u32 delay_ms;
} busies[] = {
	{ "busy once before each answer", -2, 1, 0 },
	{ "busy 20 times before each", -2, 20, 0 },
	{ "1 ms before each", 9900, 1, 1 },
	{ "10 ms twice before each", 9901, 2, 20 },
	{ "100 ms before each", 9902, 1, 100 },
	{ "1 s before each", 9903, 1, 1000 },
	{ "100 s before each, of which 1 s is waited", 9905, 1, 1000 },
};

static void busy_is_asked_again(void **state)
{
	struct firmware fw;
	u32 i, how;

	(void)state;
	for (how = 0; how < ARRAY_SIZE(busies); how++)
		for (i = 0; i < ARRAY_SIZE(scripts); i++) {
			begin(&fw, &scripts[i]);
			fw.busy_status = busies[how].status;
			fw.busy_times = busies[how].times;
			fw.busy_left = busies[how].times;
			drive_well(&fw, busies[how].how, 0);
			assert_int_equal(fw.calls, scripts[i].length * (busies[how].times + 1));
			assert_true(fw.delayed_ms == busies[how].delay_ms * scripts[i].length);
		}
}

static void a_page_may_be_asked_for_at_any_call(void **state)
{
	struct firmware fw;
	u32 i, at;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(scripts); i++)
		for (at = 1; at <= scripts[i].length; at++) {
			begin(&fw, &scripts[i]);
			fw.page_at = at;
			drive_well(&fw, "page asked for at call", at);
			assert_int_equal(fw.pages, 1);
		}
}

/* Drive a sequence that fails with @error, after draining it if @drained. */
static void drive_badly(struct firmware *fw, int error, bool drained, u32 where)
{
	enum pdr_cc_verdict verdict;
	struct pdr_cc cc;

	verdict = firmware_drive(fw, &cc);
	expect(verdict == PDR_CC_FAILED && cc.error == error, "%s, call %u: verdict %d error %d",
	       fw->script->what, where, verdict, cc.error);
	assert_int_equal(cc.configured, drained);
	if (drained)
		assert_int_equal(fw->cursor, 0);
	assert_null(pdr_cc_take(&cc));
	pdr_cc_end(&cc);
	assert_int_equal(pdr_env_memory.live, 0);
}

static void a_failed_allocation_is_drained(void **state)
{
	struct firmware fw;
	unsigned long at;
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(scripts); i++)
		for (at = 1;; at++) {
			struct pdr_cc cc;

			begin(&fw, &scripts[i]);
			pdr_env_memory_reset(at);
			firmware_drive(&fw, &cc);
			pdr_cc_end(&cc);
			if (pdr_env_memory.made < at)
				break;
			begin(&fw, &scripts[i]);
			pdr_env_memory_reset(at);
			drive_badly(&fw, -ENOMEM, true, (u32)at);
		}
	pdr_env_memory_reset(0);
	assert_true(at > 1);
}

static void a_cancelled_sequence_is_drained(void **state)
{
	struct firmware fw;
	u32 i, at;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(scripts); i++)
		for (at = 1; at < scripts[i].length; at++) {
			begin(&fw, &scripts[i]);
			fw.abort_at = at;
			drive_badly(&fw, -ECANCELED, true, at);
			assert_int_equal(fw.calls, scripts[i].length);
		}
}

static void a_caller_without_pages_cannot_drain(void **state)
{
	struct firmware fw;

	(void)state;
	begin(&fw, &scripts[0]);
	fw.page_at = 3;
	fw.no_pages = true;
	drive_badly(&fw, -ENOMEM, false, 3);
	/* The decoder calls once more without the page, which the firmware may take as a no. */
	assert_int_equal(fw.calls, 4);
}

static void drop_page(struct firmware *fw, s32 *status)
{
	(void)status;
	fw->page_wanted = false;
}

static void a_firmware_that_does_without_the_page_is_drained(void **state)
{
	struct firmware fw;

	(void)state;
	begin(&fw, &scripts[0]);
	fw.page_at = 3;
	fw.no_pages = true;
	fw.poke = drop_page;
	drive_badly(&fw, -ENOMEM, true, 3);
	assert_int_equal(fw.pages, 1);
}

static void answer_instead(struct firmware *fw, s32 *status)
{
	const s32 *wanted = fw->arg;

	if (fw->calls == (u32)wanted[0])
		*status = wanted[1];
}

static const struct {
	s32 status;
	int error;
} refusals[] = {
	{ -1, -EIO }, { -3, -ENODEV }, { -9001, -EIO }, { -9002, -EIO }, { -9003, -EIO },
	{ -9999, -EIO }, { S32_MIN, -EIO },
};

static void an_error_ends_the_sequence_at_once(void **state)
{
	struct firmware fw;
	u32 i, at, which;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(scripts); i++)
		for (at = 1; at <= scripts[i].length; at++)
			for (which = 0; which < ARRAY_SIZE(refusals); which++) {
				s32 wanted[] = { (s32)at, refusals[which].status };

				begin(&fw, &scripts[i]);
				fw.poke = answer_instead;
				fw.arg = wanted;
				drive_badly(&fw, refusals[which].error, false, at);
				assert_int_equal(fw.calls, at);
			}
}

static void nothing_is_taken_before_the_end(void **state)
{
	u8 area[PDR_CC_AREA_SIZE];
	struct pdr_cc cc;

	(void)state;
	pdr_cc_begin(&cc, FW_DRC_INDEX, 0);
	pdr_cc_prepare(&cc, area);
	workarea_node(area, "root");
	assert_int_equal(pdr_cc_feed(&cc, 2, area), PDR_CC_CALL);
	assert_null(pdr_cc_take(&cc));
	pdr_cc_end(&cc);
	assert_null(pdr_cc_take(&cc));
	assert_int_equal(pdr_cc_feed(&cc, 2, area), PDR_CC_FAILED);
	assert_int_equal(pdr_cc_abort(&cc, -EINTR), PDR_CC_FAILED);
	assert_int_equal(pdr_env_memory.live, 0);
}

static void nodes_are_freed_from_any_one_on(void **state)
{
	struct pdr_cc_node *root, *last;
	struct firmware fw;
	struct pdr_cc cc;

	(void)state;
	begin(&fw, &scripts[2]);
	assert_int_equal(firmware_drive(&fw, &cc), PDR_CC_DONE);
	root = pdr_cc_take(&cc);
	pdr_cc_end(&cc);
	/* The caches go, the core stays. */
	last = root->next;
	root->next = NULL;
	pdr_cc_node_free(last);
	assert_int_equal(pdr_env_memory.live, 2);
	pdr_cc_node_free(root);
	pdr_cc_node_free(NULL);
	assert_int_equal(pdr_env_memory.live, 0);

	begin(&fw, &scripts[1]);
	assert_int_equal(firmware_drive(&fw, &cc), PDR_CC_DONE);
	root = pdr_cc_take(&cc);
	last = root->child->next;
	root->child->next = NULL;
	pdr_cc_node_free(last);
	assert_string_equal(root->child->name, "mouse@1");
	pdr_cc_node_free(root);
	assert_int_equal(pdr_env_memory.live, 0);
}

static void a_property_is_found_by_its_name(void **state)
{
	struct pdr_cc_node *root;
	struct firmware fw;
	struct pdr_cc cc;
	const u8 *value;
	u32 len = 77;

	(void)state;
	begin(&fw, &scripts[0]);
	assert_int_equal(firmware_drive(&fw, &cc), PDR_CC_DONE);
	root = pdr_cc_take(&cc);
	pdr_cc_end(&cc);
	assert_null(pdr_cc_property(root, "re", &len));
	assert_null(pdr_cc_property(root, "regs", &len));
	assert_int_equal(len, 77);
	value = pdr_cc_property(root, "device_type", &len);
	assert_int_equal(len, 7);
	assert_memory_equal(value, "memory", 7);
	pdr_cc_node_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sequence_becomes_a_tree),
		cmocka_unit_test(the_first_call_has_a_work_area_of_zeros_and_the_index),
		cmocka_unit_test(an_abandoned_sequence_is_finished_and_begun_anew),
		cmocka_unit_test(a_migration_may_begin_the_sequence_anew),
		cmocka_unit_test(two_migrations_may_begin_it_anew_twice),
		cmocka_unit_test(a_migration_may_come_into_an_abandoned_sequence),
		cmocka_unit_test(a_long_sequence_may_be_abandoned_too),
		cmocka_unit_test(busy_is_asked_again),
		cmocka_unit_test(a_page_may_be_asked_for_at_any_call),
		cmocka_unit_test(a_failed_allocation_is_drained),
		cmocka_unit_test(a_cancelled_sequence_is_drained),
		cmocka_unit_test(a_caller_without_pages_cannot_drain),
		cmocka_unit_test(a_firmware_that_does_without_the_page_is_drained),
		cmocka_unit_test(an_error_ends_the_sequence_at_once),
		cmocka_unit_test(nothing_is_taken_before_the_end),
		cmocka_unit_test(nodes_are_freed_from_any_one_on),
		cmocka_unit_test(a_property_is_found_by_its_name),
	};

	return cmocka_run_group_tests_name("ccwork", tests, NULL, no_memory_lost);
}
