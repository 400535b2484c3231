/* SPDX-License-Identifier: GPL-2.0 */
/* An array that grows. */
#ifndef DR_LIST_H
#define DR_LIST_H

#include <stddef.h>

/**
 * struct dr_list - an array that grows
 * @items: the items, NULL while there are none
 * @item_size: bytes of one
 * @n: number of items
 * @capacity: items that fit into @items
 */
struct dr_list {
	void *items;
	size_t item_size;
	size_t n;
	size_t capacity;
};

#define DR_LIST_INIT(type)	{ .item_size = sizeof(type) }

void *dr_list_add(struct dr_list *list);
void *dr_list_at(const struct dr_list *list, size_t place);
void dr_list_clear(struct dr_list *list);

#endif /* DR_LIST_H */
