// SPDX-License-Identifier: GPL-2.0
/* Counting the pages of the memory zones. Includes core/engine and res. */
#include <linux/cpumask.h>
#include <linux/hugetlb.h>
#include <linux/kernel.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/percpu.h>
#include <linux/sizes.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

#include "core/engine/room.h"
#include "res/statefile.h"
#include "res/zones.h"

#define POOL_PATH "/sys/kernel/mm/hugepages/hugepages-%llukB/%s"

/* Sizes of huge pages on this architecture. */
static const u64 huge_sizes[] = { SZ_2M, SZ_16M, SZ_1G, 16ULL * SZ_1G };

void pdr_zones_managed(u64 *movable, u64 *kernel)
{
	struct zone *zone;
	int nid, i;

	*movable = 0;
	*kernel = 0;
	for_each_online_node(nid)
		for (i = 0; i < MAX_NR_ZONES; i++) {
			zone = &NODE_DATA(nid)->node_zones[i];
			if (i == ZONE_MOVABLE)
				*movable += zone_managed_pages(zone);
			else
				*kernel += zone_managed_pages(zone);
		}
}

/*
 * Free pages that each CPU keeps for itself. The kernel takes them back before it says
 * that no page is free; since Linux 6.7 they may be an eighth of a zone.
 */
static u64 count_cpu_lists(const struct zone *zone)
{
	unsigned int cpu;
	u64 pages = 0;

	for_each_online_cpu(cpu)
		pages += max(READ_ONCE(per_cpu_ptr(zone->per_cpu_pageset, cpu)->count), 0);
	return pages;
}

/* Return: the pages of a zone, @kept of which movable pages may not use. */
static struct pdr_room_zone count_zone(struct zone *zone, u64 kept)
{
	return (struct pdr_room_zone){
		.free = zone_page_state(zone, NR_FREE_PAGES) + count_cpu_lists(zone),
		.min = min_wmark_pages(zone),
		.low = low_wmark_pages(zone),
		.high = high_wmark_pages(zone),
		.kept = kept,
		.file = zone_page_state(zone, NR_ZONE_INACTIVE_FILE) +
			zone_page_state(zone, NR_ZONE_ACTIVE_FILE),
		.anon = zone_page_state(zone, NR_ZONE_INACTIVE_ANON) +
			zone_page_state(zone, NR_ZONE_ACTIVE_ANON),
	};
}

/* The pages that count for all zones together. */
static struct pdr_room begin_room(void)
{
	return (struct pdr_room){
		.slab = global_node_page_state_pages(NR_SLAB_RECLAIMABLE_B) +
			global_node_page_state(NR_KERNEL_MISC_RECLAIMABLE),
		.swap = max(get_nr_swap_pages(), 0L),
	};
}

static void add_zone(struct pdr_room *room, struct zone *zone, u64 movable,
		     const struct pdr_zones_question *question)
{
	u64 kept = pdr_room_kept(zone->lowmem_reserve[ZONE_MOVABLE], movable,
				 question->leaving);
	struct pdr_room_zone counted = count_zone(zone, kept);

	if (zone_managed_pages(zone))
		pdr_room_add_zone(room, &counted, question->begun);
}

/* Return: the room for movable pages in all zones. */
static struct pdr_room room_of_all(const struct pdr_zones_question *question)
{
	struct pdr_room room = begin_room();
	u64 movable, kernel;
	int nid, i;

	pdr_zones_managed(&movable, &kernel);
	for_each_online_node(nid)
		for (i = 0; i < MAX_NR_ZONES; i++)
			add_zone(&room, &NODE_DATA(nid)->node_zones[i], movable,
				 question);
	return room;
}

static u64 read_pool(u64 size, const char *name)
{
	char path[sizeof(POOL_PATH) + 40];
	char text[24];
	u64 count;

	snprintf(path, sizeof(path), POOL_PATH, size / SZ_1K, name);
	if (pdr_statefile_read(path, text, sizeof(text)) ||
	    kstrtou64(text, 10, &count))
		return 0;
	return count;
}

/* Huge pages that are neither used nor reserved, in pages of the usual size. */
static u64 count_pool(void)
{
	u64 pages = 0, unused, reserved;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(huge_sizes); i++) {
		unused = read_pool(huge_sizes[i], "free_hugepages");
		reserved = unused ? read_pool(huge_sizes[i], "resv_hugepages") : 0;
		if (unused > reserved)
			pages += (unused - reserved) * (huge_sizes[i] / PAGE_SIZE);
	}
	return pages;
}

u64 pdr_zones_missing(const struct pdr_zones_question *question)
{
	struct pdr_room room = room_of_all(question);
	u64 missing = pdr_room_missing(&room, &question->need);

	if (!missing || !question->need.huge)
		return missing;
	room.huge = count_pool();
	return pdr_room_missing(&room, &question->need);
}

u64 pdr_zones_missing_in_kernel(u64 pages)
{
	const struct pdr_room_need need = { .pages = pages };
	struct pdr_room room = begin_room();
	struct pdr_room_zone counted;
	struct zone *zone;
	int nid, i;

	for_each_online_node(nid)
		for (i = 0; i < ZONE_MOVABLE; i++) {
			zone = &NODE_DATA(nid)->node_zones[i];
			counted = count_zone(zone, 0);
			if (zone_managed_pages(zone))
				pdr_room_add_zone(&room, &counted, false);
		}
	return pdr_room_missing(&room, &need);
}
