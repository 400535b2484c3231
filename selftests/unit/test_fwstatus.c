// SPDX-License-Identifier: GPL-2.0
/* Tests of what each firmware status means for each call. */

#include "unit.h"

#include <core/parse/fwstatus.h>

static const struct {
	const char *what;
	enum pdr_fw_call call;
	s32 status;
	int error;
} meanings[] = {
	{ "success", PDR_FW_ISOLATE, 0, 0 },
	{ "busy", PDR_FW_ACQUIRE, -2, -EBUSY },
	{ "busy for a while", PDR_FW_CONFIGURE, 9903, -EBUSY },
	{ "hardware error", PDR_FW_UNISOLATE, -1, -EIO },
	{ "hardware error", PDR_FW_ISOLATE, -1, -EIO },
	{ "LMB not asked for", PDR_FW_ISOLATE_LMB, -1, -EPERM },
	{ "LMB still mapped", PDR_FW_ISOLATE_LMB, -9001, -EBUSY },
	{ "slot still mapped", PDR_FW_ISOLATE, -9001, -EBUSY },
	{ "bridge with children", PDR_FW_ISOLATE, -9000, -EBUSY },
	{ "isolate before it is configured", PDR_FW_ISOLATE_LMB, -3, -EIO },
	{ "acquire what is not there", PDR_FW_ACQUIRE, -3, -ENODEV },
	{ "release what is not isolated", PDR_FW_RELEASE, -3, -EIO },
	{ "unisolate what is unusable", PDR_FW_UNISOLATE, -3, -EIO },
	{ "sense an unknown connector", PDR_FW_SENSE, -3, -ENODEV },
	{ "unusable, as older platforms say it", PDR_FW_SENSE, -9002, -ENODEV },
	{ "sensed above its limit", PDR_FW_SENSE, 13, 0 },
	{ "more data", PDR_FW_CONFIGURE, 1, 0 },
	{ "more data", PDR_FW_CONFIGURE, 5, 0 },
	{ "a status of no meaning", PDR_FW_CONFIGURE, 6, -EIO },
	{ "configure an unknown connector", PDR_FW_CONFIGURE, -3, -ENODEV },
	{ "configure what is unusable", PDR_FW_CONFIGURE, -9003, -EIO },
	{ "vendor's error", PDR_FW_RELEASE, -9999, -EIO },
	{ "the lowest status", PDR_FW_RELEASE, S32_MIN, -EIO },
	{ "the highest status", PDR_FW_CONFIGURE, S32_MAX, -EIO },
	{ "the highest status", PDR_FW_SENSE, S32_MAX, 0 },
};

static void a_status_becomes_the_right_error(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(meanings); i++) {
		int error = pdr_fw_errno(meanings[i].call, meanings[i].status);

		expect(error == meanings[i].error, "%s (%s %d): %d", meanings[i].what,
		       pdr_fw_call_name(meanings[i].call), meanings[i].status, error);
	}
}

static void busy_are_seven_values(void **state)
{
	static const u32 delays[] = { 1, 10, 100, 1000, 10000, 100000 };
	s32 status;

	(void)state;
	for (status = -20000; status <= 20000; status++) {
		bool delayed = status >= 9900 && status <= 9905;

		assert_int_equal(pdr_fw_is_busy(status), delayed || status == -2);
		assert_int_equal(pdr_fw_delay_ms(status),
				 delayed ? delays[status - 9900] : 0);
	}
	assert_false(pdr_fw_is_busy(S32_MIN));
	assert_false(pdr_fw_is_busy(S32_MAX));
}

static void every_status_of_every_call_has_a_sentence(void **state)
{
	enum pdr_fw_call call;
	s32 status;

	(void)state;
	for (call = PDR_FW_ISOLATE; call <= PDR_FW_CONFIGURE; call++)
		for (status = -11000; status <= 11000; status++) {
			const struct pdr_fw_meaning *meaning = pdr_fw_meaning(call, status);
			size_t len = strlen(meaning->sentence);

			assert_true(meaning->call == PDR_FW_ANY || meaning->call == call);
			assert_in_range(status + 20000, meaning->first < -20000 ? 0 :
					meaning->first + 20000, (u64)meaning->last + 20000);
			assert_true(len > 10 && meaning->sentence[len - 1] == '.');
			/* A negative status never means success. */
			assert_true(status >= 0 || meaning->error > 0);
		}
}

static void no_two_calls_have_one_name(void **state)
{
	enum pdr_fw_call a, b;

	(void)state;
	for (a = PDR_FW_ANY; a <= PDR_FW_CONFIGURE; a++)
		for (b = PDR_FW_ANY; b < a; b++)
			assert_string_not_equal(pdr_fw_call_name(a), pdr_fw_call_name(b));
}

static void a_sentence_is_found_by_the_name_of_the_call(void **state)
{
	enum pdr_fw_call call;

	(void)state;
	for (call = PDR_FW_ISOLATE; call <= PDR_FW_CONFIGURE; call++)
		assert_string_equal(pdr_fw_sentence(pdr_fw_call_name(call), -3),
				    pdr_fw_meaning(call, -3)->sentence);
	assert_string_equal(pdr_fw_sentence("ibm,suspend-me", -1),
			    pdr_fw_meaning(PDR_FW_ANY, -1)->sentence);
	assert_string_equal(pdr_fw_sentence("", 0), "The call succeeded.");
}

static bool says_something(const struct pdr_fw_meaning *row)
{
	enum pdr_fw_call call;

	for (call = PDR_FW_ANY; call <= PDR_FW_CONFIGURE; call++)
		if (pdr_fw_meaning(call, row->first) == row)
			return true;
	return false;
}

/* Each row must be the first match of some status, of some call or of an unknown one. */
static void no_row_is_hidden_by_another(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(pdr_fw_meanings); i++)
		expect(says_something(&pdr_fw_meanings[i]), "row %zu", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_status_becomes_the_right_error),
		cmocka_unit_test(busy_are_seven_values),
		cmocka_unit_test(every_status_of_every_call_has_a_sentence),
		cmocka_unit_test(no_two_calls_have_one_name),
		cmocka_unit_test(a_sentence_is_found_by_the_name_of_the_call),
		cmocka_unit_test(no_row_is_hidden_by_another),
	};

	return cmocka_run_group_tests_name("fwstatus", tests, NULL, NULL);
}
