// SPDX-License-Identifier: GPL-2.0
/* Plain data to lines of JSON; see json.h. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cursor.h"
#include "json.h"
#include "text.h"

static const char * const module_name[] = {
	[DR_MODULE_ABSENT] = "absent",
	[DR_MODULE_PRESENT] = "present",
	[DR_MODULE_INCOMPATIBLE] = "incompatible",
};

/* jansson and most readers of JSON take signed 64-bit numbers only */
static json_t *make_json_number(uint64_t value)
{
	return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

static json_t *make_digits(const char *format, unsigned long long value)
{
	char buf[32];

	snprintf(buf, sizeof(buf), format, value);
	return json_string(buf);
}

static json_t *make_hex(const unsigned char *bytes, size_t len)
{
	static const char digit[] = "0123456789abcdef";
	char buf[2 * PSERIES_DR_RAW_MAX];
	size_t i;

	for (i = 0; i < len && i < PSERIES_DR_RAW_MAX; i++) {
		buf[2 * i] = digit[bytes[i] >> 4];
		buf[2 * i + 1] = digit[bytes[i] & 15];
	}
	return json_stringn(buf, 2 * i);
}

static json_t *make_errno(int error)
{
	char name[32];

	if (!error)
		return json_null();
	dr_text_errno(name, sizeof(name), error);
	return *name == 'E' ? json_string(name) : json_integer(error);
}

static json_t *make_json_time(uint64_t ns)
{
	char text[40];

	return json_string(dr_text_utc(text, sizeof(text), ns));
}

/* A newer module may set bits that have no name here: they come as their numbers */
static json_t *make_flags(uint32_t mask, const char *(*name)(unsigned int bit))
{
	json_t *list = json_array();
	unsigned int bit;
	json_t *one;

	for (bit = 0; bit < 32; bit++) {
		if (!((mask >> bit) & 1))
			continue;
		one = strcmp(name(bit), "unknown") ? json_string(name(bit)) : json_integer(bit);
		if (json_array_append_new(list, one)) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *make_word(const struct dr_field *field, uint32_t value)
{
	switch (field->kind) {
	case DR_S32:
		return json_integer((int32_t)value);
	case DR_HEX32:
		return make_digits("0x%08llx", value);
	case DR_ERRNO:
		return make_errno(value);
	case DR_ENUM:
		return value > field->max ? json_integer(value) : json_string(field->name(value));
	case DR_FLAGS:
		return make_flags(value, field->name);
	default:
		return json_integer(value);
	}
}

static json_t *make_long(const struct dr_field *field, uint64_t value)
{
	if (field->kind == DR_HEX64)
		return make_digits("0x%016llx", value);
	return field->kind == DR_TIME ? make_json_time(value) : make_json_number(value);
}

static json_t *make_value(const struct dr_field *field, const void *object)
{
	const void *at = (const char *)object + field->offset;
	uint64_t wide;
	uint32_t word;

	switch (field->kind) {
	case DR_STRING:
		return json_string(at);
	case DR_BYTES:
		memcpy(&word, (const char *)at - sizeof(word), sizeof(word));
		return make_hex(at, word);
	case DR_U64:
	case DR_HEX64:
	case DR_TIME:
		memcpy(&wide, at, sizeof(wide));
		return make_long(field, wide);
	default:
		memcpy(&word, at, sizeof(word));
		return make_word(field, word);
	}
}

static int put_fields(json_t *line, const struct dr_fields *fields, const void *object)
{
	const struct dr_field *field = fields->field;
	const uint64_t *has = object;
	size_t i;

	for (i = 0; i < fields->count; i++, field++) {
		if (!((*has >> field->attr) & 1) || field->offset >= fields->size)
			continue;
		if (json_object_set_new(line, field->key, make_value(field, object)))
			return -1;
	}
	return 0;
}

/* Print and free the tree; NULL if anything failed before or fails here */
static char *finish_line(json_t *line, int failed)
{
	char *string = NULL;

	if (!failed)
		string = json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(line);
	return string;
}

/* The cursor of a reader that has read this line */
static int put_cursor(json_t *line, uint64_t boot_id, uint64_t seq)
{
	struct dr_cursor cursor = { boot_id, seq };
	char word[DR_CURSOR_MAX];

	if (!boot_id)
		return 0;
	return json_object_set_new(line, "cursor",
				   json_string(dr_cursor_print(word, sizeof(word), &cursor)));
}

static json_t *start_line(const char *type, const struct dr_fields *fields, const void *object,
			  const char *text, int *failed)
{
	json_t *line = json_pack("{s:s}", "type", type);

	*failed = put_fields(line, fields, object);
	if (text && !*failed)
		*failed = json_object_set_new(line, "text", json_string(text));
	return line;
}

char *dr_json_struct(const char *type, const struct dr_fields *fields, const void *object,
		     const char *text)
{
	int failed;
	json_t *line = start_line(type, fields, object, text, &failed);

	return finish_line(line, failed);
}

char *dr_json_job(const struct dr_job *job, uint64_t boot_id, const char *text)
{
	int failed;
	json_t *line = start_line("job", &dr_job_fields, job, text, &failed);

	failed |= put_cursor(line, boot_id, job->seq);
	return finish_line(line, failed);
}

static char *print_event_json(const struct dr_record *record)
{
	int failed;
	json_t *line = start_line("event", &dr_event_fields, record->event, NULL, &failed);

	failed |= put_cursor(line, record->boot_id, record->event->job.seq);
	return finish_line(line, failed);
}

static char *print_module_json(const struct dr_record *record)
{
	json_t *line = json_pack("{s:s, s:s}", "type", "module", "state",
				 module_name[record->module]);
	int failed = 0;

	if (record->info)
		failed = put_fields(line, &dr_info_fields, record->info);
	return finish_line(line, failed);
}

static char *print_lost_json(const struct dr_record *record)
{
	json_t *line = json_pack("{s:s}", "type", "lost");
	int failed;

	failed = json_object_set_new(line, "from", make_json_number(record->from));
	if (record->to) {
		failed |= json_object_set_new(line, "to", make_json_number(record->to));
		failed |= put_cursor(line, record->boot_id, record->to);
	}
	return finish_line(line, failed);
}

char *dr_json_record(const struct dr_record *record)
{
	switch (record->type) {
	case DR_RECORD_EVENT:
		return print_event_json(record);
	case DR_RECORD_PROGRESS:
		return dr_json_struct("progress", &dr_event_fields, record->event, NULL);
	case DR_RECORD_JOB:
		return dr_json_struct("job", &dr_job_fields, record->event, NULL);
	case DR_RECORD_MODULE:
		return print_module_json(record);
	case DR_RECORD_LOST:
		return print_lost_json(record);
	}
	return NULL;
}

char *dr_json_hello(enum dr_module module, const struct dr_info *info, uint64_t seq)
{
	json_t *line = json_pack("{s:s, s:s, s:i, s:s}", "type", "hello", "version", PDR_VERSION,
				 "abi", PSERIES_DR_ABI_VERSION, "module", module_name[module]);
	int failed = 0;

	if (info && dr_has(info, PSERIES_DR_A_INFO_BOOT_ID))
		failed |= json_object_set_new(line, "boot_id",
					      make_digits("0x%016llx", info->boot_id));
	failed |= json_object_set_new(line, "seq", make_json_number(seq));
	return finish_line(line, failed);
}
