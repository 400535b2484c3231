// SPDX-License-Identifier: GPL-2.0
/* Why a memory block stays as it is; see blockveto.h. Includes core/engine. */
#include "core/engine/blockveto.h"

/*
 * A listener that objects without an errno gives -EPERM. KASAN's listener does so if it
 * finds no memory for the shadow of a block that comes back.
 */
static bool waits_for_memory(const struct pdr_block_facts *facts)
{
	return !facts->leaves && facts->undoing && facts->error == -EPERM;
}

static bool speaks_for_itself(int error)
{
	return !error || error == -ENOMEM || error == -EINVAL || error == -ENOENT;
}

static bool waited_for_lock(int error)
{
	return error == -EAGAIN || error == -ETIMEDOUT || error == -ECANCELED;
}

/* Nobody objects to a block whose attempt was interrupted: its pages stay. */
static bool was_vetoed(const struct pdr_block_facts *facts)
{
	return facts->asked && !facts->agreed && facts->error != -EINTR;
}

static u8 find_reason(const struct pdr_block_facts *facts)
{
	if (waited_for_lock(facts->error))
		return PSERIES_DR_REASON_LOCK_HELD;
	if (was_vetoed(facts))
		return PSERIES_DR_REASON_VETOED;
	if (!facts->leaves)
		return PSERIES_DR_REASON_NONE;
	if (!facts->in_kernel_zone)
		return PSERIES_DR_REASON_PAGES_STAY;
	return facts->since_boot ? PSERIES_DR_REASON_BOOT_MEMORY :
				   PSERIES_DR_REASON_KERNEL_ZONE;
}

int pdr_block_veto(const struct pdr_block_facts *facts, u8 *reason)
{
	*reason = PSERIES_DR_REASON_NONE;
	if (waits_for_memory(facts))
		return -ENOMEM;
	if (speaks_for_itself(facts->error))
		return facts->error;
	*reason = find_reason(facts);
	if (facts->stopped)
		return facts->stopped;
	return waited_for_lock(facts->error) ? facts->error : -EBUSY;
}
