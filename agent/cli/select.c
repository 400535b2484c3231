// SPDX-License-Identifier: GPL-2.0
/* Selecting LMBs and connectors; see select.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "select.h"

#define PLACE(letter)	((letter) - CTL_SELECT_INDEX)

/**
 * struct item - one item of a list
 * @text: the word
 * @first: the number, or the first one of a range
 * @last: the last one
 * @named: a name that stands for one index
 * @shared: a name that is not unique, so that it stands for none
 * @matched: a row was matched by it
 */
struct item {
	char *text;
	uint64_t first;
	uint64_t last;
	bool named;
	bool shared;
	bool matched;
};

static const char *parse_item_index(const char *text, uint64_t *value)
{
	const char *wrong;
	uint32_t index;

	wrong = dr_parse_index(text, &index);
	if (!wrong)
		*value = index;
	return wrong;
}

/* How a number of each list is written; the others have words */
static const char *(*const number_of[CTL_SELECT_KINDS])(const char *text, uint64_t *value) = {
	[PLACE(CTL_SELECT_INDEX)] = parse_item_index,
	[PLACE(CTL_SELECT_ADDRESS)] = dr_parse_address,
	[PLACE(CTL_SELECT_NODE)] = dr_parse_number,
};

/* Takes the word apart, and puts it together again */
static const char *parse_range(struct item *item, int place)
{
	char *dash = strchr(item->text, '-');
	const char *wrong;

	if (dash)
		*dash = '\0';
	wrong = number_of[place](item->text, &item->first);
	item->last = item->first;
	if (!wrong && dash)
		wrong = number_of[place](dash + 1, &item->last);
	if (dash)
		*dash = '-';
	if (!wrong && item->last < item->first)
		wrong = "is a range that ends before it begins";
	return wrong;
}

static const char *take_item(struct ctl_select *select, int place, const char *word)
{
	struct dr_list *list = &select->items[place];
	struct item *item;

	if (!*word)
		return "has an empty item";
	list->item_size = sizeof(*item);
	item = dr_list_add(list);
	if (item)
		item->text = strdup(word);
	if (!item || !item->text)
		return "does not fit into memory";
	return number_of[place] ? parse_range(item, place) : NULL;
}

bool ctl_select_take(struct ctl_select *select, struct ctl_args *args, int letter)
{
	char *copy = strdup(args->value), *rest = copy, *word;
	const char *wrong = copy ? NULL : "does not fit into memory";

	select->given |= 1U << PLACE(letter);
	while (!wrong && (word = strsep(&rest, ",")))
		wrong = take_item(select, PLACE(letter), word);
	free(copy);
	return ctl_args_take(args, wrong);
}

bool ctl_select_has(const struct ctl_select *select, int letter)
{
	return select->given >> PLACE(letter) & 1;
}

bool ctl_select_one_range(const struct ctl_select *select, uint32_t *first, uint32_t *count)
{
	const struct dr_list *list = &select->items[PLACE(CTL_SELECT_INDEX)];
	const struct item *item;

	if (list->n != 1 || select->given != 1U << PLACE(CTL_SELECT_INDEX))
		return false;
	item = dr_list_at(list, 0);
	/* No machine has all indexes, and so many would not be counted */
	if (item->last - item->first >= UINT32_MAX)
		return false;
	*first = item->first;
	*count = item->last - item->first + 1;
	return true;
}

/* Mark each item that takes in some of the numbers, and tell if there is one, or no such list */
static bool match_numbers(struct ctl_select *select, int letter, uint64_t first, uint64_t last)
{
	const struct dr_list *list = &select->items[PLACE(letter)];
	bool matched = !ctl_select_has(select, letter);
	size_t i;

	for (i = 0; i < list->n; i++) {
		struct item *item = dr_list_at(list, i);

		if (item->first > last || item->last < first)
			continue;
		item->matched = true;
		matched = true;
	}
	return matched;
}

static bool match_word(struct ctl_select *select, int letter, const char *word)
{
	const struct dr_list *list = &select->items[PLACE(letter)];
	bool matched = !ctl_select_has(select, letter);
	size_t i;

	for (i = 0; i < list->n; i++) {
		struct item *item = dr_list_at(list, i);

		if (strcmp(item->text, word))
			continue;
		item->matched = true;
		matched = true;
	}
	return matched;
}

static bool match_node(struct ctl_select *select, bool known, int32_t nid)
{
	if (!ctl_select_has(select, CTL_SELECT_NODE))
		return true;
	return known && nid >= 0 && match_numbers(select, CTL_SELECT_NODE, nid, nid);
}

/* A name that was resolved is an index here */
static bool match_named(struct ctl_select *select, uint32_t index)
{
	const struct dr_list *list = &select->items[PLACE(CTL_SELECT_NAME)];
	bool matched = !ctl_select_has(select, CTL_SELECT_NAME);
	size_t i;

	for (i = 0; i < list->n; i++) {
		struct item *item = dr_list_at(list, i);

		if (!item->named || item->first != index)
			continue;
		item->matched = true;
		matched = true;
	}
	return matched;
}

/* Each list is looked at, so that an item that matches nothing can be named */
static bool match_lmb(struct ctl_select *select, const struct dr_lmb *lmb, uint64_t lmb_size)
{
	uint64_t last = lmb->address + (lmb_size ? lmb_size - 1 : 0);
	bool matched = match_numbers(select, CTL_SELECT_INDEX, lmb->index, lmb->index);

	matched &= match_named(select, lmb->index);
	matched &= match_numbers(select, CTL_SELECT_ADDRESS, lmb->address, last);
	matched &= match_node(select, dr_has(lmb, PSERIES_DR_A_LMB_NID), lmb->nid);
	matched &= match_word(select, CTL_SELECT_ZONE, lmb->zone);
	return matched;
}

static bool match_drc(struct ctl_select *select, const struct dr_drc *drc)
{
	bool matched = match_numbers(select, CTL_SELECT_INDEX, drc->index, drc->index);

	matched &= match_word(select, CTL_SELECT_NAME, drc->name);
	return matched;
}

static bool match_core(struct ctl_select *select, const struct ctl_core *core)
{
	bool matched = match_drc(select, &core->drc);

	matched &= match_node(select, true, core->nid);
	return matched;
}

static void keep_row(struct dr_list *rows, size_t *to, size_t from)
{
	if (*to != from)
		memcpy(dr_list_at(rows, *to), dr_list_at(rows, from), rows->item_size);
	(*to)++;
}

void ctl_select_lmbs(struct ctl_select *select, struct dr_list *lmbs, uint64_t lmb_size)
{
	size_t from, to = 0;

	for (from = 0; from < lmbs->n; from++)
		if (match_lmb(select, dr_list_at(lmbs, from), lmb_size))
			keep_row(lmbs, &to, from);
	lmbs->n = to;
}

void ctl_select_drcs(struct ctl_select *select, struct dr_list *drcs)
{
	size_t from, to = 0;

	for (from = 0; from < drcs->n; from++)
		if (match_drc(select, dr_list_at(drcs, from)))
			keep_row(drcs, &to, from);
	drcs->n = to;
}

void ctl_select_cores(struct ctl_select *select, struct dr_list *cores)
{
	size_t from, to = 0;

	for (from = 0; from < cores->n; from++)
		if (match_core(select, dr_list_at(cores, from)))
			keep_row(cores, &to, from);
	cores->n = to;
}

static void resolve_item(struct item *item, const struct dr_list *drcs)
{
	size_t i;

	for (i = 0; i < drcs->n; i++) {
		const struct dr_drc *drc = dr_list_at(drcs, i);

		if (strcmp(drc->name, item->text))
			continue;
		item->shared = item->named;
		item->named = true;
		item->first = drc->index;
	}
	item->named &= !item->shared;
}

int ctl_select_resolve(struct ctl_select *select, struct dr_client *client)
{
	struct dr_list *names = &select->items[PLACE(CTL_SELECT_NAME)];
	struct dr_list drcs = DR_LIST_INIT(struct dr_drc);
	size_t i;
	int err;

	if (!names->n)
		return 0;
	err = dr_client_drcs(client, &drcs);
	for (i = 0; i < names->n && !err; i++)
		resolve_item(dr_list_at(names, i), &drcs);
	dr_list_clear(&drcs);
	return err;
}

enum ctl_status ctl_select_tell(const struct ctl_select *select, size_t left)
{
	static const char * const sentences[CTL_SELECT_KINDS] = {
		"nothing here has the index %s", "nothing here has the name '%s'",
		"no LMB is at %s", "nothing here is on node %s", "no LMB is in zone '%s'",
	};
	static const char shared[] = "more than one has the name '%s': say which by its index";
	enum ctl_status status = CTL_DONE;
	size_t i;
	int place;

	for (place = 0; place < CTL_SELECT_KINDS; place++)
		for (i = 0; i < select->items[place].n; i++) {
			const struct item *item = dr_list_at(&select->items[place], i);

			if (item->matched)
				continue;
			fputs("pdrctl: ", stderr);
			fprintf(stderr, item->shared ? shared : sentences[place], item->text);
			fputc('\n', stderr);
			status = CTL_NOT_FOUND;
		}
	if (status == CTL_DONE && select->given && !left) {
		fputs("pdrctl: nothing here has all that was asked for\n", stderr);
		status = CTL_NOT_FOUND;
	}
	return status;
}

void ctl_select_clear(struct ctl_select *select)
{
	size_t i;
	int place;

	for (place = 0; place < CTL_SELECT_KINDS; place++) {
		for (i = 0; i < select->items[place].n; i++)
			free(((struct item *)dr_list_at(&select->items[place], i))->text);
		dr_list_clear(&select->items[place]);
	}
}
