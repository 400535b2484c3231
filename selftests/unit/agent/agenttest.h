/* SPDX-License-Identifier: GPL-2.0 */
/* cmocka, with the headers that it needs before it. */

#ifndef AGENTTEST_H
#define AGENTTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#endif /* AGENTTEST_H */
