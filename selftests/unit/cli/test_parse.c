// SPDX-License-Identifier: GPL-2.0
/*
 * Words of the command line: those that are accepted, and that no others are.
 */
#include <stdlib.h>
#include <time.h>

#include "clitest.h"

#include "parse.h"
#include "when.h"

#define UNTOUCHED	0x5a5a5a5aU

/**
 * struct good - a word that is accepted
 * @text: the word
 * @value: its value
 */
struct good {
	const char *text;
	uint64_t value;
};

static const struct good indexes[] = {
	{ "0x80000004", 0x80000004 }, { "0X80000004", 0x80000004 }, { "0x0", 0 },
	{ "0x00000001", 1 },
	{ "0xffffffff", 0xffffffff }, { "0xABCDEF", 0xabcdef }, { "0x8000000a", 0x8000000a },
};

static const char * const bad_indexes[] = {
	"", "0", "80000004", "8000000a", "deadbeef", "0x", "x80000004", "0Y80000004",
	"0x80000004 ", " 0x80000004", "0x8000000g", "0x80000004junk", "0x100000000",
	"0x080000004", "-0x1", "+0x1", "0x-1", "0x 1", "LMB 6", "0xzz", "0x1.5", "0x8000_0004",
	"0x80000004,0x80000005", "\t0x1", "0x1\n",
};

static const struct good counts[] = {
	{ "1", 1 }, { "4", 4 }, { "007", 7 }, { "4294967295", 4294967295 },
};

static const char * const bad_counts[] = {
	"", "0", "00", "-1", "+1", "1 ", " 1", "foo", "1foo", "0x10", "1.5", "1e3",
	"4294967296", "18446744073709551616", "99999999999999999999999999", "1,2", "\t1", "1K",
};

static const struct good sizes[] = {
	{ "1G", 1ULL << 30 }, { "256M", 256ULL << 20 }, { "3T", 3ULL << 40 },
	{ "512K", 512ULL << 10 }, { "268435456B", 268435456 }, { "16777215T", 16777215ULL << 40 },
};

static const char * const bad_sizes[] = {
	"", "G", "1", "0G", "1.5G", "-1G", "+1G", "1 G", "1g", "1GB", "1GiB", "1Gjunk", " 1G",
	"1G ", "0x1G", "16777216T", "18446744073709551616B", "one", "1P", "1,5G",
};

static const struct good seconds[] = {
	{ "1", 1000 }, { "30", 30000 }, { "0.5", 500 }, { "0.001", 1 }, { "1.25", 1250 },
	{ "86400", 86400000 }, { "86399.999", 86399999 }, { "2.5", 2500 }, { "010.010", 10010 },
};

static const char * const bad_seconds[] = {
	"", "0", "0.0", "0.000", "-1", "+1", ".5", "1.", "1.2345", "1,5", "1s", "1e3", "1 ",
	" 1", "inf", "nan", "0x10", "86400.001", "86401", "99999999999999999999", "1..5", "1.5.5",
	"1.-5", "ten",
};

static void check_good32(const struct good *table, size_t n,
			 const char *(*parse)(const char *text, uint32_t *value))
{
	uint32_t value;
	size_t i;

	for (i = 0; i < n; i++) {
		value = UNTOUCHED;
		print_message("'%s'\n", table[i].text);
		assert_null(parse(table[i].text, &value));
		assert_int_equal(value, table[i].value);
	}
}

/* A bad word gives a phrase and leaves the result alone */
static void check_bad32(const char * const *table, size_t n,
			const char *(*parse)(const char *text, uint32_t *value))
{
	uint32_t value;
	size_t i;

	for (i = 0; i < n; i++) {
		value = UNTOUCHED;
		print_message("'%s'\n", table[i]);
		assert_non_null(parse(table[i], &value));
		assert_int_equal(value, UNTOUCHED);
	}
}

static void index_is_hex_with_prefix(void **state)
{
	(void)state;
	check_good32(indexes, COUNT(indexes), dr_parse_index);
	check_bad32(bad_indexes, COUNT(bad_indexes), dr_parse_index);
}

static void bare_digits_are_named(void **state)
{
	uint32_t index;

	(void)state;
	assert_non_null(strstr(dr_parse_index("80000004", &index), "0x80000004"));
	assert_non_null(strstr(dr_parse_index("80000004", &index), "bare"));
	assert_null(strstr(dr_parse_index("LMB 6", &index), "bare"));
}

static void count_is_decimal_above_zero(void **state)
{
	(void)state;
	check_good32(counts, COUNT(counts), dr_parse_count);
	check_bad32(bad_counts, COUNT(bad_counts), dr_parse_count);
}

static void number_reaches_its_limit(void **state)
{
	uint64_t value = UNTOUCHED;

	(void)state;
	assert_null(dr_parse_number("0", &value));
	assert_int_equal(value, 0);
	assert_null(dr_parse_number("18446744073709551615", &value));
	assert_true(value == UINT64_MAX);
	assert_non_null(dr_parse_number("18446744073709551616", &value));
	assert_true(value == UINT64_MAX);
}

static void check_good64(const struct good *table, size_t n,
			 const char *(*parse)(const char *text, uint64_t *value))
{
	uint64_t value;
	size_t i;

	for (i = 0; i < n; i++) {
		print_message("'%s'\n", table[i].text);
		assert_null(parse(table[i].text, &value));
		assert_true(value == table[i].value);
	}
}

static void check_bad64(const char * const *table, size_t n,
			const char *(*parse)(const char *text, uint64_t *value))
{
	uint64_t value;
	size_t i;

	for (i = 0; i < n; i++) {
		value = UNTOUCHED;
		print_message("'%s'\n", table[i]);
		assert_non_null(parse(table[i], &value));
		assert_true(value == UNTOUCHED);
	}
}

static void size_needs_a_unit(void **state)
{
	(void)state;
	check_good64(sizes, COUNT(sizes), dr_parse_size);
	check_bad64(bad_sizes, COUNT(bad_sizes), dr_parse_size);
}

static void address_is_hex_with_prefix(void **state)
{
	static const struct good good[] = {
		{ "0x0", 0 }, { "0x30000000", 0x30000000 }, { "0Xffffffffffffffff", UINT64_MAX },
	};
	static const char * const bad[] = {
		"", "0", "30000000", "0x", "0x30000000 ", "0x3g", "-0x1", "0x10000000000000000",
		"0x30000000-0x40000000",
	};

	(void)state;
	check_good64(good, COUNT(good), dr_parse_address);
	check_bad64(bad, COUNT(bad), dr_parse_address);
}

static void seconds_have_three_decimals(void **state)
{
	(void)state;
	check_good32(seconds, COUNT(seconds), dr_parse_seconds);
	check_bad32(bad_seconds, COUNT(bad_seconds), dr_parse_seconds);
}

#define NOW	1700000000000000000ULL
#define SECONDS	1000000000ULL

static void time_is_ago_or_a_date(void **state)
{
	static const struct good good[] = {
		{ "1 second ago", NOW - SECONDS }, { "90 seconds ago", NOW - 90 * SECONDS },
		{ "1 hour ago", NOW - 3600 * SECONDS }, { "2 days ago", NOW - 172800 * SECONDS },
		{ "1 week ago", NOW - 604800 * SECONDS },
		{ "30 minutes ago", NOW - 1800 * SECONDS },
		{ "9999 weeks ago", 0 }, { "0 hours ago", NOW },
		{ "1970-01-02", 86400 * SECONDS }, { "2023-11-14T22:13:20Z", NOW },
		{ "2023-11-14 22:13:20", NOW }, { "2023-11-14T22:13", NOW - 20 * SECONDS },
		{ "2024-02-29Z", 1709164800 * SECONDS },
		/* Beyond what 64 bits of nanoseconds hold */
		{ "9999999 weeks ago", 0 }, { "9999-01-01", INT64_MAX },
		{ "2300-01-01", INT64_MAX }, { "2600-01-01", INT64_MAX },
	};
	static const char * const bad[] = {
		"", "now", "hour ago", "1 hour", "1 hour agoo", "1 hours ago ", "-1 hour ago",
		"1.5 hours ago", "1 fortnight ago", "1hourago", "99999999 hours ago", "ago",
		"2023-11", "2023-11-32", "2023-02-29", "2023-13-01", "2023-11-14 24:00",
		"2023-11-14 22:60", "2023-11-14 22:13:60", "2023-11-14T", "2023-11-14T22",
		"2023-11-14 22:13:20ZZ", "23-11-14", "2023-1-4", "14.11.2023",
		"2023-11-14  22:13", "2023-11-14T22:13:20+01:00",
		"0000-00-00", "Z",
	};
	uint64_t value;
	size_t i;

	(void)state;
	setenv("TZ", "UTC0", 1);
	tzset();
	for (i = 0; i < COUNT(good); i++) {
		assert_null(ctl_when_parse(good[i].text, NOW, &value));
		assert_int_equal(value, good[i].value);
	}
	for (i = 0; i < COUNT(bad); i++)
		if (!ctl_when_parse(bad[i], NOW, &value))
			fail_msg("'%s' is a time", bad[i]);
	/* Local where nothing else is said */
	setenv("TZ", "XYZ-2", 1);
	tzset();
	assert_null(ctl_when_parse("2023-11-14 22:13:20", NOW, &value));
	assert_int_equal(value, NOW - 7200 * SECONDS);
	assert_null(ctl_when_parse("2023-11-14 22:13:20Z", NOW, &value));
	assert_int_equal(value, NOW);
}

/* Of all words of three characters, exactly those of the plain rules are accepted */
static void short_words_agree_with_the_rules(void **state)
{
	static const char alphabet[] = "019afgGxX.-+ KM";
	char word[4] = "";
	uint32_t value;
	size_t a, b, c;
	bool rule;

	(void)state;
	for (a = 0; a < sizeof(alphabet); a++)
		for (b = 0; b < sizeof(alphabet); b++)
			for (c = 0; c < sizeof(alphabet); c++) {
				word[0] = alphabet[a];
				word[1] = alphabet[b];
				word[2] = alphabet[c];
				rule = !strncasecmp(word, "0x", 2) && word[2] &&
				       strchr("0123456789abcdefABCDEF", word[2]);
				assert_int_equal(!dr_parse_index(word, &value), rule);
				rule = word[0] && strspn(word, "0123456789") == strlen(word) &&
				       strspn(word, "0") != strlen(word);
				assert_int_equal(!dr_parse_count(word, &value), rule);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(index_is_hex_with_prefix),
		cmocka_unit_test(bare_digits_are_named),
		cmocka_unit_test(count_is_decimal_above_zero),
		cmocka_unit_test(number_reaches_its_limit),
		cmocka_unit_test(size_needs_a_unit),
		cmocka_unit_test(address_is_hex_with_prefix),
		cmocka_unit_test(seconds_have_three_decimals),
		cmocka_unit_test(time_is_ago_or_a_date),
		cmocka_unit_test(short_words_agree_with_the_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
