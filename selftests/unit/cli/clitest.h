/* SPDX-License-Identifier: GPL-2.0 */
/* cmocka, with the headers that it needs before it. */
#ifndef CLITEST_H
#define CLITEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define GIVEN(name)	(1ULL << PSERIES_DR_A_JOB_ ## name)

#endif /* CLITEST_H */
