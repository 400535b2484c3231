// SPDX-License-Identifier: GPL-2.0
/* Tests of the requests that people and programs write. */

#include "unit.h"

#include <core/parse/request.h>

#define MEMORY	PSERIES_DR_RESOURCE_MEMORY
#define CPU	PSERIES_DR_RESOURCE_CPU
#define DT	PSERIES_DR_RESOURCE_DT
#define SLOT	PSERIES_DR_RESOURCE_SLOT
#define PHB	PSERIES_DR_RESOURCE_PHB
#define PCI	PSERIES_DR_RESOURCE_PCI
#define PMEM	PSERIES_DR_RESOURCE_PMEM
#define ADD	PSERIES_DR_ACTION_ADD
#define REMOVE	PSERIES_DR_ACTION_REMOVE
#define NAME	PSERIES_DR_IDENTIFIER_NAME
#define INDEX	PSERIES_DR_IDENTIFIER_INDEX
#define COUNT	PSERIES_DR_IDENTIFIER_COUNT
#define RANGE	PSERIES_DR_IDENTIFIER_INDEXED_COUNT

static int parse(const char *text, size_t len, struct pdr_request *request)
{
	struct bytes exact = { };
	int error;

	bytes_put(&exact, text, len);
	error = pdr_request_parse((char *)exact.data, len, request);
	bytes_free(&exact);
	return error;
}

static const struct {
	const char *text;
	struct pdr_request request;
} accepted[] = {
	{ "memory add index 0x80000004", { MEMORY, ADD, INDEX, 0x80000004, 0, "" } },
	{ "memory remove index 0X8abcdefA\n", { MEMORY, REMOVE, INDEX, 0x8abcdefa, 0, "" } },
	{ "memory remove index 0xABCDEF99\n", { MEMORY, REMOVE, INDEX, 0xabcdef99, 0, "" } },
	{ "memory add count 16", { MEMORY, ADD, COUNT, 0, 16, "" } },
	{ "memory remove count 0x10", { MEMORY, REMOVE, COUNT, 0, 16, "" } },
	{ "memory remove count 010\n", { MEMORY, REMOVE, COUNT, 0, 8, "" } },
	{ "memory add indexed-count 4 0x80000004", { MEMORY, ADD, RANGE, 0x80000004, 4, "" } },
	{ "memory remove indexed-count 0x4 2147483652",
	  { MEMORY, REMOVE, RANGE, 0x80000004, 4, "" } },
	{ "memory add index 0", { MEMORY, ADD, INDEX, 0, 0, "" } },
	{ "memory add index 4294967295", { MEMORY, ADD, INDEX, 0xffffffff, 0, "" } },
	{ "memory add index 000000000000000017", { MEMORY, ADD, INDEX, 15, 0, "" } },
	{ "memory add index 0x00000000000000000f", { MEMORY, ADD, INDEX, 15, 0, "" } },
	{ "cpu add index 0x10000008", { CPU, ADD, INDEX, 0x10000008, 0, "" } },
	{ "cpu remove index 0x10000008\n", { CPU, REMOVE, INDEX, 0x10000008, 0, "" } },
	{ "cpu remove count 2", { CPU, REMOVE, COUNT, 0, 2, "" } },
	{ "dt add index 0x40010008", { DT, ADD, INDEX, 0x40010008, 0, "" } },
	{ "dt remove index 0x40010008", { DT, REMOVE, INDEX, 0x40010008, 0, "" } },
	{ "phb add index 0x20000001", { PHB, ADD, INDEX, 0x20000001, 0, "" } },
	{ "pci remove index 0x40010008", { PCI, REMOVE, INDEX, 0x40010008, 0, "" } },
	{ "pmem remove index 0x90000000", { PMEM, REMOVE, INDEX, 0x90000000, 0, "" } },
	{ "slot add count 1", { SLOT, ADD, COUNT, 0, 1, "" } },
	{ "cpu add indexed-count 1 0x10000008", { CPU, ADD, RANGE, 0x10000008, 1, "" } },
};

static void the_grammar_is_read(void **state)
{
	struct pdr_request request;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(accepted); i++) {
		expect(!parse(accepted[i].text, strlen(accepted[i].text), &request),
		       "'%s' is an error", accepted[i].text);
		expect(!memcmp(&request, &accepted[i].request, sizeof(request)),
		       "'%s' means another request", accepted[i].text);
	}
}

#define TEXT(string)	string, sizeof(string) - 1

static const struct {
	const char *why;
	const char *text;
	size_t len;
} rejected[] = {
	{ "nothing", TEXT("") },
	{ "only a newline", TEXT("\n") },
	{ "only a NUL", TEXT("\0") },
	{ "only blanks", TEXT("   ") },
	{ "no action", TEXT("memory") },
	{ "no identifier", TEXT("memory add") },
	{ "no number", TEXT("memory add index") },
	{ "empty number", TEXT("memory add index ") },
	{ "empty number before a newline", TEXT("memory add index\x20\n") },
	{ "no index in a range", TEXT("memory add indexed-count 4") },
	{ "empty index in a range", TEXT("memory add indexed-count 4 ") },
	{ "blank at the start", TEXT(" memory add count 1") },
	{ "blank at the end", TEXT("memory add count 1 ") },
	{ "two blanks", TEXT("memory add  count 1") },
	{ "tab for a blank", TEXT("memory\tadd count 1") },
	{ "two newlines", TEXT("memory add count 1\n\n") },
	{ "carriage return", TEXT("memory add count 1\r\n") },
	{ "newline between two words", TEXT("memory add count\n1") },
	{ "two requests", TEXT("memory add count 1\nmemory add count 1") },
	{ "NUL at the end", TEXT("memory add count 1\0") },
	{ "NUL and newline at the end", TEXT("memory add count 1\0\n") },
	{ "NUL in a word", TEXT("mem\0ory add count 1") },
	{ "junk after the number", TEXT("memory add count 1x") },
	{ "a word too much", TEXT("memory add count 1 2") },
	{ "a word too much after a range", TEXT("memory add indexed-count 1 2 3") },
	{ "unknown resource", TEXT("unknown add index 1") },
	{ "a resource of nobody", TEXT("disk add index 1") },
	{ "resource cut short", TEXT("mem add count 1") },
	{ "resource in capitals", TEXT("MEMORY add count 1") },
	{ "resource with more behind", TEXT("memoryx add count 1") },
	{ "unknown action", TEXT("memory replace count 1") },
	{ "action with more behind", TEXT("memory added count 1") },
	{ "unknown identifier", TEXT("memory add any 1") },
	{ "unknown identifier with two numbers", TEXT("memory add any 1 2") },
	{ "identifier of netlink only", TEXT("memory add name LMB") },
	{ "index with two numbers", TEXT("memory add index 1 2") },
	{ "count of 0", TEXT("memory add count 0") },
	{ "range of 0", TEXT("memory add indexed-count 0 0x80000004") },
	{ "number past 32 bits", TEXT("memory add count 4294967296") },
	{ "number past 32 bits in hex", TEXT("memory add index 0x100000000") },
	{ "number past 64 bits", TEXT("memory add index 0x10000000000000001") },
	{ "negative number", TEXT("memory add count -1") },
	{ "number with a plus", TEXT("memory add count +1") },
	{ "hex without 0x", TEXT("memory add index 8000000a") },
	{ "0x alone", TEXT("memory add index 0x") },
	{ "0x and no digit", TEXT("memory add index 0xg") },
	{ "a sign between digits and letters", TEXT("memory add index 0x:") },
	{ "8 in octal", TEXT("memory add count 08") },
	{ "fraction", TEXT("memory add count 1.0") },
	{ "size", TEXT("memory add count 1G") },
};

static void everything_else_is_invalid(void **state)
{
	struct pdr_request request;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rejected); i++)
		expect(parse(rejected[i].text, rejected[i].len, &request) == -EINVAL,
		       "%s is no error", rejected[i].why);
}

/* A request that is read must be read back from its text. */
static void try_text(const struct bytes *text, void *arg)
{
	struct pdr_request request, again;
	char buf[PDR_REQUEST_TEXT_SIZE];
	int len;

	(void)arg;
	if (pdr_request_parse((char *)text->data, text->len, &request))
		return;
	assert_int_equal(pdr_request_check(&request), 0);
	len = pdr_request_format(&request, buf, sizeof(buf));
	assert_int_equal(len, strlen(buf));
	expect(!parse(buf, (size_t)len, &again), "'%s' is an error", buf);
	assert_memory_equal(&request, &again, sizeof(request));
}

static void text_cut_or_changed_never_means_something_odd(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(accepted); i++) {
		struct bytes text = { };

		bytes_put(&text, accepted[i].text, strlen(accepted[i].text));
		try_text(&text, NULL);
		each_cut(&text, try_text, NULL);
		each_mutation(&text, try_text, NULL);
		bytes_free(&text);
	}
}

static bool naive_check(unsigned int resource, unsigned int action, unsigned int id,
			u32 count, const char *name)
{
	return resource && resource <= 7 && action && action <= 2 && id && id <= 4 &&
	       (id < 3 || count) && (id > 1 || *name);
}

static void check_tells_what_means_nothing(void **state)
{
	unsigned int n, resource, action, id;

	(void)state;
	for (n = 0; n < 10 * 5 * 7 * 4; n++) {
		struct pdr_request request = { .count = n % 2 };

		resource = n / 4 % 10;
		action = n / 40 % 5;
		id = n / 200;
		request.resource = resource;
		request.action = action;
		request.identifier = id;
		if (n & 2)
			memcpy(request.name, "LMB 4", 6);
		expect(pdr_request_check(&request) ==
		       (naive_check(resource, action, id, request.count, request.name) ?
			0 : -EINVAL),
		       "resource %u action %u identifier %u count %u name '%s'",
		       resource, action, id, request.count, request.name);
	}
}

static void a_name_without_end_is_invalid(void **state)
{
	struct pdr_request request = {
		.resource = PHB, .action = ADD, .identifier = NAME,
	};

	(void)state;
	request.name[0] = 'x';
	assert_int_equal(pdr_request_check(&request), 0);
	memset(request.name, 'x', sizeof(request.name));
	assert_int_equal(pdr_request_check(&request), -EINVAL);
	request.name[sizeof(request.name) - 1] = '\0';
	assert_int_equal(pdr_request_check(&request), 0);
}

static const struct {
	struct pdr_request request;
	const char *text;
} texts[] = {
	{ { MEMORY, REMOVE, RANGE, 0x80000004, 4, "" },
	  "memory remove indexed-count 4 0x80000004" },
	{ { CPU, ADD, COUNT, 0, 4294967295, "" }, "cpu add count 4294967295" },
	{ { PMEM, ADD, INDEX, 0x90000000, 0, "" }, "pmem add index 0x90000000" },
	{ { PCI, REMOVE, NAME, 0, 0, "C65544" },
	  "pci remove name C65544" },
	{ { 0, 0, 0, 0, 0, "" }, "unknown unknown 0" },
	{ { 200, 3, 99, 0, 0, "" }, "200 3 99" },
};

static void requests_of_any_source_have_a_text(void **state)
{
	char buf[PDR_REQUEST_TEXT_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		int len = pdr_request_format(&texts[i].request, buf, sizeof(buf));

		assert_string_equal(buf, texts[i].text);
		assert_int_equal(len, strlen(buf));
	}
}

static void the_longest_text_fits(void **state)
{
	struct pdr_request request = {
		.resource = (enum pseries_dr_resource)U32_MAX,
		.action = (enum pseries_dr_action)U32_MAX,
		.identifier = NAME,
	};
	char buf[PDR_REQUEST_TEXT_SIZE];

	(void)state;
	memset(request.name, 'x', sizeof(request.name));
	assert_int_equal(pdr_request_format(&request, buf, sizeof(buf)),
			 11 + 11 + 5 + PSERIES_DR_DRC_NAME_MAX);
}

static void text_that_does_not_fit_is_cut(void **state)
{
	const char *text = texts[0].text;
	size_t len;

	(void)state;
	for (len = 0; len <= strlen(text); len++) {
		char *buf = malloc(len + 1);

		buf[len] = '#';
		assert_int_equal(pdr_request_format(&texts[0].request, buf, len), -ENOSPC);
		assert_int_equal(buf[len], '#');
		if (len) {
			assert_int_equal(strlen(buf), len - 1);
			assert_memory_equal(buf, text, len - 1);
		}
		free(buf);
	}
}

static void an_index_or_a_range_names_connectors(void **state)
{
	const struct pdr_request one = { .identifier = PSERIES_DR_IDENTIFIER_INDEX, .index = 5 };
	const struct pdr_request range = {
		.identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT, .index = 5, .count = 2,
	};
	const struct pdr_request last = {
		.identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT, .index = U32_MAX,
		.count = U32_MAX,
	};
	const struct pdr_request any = { .identifier = PSERIES_DR_IDENTIFIER_COUNT, .count = 9 };

	(void)state;
	assert_true(pdr_request_names(&one, 5) && !pdr_request_names(&one, 6));
	assert_true(pdr_request_names(&range, 5) && pdr_request_names(&range, 6));
	assert_false(pdr_request_names(&range, 4) || pdr_request_names(&range, 7));
	assert_true(pdr_request_names(&last, U32_MAX) && !pdr_request_names(&last, U32_MAX - 1));
	assert_false(pdr_request_names(&any, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_grammar_is_read),
		cmocka_unit_test(everything_else_is_invalid),
		cmocka_unit_test(text_cut_or_changed_never_means_something_odd),
		cmocka_unit_test(check_tells_what_means_nothing),
		cmocka_unit_test(a_name_without_end_is_invalid),
		cmocka_unit_test(an_index_or_a_range_names_connectors),
		cmocka_unit_test(requests_of_any_source_have_a_text),
		cmocka_unit_test(the_longest_text_fits),
		cmocka_unit_test(text_that_does_not_fit_is_cut),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
