/* SPDX-License-Identifier: GPL-2.0 */
/* Names that the linker gives with --wrap= to what pdrd calls. */
#ifndef FAKE_MNL_H
#define FAKE_MNL_H

#include <sys/socket.h>
#include <sys/types.h>

struct mnl_socket;

struct mnl_socket *__real_mnl_socket_open2(int bus, int flags);
struct mnl_socket *__wrap_mnl_socket_open2(int bus, int flags);

ssize_t __real_mnl_socket_sendto(const struct mnl_socket *nl, const void *buf, size_t len);
ssize_t __wrap_mnl_socket_sendto(const struct mnl_socket *nl, const void *buf, size_t len);

ssize_t __real_recvfrom(int fd, void *buf, size_t size, int flags, struct sockaddr *addr,
			socklen_t *addr_len);
ssize_t __wrap_recvfrom(int fd, void *buf, size_t size, int flags, struct sockaddr *addr,
			socklen_t *addr_len);

#endif /* FAKE_MNL_H */
