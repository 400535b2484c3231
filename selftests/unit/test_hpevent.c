// SPDX-License-Identifier: GPL-2.0
/* Tests of the hot-plug event in an RTAS error log. */

#include "unit.h"
#include "lib/errorlog.h"

#include <core/parse/hpevent.h>

/* As QEMU 7.2 sends it: remove 4 LMBs from 0x80000004 on. */
static const u8 qemu_log[] = {
	0x06, 0x34, 0x60, 0xe5, 0x00, 0x00, 0x00, 0x6c,
	0x86, 0x00, 0x8e, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x49, 0x42, 0x4d, 0x00,
	0x50, 0x48, 0x00, 0x30, 0x00, 0x00, 0x00, 0x00,
	0x20, 0x26, 0x11, 0x20, 0x21, 0x16, 0x28, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x48, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x55, 0x48, 0x00, 0x18, 0x00, 0x00, 0x00, 0x00,
	0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x48, 0x50, 0x00, 0x14, 0x01, 0x00, 0x00, 0x00,
	0x02, 0x02, 0x04, 0x00, 0x00, 0x00, 0x00, 0x04,
	0x80, 0x00, 0x00, 0x04,
};

/* The same event, and what its main sections say. */
static const struct errorlog_hotplug qemu_event = {
	.resource = PSERIES_DR_RESOURCE_MEMORY,
	.action = PSERIES_DR_ACTION_REMOVE,
	.identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT,
	.index = 0x80000004,
	.count = 4,
};

static const struct errorlog_main qemu_main = {
	.time = { 0x20, 0x26, 0x11, 0x20, 0x21, 0x16, 0x28, 0x00 },
	.plid = 1,
	.subsystem = 0x80,
};

static void qemu_bytes(struct bytes *log)
{
	bytes_put(log, qemu_log, sizeof(qemu_log));
}

static void begin_log(struct bytes *log)
{
	errorlog_begin(log, ERRORLOG_TYPE_HOTPLUG);
	errorlog_main(log, &qemu_main);
}

/* A log whose Hotplug section is right in its lengths only. */
static void build(struct bytes *log, const u8 *head, const void *rest, size_t len)
{
	begin_log(log);
	errorlog_hotplug_raw(log, head, rest, len);
	errorlog_end(log);
}

static int decode(const struct bytes *log, struct pdr_request *request)
{
	return pdr_hpevent_decode(log->data, log->len, request);
}

static void is_qemu_event(const struct pdr_request *request)
{
	assert_int_equal(request->resource, PSERIES_DR_RESOURCE_MEMORY);
	assert_int_equal(request->action, PSERIES_DR_ACTION_REMOVE);
	assert_int_equal(request->identifier, PSERIES_DR_IDENTIFIER_INDEXED_COUNT);
	assert_int_equal(request->count, 4);
	assert_int_equal(request->index, 0x80000004);
	assert_string_equal(request->name, "");
}

/* The other tests rely on the encoder. */
static void the_encoder_writes_what_qemu_sends(void **state)
{
	struct bytes log = { };

	(void)state;
	begin_log(&log);
	errorlog_hotplug(&log, &qemu_event);
	errorlog_end(&log);
	assert_int_equal(log.len, sizeof(qemu_log));
	assert_memory_equal(log.data, qemu_log, sizeof(qemu_log));
	bytes_free(&log);
}

static void an_event_of_qemu_is_understood(void **state)
{
	struct bytes log = { };
	struct pdr_request request;

	(void)state;
	qemu_bytes(&log);
	assert_int_equal(decode(&log, &request), 0);
	is_qemu_event(&request);
	bytes_free(&log);
}

static void bytes_after_the_log_do_not_matter(void **state)
{
	struct bytes log = { };
	struct pdr_request request;
	u8 buffer[2048];

	(void)state;
	memset(buffer, 0xff, sizeof(buffer));
	qemu_bytes(&log);
	bytes_put(&log, buffer, sizeof(buffer));
	assert_int_equal(decode(&log, &request), 0);
	is_qemu_event(&request);
	bytes_free(&log);
}

static const struct {
	const char *what;
	u8 head[4];
	u8 rest[12];
	size_t len;
	struct pdr_request request;
} understood[] = {
	{ "add a core by index", { 1, 1, 2, 0 }, { 0x10, 0, 0, 8 }, 4,
	  { 1, 1, 2, 0x10000008, 0, "" } },
	{ "index with unused tail", { 4, 2, 2, 0 }, { 0x20, 0, 0, 1 }, 8,
	  { 4, 2, 2, 0x20000001, 0, "" } },
	{ "add LMBs by count", { 2, 1, 3, 0 }, { 0, 0, 1, 0 }, 8,
	  { 2, 1, 3, 0, 256, "" } },
	{ "non-transactional", { 2, 2, 3, 0x40 }, { 0, 0, 0, 2 }, 4,
	  { 2, 2, 3, 0, 2, "" } },
	{ "a token after an index", { 1, 2, 2, 0x80 }, { 0x10, 0, 0, 8, 0xca, 0xfe, 0, 1 }, 8,
	  { 1, 2, 2, 0x10000008, 0, "" } },
	{ "a token after a range", { 2, 2, 4, 0xc0 },
	  { 0, 0, 0, 2, 0x80, 0, 0, 9, 1, 2, 3, 4 }, 12,
	  { 2, 2, 4, 0x80000009, 2, "" } },
	{ "unused bits of the capabilities", { 1, 2, 2, 0x3f }, { 0x10, 0, 0, 8 }, 4,
	  { 1, 2, 2, 0x10000008, 0, "" } },
	{ "a name", { 5, 1, 1, 0 }, "C65544", 7,
	  { 5, 1, 1, 0, 0, "C65544" } },
	{ "a name and padding", { 5, 1, 1, 0 }, "C65544\0\0", 8,
	  { 5, 1, 1, 0, 0, "C65544" } },
	{ "a name and a token", { 5, 1, 1, 0x80 }, "C1\0\x0a\x0b\x0c\x0d", 7,
	  { 5, 1, 1, 0, 0, "C1" } },
	{ "a count of 0, which is not decided here", { 2, 2, 3, 0 }, { 0 }, 4,
	  { 2, 2, 3, 0, 0, "" } },
};

static void each_identifier_is_understood(void **state)
{
	struct pdr_request request;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(understood); i++) {
		const struct pdr_request *right = &understood[i].request;
		struct bytes log = { };

		build(&log, understood[i].head, understood[i].rest, understood[i].len);
		expect(!decode(&log, &request), "%s: error", understood[i].what);
		expect(!memcmp(&request, right, sizeof(request)), "%s: wrong request",
		       understood[i].what);
		bytes_free(&log);
	}
}

static const struct {
	const char *what;
	u8 head[4];
	u8 rest[8];
	size_t len;
	int error;
} not_understood[] = {
	{ "unknown resource", { 8, 2, 2, 0 }, { 0, 0, 0, 1 }, 4, -EOPNOTSUPP },
	{ "resource that only Linux knows", { 7, 2, 2, 0 }, { 0, 0, 0, 1 }, 4, -EOPNOTSUPP },
	{ "resource 0", { 0, 2, 2, 0 }, { 0, 0, 0, 1 }, 4, -EOPNOTSUPP },
	{ "unknown action", { 2, 3, 2, 0 }, { 0, 0, 0, 1 }, 4, -EOPNOTSUPP },
	{ "action 0", { 2, 0, 2, 0 }, { 0, 0, 0, 1 }, 4, -EOPNOTSUPP },
	{ "unknown identifier", { 2, 2, 5, 0 }, { 0, 0, 0, 1 }, 4, -EOPNOTSUPP },
	{ "unknown identifier and nothing else", { 2, 2, 255, 0 }, { 0 }, 0, -EOPNOTSUPP },
	{ "unknown identifier and a token", { 2, 2, 9, 0x80 }, { 0 }, 4, -EOPNOTSUPP },
	{ "index cut short", { 2, 2, 2, 0 }, { 0 }, 3, -EBADMSG },
	{ "range cut short", { 2, 2, 4, 0 }, { 0 }, 7, -EBADMSG },
	{ "index that is really the token", { 2, 2, 2, 0x80 }, { 0 }, 4, -EBADMSG },
	{ "no room for the token", { 2, 2, 2, 0x80 }, { 0 }, 3, -EBADMSG },
	{ "no room for the token of an unknown identifier", { 2, 2, 9, 0x80 }, { 0 }, 2, -EBADMSG },
	{ "name without end", { 5, 2, 1, 0 }, "C655", 4, -EBADMSG },
	{ "name that ends in the token", { 5, 2, 1, 0x80 }, "C655\0\0\0\0", 8, -EBADMSG },
	{ "empty name", { 5, 2, 1, 0 }, "", 1, -EBADMSG },
	{ "no name", { 5, 2, 1, 0 }, "", 0, -EBADMSG },
};

static void what_is_not_understood_is_said(void **state)
{
	static const struct pdr_request nothing;
	struct pdr_request request;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(not_understood); i++) {
		const u8 *head = not_understood[i].head;
		struct bytes log = { };
		int error;

		build(&log, head, not_understood[i].rest, not_understood[i].len);
		error = decode(&log, &request);
		expect(error == not_understood[i].error, "%s: %d", not_understood[i].what, error);
		if (error == -EBADMSG)
			assert_memory_equal(&request, &nothing, sizeof(request));
		else
			expect(request.resource == head[0] &&
			       request.action == head[1] &&
			       request.identifier == head[2],
			       "%s: not as sent", not_understood[i].what);
		bytes_free(&log);
	}
}

static void unknown_values_do_not_hide_the_rest(void **state)
{
	struct pdr_request request;
	struct bytes log = { };

	(void)state;
	qemu_bytes(&log);
	log.data[ERRORLOG_RESOURCE] = 99;
	assert_int_equal(decode(&log, &request), -EOPNOTSUPP);
	assert_int_equal(request.index, 0x80000004);
	assert_int_equal(request.count, 4);
	bytes_free(&log);
}

static void names_up_to_the_longest_are_taken_whole(void **state)
{
	const u8 head[] = { PSERIES_DR_RESOURCE_SLOT, PSERIES_DR_ACTION_ADD,
			    PSERIES_DR_IDENTIFIER_NAME, 0 };
	char name[PSERIES_DR_DRC_NAME_MAX + 2];
	struct pdr_request request;
	size_t len;

	(void)state;
	for (len = 1; len < sizeof(name); len++) {
		bool fits = len <= PSERIES_DR_DRC_NAME_MAX;
		struct bytes log = { };

		memset(name, 'U', len);
		name[len] = '\0';
		build(&log, head, name, len + 1);
		assert_int_equal(decode(&log, &request), fits ? 0 : -EOPNOTSUPP);
		assert_string_equal(request.name, fits ? name : "");
		assert_int_equal(request.resource, PSERIES_DR_RESOURCE_SLOT);
		bytes_free(&log);
	}
}

static const struct {
	const char *what;
	size_t at;
	u32 value;
	unsigned int size;
	int error;
} damages[] = {
	{ "log of version 5", ERRORLOG_VERSION, 5, 1, -ENOENT },
	{ "log of a later version", ERRORLOG_VERSION, 7, 1, 0 },
	{ "no extended log", ERRORLOG_FLAGS, 0x30, 1, -ENOENT },
	{ "another format", ERRORLOG_FORMAT, 0x8f, 1, -ENOENT },
	{ "format with other upper bits", ERRORLOG_FORMAT, 0x0e, 1, 0 },
	{ "another company", ERRORLOG_COMPANY, 0x49424e00, 4, -ENOENT },
	{ "extended length 0", ERRORLOG_LENGTH, 0, 4, -ENOENT },
	{ "extended length without room for the header", ERRORLOG_LENGTH, 15, 4, -ENOENT },
	{ "header and nothing else", ERRORLOG_LENGTH, 16, 4, -ENOENT },
	{ "extended length in the middle of a header", ERRORLOG_LENGTH, 20, 4, -EBADMSG },
	{ "extended length up to the Hotplug section", ERRORLOG_LENGTH, 0x58, 4, -ENOENT },
	{ "extended length into the Hotplug section", ERRORLOG_LENGTH, 0x6b, 4, -EBADMSG },
	{ "extended length past the buffer", ERRORLOG_LENGTH, 0x6d, 4, 0 },
	{ "the largest extended length", ERRORLOG_LENGTH, 0xffffffff, 4, 0 },
	{ "section of length 0", ERRORLOG_MAIN_A + 2, 0, 2, -EBADMSG },
	{ "section shorter than its header", ERRORLOG_MAIN_A + 2, 7, 2, -EBADMSG },
	{ "section past the end", ERRORLOG_MAIN_B + 2, 0x2d, 2, -EBADMSG },
	{ "the longest section", ERRORLOG_MAIN_A + 2, 0xffff, 2, -EBADMSG },
	{ "no Hotplug section", ERRORLOG_EVENT, ERRORLOG_HOTPLUG_ID + 1, 2, -ENOENT },
	{ "Hotplug section past the end", ERRORLOG_EVENT + 2, 0x15, 2, -EBADMSG },
	{ "Hotplug section of header alone", ERRORLOG_EVENT + 2, 8, 2, -EBADMSG },
	{ "Hotplug section without its identifier", ERRORLOG_EVENT + 2, 12, 2, -EBADMSG },
	{ "Hotplug section with half a range", ERRORLOG_EVENT + 2, 16, 2, -EBADMSG },
	{ "Hotplug section a byte too short", ERRORLOG_EVENT + 2, 19, 2, -EBADMSG },
	{ "first section is the Hotplug section", ERRORLOG_MAIN_A, ERRORLOG_HOTPLUG_ID, 2,
	  -EOPNOTSUPP },
};

static void lengths_that_lie_are_found_out(void **state)
{
	struct pdr_request request;
	size_t i, n;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		struct bytes log = { };
		int error;

		qemu_bytes(&log);
		for (n = 0; n < damages[i].size; n++)
			log.data[damages[i].at + n] =
				(u8)(damages[i].value >> 8 * (damages[i].size - 1 - n));
		error = decode(&log, &request);
		expect(error == damages[i].error, "%s: %d", damages[i].what, error);
		bytes_free(&log);
	}
}

static void sections_of_a_header_alone_are_passed(void **state)
{
	struct pdr_request request;
	struct bytes log = { };

	(void)state;
	bytes_put(&log, qemu_log, ERRORLOG_MAIN_A);
	errorlog_section(&log, ERRORLOG_MAIN_ID, ERRORLOG_SECTION_HEADER, 0);
	bytes_put(&log, qemu_log + ERRORLOG_EVENT, sizeof(qemu_log) - ERRORLOG_EVENT);
	assert_int_equal(decode(&log, &request), 0);
	is_qemu_event(&request);
	bytes_free(&log);
}

static void zeros_and_ones_are_no_event(void **state)
{
	struct pdr_request request;
	struct bytes log = { };
	u8 page[4096];

	(void)state;
	memset(page, 0, sizeof(page));
	bytes_put(&log, page, sizeof(page));
	assert_int_equal(decode(&log, &request), -ENOENT);
	memset(log.data, 0xff, log.len);
	assert_int_equal(decode(&log, &request), -ENOENT);
	bytes_free(&log);
}

/* Only documented errors may come, and success only for known values. */
static void try_log(const struct bytes *log, void *arg)
{
	struct pdr_request request;
	int error = decode(log, &request);

	(void)arg;
	if (!error) {
		assert_in_range(request.resource, 1, 6);
		assert_in_range(request.action, 1, 2);
		assert_in_range(request.identifier, 1, 4);
	} else {
		expect(error == -ENOENT || error == -EBADMSG || error == -EOPNOTSUPP,
		       "error %d", error);
	}
	assert_non_null(memchr(request.name, '\0', sizeof(request.name)));
}

/* A log that was cut must be refused, never half understood. */
static void try_cut(const struct bytes *log, void *arg)
{
	struct pdr_request request;
	int error = decode(log, &request);

	(void)arg;
	expect(error == -ENOENT || error == -EBADMSG, "%d after %zu bytes", error, log->len);
}

static void a_log_cut_at_any_byte_is_no_event(void **state)
{
	struct bytes log = { };

	(void)state;
	qemu_bytes(&log);
	each_cut(&log, try_cut, NULL);
	bytes_free(&log);
}

static void a_log_with_any_byte_changed_does_no_harm(void **state)
{
	struct bytes log = { };
	size_t i;

	(void)state;
	qemu_bytes(&log);
	each_mutation(&log, try_log, NULL);
	bytes_free(&log);
	for (i = 0; i < ARRAY_SIZE(understood); i++) {
		build(&log, understood[i].head, understood[i].rest, understood[i].len);
		each_mutation(&log, try_log, NULL);
		each_cut(&log, try_cut, NULL);
		bytes_free(&log);
	}
}

/* It says any length, and has as many bytes, in words; a header it has in any case. */
static void random_section(struct bytes *log)
{
	u16 len = (u16)random_below(24), at;

	errorlog_section(log, random_below(3) ? ERRORLOG_MAIN_ID : ERRORLOG_HOTPLUG_ID, len,
			 (u8)random_below(256));
	for (at = ERRORLOG_SECTION_HEADER; at + 4 <= len; at += 4)
		bytes_u32(log, random_below(U32_MAX));
}

static void random_sections_do_no_harm(void **state)
{
	unsigned int run, at;

	(void)state;
	random_start();
	for (run = 0; run < 20000; run++) {
		struct bytes log = { };

		bytes_put(&log, qemu_log, ERRORLOG_MAIN_A);
		errorlog_set_length(log.data, random_below(4096));
		for (at = random_below(8); at > 0; at--)
			random_section(&log);
		try_log(&log, NULL);
		bytes_free(&log);
	}
}

/* A log that is published for others must end where it says, and within the buffer. */
static void a_log_has_the_length_that_it_says(void **state)
{
	u8 log[64] = { };

	(void)state;
	assert_int_equal(pdr_hpevent_length(qemu_log, sizeof(qemu_log)), sizeof(qemu_log));
	assert_int_equal(pdr_hpevent_length(log, sizeof(log)), 8);
	errorlog_set_length(log, 56);
	assert_int_equal(pdr_hpevent_length(log, sizeof(log)), 64);
	errorlog_set_length(log, 57);
	assert_int_equal(pdr_hpevent_length(log, sizeof(log)), 64);
	errorlog_set_length(log, U32_MAX);
	assert_int_equal(pdr_hpevent_length(log, sizeof(log)), 64);
}

/* The stock kernel takes the largest length for a negative one, and copies without end. */
static void a_log_is_whole_if_the_buffer_holds_its_length(void **state)
{
	static const struct {
		u32 length;
		bool whole;
	} logs[] = { { 0, true }, { 56, true }, { 57, false }, { 0xffffffff, false } };
	u8 log[64] = { };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(logs); i++) {
		errorlog_set_length(log, logs[i].length);
		expect(pdr_hpevent_is_whole(log, sizeof(log)) == logs[i].whole, "%#x",
		       logs[i].length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_encoder_writes_what_qemu_sends),
		cmocka_unit_test(an_event_of_qemu_is_understood),
		cmocka_unit_test(bytes_after_the_log_do_not_matter),
		cmocka_unit_test(each_identifier_is_understood),
		cmocka_unit_test(what_is_not_understood_is_said),
		cmocka_unit_test(unknown_values_do_not_hide_the_rest),
		cmocka_unit_test(names_up_to_the_longest_are_taken_whole),
		cmocka_unit_test(lengths_that_lie_are_found_out),
		cmocka_unit_test(sections_of_a_header_alone_are_passed),
		cmocka_unit_test(zeros_and_ones_are_no_event),
		cmocka_unit_test(a_log_cut_at_any_byte_is_no_event),
		cmocka_unit_test(a_log_with_any_byte_changed_does_no_harm),
		cmocka_unit_test(random_sections_do_no_harm),
		cmocka_unit_test(a_log_has_the_length_that_it_says),
		cmocka_unit_test(a_log_is_whole_if_the_buffer_holds_its_length),
	};

	return cmocka_run_group_tests_name("hpevent", tests, NULL, NULL);
}
