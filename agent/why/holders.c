// SPDX-License-Identifier: GPL-2.0
/* Finds the holders of pages; see holders.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "holders.h"
#include "walk.h"

/* Of a process with more mappings in the range, the rest counts for the last of these */
#define MAPPINGS_MAX	64

/**
 * struct look - a look at one process
 * @holders: result
 * @frames: the range
 * @machine: machine
 * @process: the process
 * @number: its number among all, from 1 on
 * @first: place of its first holder in the list
 * @pins: what it pins
 * @asked: @pins was read
 */
struct look {
	struct why_holders *holders;
	struct why_frames *frames;
	struct why_machine *machine;
	const struct why_process *process;
	uint32_t number;
	size_t first;
	struct why_pins pins;
	bool asked;
};

static struct why_holder *add_holder(struct dr_list *list, const struct why_holder *like)
{
	struct why_holder *holder = dr_list_add(list);

	if (holder)
		*holder = *like;
	return holder;
}

static bool same_holder(const struct why_holder *a, const struct why_holder *b)
{
	return a->kind == b->kind && a->locked == b->locked && a->purposes == b->purposes &&
	       a->leave == b->leave && !strcmp(a->mapping, b->mapping);
}

/* The holder of the process that is like this one; it is made if there is none */
static struct why_holder *find_holder(struct look *look, const struct why_holder *like)
{
	struct dr_list *list = &look->holders->list;
	struct why_holder *holder;
	size_t i;

	for (i = look->first; i < list->n; i++) {
		holder = dr_list_at(list, i);
		if (same_holder(holder, like))
			return holder;
	}
	if (list->n - look->first >= MAPPINGS_MAX)
		return dr_list_at(list, list->n - 1);
	return add_holder(list, like);
}

/* A page of a pipe or a device is the process's own or shared; a file of a disk is neither */
static void judge_page(struct look *look, struct why_holder *holder, uint64_t address)
{
	const struct why_pins *pins = &look->pins;

	holder->leave = holder->kind == WHY_HUGETLB || holder->kind == WHY_IO ? WHY_MAY_STAY :
									       WHY_LEAVES;
	if (holder->kind == WHY_BUFFER) {
		holder->leave = WHY_STAYS;
	} else if (why_pins_hold(pins, address, look->machine->page_size)) {
		holder->leave = WHY_STAYS;
		holder->purposes = 1 << WHY_IO_URING;
	} else if (pins->purposes && holder->kind != WHY_FILE) {
		holder->leave = WHY_MAY_STAY;
		holder->purposes = pins->purposes;
	}
}

/* Names of files that go by themselves would only hide the others */
static struct why_holder make_page_holder(struct look *look, const struct why_frame *frame,
					  uint64_t address, const char *mapping)
{
	struct why_holder like = {
		.kind = frame->kind,
		.pid = look->process->pid,
		.locked = why_frames_is_locked(frame),
	};

	judge_page(look, &like, address);
	if (like.kind != WHY_ANON && (like.kind != WHY_FILE || like.leave != WHY_LEAVES))
		memcpy(like.mapping, mapping, strlen(mapping) + 1);
	memcpy(like.name, look->process->name, sizeof(like.name));
	return like;
}

/* This process's own memory is gone when somebody reads the answer */
static int take_page(void *ctx, struct why_frame *frame, uint64_t address, const char *mapping)
{
	struct why_holder like, *holder;
	struct look *look = ctx;

	if (frame->kind == WHY_RESERVED ||
	    !why_frames_found(look->frames, frame, look->number) ||
	    (look->machine->live && look->process->pid == getpid()))
		return 0;
	if (!look->asked)
		why_pins_read(&look->pins, look->machine, look->process);
	look->asked = true;
	like = make_page_holder(look, frame, address, mapping);
	holder = find_holder(look, &like);
	if (!holder)
		return -ENOMEM;
	holder->pages++;
	return 0;
}

static int look_at_process(struct why_holders *holders, struct why_frames *frames,
			   struct why_machine *machine, const struct why_process *process)
{
	struct look look = {
		.holders = holders, .frames = frames, .machine = machine, .process = process,
		.number = ++holders->read, .first = holders->list.n,
		.pins.buffers = DR_LIST_INIT(struct why_buffer),
	};
	int err = why_walk(machine, process, frames, take_page, &look);

	dr_list_clear(&look.pins.buffers);
	if (err == -EACCES)
		holders->hidden++;
	return err == -EACCES || err == -ESRCH ? 0 : err;
}

static int look_at_processes(struct why_holders *holders, struct why_frames *frames,
			     struct why_machine *machine, const struct dr_list *processes)
{
	size_t i;
	int err = 0;

	for (i = 0; i < processes->n && frames->unknown && !err; i++) {
		if (why_machine_late(machine))
			break;
		err = look_at_process(holders, frames, machine, dr_list_at(processes, i));
	}
	return err;
}

static enum why_leave judge_kind(const struct why_holders *holders, enum why_kind kind)
{
	switch (kind) {
	case WHY_SLAB:
	case WHY_PGTABLE:
	case WHY_RESERVED:
	case WHY_BUFFER:
		return WHY_STAYS;
	case WHY_KERNEL:
		return holders->movable ? WHY_MAY_STAY : WHY_STAYS;
	case WHY_BALLOON:
	case WHY_HUGETLB:
	case WHY_IO:
	case WHY_ANON:
		return WHY_MAY_STAY;
	default:
		return WHY_LEAVES;
	}
}

/* A page in the swap cache is as free to go as one of a file, although no process maps it */
static enum why_kind kind_of_other(const struct why_frame *frame)
{
	return frame->kind == WHY_ANON && why_frames_is_swapped(frame) ? WHY_FILE : frame->kind;
}

static int add_others(struct why_holders *holders, const uint64_t pages[WHY_KINDS], bool unread)
{
	struct why_holder other = { .unread = unread };
	enum why_kind kind;

	for (kind = WHY_POISONED; kind < WHY_KINDS; kind++) {
		other.kind = kind;
		other.leave = unread ? WHY_MAY_STAY : judge_kind(holders, kind);
		other.pages = pages[kind];
		if (other.pages && !add_holder(&holders->list, &other))
			return -ENOMEM;
	}
	return 0;
}

/* Frames that no process was found for */
static int count_others(struct why_holders *holders, const struct why_frames *frames)
{
	uint64_t nobody[WHY_KINDS] = { 0 }, unread[WHY_KINDS] = { 0 };
	const struct why_frame *frame = frames->frame;
	size_t i;
	int err;

	for (i = 0; i < frames->n; i++, frame++) {
		holders->kinds[frame->kind]++;
		if (!frame->mapped && frame->unknown)
			unread[frame->kind]++;
		else if (!frame->mapped)
			nobody[kind_of_other(frame)]++;
	}
	err = add_others(holders, nobody, false);
	return err ? err : add_others(holders, unread, true);
}

static int suspect_process(struct why_holders *holders, struct why_machine *machine,
			   const struct why_process *process)
{
	struct why_pins pins = {
		.buffers = DR_LIST_INIT(struct why_buffer),
	};
	struct why_holder suspect = { .leave = WHY_MAY_STAY, .pid = process->pid };
	bool added = true;

	why_pins_read(&pins, machine, process);
	suspect.purposes = pins.purposes | (pins.buffers.n ? 1 << WHY_IO_URING : 0);
	dr_list_clear(&pins.buffers);
	memcpy(suspect.name, process->name, sizeof(suspect.name));
	if (suspect.purposes)
		added = add_holder(&holders->suspects, &suspect);
	return added ? 0 : -ENOMEM;
}

/* A page that no process maps any more, but that is not free: anybody with a sign may hold it */
static int find_suspects(struct why_holders *holders, struct why_machine *machine,
			 const struct dr_list *processes)
{
	const struct why_holder *holder;
	bool orphans = false;
	size_t i;
	int err = 0;

	for (i = 0; i < holders->list.n; i++) {
		holder = dr_list_at(&holders->list, i);
		orphans |= !holder->pid && !holder->unread && holder->kind == WHY_ANON;
	}
	for (i = 0; orphans && i < processes->n && !err; i++) {
		if (why_machine_late(machine))
			break;
		err = suspect_process(holders, machine, dr_list_at(processes, i));
	}
	return err;
}

static int compare_holders(const void *a, const void *b)
{
	const struct why_holder *one = a, *other = b;

	if (one->leave != other->leave)
		return one->leave < other->leave ? -1 : 1;
	return (one->pages < other->pages) - (one->pages > other->pages);
}

int why_holders_find(struct why_holders *holders, struct why_frames *frames,
		     struct why_machine *machine)
{
	struct dr_list processes = DR_LIST_INIT(struct why_process);
	int err = why_processes_read(&processes, machine);

	holders->processes = processes.n;
	if (!err)
		err = look_at_processes(holders, frames, machine, &processes);
	if (!err)
		err = count_others(holders, frames);
	if (!err)
		err = find_suspects(holders, machine, &processes);
	dr_list_clear(&processes);
	if (holders->list.n)
		qsort(holders->list.items, holders->list.n, holders->list.item_size,
		      compare_holders);
	return err;
}

void why_holders_free(struct why_holders *holders)
{
	dr_list_clear(&holders->list);
	dr_list_clear(&holders->suspects);
}
