/* SPDX-License-Identifier: GPL-2.0 */
/* Macros of the kernel that user space lacks, and the start of programs. */

#ifndef DR_UTIL_H
#define DR_UTIL_H

#include <stddef.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#define DR_AS_TEXT(number)	#number
/* The value of a macro, as a part of a string */
#define DR_TEXT(macro)		DR_AS_TEXT(macro)

/**
 * container_of() - the struct around a member
 * @ptr: pointer to the member
 * @type: type of the struct
 * @member: its name in the struct
 */
#define container_of(ptr, type, member)	\
	((type *)((char *)(ptr) - offsetof(type, member)))

/**
 * dr_guard_streams() - give each closed standard stream a file
 *
 * Otherwise a socket gets its number, and printed text goes into the socket. Writes to the file
 * given here fail, so that the program notices.
 */
void dr_guard_streams(void);

/**
 * dr_make_folder() - make a folder that every user may enter, unless it is there
 * @path: the folder
 *
 * The umask is that of a shell if an administrator starts the program, and may be strict.
 */
void dr_make_folder(const char *path);

#endif /* DR_UTIL_H */
