/* SPDX-License-Identifier: GPL-2.0 */
/* What cmocka wants to have been included before it. */

#ifndef AGENTTEST_H
#define AGENTTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#endif /* AGENTTEST_H */
