/* SPDX-License-Identifier: GPL-2.0 */
/* The holders of a range's pages: processes, and the kernel itself for one purpose or another. */
#ifndef WHY_HOLDERS_H
#define WHY_HOLDERS_H

#include "frames.h"
#include "pins.h"

/* Bytes of the name of a mapping; a longer one is cut */
#define WHY_MAPPING_MAX	64

/**
 * enum why_leave - do its pages leave when the memory is removed?
 * @WHY_STAYS: no
 * @WHY_MAY_STAY: that is unknown
 * @WHY_LEAVES: yes
 */
enum why_leave {
	WHY_STAYS,
	WHY_MAY_STAY,
	WHY_LEAVES,
};

/**
 * struct why_holder - a holder of pages
 * @kind: what the pages are used for
 * @leave: enum why_leave
 * @pid: the process; 0 if it is the kernel, or if no process was found
 * @name: its name
 * @mapping: the file that it maps, empty for its own memory
 * @locked: locked in memory by mlock()
 * @unread: processes map them, but none of those that were read
 * @purposes: bits of enum why_purpose
 * @pages: how many
 */
struct why_holder {
	enum why_kind kind;
	enum why_leave leave;
	int pid;
	char name[WHY_NAME_MAX];
	char mapping[WHY_MAPPING_MAX];
	bool locked;
	bool unread;
	unsigned int purposes;
	uint64_t pages;
};

/**
 * struct why_holders - the holders
 * @list: list of struct why_holder: first those whose pages stay, then by the number of pages
 * @suspects: the same, of processes that may hold the pages that nobody maps
 * @kinds: how many pages there are of each kind
 * @processes: how many processes there are
 * @read: how many of them were read
 * @hidden: how many of them could not be read
 * @movable: all of the range is in zone Movable
 */
struct why_holders {
	struct dr_list list;
	struct dr_list suspects;
	uint64_t kinds[WHY_KINDS];
	size_t processes;
	size_t read;
	size_t hidden;
	bool movable;
};

#define WHY_HOLDERS_INIT \
	{ \
		.list = DR_LIST_INIT(struct why_holder), \
		.suspects = DR_LIST_INIT(struct why_holder), \
	}

/**
 * why_holders_find() - find the holders of all frames
 * @holders: result, begun with WHY_HOLDERS_INIT and @movable
 * @frames: the frames
 * @machine: machine
 *
 * Return: 0 or a negative errno.
 */
int why_holders_find(struct why_holders *holders, struct why_frames *frames,
		     struct why_machine *machine);

/**
 * why_holders_free() - free the memory
 * @holders: holders
 */
void why_holders_free(struct why_holders *holders);

#endif /* WHY_HOLDERS_H */
