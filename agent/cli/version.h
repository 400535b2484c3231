/* SPDX-License-Identifier: GPL-2.0 */
/* Version of the program, unless the build names another. */
#ifndef CTL_VERSION_H
#define CTL_VERSION_H

#ifndef PDR_VERSION
#define PDR_VERSION	"0.1"
#endif

#endif /* CTL_VERSION_H */
