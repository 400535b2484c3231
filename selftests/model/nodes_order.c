// SPDX-License-Identifier: GPL-2.0
/*
 * The order in which QEMU gives the functions of a PCI device, which is that of its
 * hash table. The walk beside QEMU compares node by node; see nodes_order.h.
 */

#include "nodes_order.h"

#define SHIFT_MIN	3
#define SHIFT_MAX	14
#define UNUSED		0
#define TOMBSTONE	1

/**
 * struct table - a hash table with open addressing
 * @shift: its size, as a power of 2
 * @nodes: keys in it
 * @occupied: places with a key or a tombstone
 * @keys: DRC index at each place, UNUSED or TOMBSTONE
 * @moved: while the table grows or shrinks: places whose key has moved
 */
struct table {
	unsigned int shift;
	unsigned int nodes;
	unsigned int occupied;
	u32 keys[1 << SHIFT_MAX];
	bool moved[1 << SHIFT_MAX];
};

/* Connectors that a machine begins with, in the order of making them. */
static const struct {
	u32 first;
	unsigned int count;
} machine[] = {
	{ 0x10000000, 4 }, { 0x80000004, 28 }, { 0x90000000, 8 },
	{ 0x20000000, MODEL_PHBS }, { 0x40000000, MODEL_FUNCTIONS },
};

static struct table table;

static unsigned int size_of_table(void)
{
	return 1U << table.shift;
}

/* Hash of the index as a string of hexadecimal digits. */
static u32 hash_of(u32 index)
{
	unsigned int shift = 32;
	u32 hash = 5381;

	while (shift) {
		shift -= 4;
		hash = hash * 33 + (u8)"0123456789abcdef"[(index >> shift) & 0xf];
	}
	return hash;
}

static unsigned int home_of(u32 index)
{
	static const u32 primes[] = {
		1, 2, 3, 7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191,
		16381,
	};

	return hash_of(index) * 11 % primes[table.shift];
}

static unsigned int next_place(unsigned int place, unsigned int step)
{
	return (place + step) & (size_of_table() - 1);
}

/* A key that occupies the new place is moved next. */
static void move_chain(u32 key)
{
	while (key > TOMBSTONE) {
		unsigned int place = home_of(key), step = 0;

		while (table.moved[place])
			place = next_place(place, ++step);
		table.moved[place] = true;
		swap(key, table.keys[place]);
	}
}

static void resize(void)
{
	unsigned int i, old_size = size_of_table();
	unsigned int wanted = table.nodes * 1.333;

	for (table.shift = 0; wanted >> table.shift; table.shift++)
		;
	table.shift = max_t(unsigned int, table.shift, SHIFT_MIN);
	memset(table.moved, 0, sizeof(table.moved));
	for (i = 0; i < old_size; i++) {
		u32 key = table.keys[i];

		if (table.moved[i])
			continue;
		table.keys[i] = UNUSED;
		move_chain(key);
	}
	table.occupied = table.nodes;
}

static void resize_if_needed(void)
{
	unsigned int size = size_of_table();

	if ((size > 1 << SHIFT_MIN && size > table.nodes * 4) ||
	    size <= table.occupied + table.occupied / 16)
		resize();
}

/* Insert a key at the first free place of its probing sequence. */
static void insert(u32 index)
{
	unsigned int place = home_of(index), step = 0;

	while (table.keys[place] > TOMBSTONE)
		place = next_place(place, ++step);
	table.nodes++;
	/* probing passes tombstones until it finds an unused place */
	swap(index, table.keys[place]);
	if (index != UNUSED)
		return;
	table.occupied++;
	resize_if_needed();
}

static void remove_key(u32 index)
{
	unsigned int place = home_of(index), step = 0;

	while (table.keys[place] != index)
		place = next_place(place, ++step);
	table.keys[place] = TOMBSTONE;
	table.nodes--;
	resize_if_needed();
}

static void make_ordered_machine(void)
{
	unsigned int i, j;

	memset(&table, 0, sizeof(table));
	table.shift = SHIFT_MIN;
	for (i = 0; i < ARRAY_SIZE(machine); i++)
		for (j = 0; j < machine[i].count; j++)
			insert(machine[i].first + j);
}

static void change(u32 phb, bool comes)
{
	u32 first = 0x40000000 | phb << 16;
	unsigned int i;

	for (i = 0; i < MODEL_FUNCTIONS; i++)
		if (comes)
			insert(first + i);
		else
			remove_key(first + MODEL_FUNCTIONS - 1 - i);
}

static void order_anew(const u8 *changes, unsigned int count, u32 phb, u8 *order)
{
	bool there[MODEL_PHBS] = { true };
	unsigned int i;

	for (i = 0; i < MODEL_FUNCTIONS; i++)
		order[i] = i;
	make_ordered_machine();
	for (i = 0; i < count; i++) {
		if (changes[i] >= MODEL_PHBS)
			continue;
		there[changes[i]] = !there[changes[i]];
		change(changes[i], there[changes[i]]);
	}
	for (i = 0; i < size_of_table(); i++)
		if (table.keys[i] >> 16 == (0x4000 | phb))
			*order++ = table.keys[i];
}

/* Streams ask for the same bridge again and again, and the table takes long to make. */
void model_order_functions(const u8 *changes, unsigned int count, u32 phb,
			   u8 *order)
{
	static struct {
		u8 changes[U8_MAX];
		unsigned int count;
		u32 phb;
		bool known;
		u8 order[MODEL_FUNCTIONS];
	} last;

	if (!last.known || last.count != count || last.phb != phb ||
	    memcmp(last.changes, changes, count)) {
		last.known = count <= sizeof(last.changes);
		last.count = count;
		last.phb = phb;
		memcpy(last.changes, changes, min_t(size_t, count, sizeof(last.changes)));
		order_anew(changes, count, phb, last.order);
	}
	memcpy(order, last.order, MODEL_FUNCTIONS);
}
