/* SPDX-License-Identifier: GPL-2.0 */
/* An array that grows. */
#ifndef CTL_LIST_H
#define CTL_LIST_H

#include <stddef.h>

/**
 * struct ctl_list - an array that grows
 * @items: the items, NULL while there are none
 * @item_size: bytes of one
 * @n: number of items
 * @room: items that fit into @items
 */
struct ctl_list {
	void *items;
	size_t item_size;
	size_t n;
	size_t room;
};

#define CTL_LIST_INIT(type)	{ .item_size = sizeof(type) }

void *ctl_list_add(struct ctl_list *list);
void *ctl_list_at(const struct ctl_list *list, size_t place);
void ctl_list_clear(struct ctl_list *list);

#endif /* CTL_LIST_H */
