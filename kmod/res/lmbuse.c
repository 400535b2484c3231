// SPDX-License-Identifier: GPL-2.0
/* Looking at LMBs as Linux has them, without changing them. Includes state and res. */
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/pfn.h>
#include <linux/rwsem.h>
#include <linux/string.h>

#include "res/lmbuse.h"
#include "state/tables.h"

/*
 * The LMB whose page structures are about to go, so that nobody reads them.
 * @lock: held for reading while page structures of any LMB are read. Nobody holds
 *	  it over remove_memory(), which may wait long.
 * @address: first byte of the LMB, or PDR_NOTHING_LEAVES
 * @nid: its node
 */
static struct {
	struct rw_semaphore lock;
	u64 address;
	int nid;
} leaving = {
	.lock = __RWSEM_INITIALIZER(leaving.lock),
	.address = PDR_NOTHING_LEAVES,
};

static int is_no_drivers(struct resource *resource, void *unused)
{
	return !(resource->flags & IORESOURCE_SYSRAM_DRIVER_MANAGED);
}

/* This walks a list of all resources: too slow for each LMB of a large machine. */
static bool is_common_ram(u64 address, u64 size)
{
	return walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_SYSTEM_RAM,
				   address, address + size - 1, NULL,
				   is_no_drivers) > 0;
}

/*
 * Page structures alone do not tell: persistent memory has them, too, at addresses
 * that the LMB table lists. Without an online block their fields are undefined.
 */
static bool is_attached(const struct pdr_lmb_table *table,
			const struct pdr_lmb *lmb)
{
	u64 address = pdr_lmb_base(table, lmb);
	unsigned long pfn = PHYS_PFN(address);

	if (address == leaving.address)
		return true;
	if (!pfn_valid(pfn))
		return false;
	if ((lmb->flags & PDR_LMB_ASSIGNED) &&
	    !is_zone_device_page(pfn_to_page(pfn)))
		return true;
	return is_common_ram(address, table->lmb_size);
}

bool pdr_memory_attached(const struct pdr_lmb_table *table,
			 const struct pdr_lmb *lmb)
{
	bool attached;

	down_read(&leaving.lock);
	attached = is_attached(table, lmb);
	up_read(&leaving.lock);
	return attached;
}

int pdr_memory_nid(u64 address)
{
	struct page *page = pfn_to_online_page(PHYS_PFN(address));

	return page ? page_to_nid(page) : memory_add_physaddr_to_nid(address);
}

static void look_at_blocks(u64 address, u64 size, struct pdr_lmb_use *use)
{
	u64 block_size = pdr_block_size();
	u64 end = address + size;

	for (; address < end; address += block_size) {
		struct page *page = pfn_to_online_page(PHYS_PFN(address));

		if (!page)
			continue;
		use->blocks_online++;
		if (!use->zone)
			use->zone = page_zone(page)->name;
	}
}

void pdr_memory_use(const struct pdr_lmb_table *table,
		    const struct pdr_lmb *lmb, struct pdr_lmb_use *use)
{
	u64 address = pdr_lmb_base(table, lmb);

	memset(use, 0, sizeof(*use));
	use->blocks = max_t(u32, table->lmb_size / pdr_block_size(), 1);
	down_read(&leaving.lock);
	use->attached = is_attached(table, lmb);
	if (use->attached) {
		use->nid = address == leaving.address ? leaving.nid :
							pdr_memory_nid(address);
		look_at_blocks(address, table->lmb_size, use);
	}
	up_read(&leaving.lock);
}

void pdr_memory_set_leaving(u64 address, int nid)
{
	down_write(&leaving.lock);
	leaving.address = address;
	leaving.nid = nid;
	up_write(&leaving.lock);
}
