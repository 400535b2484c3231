/* SPDX-License-Identifier: GPL-2.0 */
/* Names that the linker gives with --wrap=genl_connect. */
#ifndef FAKE_FAMILY_H
#define FAKE_FAMILY_H

struct nl_sock;

int __real_genl_connect(struct nl_sock *sock);
int __wrap_genl_connect(struct nl_sock *sock);

#endif /* FAKE_FAMILY_H */
