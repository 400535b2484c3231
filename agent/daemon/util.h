/* SPDX-License-Identifier: GPL-2.0 */
/* Macros of the kernel that user space lacks. */

#ifndef PDRD_UTIL_H
#define PDRD_UTIL_H

#include <stddef.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

/**
 * container_of() - the struct around a member
 * @ptr: pointer to the member
 * @type: type of the struct
 * @member: its name in the struct
 */
#define container_of(ptr, type, member)	\
	((type *)((char *)(ptr) - offsetof(type, member)))

#endif /* PDRD_UTIL_H */
