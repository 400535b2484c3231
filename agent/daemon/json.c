// SPDX-License-Identifier: GPL-2.0
/* Prints records as lines of JSON; see json.h. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "fields.h"
#include "json.h"

static const char * const module_name[] = {
	[PDRD_MODULE_ABSENT] = "absent",
	[PDRD_MODULE_PRESENT] = "present",
	[PDRD_MODULE_INCOMPATIBLE] = "incompatible",
};

/* jansson and most readers of JSON take signed 64-bit numbers only */
static json_t *number(__u64 value)
{
	return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

static json_t *digits(const char *format, unsigned long long value)
{
	char buf[32];

	snprintf(buf, sizeof(buf), format, value);
	return json_string(buf);
}

/* Names come from firmware: one that is not UTF-8 must not cost the whole line */
static json_t *text(const char *string)
{
	json_t *json = json_string(string);
	char *copy, *p;

	if (json)
		return json;

	copy = strdup(string);
	if (!copy)
		return NULL;
	for (p = copy; *p; p++)
		if (*p & 0x80)
			*p = '?';
	json = json_string(copy);
	free(copy);
	return json;
}

static json_t *hex(const unsigned char *bytes, size_t len)
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

/* A newer module may set bits that have no name here */
static json_t *flags(__u32 mask, const char *(*name)(unsigned int bit))
{
	json_t *list = json_array();
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		if (!((mask >> bit) & 1))
			continue;
		if (json_array_append_new(list, json_string(name(bit)))) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *value_u32(const struct pdrd_field *field, __u32 value)
{
	switch (field->kind) {
	case PDRD_S32:
		return json_integer((__s32)value);
	case PDRD_DRC:
		return digits("0x%08llx", value);
	case PDRD_ENUM:
		return json_string(field->name(value));
	case PDRD_FLAGS:
		return flags(value, field->name);
	default:
		return json_integer(value);
	}
}

static json_t *value(const struct pdrd_field *field, const void *object)
{
	const void *at = (const char *)object + field->offset;
	__u64 wide;
	__u32 word;

	switch (field->kind) {
	case PDRD_STRING:
		return text(at);
	case PDRD_BYTES:
		memcpy(&word, (const char *)at - sizeof(word), sizeof(word));
		return hex(at, word);
	case PDRD_U64:
		memcpy(&wide, at, sizeof(wide));
		return number(wide);
	case PDRD_OPAQUE:
		memcpy(&wide, at, sizeof(wide));
		return digits("%016llx", wide);
	default:
		memcpy(&word, at, sizeof(word));
		return value_u32(field, word);
	}
}

static int put_fields(json_t *line, const struct pdrd_fields *fields,
		      const void *object)
{
	const struct pdrd_field *field = fields->field;
	const __u64 *have = object;
	size_t i;

	for (i = 0; i < fields->count; i++, field++) {
		if (!((*have >> field->attr) & 1))
			continue;
		if (json_object_set_new(line, field->key,
					value(field, object)))
			return -1;
	}
	return 0;
}

/* Print and free the tree; NULL if anything failed before or fails here */
static char *finish(json_t *line, int failed)
{
	char *string = NULL;

	if (!failed)
		string = json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(line);
	return string;
}

static char *print_event(const char *type, const struct pdrd_event *event)
{
	json_t *line = json_pack("{s:s}", "type", type);

	return finish(line, put_fields(line, &pdrd_event_fields, event));
}

static char *print_module(const struct pdrd_record *record)
{
	json_t *line = json_pack("{s:s, s:s}", "type", "module", "state",
				 module_name[record->module]);
	int failed = 0;

	if (record->info)
		failed = put_fields(line, &pdrd_info_fields, record->info);
	return finish(line, failed);
}

static char *print_lost(const struct pdrd_record *record)
{
	json_t *line = json_pack("{s:s}", "type", "lost");
	int failed;

	failed = json_object_set_new(line, "from", number(record->from));
	if (record->to)
		failed |= json_object_set_new(line, "to", number(record->to));
	return finish(line, failed);
}

char *pdrd_json_record(const struct pdrd_record *record)
{
	switch (record->type) {
	case PDRD_RECORD_EVENT:
		return print_event("event", record->event);
	case PDRD_RECORD_PROGRESS:
		return print_event("progress", record->event);
	case PDRD_RECORD_JOB:
		return print_event("job", record->event);
	case PDRD_RECORD_MODULE:
		return print_module(record);
	case PDRD_RECORD_LOST:
		return print_lost(record);
	}
	return NULL;
}

char *pdrd_json_hello(enum pdrd_module module, const struct pdrd_info *info,
		      __u64 seq)
{
	json_t *line = json_pack("{s:s, s:s, s:i, s:s}", "type", "hello",
				 "version", PDR_VERSION,
				 "abi", PSERIES_DR_ABI_VERSION,
				 "module", module_name[module]);
	int failed = 0;

	if (info && pdrd_has(info, PSERIES_DR_A_INFO_BOOT_ID))
		failed |= json_object_set_new(line, "boot-id",
					      digits("%016llx", info->boot_id));
	failed |= json_object_set_new(line, "seq", number(seq));
	return finish(line, failed);
}
