// SPDX-License-Identifier: GPL-2.0
/* The answer as a line of JSON, as include/pdr.schema.json says; see whyanswer.h. */
#include <stdint.h>
#include <stdlib.h>

#include <jansson.h>

#include "whyanswer.h"

/* Those of the fewest pages, and that leave, are left out of longer lists */
#define HOLDERS_MAX	256

static const char * const kind_name[WHY_KINDS] = {
	[WHY_ABSENT] = "absent",
	[WHY_FREE] = "free",
	[WHY_POISONED] = "poisoned",
	[WHY_BALLOON] = "balloon",
	[WHY_HUGETLB] = "hugetlb",
	[WHY_SLAB] = "slab",
	[WHY_PGTABLE] = "page-table",
	[WHY_RESERVED] = "boot",
	[WHY_KERNEL] = "kernel",
	[WHY_BUFFER] = "buffer",
	[WHY_IO] = "io",
	[WHY_ANON] = "anonymous",
	[WHY_TMPFS] = "tmpfs",
	[WHY_FILE] = "file",
};

static const char * const leave_name[] = {
	[WHY_STAYS] = "no",
	[WHY_MAY_STAY] = "maybe",
	[WHY_LEAVES] = "yes",
};

static json_t *make_hex_digits(const char *format, unsigned long long value)
{
	char buf[32];

	snprintf(buf, sizeof(buf), format, value);
	return json_string(buf);
}

static json_t *make_purposes(unsigned int purposes)
{
	json_t *list = json_array();
	unsigned int i;
	int failed = !list;

	for (i = 0; i < WHY_PURPOSES; i++)
		if ((purposes >> i) & 1)
			failed |= json_array_append_new(list, json_string(why_pins_name(i)));
	if (!failed)
		return list;
	json_decref(list);
	return NULL;
}

static int put_holding_process(json_t *object, const struct why_holder *holder)
{
	int failed = json_object_set_new(object, "pid", json_integer(holder->pid));

	failed |= json_object_set_new(object, "name", json_string(holder->name));
	if (*holder->mapping)
		failed |= json_object_set_new(object, "mapping", json_string(holder->mapping));
	failed |= json_object_set_new(object, "mlocked", json_boolean(holder->locked));
	failed |= json_object_set_new(object, "pinned_by", make_purposes(holder->purposes));
	return failed;
}

static json_t *make_holder(const struct why_answer *answer, const struct why_holder *holder)
{
	char *text = why_answer_sentence(answer, holder);
	json_t *object = json_pack("{s:s, s:s, s:I}", "memory", kind_name[holder->kind],
				   "leaves", leave_name[holder->leave],
				   "pages", (json_int_t)holder->pages);
	int failed = !object || !text;

	if (!failed && holder->pid)
		failed = put_holding_process(object, holder);
	if (!failed)
		failed = json_object_set_new(object, "text", json_string(text));
	free(text);
	if (!failed)
		return object;
	json_decref(object);
	return NULL;
}

static json_t *make_holders(const struct why_answer *answer)
{
	const struct dr_list *holders = &answer->holders.list;
	json_t *list = json_array();
	size_t i;

	for (i = 0; list && i < holders->n && i < HOLDERS_MAX; i++) {
		if (!json_array_append_new(list, make_holder(answer, dr_list_at(holders, i))))
			continue;
		json_decref(list);
		list = NULL;
	}
	return list;
}

static int put_answer_range(json_t *line, const struct why_answer *answer)
{
	const uint64_t *kinds = answer->holders.kinds;
	int failed = 0;

	if (answer->index)
		failed |= json_object_set_new(line, "index",
					      make_hex_digits("0x%08llx", answer->index));
	failed |= json_object_set_new(line, "address",
				      make_hex_digits("0x%016llx", answer->address));
	failed |= json_object_set_new(line, "size", json_integer(answer->size));
	failed |= json_object_set_new(line, "page_size", json_integer(answer->page_size));
	if (*answer->zone)
		failed |= json_object_set_new(line, "zone", json_string(answer->zone));
	failed |= json_object_set_new(line, "pages", json_integer(answer->pages));
	failed |= json_object_set_new(line, "absent", json_integer(kinds[WHY_ABSENT]));
	failed |= json_object_set_new(line, "free", json_integer(kinds[WHY_FREE]));
	return failed;
}

char *why_answer_json(const struct why_answer *answer)
{
	json_t *line = json_pack("{s:s}", "type", "why");
	char *string = NULL;
	int failed = !line || put_answer_range(line, answer);

	if (!failed)
		failed = json_object_set_new(line, "holders", make_holders(answer));
	if (!failed)
		failed = json_object_set_new(line, "complete",
					     json_boolean(why_answer_is_complete(answer)));
	if (!failed)
		string = json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(line);
	return string;
}
