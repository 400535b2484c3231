// SPDX-License-Identifier: GPL-2.0
/* Tests of associativity lists: found, appended, malformed. */

#include "unit.h"

#include <core/parse/assoc.h>

/* Three lists of four words, as QEMU has with FORM1. */
static void lists(struct bytes *prop)
{
	u32 list;

	bytes_u32(prop, 3);
	bytes_u32(prop, 4);
	for (list = 0; list < 3; list++) {
		bytes_u32(prop, 0);
		bytes_u32(prop, 0);
		bytes_u32(prop, 0);
		bytes_u32(prop, list);
	}
}

/* ibm,associativity of a node: the words of a list, and maybe more. */
static void node(struct bytes *prop, u32 announced, u32 words, u32 last)
{
	u32 i;

	bytes_u32(prop, announced);
	for (i = 1; i <= words; i++)
		bytes_u32(prop, i == 4 ? last : 0);
}

static int parse(struct pdr_assoc *assoc, const struct bytes *prop)
{
	return pdr_assoc_parse(assoc, prop->data, prop->len);
}

static const struct {
	const char *what;
	u32 announced;
	u32 words;
	u32 last;
	int error;
	u32 aa_index;
} nodes[] = {
	{ "the first list", 4, 4, 0, 0, 0 },
	{ "the last list", 4, 4, 2, 0, 2 },
	{ "a list and a word more, as a CPU has", 5, 5, 1, 0, 1 },
	{ "words after the announced ones", 4, 6, 1, 0, 1 },
	{ "a list that is not there", 4, 4, 3, -ENOENT, 0 },
	{ "a word too few", 3, 3, 0, -EBADMSG, 0 },
	{ "too few announced", 3, 4, 0, -EBADMSG, 0 },
	{ "more announced than there are", 5, 4, 0, -EBADMSG, 0 },
	{ "the most that can be announced", 0xffffffff, 4, 0, -EBADMSG, 0 },
	{ "2^30 + 4, which is 4 in bytes modulo 2^32", 0x40000004, 4, 0, -EBADMSG, 0 },
	{ "no words", 0, 0, 0, -EBADMSG, 0 },
};

static void a_node_finds_its_list(void **state)
{
	struct pdr_assoc assoc;
	struct bytes prop = { };
	size_t i;

	(void)state;
	lists(&prop);
	assert_int_equal(parse(&assoc, &prop), 0);
	for (i = 0; i < ARRAY_SIZE(nodes); i++) {
		struct bytes own = { };
		u32 aa_index = 0;
		int error;

		node(&own, nodes[i].announced, nodes[i].words, nodes[i].last);
		error = pdr_assoc_find(&assoc, own.data, own.len, &aa_index);
		expect(error == nodes[i].error, "%s: %d", nodes[i].what, error);
		expect(aa_index == nodes[i].aa_index, "%s: list %u", nodes[i].what, aa_index);
		bytes_free(&own);
	}
	assert_int_equal(pdr_assoc_find(&assoc, NULL, 0, &(u32){ 0 }), -EBADMSG);
	bytes_free(&prop);
}

static void a_new_list_is_appended(void **state)
{
	struct bytes prop = { }, own = { };
	struct pdr_assoc assoc, grown;
	u32 aa_index, found;
	void *value;
	size_t len;

	(void)state;
	lists(&prop);
	node(&own, 5, 5, 9);
	assert_int_equal(parse(&assoc, &prop), 0);
	assert_int_equal(pdr_assoc_append(&assoc, own.data, own.len, &value, &len, &aa_index), 0);
	assert_int_equal(aa_index, 3);
	assert_int_equal(len, prop.len + 16);
	assert_int_equal(pdr_assoc_parse(&grown, value, len), 0);
	assert_int_equal(grown.count, 4);
	assert_memory_equal(grown.lists, assoc.lists, 48);
	assert_int_equal(pdr_assoc_find(&grown, own.data, own.len, &found), 0);
	assert_int_equal(found, aa_index);
	pdr_free(value);
	bytes_free(&own);
	bytes_free(&prop);
}

static void the_first_list_is_appended_to_none(void **state)
{
	struct bytes prop = { }, own = { };
	struct pdr_assoc assoc;
	u32 aa_index;
	void *value;
	size_t len;

	(void)state;
	bytes_u32(&prop, 0);
	bytes_u32(&prop, 1);
	bytes_u32(&own, 1);
	bytes_u32(&own, 77);
	assert_int_equal(parse(&assoc, &prop), 0);
	assert_int_equal(pdr_assoc_find(&assoc, own.data, own.len, &aa_index), -ENOENT);
	assert_int_equal(pdr_assoc_append(&assoc, own.data, own.len, &value, &len, &aa_index), 0);
	assert_int_equal(aa_index, 0);
	assert_int_equal(len, 12);
	assert_memory_equal(value, "\0\0\0\1\0\0\0\1\0\0\0\115", 12);
	pdr_free(value);
	bytes_free(&own);
	bytes_free(&prop);
}

static void the_associativity_of_a_node_has_the_words_it_says(void **state)
{
	static const struct {
		u32 announced, words, least;
		bool valid;
	} nodes[] = {
		{ 1, 1, 0, true }, { 4, 4, 0, true }, { 4, 5, 0, true }, { 4, 4, 4, true },
		{ 0, 0, 0, false }, { 0, 1, 0, false }, { 5, 4, 0, false },
		{ 0xffffffff, 4, 0, false }, { 0x40000001, 1, 0, false },
		{ 4, 5, 5, false }, { 4, 4, 0xffffffff, false },
	};
	struct bytes own = { };
	size_t i, cut;

	(void)state;
	assert_false(pdr_assoc_is_valid(NULL, 0, 0));
	for (i = 0; i < ARRAY_SIZE(nodes); i++) {
		node(&own, nodes[i].announced, nodes[i].words, 1);
		assert_int_equal(pdr_assoc_is_valid(own.data, own.len, nodes[i].least),
				 nodes[i].valid);
		for (cut = 0; cut < 4 + 4 * nodes[i].announced && cut < own.len; cut++)
			assert_false(pdr_assoc_is_valid(own.data, cut, 0));
		bytes_free(&own);
	}
}

static void a_list_that_is_malformed_is_not_appended(void **state)
{
	struct bytes prop = { };
	struct pdr_assoc assoc;
	u32 aa_index;
	void *value;
	size_t len, i;

	(void)state;
	lists(&prop);
	assert_int_equal(parse(&assoc, &prop), 0);
	for (i = 0; i < ARRAY_SIZE(nodes); i++) {
		struct bytes own = { };

		if (nodes[i].error != -EBADMSG)
			continue;
		node(&own, nodes[i].announced, nodes[i].words, nodes[i].last);
		assert_int_equal(pdr_assoc_append(&assoc, own.data, own.len, &value, &len,
						  &aa_index), -EBADMSG);
		bytes_free(&own);
	}
	bytes_free(&prop);
}

static const struct {
	const char *why;
	u32 cells[4];
	unsigned int count;
	int error;
} properties[] = {
	{ "nothing", { 0 }, 0, -EBADMSG },
	{ "half a header", { 0 }, 1, -EBADMSG },
	{ "no lists of 4 words", { 0, 4 }, 2, 0 },
	{ "lists of no words", { 1, 0 }, 2, -EBADMSG },
	{ "no lists of no words", { 0, 0 }, 2, -EBADMSG },
	{ "two lists of one word", { 2, 1, 7, 8 }, 4, 0 },
	{ "one list of two words", { 1, 2, 7, 8 }, 4, 0 },
	{ "a word too few", { 1, 3, 7, 8 }, 4, -EBADMSG },
	{ "a word too much", { 1, 1, 7, 8 }, 4, -EBADMSG },
	{ "words of no list", { 0, 1, 7, 8 }, 4, -EBADMSG },
	{ "a product that is 0 modulo 2^32", { 0x80000000, 2 }, 2, -EBADMSG },
	{ "a product that is 2 modulo 2^32", { 0x80000001, 2, 7, 8 }, 4, -EBADMSG },
	{ "the largest product", { 0xffffffff, 0xffffffff, 7, 8 }, 4, -EBADMSG },
	{ "no list of the most words", { 0, 0xffffffff }, 2, 0 },
};

static void lengths_that_lie_are_found_out(void **state)
{
	unsigned int i, cell;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(properties); i++) {
		struct pdr_assoc assoc;
		struct bytes prop = { };
		int error;

		for (cell = 0; cell < properties[i].count; cell++)
			bytes_u32(&prop, properties[i].cells[cell]);
		error = parse(&assoc, &prop);
		expect(error == properties[i].error, "%s: %d", properties[i].why, error);
		bytes_put(&prop, "", 1);
		expect(parse(&assoc, &prop) == -EBADMSG, "%s, and a byte", properties[i].why);
		bytes_free(&prop);
	}
}

static void try_lists(const struct bytes *prop, void *arg)
{
	const struct bytes *own = arg;
	struct pdr_assoc assoc;
	u32 aa_index;
	int error;

	if (parse(&assoc, prop))
		return;
	assert_true((u64)assoc.count * assoc.words * 4 + 8 == prop->len);
	error = pdr_assoc_find(&assoc, own->data, own->len, &aa_index);
	assert_true(error || aa_index < assoc.count);
}

static void try_node(const struct bytes *own, void *arg)
{
	try_lists(arg, (void *)own);
}

static void nothing_past_the_end_is_read(void **state)
{
	struct bytes prop = { }, own = { };

	(void)state;
	lists(&prop);
	node(&own, 5, 5, 2);
	each_cut(&prop, try_lists, &own);
	each_mutation(&prop, try_lists, &own);
	each_cut(&own, try_node, &prop);
	each_mutation(&own, try_node, &prop);
	bytes_free(&prop);
	bytes_free(&own);
}

static void without_memory_nothing_is_appended(void **state)
{
	struct bytes prop = { }, own = { };
	struct pdr_assoc assoc;
	u32 aa_index;
	void *value;
	size_t len;

	(void)state;
	lists(&prop);
	node(&own, 4, 4, 9);
	assert_int_equal(parse(&assoc, &prop), 0);
	pdr_env_memory_reset(1);
	assert_int_equal(pdr_assoc_append(&assoc, own.data, own.len, &value, &len, &aa_index),
			 -ENOMEM);
	bytes_free(&prop);
	bytes_free(&own);
}

static void the_index_that_means_none_is_never_given(void **state)
{
	struct pdr_assoc assoc = { .count = 0xffffffff, .words = 1 };
	struct bytes own = { };
	u32 aa_index;
	void *value;
	size_t len;

	(void)state;
	node(&own, 1, 1, 0);
	assert_int_equal(pdr_assoc_append(&assoc, own.data, own.len, &value, &len, &aa_index),
			 -ENOSPC);
	bytes_free(&own);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_node_finds_its_list),
		cmocka_unit_test(a_new_list_is_appended),
		cmocka_unit_test(the_first_list_is_appended_to_none),
		cmocka_unit_test(the_associativity_of_a_node_has_the_words_it_says),
		cmocka_unit_test(a_list_that_is_malformed_is_not_appended),
		cmocka_unit_test(lengths_that_lie_are_found_out),
		cmocka_unit_test(nothing_past_the_end_is_read),
		cmocka_unit_test(without_memory_nothing_is_appended),
		cmocka_unit_test(the_index_that_means_none_is_never_given),
	};

	return cmocka_run_group_tests_name("assoc", tests, NULL, no_memory_lost);
}
