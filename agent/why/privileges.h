/* SPDX-License-Identifier: GPL-2.0 */
/* The capabilities without which Linux does not tell what is asked here. */
#ifndef WHY_PRIVILEGES_H
#define WHY_PRIVILEGES_H

#include <stdbool.h>

/**
 * why_privileges_check() - look for missing capabilities, and name them on stderr
 *
 * Return: true if none is missing.
 */
bool why_privileges_check(void);

#endif /* WHY_PRIVILEGES_H */
