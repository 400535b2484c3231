// SPDX-License-Identifier: GPL-2.0
/* Which lines a client wants; see filter.h. */

#include <string.h>

#include "fields.h"
#include "filter.h"
#include "util.h"

#define KEY_TYPE	"type"

/* Types of the lines about jobs; a filter chooses from these lines alone */
static const char * const types[] = { "event", "progress", "job", "why" };

static bool is_type(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		if (!strcmp(types[i], name))
			return true;
	}
	return false;
}

static const struct dr_field *find_key(const char *key)
{
	const struct dr_fields *fields = &dr_event_fields;
	size_t i;

	for (i = 0; i < fields->count; i++) {
		if (fields->field[i].kind == DR_ENUM && !strcmp(fields->field[i].key, key))
			return &fields->field[i];
	}
	return NULL;
}

static bool is_name(const char *key, const char *name)
{
	const struct dr_field *field = find_key(key);
	unsigned int value;

	if (!field)
		return is_type(name);
	for (value = 0; value <= field->max; value++) {
		if (!strcmp(field->name(value), name))
			return true;
	}
	return false;
}

/* A name that no line will ever have is a mistake, and silence would not show it */
static bool is_choice(const char *key, json_t *choice)
{
	size_t i;

	if (!json_is_array(choice))
		return json_is_string(choice) && is_name(key, json_string_value(choice));
	for (i = 0; i < json_array_size(choice); i++) {
		if (!json_is_string(json_array_get(choice, i)) ||
		    !is_name(key, json_string_value(json_array_get(choice, i))))
			return false;
	}
	return i > 0;
}

const char *pdrd_filter_check(json_t *filter)
{
	const char *key;
	json_t *choice;

	if (!json_object_size(filter))
		return "filter is a JSON object that is not empty";
	json_object_foreach(filter, key, choice) {
		if (strcmp(key, KEY_TYPE) && !find_key(key))
			return "a key of filter is type or one whose values have names";
		if (!is_choice(key, choice))
			return "a value of filter is a name of its key, or a list of such";
	}
	return NULL;
}

static bool has_choice(json_t *value, json_t *choice)
{
	size_t i;

	if (!json_is_array(choice))
		return json_equal(value, choice);
	for (i = 0; i < json_array_size(choice); i++) {
		if (json_equal(value, json_array_get(choice, i)))
			return true;
	}
	return false;
}

static bool takes_line(json_t *filter, json_t *line)
{
	const char *key, *type = json_string_value(json_object_get(line, KEY_TYPE));
	json_t *choice;

	if (!type || !is_type(type))
		return true;
	json_object_foreach(filter, key, choice) {
		if (!has_choice(json_object_get(line, key), choice))
			return false;
	}
	return true;
}

bool pdrd_filter_takes(json_t *filter, const char *line)
{
	json_t *read = json_loads(line, 0, NULL);
	bool takes = takes_line(filter, read);

	json_decref(read);
	return takes;
}
