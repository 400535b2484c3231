// SPDX-License-Identifier: GPL-2.0
/* LMBs: what Linux does with them, by what it exports to modules. */
#include <linux/ioport.h>
#include <linux/memory.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/rwsem.h>

#include "core/parse/ccwork.h"
#include "state/job.h"
#include "res/lmbplan.h"
#include "res/memory.h"
#include "res/statefile.h"
#include "state/ofnode.h"
#include "state/pdr.h"
#include "res/resources.h"
#include "state/tables.h"
#include "res/watch.h"

#define MEMORY_PATH "/sys/devices/system/memory/"

#define NOTHING_LEAVES U64_MAX

/* Looks at a block, and attempts to change it, while others change it, too. */
#define STATE_TRIES 5

/* What struct pdr_step.was says of a block that was online. */
enum zone_kind {
	ZONE_KIND_OFFLINE,
	ZONE_KIND_KERNEL,
	ZONE_KIND_MOVABLE,
};

/*
 * The LMB whose pages are about to go, so that nobody looks at them. The lock is
 * held for reading by who looks at pages of any LMB, and never over
 * remove_memory(): that may have to wait, and they should not.
 * @lock: all below
 * @address: of the LMB, or NOTHING_LEAVES
 * @nid: its node
 */
static struct {
	struct rw_semaphore lock;
	u64 address;
	int nid;
} leaving = {
	.lock = __RWSEM_INITIALIZER(leaving.lock),
	.address = NOTHING_LEAVES,
};

/* The kernel's own ratio of movable memory (auto_movable_ratio) is 301 %. */
#define MOVABLE_RATIO 3

static struct pdr_lmb_state *state_of(const struct pdr_target *target)
{
	return (struct pdr_lmb_state *)(uintptr_t)target->handle;
}

static u64 lmb_address(const struct pdr_target *target)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();

	return pdr_lmb_base(table, &table->lmbs[state_of(target)->number]);
}

static u64 block_address(const struct pdr_target *target, u16 part)
{
	return lmb_address(target) + (u64)part * memory_block_size_bytes();
}

static enum zone_kind block_zone(u64 address)
{
	struct page *page = pfn_to_online_page(PHYS_PFN(address));

	if (!page)
		return ZONE_KIND_OFFLINE;
	return page_zonenum(page) == ZONE_MOVABLE ? ZONE_KIND_MOVABLE :
						    ZONE_KIND_KERNEL;
}

static int is_no_drivers(struct resource *resource, void *unused)
{
	return !(resource->flags & IORESOURCE_SYSRAM_DRIVER_MANAGED);
}

/* The resources are a list: not to be asked for each LMB of a large machine. */
static bool is_common_ram(u64 address, u64 size)
{
	return walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_SYSTEM_RAM,
				   address, address + size - 1, NULL,
				   is_no_drivers) > 0;
}

/*
 * Pages alone do not tell: persistent memory has them, too, and its place is
 * in the table of LMBs. Those of an LMB that was never online, or is no longer,
 * hold nothing that can be relied upon.
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

static int nid_of(u64 address)
{
	return address == leaving.address ? leaving.nid :
					    pfn_to_nid(PHYS_PFN(address));
}

static void look_at_blocks(u64 address, u64 size, struct pdr_lmb_use *use)
{
	u64 block_size = memory_block_size_bytes();
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
	use->blocks = max_t(u32, table->lmb_size / memory_block_size_bytes(), 1);
	down_read(&leaving.lock);
	use->attached = is_attached(table, lmb);
	if (use->attached) {
		use->nid = nid_of(address);
		look_at_blocks(address, table->lmb_size, use);
	}
	up_read(&leaving.lock);
}

/*
 * Whatever else a notifier or the allocator says: the block cannot be moved.
 * Except that -EINVAL is also said of one that somebody else has just moved.
 */
static int block_errno(int error)
{
	switch (error) {
	case 0:
	case -ENOMEM:
	case -EINVAL:
	case -ENOENT:
	case -ETIMEDOUT:
	case -ECANCELED:
		return error;
	default:
		return -EBUSY;
	}
}

/* pdr_watch_disarm() says why the watch has fired. */
static int must_stop(void)
{
	return pdr_watch_fired() ? -EINTR : pdr_job_stop();
}

static int write_state(u64 address, const char *state)
{
	const struct pdr_patience patience = {
		.limit_ms = READ_ONCE(pdr_settings.stall_timeout_ms),
		.stop = must_stop,
	};
	char path[sizeof(MEMORY_PATH) + 40];

	snprintf(path, sizeof(path), MEMORY_PATH "memory%llu/state",
		 address / memory_block_size_bytes());
	return block_errno(pdr_statefile_write(path, state, &patience));
}

static int offline_block(u64 address)
{
	int error, stopped;

	pdr_watch_arm(PHYS_PFN(address), PHYS_PFN(memory_block_size_bytes()));
	error = write_state(address, "offline");
	stopped = pdr_watch_disarm();
	return error && stopped ? stopped : error;
}

static int online_block(u64 address, enum zone_kind zone)
{
	return write_state(address, zone == ZONE_KIND_MOVABLE ?
				    "online_movable" : "online_kernel");
}

/* A block that Linux put online by itself may be in another zone. */
static int move_block(u64 address, enum zone_kind from, enum zone_kind to)
{
	int error = 0;

	if (from != ZONE_KIND_OFFLINE)
		error = offline_block(address);
	if (!error && to != ZONE_KIND_OFFLINE)
		error = online_block(address, to);
	return error;
}

/*
 * Rules of udev and administrators write to the same file. Where they were
 * faster, what they did may be what was wanted; -EINVAL would tell nobody why.
 */
static int set_zone(u64 address, enum zone_kind wanted, bool any_online)
{
	enum zone_kind now;
	int error, tries;

	for (tries = 0; tries < STATE_TRIES; tries++) {
		now = block_zone(address);
		if (now == wanted || (any_online && now != ZONE_KIND_OFFLINE))
			return 0;
		error = move_block(address, now, wanted);
		if (error != -EINVAL)
			return error;
	}
	return -EBUSY;
}

static int memory_offline(void *context, struct pdr_target *target, u16 part,
			  u32 *was)
{
	u64 address = block_address(target, part);

	*was = block_zone(address);
	return set_zone(address, ZONE_KIND_OFFLINE, false);
}

/* Pages that the zones have: movable, and for the kernel. */
static void count_zones(unsigned long *movable, unsigned long *kernel)
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

static enum zone_kind zone_of_new_block(void)
{
	unsigned long movable, kernel;

	switch (READ_ONCE(pdr_settings.online_type)) {
	case PSERIES_DR_ONLINE_TYPE_MOVABLE:
		return ZONE_KIND_MOVABLE;
	case PSERIES_DR_ONLINE_TYPE_KERNEL:
		return ZONE_KIND_KERNEL;
	default:
		count_zones(&movable, &kernel);
		movable += PHYS_PFN(memory_block_size_bytes());
		return movable <= MOVABLE_RATIO * kernel ? ZONE_KIND_MOVABLE :
							   ZONE_KIND_KERNEL;
	}
}

/*
 * Online already: the administrator has decided, by auto_online_blocks or by a
 * rule of udev.
 */
static int online_new(u64 address)
{
	return set_zone(address, zone_of_new_block(),
			READ_ONCE(pdr_settings.online_type) ==
			PSERIES_DR_ONLINE_TYPE_AUTO);
}

static int memory_online(void *context, struct pdr_target *target, u16 part,
			 u32 was)
{
	u64 address = block_address(target, part);

	if (was == PDR_ONLINE_NEW)
		return online_new(address);
	return set_zone(address, was, false);
}

/* Undoing an add: what Linux put online by itself has to go offline first. */
static int offline_leftovers(const struct pdr_target *target)
{
	int error = 0;
	u16 part;

	for (part = 0; part < target->parts && !error; part++)
		error = set_zone(block_address(target, part),
				 ZONE_KIND_OFFLINE, false);
	return error;
}

/* Once it returns, nobody looks at the pages of the LMB any more. */
static void set_leaving(u64 address, int nid)
{
	down_write(&leaving.lock);
	leaving.address = address;
	leaving.nid = nid;
	up_write(&leaving.lock);
}

/*
 * One call for each LMB: each is a resource of its own, and the release of a
 * range over several would fail without a word.
 */
static int memory_detach(void *context, struct pdr_target *target)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	struct pdr_lmb_state *state = state_of(target);
	u64 address = lmb_address(target);
	int error = offline_leftovers(target);

	if (error)
		return error;
	state->nid = pfn_to_nid(PHYS_PFN(address));
	set_leaving(address, state->nid);
	error = remove_memory(address, table->lmb_size);
	set_leaving(NOTHING_LEAVES, NUMA_NO_NODE);
	if (error)
		return error == -ENOMEM ? error : -EBUSY;
	return 0;
}

/* Where a new LMB belongs: what the platform said when it was configured. */
static int find_place(const struct pdr_target *target, struct pdr_lmb_state *state)
{
	const u8 *value;
	u32 len;

	value = pdr_cc_property(target->tree, "ibm,associativity", &len);
	if (!value)
		return -EIO;
	state->nid = pdr_of_nid(value, len);
	return pdr_tables_associativity(value, len, &state->aa_index);
}

/* Older kernels do not fall back by themselves where the flag has no effect. */
static int add_lmb(int nid, u64 address, u64 size)
{
	int error = add_memory(nid, address, size, MHP_MEMMAP_ON_MEMORY);

	if (error == -EINVAL)
		error = add_memory(nid, address, size, MHP_NONE);
	return error;
}

static int memory_attach(void *context, struct pdr_target *target)
{
	struct pdr_lmb_state *state = state_of(target);
	int error;

	error = add_lmb(state->nid, lmb_address(target),
			pdr_lmb_table()->lmb_size);
	return !error || error == -ENOMEM ? error : -EBUSY;
}

/* What is not listed has no place; what is, has that of its tree, or its old one. */
static int list_lmb(struct pdr_target *target)
{
	struct pdr_lmb_state *state = state_of(target);
	struct pdr_lmb_change change = {
		.number = state->number,
		.assigned = target->listed,
		.aa_index = PDR_LMB_NO_AA,
	};
	int error = 0;

	if (target->listed && target->tree)
		error = find_place(target, state);
	if (error)
		return error;
	if (!target->listed && target->usage == PSERIES_DR_USAGE_IN_USE &&
	    pdr_lmb_table()->lmbs[state->number].aa_index != PDR_LMB_NO_AA)
		state->aa_index = pdr_lmb_table()->lmbs[state->number].aa_index;
	if (target->listed)
		change.aa_index = state->aa_index;
	pdr_tables_set(&change);
	return 0;
}

static int memory_publish(void *context, struct pdr_plan *plan)
{
	u32 slot;
	int error;

	for (slot = 0; slot < plan->slots; slot++) {
		error = list_lmb(&plan->targets[slot]);
		if (error)
			return error;
	}
	return pdr_tables_publish();
}

static const struct pdr_linux_ops memory_ops = {
	.offline = memory_offline,
	.online = memory_online,
	.detach = memory_detach,
	.attach = memory_attach,
	.next = pdr_memory_next,
	.publish = memory_publish,
	.has = pdr_memory_has,
	.knows = pdr_memory_knows,
};

const struct pdr_driver pdr_memory_driver = {
	.plan = pdr_memory_plan,
	.linux_ops = &memory_ops,
};
