// SPDX-License-Identifier: GPL-2.0
/* In which zone a memory block is to be; see blockzone.h. Includes core/engine. */
#include "core/engine/blockzone.h"

/* "online" leaves the zone to the kernel, and "offline" says nothing of zones. */
static u8 zone_of_auto_online(const char *text)
{
	if (!strcmp(text, "online_movable"))
		return PDR_ZONE_KIND_MOVABLE;
	return strcmp(text, "online_kernel") ? PDR_ZONE_KIND_OFFLINE :
					       PDR_ZONE_KIND_KERNEL;
}

struct pdr_zone_wish pdr_zone_wish_of(u8 online_type, const char *auto_online)
{
	switch (online_type) {
	case PSERIES_DR_ONLINE_TYPE_MOVABLE:
		return (struct pdr_zone_wish){ PDR_ZONE_KIND_MOVABLE, true };
	case PSERIES_DR_ONLINE_TYPE_KERNEL:
		return (struct pdr_zone_wish){ PDR_ZONE_KIND_KERNEL, true };
	default:
		return (struct pdr_zone_wish){ zone_of_auto_online(auto_online), false };
	}
}

enum pdr_zone_kind pdr_zone_of_new(const struct pdr_zone_wish *wish,
				   const struct pdr_zone_pages *pages, u64 block_pages)
{
	if (wish->zone != PDR_ZONE_KIND_OFFLINE)
		return wish->zone;
	return pages->movable + block_pages <= PDR_MOVABLE_RATIO * pages->kernel ?
	       PDR_ZONE_KIND_MOVABLE : PDR_ZONE_KIND_KERNEL;
}

int pdr_zone_end_new(enum pdr_zone_kind wanted, enum pdr_zone_kind now, int error,
		     u8 *reason)
{
	if (now == PDR_ZONE_KIND_OFFLINE || error == -ECANCELED)
		return error;
	if (now != wanted)
		*reason = PSERIES_DR_REASON_OTHER_ZONE;
	return 0;
}

bool pdr_zone_is_left(enum pdr_zone_kind was, bool reattached)
{
	return was == PDR_ZONE_KIND_OFFLINE && !reattached;
}

bool pdr_zone_suffices(enum pdr_zone_kind wanted, enum pdr_zone_kind now, bool any_zone)
{
	return now == wanted || (any_zone && now != PDR_ZONE_KIND_OFFLINE);
}
