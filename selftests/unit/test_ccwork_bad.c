// SPDX-License-Identifier: GPL-2.0

/* Tests of configure-connector with a firmware that breaks every rule. */

#include "ccfirmware.h"
#include "lib/workarea.h"

#include <core/parse/fwstatus.h>

#define LAST	(WORKAREA_SIZE - 1)

static void begin(struct firmware *fw, const struct script *script)
{
	memset(fw, 0, sizeof(*fw));
	fw->script = script;
}

/* Drive to the end, and check what holds for every end. */
static enum pdr_cc_verdict drive(struct firmware *fw, struct pdr_cc *cc)
{
	enum pdr_cc_verdict verdict = firmware_drive(fw, cc);

	assert_true(verdict == PDR_CC_DONE || !pdr_cc_take(cc));
	assert_int_equal(pdr_cc_feed(cc, 0, fw->area), PDR_CC_FAILED);
	pdr_cc_end(cc);
	assert_int_equal(pdr_env_memory.live, 0);
	return verdict;
}

/* A wrong value for one cell, each time that the script comes to this answer. */
struct poke {
	u32 cursor;
	enum workarea_cell cell;
	u32 value;
};

static void poke_cell(struct firmware *fw, s32 *status)
{
	const struct poke *poke = fw->arg;

	(void)status;
	if (fw->cursor == poke->cursor + 1)
		workarea_set(fw->area, poke->cell, poke->value);
	else
		workarea_set(fw->area, WORKAREA_INDEX, FW_DRC_INDEX);
}

/* Answer 0 of the LMB is its node, answer 2 its property reg. */
static const struct {
	const char *what;
	struct poke poke;
} cells[] = {
	{ "name at the start of the area", { 0, WORKAREA_NAME, 0 } },
	{ "name in the cells", { 0, WORKAREA_NAME, WORKAREA_DATA - 1 } },
	{ "name past the area", { 0, WORKAREA_NAME, PDR_CC_AREA_SIZE } },
	{ "name far past the area", { 0, WORKAREA_NAME, 0xffffffff } },
	{ "name far past the area, negative", { 0, WORKAREA_NAME, 0x80000000 } },
	{ "property's name past the area", { 2, WORKAREA_NAME, PDR_CC_AREA_SIZE } },
	{ "property's name in the cells", { 2, WORKAREA_NAME, 4 } },
	{ "property's name empty", { 2, WORKAREA_NAME, LAST } },
	{ "value past the area", { 2, WORKAREA_VALUE, PDR_CC_AREA_SIZE + 1 } },
	{ "value that ends past the area", { 2, WORKAREA_VALUE, PDR_CC_AREA_SIZE - 15 } },
	{ "value far past the area", { 2, WORKAREA_VALUE, 0xfffffff8 } },
	{ "value of the area and a byte", { 2, WORKAREA_LENGTH, PDR_CC_AREA_SIZE + 1 } },
	{ "value a byte past the end of the area", { 2, WORKAREA_LENGTH, WORKAREA_SIZE - 23 } },
	{ "value of all memory", { 2, WORKAREA_LENGTH, 0xffffffff } },
	{ "value whose end wraps", { 2, WORKAREA_LENGTH, 0xffffffe8 } },
	{ "another connector's node", { 0, WORKAREA_INDEX, FW_DRC_INDEX + 1 } },
	{ "another connector's property", { 2, WORKAREA_INDEX, 0 } },
};

static void cells_that_lie_are_found_out(void **state)
{
	struct firmware fw;
	struct pdr_cc cc;
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cells); i++) {
		begin(&fw, &scripts[0]);
		fw.poke = poke_cell;
		fw.arg = (void *)&cells[i].poke;
		expect(drive(&fw, &cc) == PDR_CC_FAILED && cc.error == -EBADMSG, "%s: %d",
		       cells[i].what, cc.error);
		/* The sequence is tried once more, then drained. */
		assert_true(cc.configured);
		assert_int_equal(fw.cursor, 0);
		assert_int_equal(fw.calls, 2 * scripts[0].length);
	}
}

static void a_value_may_end_with_the_area(void **state)
{
	u8 area[PDR_CC_AREA_SIZE];
	struct pdr_cc cc;
	const u8 *value;
	u32 len;

	(void)state;
	pdr_cc_begin(&cc, 7, 0);
	pdr_cc_prepare(&cc, area);
	workarea_set(area, WORKAREA_NAME, LAST - 1);
	memcpy(area + LAST - 1, "r", 2);
	assert_int_equal(pdr_cc_feed(&cc, 2, area), PDR_CC_CALL);
	workarea_set(area, WORKAREA_VALUE, WORKAREA_DATA);
	workarea_set(area, WORKAREA_LENGTH, PDR_CC_AREA_SIZE - WORKAREA_DATA);
	assert_int_equal(pdr_cc_feed(&cc, 3, area), PDR_CC_CALL);
	value = pdr_cc_property(cc.root, "r", &len);
	assert_int_equal(len, PDR_CC_AREA_SIZE - WORKAREA_DATA);
	assert_memory_equal(value, area + WORKAREA_DATA, len);
	workarea_set(area, WORKAREA_VALUE, PDR_CC_AREA_SIZE);
	workarea_set(area, WORKAREA_LENGTH, 0);
	area[LAST - 1] = 's';
	assert_int_equal(pdr_cc_feed(&cc, 3, area), PDR_CC_CALL);
	assert_non_null(pdr_cc_property(cc.root, "s", &len));
	assert_int_equal(len, 0);
	pdr_cc_end(&cc);
}

static void an_area_without_a_nul_has_no_name(void **state)
{
	u8 area[PDR_CC_AREA_SIZE];
	struct pdr_cc cc;

	(void)state;
	pdr_cc_begin(&cc, 0x61616161, 0);
	memset(area, 'a', sizeof(area));
	workarea_set(area, WORKAREA_NAME, WORKAREA_DATA);
	assert_int_equal(pdr_cc_feed(&cc, 2, area), PDR_CC_CALL);
	assert_int_equal(cc.phase, PDR_CC_REALIGNING);
	assert_null(cc.root);
	pdr_cc_end(&cc);
}

static const struct {
	const char *name;
	size_t repeat;
	bool good;
} names[] = {
	{ "a", 1, true },
	{ "a", PDR_CC_NAME_MAX, true },
	{ "a", PDR_CC_NAME_MAX + 1, false },
	{ "", 1, false },
	{ ".", 1, false },
	{ ".", 2, false },
	{ ".", 3, true },
	{ "/", 1, false },
	{ "a/b", 1, false },
	{ "pci@1/", 1, false },
	{ "a b", 1, false },
	{ "a\tb", 1, false },
	{ "a\x7f", 1, false },
	{ "\xc3\xa4", 1, false },
	{ "ibm,my-drc-index#~", 1, true },
};

static void names_are_such_as_a_node_can_have(void **state)
{
	struct firmware fw;
	struct pdr_cc cc;
	u32 i, n;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		char name[2 * PDR_CC_NAME_MAX] = "";
		const struct answer answers[] = { { 2, name, NULL, 0 }, { 3, name, "", 0 },
						  { 0, NULL, NULL, 0 } };
		const struct script script = { "name", answers, ARRAY_SIZE(answers), "" };
		enum pdr_cc_verdict verdict;

		for (n = 0; n < names[i].repeat; n++)
			strcat(name, names[i].name);
		begin(&fw, &script);
		verdict = drive(&fw, &cc);
		expect(verdict == (names[i].good ? PDR_CC_DONE : PDR_CC_FAILED), "'%s'", name);
	}
}

#define NODE(name)	{ WORKAREA_CHILD, name, NULL, 0 }
#define PROPERTY(name)	{ WORKAREA_PROPERTY, name, "\1", 1 }
#define NEXT(name)	{ WORKAREA_SIBLING, name, NULL, 0 }
#define UP		{ WORKAREA_PARENT, NULL, NULL, 0 }
#define END		{ WORKAREA_COMPLETE, NULL, NULL, 0 }

static const struct {
	const char *what;
	struct answer answers[8];
	u32 length;
	int error;
	bool configured;
} sequences[] = {
	{ "an end at once, as of an isolated connector", { END }, 1, -EPROTO, false },
	{ "a property of no node", { PROPERTY("reg"), END }, 2, -EBADMSG, true },
	{ "a sibling of no node", { NEXT("a"), END }, 2, -EBADMSG, true },
	{ "the parent of no node", { UP, END }, 2, -EBADMSG, true },
	{ "the parent of the root", { NODE("a"), UP, END }, 3, -EBADMSG, true },
	{ "a property twice", { NODE("a"), PROPERTY("reg"), PROPERTY("reg"), END }, 4,
	  -EBADMSG, true },
	{ "a child twice", { NODE("a"), NODE("b"), UP, NODE("b"), UP, END }, 6, -EBADMSG, true },
	{ "a sibling twice", { NODE("a"), NEXT("b"), NEXT("b"), END }, 4, -EBADMSG, true },
	{ "a sibling of the root's name", { NODE("a"), NEXT("a"), END }, 3, -EBADMSG, true },
	{ "an end below the root", { NODE("a"), NODE("b"), END }, 3, -EPROTO, true },
	{ "an end two below the root", { NODE("a"), NODE("b"), NODE("c"), END }, 4, -EPROTO, true },
	{ "an end a level above a second root", { NODE("a"), NODE("b"), NODE("a"), UP, END }, 5,
	  -EPROTO, true },
	{ "a second root that is sent as a sibling", { NODE("a"), NODE("b"), NEXT("a"), END }, 4,
	  -EPROTO, true },
	{ "an end beside a second root", { NODE("a"), NODE("a"), UP, NODE("b"), END }, 5,
	  -EPROTO, true },
	{ "a status that means nothing", { NODE("a"), { 6, NULL, NULL, 0 }, END }, 3,
	  -EBADMSG, true },
	{ "the highest status", { NODE("a"), { S32_MAX, NULL, NULL, 0 }, END }, 3, -EBADMSG, true },
	{ "almost a delay", { NODE("a"), { 9906, NULL, NULL, 0 }, END }, 3, -EBADMSG, true },
};

static void sequences_out_of_order_are_found_out(void **state)
{
	struct firmware fw;
	struct pdr_cc cc;
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sequences); i++) {
		const struct script script = { sequences[i].what, sequences[i].answers,
					       sequences[i].length, "" };

		begin(&fw, &script);
		expect(drive(&fw, &cc) == PDR_CC_FAILED && cc.error == sequences[i].error,
		       "%s: %d", sequences[i].what, cc.error);
		assert_int_equal(cc.configured, sequences[i].configured);
		assert_int_equal(fw.realignments, 1);
		assert_int_equal(fw.cursor, 0);
		assert_int_equal(fw.calls, 2 * script.length);
	}
}

/* Never end, and give another name each time. */
static void endless(struct firmware *fw, s32 *status)
{
	const s32 *wanted = fw->arg;

	*status = fw->calls == 1 ? 2 : *wanted;
	fw->page_wanted = false;
	workarea_set(fw->area, WORKAREA_NAME, WORKAREA_DATA);
	workarea_set(fw->area, WORKAREA_LENGTH, 0);
	workarea_set(fw->area, WORKAREA_VALUE, 0);
	snprintf((char *)fw->area + WORKAREA_DATA, 16, "n%u", fw->calls);
}

static const struct {
	s32 status;
	int error;
	u32 calls;
} endlesses[] = {
	{ 1, -E2BIG, 2 * PDR_CC_CALLS_MAX + 2 },
	{ 2, -E2BIG, PDR_CC_DEPTH_MAX + 1 + PDR_CC_CALLS_MAX + 1 },
	{ 3, -E2BIG, 2 * PDR_CC_CALLS_MAX + 2 },
	{ 4, -E2BIG, 2 + 2 * PDR_CC_CALLS_MAX + 2 },
	{ 5, -E2BIG, 1 + PDR_CC_PAGES_MAX + 2 },
	{ 6, -E2BIG, 2 + 2 * PDR_CC_CALLS_MAX + 2 },
	{ -2, -ETIMEDOUT, 1 + PDR_BUSY_LIMIT_MS + 1 },
	{ 9900, -ETIMEDOUT, 1 + PDR_BUSY_LIMIT_MS + 1 },
	{ 9902, -ETIMEDOUT, 1 + PDR_BUSY_LIMIT_MS / 100 + 1 },
	{ 9905, -ETIMEDOUT, 1 + PDR_BUSY_LIMIT_MS / 1000 + 1 },
};

static void endless_sequences_are_ended(void **state)
{
	struct firmware fw;
	struct pdr_cc cc;
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(endlesses); i++) {
		begin(&fw, &scripts[0]);
		fw.poke = endless;
		fw.arg = (void *)&endlesses[i].status;
		assert_int_equal(drive(&fw, &cc), PDR_CC_FAILED);
		expect(cc.error == endlesses[i].error, "status %d: error %d",
		       endlesses[i].status, cc.error);
		expect(fw.calls == endlesses[i].calls, "status %d: %u calls",
		       endlesses[i].status, fw.calls);
		assert_false(cc.configured);
	}
}

static void a_delay_is_never_longer_than_what_is_left(void **state)
{
	u8 area[PDR_CC_AREA_SIZE];
	struct pdr_cc cc;

	(void)state;
	pdr_cc_begin(&cc, 7, 1006);
	pdr_cc_prepare(&cc, area);
	assert_int_equal(pdr_cc_feed(&cc, 9904, area), PDR_CC_DELAY);
	assert_int_equal(cc.delay_ms, 1000);
	assert_int_equal(pdr_cc_feed(&cc, -2, area), PDR_CC_DELAY);
	assert_int_equal(cc.delay_ms, 0);
	assert_int_equal(pdr_cc_feed(&cc, 9901, area), PDR_CC_DELAY);
	assert_int_equal(cc.delay_ms, 5);
	assert_int_equal(pdr_cc_feed(&cc, 9900, area), PDR_CC_FAILED);
	assert_int_equal(cc.error, -ETIMEDOUT);
	assert_int_equal(cc.fw_status, 9900);
	pdr_cc_end(&cc);
}

static void the_first_error_is_the_one_that_is_told(void **state)
{
	u8 area[PDR_CC_AREA_SIZE];
	struct pdr_cc cc;

	(void)state;
	pdr_cc_begin(&cc, 7, 0);
	pdr_cc_prepare(&cc, area);
	assert_int_equal(pdr_cc_abort(&cc, -ECANCELED), PDR_CC_CALL);
	assert_int_equal(pdr_cc_abort(&cc, -EINTR), PDR_CC_CALL);
	assert_int_equal(pdr_cc_feed(&cc, 3, area), PDR_CC_CALL);
	assert_int_equal(pdr_cc_feed(&cc, 9900, area), PDR_CC_FAILED);
	assert_int_equal(cc.error, -ECANCELED);
	pdr_cc_end(&cc);
}

/* A wrong byte of the area, each time that the script comes to this answer. */
struct change {
	u32 cursor;
	u32 at;
	u8 value;
};

static void poke_byte(struct firmware *fw, s32 *status)
{
	const struct change *change = fw->arg;

	(void)status;
	workarea_set(fw->area, WORKAREA_INDEX, FW_DRC_INDEX);
	if (fw->cursor == change->cursor)
		fw->area[change->at] = change->value;
}

static void any_byte_of_any_answer_may_be_wrong(void **state)
{
	struct firmware fw;
	struct change change;
	struct pdr_cc cc;
	u32 value;

	(void)state;
	for (change.cursor = 0; change.cursor < scripts[0].length; change.cursor++)
		for (change.at = 0; change.at < 64; change.at++)
			for (value = 0; value <= U8_MAX; value += value < 4 ? 1 : 7) {
				change.value = (u8)value;
				begin(&fw, &scripts[0]);
				fw.poke = poke_byte;
				fw.arg = &change;
				drive(&fw, &cc);
			}
}

/* Answer at random, but so that a sequence often goes on for a while. */
static void noise(struct firmware *fw, s32 *status)
{
	static const s32 statuses[] = {
		0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, -2, 9900, 9905,
	};
	u32 i;

	*status = statuses[random_below(ARRAY_SIZE(statuses))];
	if (!random_below(100))
		*status = (s32)random_below(U32_MAX);
	if (!random_below(4))
		return;
	workarea_set(fw->area, WORKAREA_NAME, WORKAREA_DATA + random_below(8));
	workarea_set(fw->area, WORKAREA_LENGTH, random_below(40));
	workarea_set(fw->area, WORKAREA_VALUE, random_below(random_below(9) ? 4000 : 5000));
	for (i = WORKAREA_DATA; i < WORKAREA_DATA + 12; i++)
		fw->area[i] = random_below(5) ? (u8)('a' + random_below(3)) : 0;
	if (!random_below(50))
		fw->area[random_below(PDR_CC_AREA_SIZE)] = (u8)random_below(256);
	fw->no_pages = !random_below(3);
}

static void noise_does_no_harm(void **state)
{
	u32 round, done = 0;

	(void)state;
	random_start();
	for (round = 0; round < 20000; round++) {
		struct firmware fw;
		struct pdr_cc cc;

		begin(&fw, &scripts[random_below(ARRAY_SIZE(scripts))]);
		fw.poke = noise;
		fw.abort_at = random_below(20) ? 0 : 1 + random_below(30);
		done += drive(&fw, &cc) == PDR_CC_DONE;
	}
	assert_true(done > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_that_lie_are_found_out),
		cmocka_unit_test(a_value_may_end_with_the_area),
		cmocka_unit_test(an_area_without_a_nul_has_no_name),
		cmocka_unit_test(names_are_such_as_a_node_can_have),
		cmocka_unit_test(sequences_out_of_order_are_found_out),
		cmocka_unit_test(endless_sequences_are_ended),
		cmocka_unit_test(a_delay_is_never_longer_than_what_is_left),
		cmocka_unit_test(the_first_error_is_the_one_that_is_told),
		cmocka_unit_test(any_byte_of_any_answer_may_be_wrong),
		cmocka_unit_test(noise_does_no_harm),
	};

	return cmocka_run_group_tests_name("ccwork, bad firmware", tests, NULL, no_memory_lost);
}
