/* SPDX-License-Identifier: GPL-2.0 */
/* Names that the linker gives with --wrap=genl_connect and --wrap=clock_gettime. */
#ifndef FAKE_FAMILY_H
#define FAKE_FAMILY_H

#include <time.h>

struct nl_sock;

int __real_genl_connect(struct nl_sock *sock);
int __wrap_genl_connect(struct nl_sock *sock);

int __real_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);

#endif /* FAKE_FAMILY_H */
