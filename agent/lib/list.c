// SPDX-License-Identifier: GPL-2.0
/*
 * An array that grows, for dumps: up to 262,144 LMBs on the largest machines.
 */
#include <stdlib.h>
#include <string.h>

#include "list.h"

/**
 * dr_list_add() - add an item at the end
 * @list: the list
 *
 * Return: the item, zeroed, or NULL without memory. It moves when the next one is added.
 */
void *dr_list_add(struct dr_list *list)
{
	size_t capacity = list->capacity ? 2 * list->capacity : 64;
	void *items;

	if (list->n == list->capacity) {
		items = reallocarray(list->items, capacity, list->item_size);
		if (!items)
			return NULL;
		list->items = items;
		list->capacity = capacity;
	}
	list->n++;
	return memset(dr_list_at(list, list->n - 1), 0, list->item_size);
}

/**
 * dr_list_at() - find an item
 * @list: the list
 * @place: its place, below @list->n
 *
 * Return: the item.
 */
void *dr_list_at(const struct dr_list *list, size_t place)
{
	return (char *)list->items + place * list->item_size;
}

/**
 * dr_list_clear() - empty a list and free its memory
 * @list: the list
 */
void dr_list_clear(struct dr_list *list)
{
	free(list->items);
	list->items = NULL;
	list->n = 0;
	list->capacity = 0;
}
