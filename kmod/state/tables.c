// SPDX-License-Identifier: GPL-2.0
/*
 * The LMB table, read from and published in the device tree. Includes core/parse, core/engine
 * and state.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/memory.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/string.h>

#include "core/engine/listing.h"
#include "core/parse/assoc.h"
#include "state/ofprop.h"
#include "state/pdr.h"
#include "state/tables.h"

#define DYNAMIC_MEMORY_PATH "/ibm,dynamic-reconfiguration-memory"
#define SIZE_NAME "ibm,lmb-size"
#define V1_NAME "ibm,dynamic-memory"
#define V2_NAME "ibm,dynamic-memory-v2"

DECLARE_RWSEM(pdr_tables_lock);

/* Held while the LMB table is read or published; pdr_tables_lock nests inside it. */
static DEFINE_MUTEX(lmbs_lock);

/*
 * @memory_node: ibm,dynamic-reconfiguration-memory, or NULL
 * @seen: its property that lists the LMBs, as we read or wrote it last
 * @size: ibm,lmb-size, as @seen was read with it, or NULL
 * @lmbs: the table of the last property that was not malformed
 * @block_size: bytes of a memory block when @lmbs was read; some kernels take them from
 *	ibm,lmb-size each time
 * @generation: counts the tables that were read
 * @malformed: @seen or @size is malformed
 * @listing: whether @seen lacks a change of another writer
 * @theirs: the property that our last write replaced
 * @spare: update for the undo of the last publication, or NULL
 */
static struct {
	struct device_node *memory_node;
	struct property *seen;
	struct property *size;
	struct pdr_lmb_table lmbs;
	u64 block_size;
	u32 generation;
	bool malformed;
	struct pdr_listing listing;
	struct property *theirs;
	struct pdr_of_update *spare;
} tables;

/*
 * ibm,associativity-lookup-arrays; under lmbs_lock.
 *
 * @listing: whether @seen lacks a value of another writer
 * @seen: the property, as we read or wrote it last
 * @read: the property that a list is to be appended to
 * @replaced: the property that our last write replaced
 * @raced: another writer wrote before our last write
 */
static struct {
	struct pdr_listing listing;
	struct property *seen;
	struct property *read;
	struct property *replaced;
	bool raced;
} lists;

const struct pdr_lmb_table *pdr_lmb_table(void)
{
	return &tables.lmbs;
}

u64 pdr_lmb_size(void)
{
	return READ_ONCE(tables.lmbs.lmb_size);
}

u64 pdr_block_size(void)
{
	/* no table was read yet */
	return READ_ONCE(tables.block_size) ?: memory_block_size_bytes();
}

u32 pdr_lmb_generation(void)
{
	return tables.generation;
}

u32 pdr_tables_memory_state(void)
{
	if (!tables.memory_node)
		return PSERIES_DR_MEMORY_STATE_ABSENT;
	return READ_ONCE(tables.malformed) ? PSERIES_DR_MEMORY_STATE_MALFORMED :
					     PSERIES_DR_MEMORY_STATE_OK;
}

static struct property *find_size(void)
{
	return of_find_property(tables.memory_node, SIZE_NAME, NULL);
}

/* Linux's blocks keep their size, so the LMBs do, too. */
static int read_size(const struct property *size, u64 *lmb_size)
{
	u64 before = pdr_lmb_size();
	int error = pdr_lmb_read_size(size ? size->value : NULL, size ? size->length : 0,
				      memory_block_size_bytes(), lmb_size);

	return !error && before && *lmb_size != before ? -EBADMSG : error;
}

static struct property *find_lmbs(void)
{
	struct property *property;

	property = of_find_property(tables.memory_node, V2_NAME, NULL);
	return property ?: of_find_property(tables.memory_node, V1_NAME, NULL);
}

static bool lists_lmbs(const struct property *property)
{
	return !strcmp(property->name, V2_NAME) || !strcmp(property->name, V1_NAME);
}

static int parse_lmbs(const struct property *property, const struct property *size,
		      struct pdr_lmb_table *lmbs)
{
	bool is_v2 = !strcmp(property->name, V2_NAME);
	u64 lmb_size;
	int error = read_size(size, &lmb_size);

	return error ?: pdr_lmb_parse(lmbs, is_v2 ? PDR_LMB_V2 : PDR_LMB_V1,
				      property->value, property->length,
				      lmb_size);
}

/* The properties stay as the platform made them; no job changes them. */
static void set_malformed(const struct property *property, int error)
{
	u64 lmb_size;

	pr_err("%pOF/%s is malformed (%pe): no memory can be moved\n",
	       tables.memory_node,
	       read_size(tables.size, &lmb_size) ? SIZE_NAME : property->name,
	       ERR_PTR(error));
	WRITE_ONCE(tables.malformed, true);
}

/* Read a property into the table. */
static int adopt_lmbs(const struct property *property)
{
	struct property *size = find_size();
	struct pdr_lmb_table lmbs;
	int error = parse_lmbs(property, size, &lmbs);

	if (error == -ENOMEM)
		return error;
	WRITE_ONCE(tables.size, size);
	if (error) {
		set_malformed(property, error);
		return -EBADMSG;
	}
	down_write(&pdr_tables_lock);
	swap(tables.lmbs, lmbs);
	WRITE_ONCE(tables.block_size, memory_block_size_bytes());
	tables.generation++;
	up_write(&pdr_tables_lock);
	pdr_lmb_free(&lmbs);
	WRITE_ONCE(tables.malformed, false);
	return 0;
}

static int read_theirs(void *unused)
{
	return adopt_lmbs(tables.theirs);
}

static const struct pdr_listing_ops reading_ops = {
	.reread = read_theirs,
};

/* A property of another writer is complete, so nothing of ours is kept. */
static int read_anew(struct property *property)
{
	int error = adopt_lmbs(property);

	if (error == -ENOMEM)
		return error;
	WRITE_ONCE(tables.seen, property);
	tables.listing = (struct pdr_listing){ 0 };
	return error;
}

/*
 * Whether @size has been followed. The value of a property never changes, and the node
 * keeps all properties that it ever had: one at the same address is the same property.
 */
static bool is_size_read(void)
{
	return !READ_ONCE(tables.seen) || find_size() == READ_ONCE(tables.size);
}

static int follow_lmbs(void)
{
	struct property *property = find_lmbs();
	int error = 0;

	if (property && property != tables.seen)
		return read_anew(property);
	if (!is_size_read())
		error = adopt_lmbs(tables.seen);
	if (error)
		return error;
	error = pdr_listing_follow(&tables.listing, &reading_ops, NULL);
	return tables.malformed ? -EBADMSG : error;
}

static bool is_all_read(void)
{
	return !tables.memory_node ||
	       (find_lmbs() == READ_ONCE(tables.seen) && is_size_read() &&
		!READ_ONCE(tables.listing.unread));
}

int pdr_tables_refresh(void)
{
	int error;

	if (is_all_read())
		return READ_ONCE(tables.malformed) ? -EBADMSG : 0;
	mutex_lock(&lmbs_lock);
	error = follow_lmbs();
	mutex_unlock(&lmbs_lock);
	return error;
}

/*
 * A listener of Linux may keep a publication from its end, and the table is as it
 * publishes it. Anything else that holds the lock ends soon.
 */
static bool lock_unless_publishing(void)
{
	while (!mutex_trylock(&lmbs_lock)) {
		if (pdr_of_is_applying())
			return false;
		usleep_range(1000, 2000);
	}
	return true;
}

void pdr_tables_look(void)
{
	if (is_all_read() || !lock_unless_publishing())
		return;
	follow_lmbs();
	mutex_unlock(&lmbs_lock);
}

bool pdr_tables_malformed(void)
{
	return pdr_tables_refresh() == -EBADMSG;
}

static int exchange_lmbs(struct pdr_lmb_change *changes, u32 count)
{
	int differs;

	down_write(&pdr_tables_lock);
	differs = pdr_lmb_exchange(&tables.lmbs, changes, count);
	up_write(&pdr_tables_lock);
	return differs;
}

static bool spare_suffices(size_t len)
{
	return tables.spare && len <= tables.spare->capacity &&
	       !strcmp(tables.spare->property->name, tables.seen->name);
}

/* An undo uses the spare update, which has its memory already, if it fits. */
static struct pdr_of_update *take_update(size_t len, bool undoing)
{
	struct pdr_of_update *spare = tables.spare;

	if (!undoing || !spare_suffices(len))
		return pdr_of_update_new(tables.memory_node, tables.seen->name,
					 len);
	tables.spare = NULL;
	return spare;
}

static int keep_spare(u32 count)
{
	size_t size = pdr_lmb_size_max(&tables.lmbs, count);

	if (spare_suffices(size))
		return 0;
	pdr_of_update_free(tables.spare);
	tables.spare = pdr_of_update_new(tables.memory_node, tables.seen->name,
					 size);
	return tables.spare ? 0 : -ENOMEM;
}

static int write_lmbs(bool undoing, struct property **replaced)
{
	size_t len = pdr_lmb_length(&tables.lmbs);
	struct pdr_of_update *update = take_update(len, undoing);
	struct property *property;
	int error;

	if (!update)
		return -ENOMEM;
	property = update->property;
	pdr_lmb_fill(&tables.lmbs, property->value, len);
	error = pdr_of_update_apply(update, len, replaced);
	if (!error)
		WRITE_ONCE(tables.seen, property);
	pdr_of_update_free(update);
	return error;
}

/* A publication, as context of the operations of the listing. */
struct publication {
	struct pdr_lmb_change *changes;
	u32 count;
	bool undoing;
};

static int exchange_changes(void *context)
{
	const struct publication *publication = context;

	return exchange_lmbs(publication->changes, publication->count);
}

static int write_changed(void *context, bool *raced)
{
	const struct publication *publication = context;
	struct property *expected = tables.seen, *replaced;
	int error = write_lmbs(publication->undoing, &replaced);

	*raced = !error && replaced != expected;
	if (*raced)
		tables.theirs = replaced;
	return error;
}

static const struct pdr_listing_ops listing_ops = {
	.exchange = exchange_changes,
	.write = write_changed,
	.reread = read_theirs,
};

int pdr_tables_publish(struct pdr_lmb_change *changes, u32 count, bool undoing)
{
	struct publication publication = {
		.changes = changes, .count = count, .undoing = undoing,
	};
	int error;

	mutex_lock(&lmbs_lock);
	error = follow_lmbs();
	if (!error && !tables.seen)
		error = -ENODEV;
	if (!error && !undoing)
		error = keep_spare(count);
	if (!error)
		error = pdr_listing_publish(&tables.listing, &listing_ops,
					    &publication);
	mutex_unlock(&lmbs_lock);
	return error;
}

static struct property *find_lists(void)
{
	return of_find_property(tables.memory_node,
				"ibm,associativity-lookup-arrays", NULL);
}

/**
 * struct new_list - a list that is appended to ibm,associativity-lookup-arrays
 * @value: the list, as ibm,associativity has it
 * @len: bytes of it
 * @aa_index: its place
 */
struct new_list {
	const u8 *value;
	u32 len;
	u32 aa_index;
};

static int replace_lists(const void *value, size_t len)
{
	struct pdr_of_update *update;
	struct property *ours;
	int error;

	update = pdr_of_update_new(tables.memory_node, lists.read->name, len);
	if (!update)
		return -ENOMEM;
	ours = update->property;
	memcpy(ours->value, value, len);
	error = pdr_of_update_apply(update, len, &lists.replaced);
	pdr_of_update_free(update);
	if (error)
		return error;
	lists.raced = lists.replaced != lists.seen;
	lists.seen = ours;
	return 0;
}

/* A list is only ever appended, so nothing is taken back. */
static int exchange_lists(void *unused)
{
	return 1;
}

static int write_lists(void *context, bool *raced)
{
	struct new_list *list = context;
	struct pdr_assoc assoc;
	size_t grown_len;
	void *grown;
	int error;

	error = pdr_assoc_parse(&assoc, lists.read->value, lists.read->length);
	if (!error)
		error = pdr_assoc_append(&assoc, list->value, list->len, &grown,
					 &grown_len, &list->aa_index);
	if (error)
		return error;
	error = replace_lists(grown, grown_len);
	pdr_free(grown);
	*raced = !error && lists.raced;
	return error;
}

static int reread_lists(void *unused)
{
	lists.read = lists.replaced;
	return 0;
}

static const struct pdr_listing_ops lists_ops = {
	.exchange = exchange_lists,
	.write = write_lists,
	.reread = reread_lists,
};

/* After a failed write the value of another writer is still to be put back. */
static void follow_lists(void)
{
	if (lists.listing.stale)
		return;
	lists.seen = find_lists();
	lists.read = lists.seen;
}

static int find_list(const struct new_list *list, u32 *aa_index)
{
	struct pdr_assoc assoc;

	if (pdr_assoc_parse(&assoc, lists.read->value, lists.read->length)) {
		pr_err("%pOF/%s is malformed: no memory can be added\n",
		       tables.memory_node, lists.read->name);
		return -EBADMSG;
	}
	return pdr_assoc_find(&assoc, list->value, list->len, aa_index);
}

static int find_or_append(struct new_list *list)
{
	int error;

	follow_lists();
	if (!lists.read)
		return -EBADMSG;
	error = find_list(list, &list->aa_index);
	if (error && error != -ENOENT)
		return error;
	if (error || lists.listing.stale)
		error = pdr_listing_publish(&lists.listing, &lists_ops, list);
	return error;
}

int pdr_tables_associativity(const u8 *value, u32 len, u32 *aa_index)
{
	struct new_list list = { .value = value, .len = len };
	int error;

	mutex_lock(&lmbs_lock);
	error = find_or_append(&list);
	*aa_index = list.aa_index;
	mutex_unlock(&lmbs_lock);
	return error;
}

static bool is_malformed_list(unsigned long action,
			      const struct of_reconfig_data *change)
{
	struct pdr_lmb_table lmbs = { };
	int error;

	if (action != OF_RECONFIG_UPDATE_PROPERTY ||
	    change->dn != tables.memory_node || !lists_lmbs(change->prop))
		return false;
	error = parse_lmbs(change->prop, find_size(), &lmbs);
	pdr_lmb_free(&lmbs);
	return error && error != -ENOMEM;
}

/*
 * Keep two kinds of changes from the stock kernel's listener. It searches its whole
 * table for each LMB of a list that we write: pdr_stock_set() tells it instead. It
 * reads past the end of a list that states more LMBs than it has. No other listener
 * of Linux needs the properties that we change.
 */
static int hide_change(struct notifier_block *block, unsigned long action,
		       void *data)
{
	return pdr_of_is_ours(data) || is_malformed_list(action, data) ?
		       NOTIFY_STOP : NOTIFY_OK;
}

static struct notifier_block hidden_changes = {
	.notifier_call = hide_change,
	.priority = INT_MAX,
};

int pdr_tables_init(void)
{
	int error = 0;

	tables.memory_node = of_find_node_by_path(DYNAMIC_MEMORY_PATH);
	if (tables.memory_node)
		error = pdr_tables_refresh();
	else
		pr_info("no %s: no memory can be moved\n", DYNAMIC_MEMORY_PATH);
	if (error == -ENOMEM)
		goto put_memory_node;
	error = of_reconfig_notifier_register(&hidden_changes);
	if (error)
		goto free_lmbs;
	return 0;

free_lmbs:
	pdr_lmb_free(&tables.lmbs);
put_memory_node:
	of_node_put(tables.memory_node);
	return error;
}

void pdr_tables_exit(void)
{
	of_reconfig_notifier_unregister(&hidden_changes);
	pdr_lmb_free(&tables.lmbs);
	pdr_of_update_free(tables.spare);
	of_node_put(tables.memory_node);
}
