// SPDX-License-Identifier: GPL-2.0
/*
 * Lets pdrd talk to the fake module of fake.py, as fake_family.c does for pdrctl; by --wrap=
 * of mnl_socket_open2, mnl_socket_sendto and recvfrom. What the fake sends seems to come from the
 * kernel: pdrd takes nothing from others.
 */
#include <stdlib.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>

#include "fake_mnl.h"

static unsigned int find_port(void)
{
	const char *port = getenv("PDR_FAKE_PORT");

	return port ? strtoul(port, NULL, 10) : 0;
}

struct mnl_socket *__wrap_mnl_socket_open2(int bus, int flags)
{
	return __real_mnl_socket_open2(find_port() ? NETLINK_USERSOCK : bus, flags);
}

ssize_t __wrap_mnl_socket_sendto(const struct mnl_socket *nl, const void *buf, size_t len)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = find_port() };

	if (!to.nl_pid)
		return __real_mnl_socket_sendto(nl, buf, len);
	return sendto(mnl_socket_get_fd(nl), buf, len, 0, (struct sockaddr *)&to, sizeof(to));
}

static void hide_sender(struct nlmsghdr *nlh, ssize_t len)
{
	int left = len;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left))
		nlh->nlmsg_pid = 0;
}

ssize_t __wrap_recvfrom(int fd, void *buf, size_t size, int flags, struct sockaddr *addr,
			socklen_t *addr_len)
{
	ssize_t len = __real_recvfrom(fd, buf, size, flags, addr, addr_len);
	struct sockaddr_nl *from = (struct sockaddr_nl *)addr;

	if (len > 0 && (size_t)len <= size && from && from->nl_family == AF_NETLINK &&
	    from->nl_pid && from->nl_pid == find_port()) {
		from->nl_pid = 0;
		hide_sender(buf, len);
	}
	return len;
}
