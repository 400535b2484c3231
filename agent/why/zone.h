/* SPDX-License-Identifier: GPL-2.0 */
/* The zone of a range of memory: of zone Movable alone does Linux keep its own memory away. */
#ifndef WHY_ZONE_H
#define WHY_ZONE_H

#include "whymachine.h"

/* Bytes of the longest list of zones */
#define WHY_ZONE_MAX	64

/**
 * why_zone_read() - find the zones of a range
 * @zone: result: their names with blanks between, empty if nothing is known
 * @machine: machine
 * @address: physical address of the first byte
 * @size: bytes
 */
void why_zone_read(char zone[WHY_ZONE_MAX], const struct why_machine *machine,
		   uint64_t address, uint64_t size);

#endif /* WHY_ZONE_H */
