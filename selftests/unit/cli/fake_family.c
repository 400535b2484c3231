// SPDX-License-Identifier: GPL-2.0
/*
 * Lets pdrctl talk to a fake module (fake.py) where the kernel has none.
 *
 * The program under test is linked with --wrap=genl_connect and is otherwise the real one.
 * Sockets go to NETLINK_USERSOCK, on which two programs may speak to each other, and send to the
 * port of the fake that PDR_FAKE_PORT names. Without that variable they go to the kernel.
 */
#include <stdlib.h>

#include <linux/netlink.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "fake_family.h"

int __wrap_genl_connect(struct nl_sock *sock)
{
	const char *port = getenv("PDR_FAKE_PORT");
	int err;

	if (!port)
		return __real_genl_connect(sock);
	err = nl_connect(sock, NETLINK_USERSOCK);
	if (!err)
		nl_socket_set_peer_port(sock, strtoul(port, NULL, 10));
	return err;
}
