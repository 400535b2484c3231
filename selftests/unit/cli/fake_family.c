// SPDX-License-Identifier: GPL-2.0
/*
 * Lets pdrctl and drmgr talk to a fake module (fake.py) where the kernel has none.
 *
 * The program under test is linked with --wrap=genl_connect and is otherwise the real one.
 * Sockets go to NETLINK_USERSOCK, on which two programs may speak to each other, and send to the
 * port of the fake that PDR_FAKE_PORT names. Without that variable they go to the kernel.
 *
 * With --wrap=clock_gettime, and PDR_FAKE_CLOCK in the environment, no time passes for the program,
 * so that nothing happens because of time; or, with a number there, so many seconds with each look
 * at the clock.
 */
#include <stdlib.h>
#include <time.h>

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

int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
	const char *step = getenv("PDR_FAKE_CLOCK");
	static time_t seconds = 1;

	if (!step)
		return __real_clock_gettime(clock, time);
	*time = (struct timespec){ .tv_sec = seconds };
	seconds += atoi(step);
	return 0;
}
