// SPDX-License-Identifier: GPL-2.0
/* Which filters make sense, and which lines each lets through. */

#include "agenttest.h"
#include "filter.h"

#define LINE	"{\"type\":\"event\",\"event_type\":\"state\",\"resource\":\"memory\"," \
		"\"state\":\"refused\",\"reason\":\"vetoed\",\"seq\":7}"

static void check(const char *text, bool sensible)
{
	json_t *filter = json_loads(text, JSON_DECODE_ANY, NULL);

	assert_non_null(filter);
	if (sensible)
		assert_null(pdrd_filter_check(filter));
	else
		assert_non_null(pdrd_filter_check(filter));
	json_decref(filter);
}

static void names_of_the_spec_make_sense(void **state)
{
	(void)state;
	check("{\"type\":\"event\"}", true);
	check("{\"type\":[\"event\",\"progress\",\"job\"]}", true);
	check("{\"state\":\"refused\",\"resource\":[\"memory\",\"cpu\"]}", true);
	check("{\"reason\":\"none\",\"origin\":\"platform\",\"event_type\":\"refusal\"}", true);
}

static void anything_else_does_not(void **state)
{
	static const char * const wrong[] = {
		"{}", "[]", "null", "\"state\"", "7", "{\"stat\":\"refused\"}", "{\"seq\":7}",
		"{\"seq\":\"7\"}", "{\"state\":\"refuse\"}", "{\"state\":\"\"}",
		"{\"state\":[]}", "{\"state\":[\"refused\",\"refuse\"]}",
		"{\"state\":[\"refused\",6]}",
		"{\"state\":6}", "{\"state\":null}", "{\"state\":{}}",
		"{\"state\":[[\"refused\"]]}",
		"{\"type\":\"lost\"}", "{\"type\":\"state\"}", "{\"state\":\"unknown\"}",
		"{\"state\":\"refused\",\"name\":\"LMB\"}", "{\"\":\"\"}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		check(wrong[i], false);
}

static void line_needs_a_name_of_each_key(void **state)
{
	static const struct {
		const char *filter;
		const char *line;
		bool takes;
	} cases[] = {
		{ "{\"state\":\"refused\"}", LINE, true },
		{ "{\"state\":\"done\"}", LINE, false },
		{ "{\"state\":[\"done\",\"refused\"]}", LINE, true },
		{ "{\"state\":[\"done\",\"failed\"]}", LINE, false },
		{ "{\"state\":\"refused\",\"resource\":\"memory\"}", LINE, true },
		{ "{\"state\":\"refused\",\"resource\":\"cpu\"}", LINE, false },
		{ "{\"type\":\"event\"}", LINE, true },
		{ "{\"type\":[\"progress\",\"job\"]}", LINE, false },
		/* A key that the line lacks has no name */
		{ "{\"origin\":\"platform\"}", LINE, false },
		/* A value of a newer module that has no name here is a number */
		{ "{\"state\":\"refused\"}", "{\"type\":\"event\",\"state\":99}", false },
		/* Not about a job */
		{ "{\"state\":\"done\"}", "{\"type\":\"lost\",\"from\":1,\"to\":2}", true },
		{ "{\"state\":\"done\"}", "{\"type\":\"module\",\"state\":\"absent\"}", true },
		{ "{\"state\":\"done\"}", "{\"type\":\"overrun\"}", true },
		{ "{\"state\":\"done\"}", "{}", true },
		{ "{\"state\":\"done\"}", "no JSON", true },
	};
	json_t *filter;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		filter = json_loads(cases[i].filter, 0, NULL);
		assert_null(pdrd_filter_check(filter));
		assert_int_equal(pdrd_filter_takes(filter, cases[i].line), cases[i].takes);
		json_decref(filter);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_the_spec_make_sense),
		cmocka_unit_test(anything_else_does_not),
		cmocka_unit_test(line_needs_a_name_of_each_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
