/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_FIRMWARE_H
#define PDR_FAULT_FIRMWARE_H

/*
 * The RTAS calls of the core, on their way to the model.
 * Invariant: a call reaches the model unless the script says otherwise, and is
 * judged as it passes: against what Linux has, and against what must never be
 * said of a range that the platform has in part.
 */

#include <core/engine/drcstate.h>

/**
 * enum garble - how a work area is damaged
 * @GARBLE_NAME_BEFORE: the name lies in the cells
 * @GARBLE_NAME_BEYOND: the name lies beyond the area
 * @GARBLE_NAME_ENDLESS: the name has no end
 * @GARBLE_NAME_EMPTY: the name is empty
 * @GARBLE_NAME_SLASH: the name has a slash
 * @GARBLE_LENGTH: the value ends beyond the area
 * @GARBLE_VALUE_BEYOND: the value lies beyond the area
 * @GARBLE_INDEX: the area is of another connector
 * @GARBLE_SIBLING: the item is said to be a sibling
 * @GARBLE_CHILD: the item is said to be a child
 * @GARBLE_PARENT: the item is said to be the way up
 * @GARBLE_MEMORY: more memory is asked for
 */
enum garble {
	GARBLE_NAME_BEFORE,
	GARBLE_NAME_BEYOND,
	GARBLE_NAME_ENDLESS,
	GARBLE_NAME_EMPTY,
	GARBLE_NAME_SLASH,
	GARBLE_LENGTH,
	GARBLE_VALUE_BEYOND,
	GARBLE_INDEX,
	GARBLE_SIBLING,
	GARBLE_CHILD,
	GARBLE_PARENT,
	GARBLE_MEMORY,
};

/* Real address of the page that the core is given to keep. */
#define FIRMWARE_KEPT_PAGE 0x00008000

/* The calls; their context is a struct world. */
extern const struct pdr_platform_ops firmware_ops;

#endif /* PDR_FAULT_FIRMWARE_H */
