/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Signs that a process pins memory, by which no page can be moved. Linux tells the buffers of
 * io_uring by their addresses. Of all other users, it tells only that the process has one.
 */
#ifndef WHY_PINS_H
#define WHY_PINS_H

#include "list.h"
#include "whymachine.h"
#include "processes.h"

/**
 * enum why_purpose - what memory is pinned for
 * @WHY_IO_URING: buffers that were registered with io_uring
 * @WHY_VFIO: a device that the process drives
 * @WHY_RDMA: memory that was registered for RDMA
 * @WHY_VMSPLICE: pages that were given to a pipe
 * @WHY_PINNED: anything else that Linux counts as pinned for the process
 * @WHY_PURPOSES: how many there are
 */
enum why_purpose {
	WHY_IO_URING,
	WHY_VFIO,
	WHY_RDMA,
	WHY_VMSPLICE,
	WHY_PINNED,
	WHY_PURPOSES,
};

/**
 * struct why_pins - what a process may pin memory for
 * @buffers: list of struct why_buffer: what io_uring pins
 * @purposes: bits of enum why_purpose: for what else pages may be pinned
 */
struct why_pins {
	struct dr_list buffers;
	unsigned int purposes;
};

/**
 * struct why_buffer - memory of a process, by its addresses
 * @start: first byte
 * @end: first byte behind it
 */
struct why_buffer {
	uint64_t start;
	uint64_t end;
};

/**
 * why_pins_read() - look for the signs
 * @pins: result, with an empty list
 * @machine: machine
 * @process: the process
 */
void why_pins_read(struct why_pins *pins, struct why_machine *machine,
		   const struct why_process *process);

/**
 * why_pins_hold() - tell if a buffer of io_uring has a part of a page
 * @pins: what the process pins
 * @address: address of the page in the process
 * @size: bytes of a page
 *
 * Return: true if it has.
 */
bool why_pins_hold(const struct why_pins *pins, uint64_t address, size_t size);

/**
 * why_pins_name() - a purpose in a word
 * @purpose: purpose
 *
 * Return: the word.
 */
const char *why_pins_name(enum why_purpose purpose);

#endif /* WHY_PINS_H */
