// SPDX-License-Identifier: GPL-2.0
/*
 * messages - in a guest: have the module and the kernel say all they can say over
 * netlink, and print each message as they sent it, in hex.
 *
 * The module must be loaded and /sys/kernel/dlpar be writable.
 */
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/nlmsg.h"

/* A job that fails at once and so has few events. */
#define FAILING	"memory add index 0x7ffffffe\n"

static int netlink;

static void send_request(int type, int flags, int command, int attr, const void *data, size_t len)
{
	struct nlmsg msg;

	nlmsg_begin(&msg, type, NLM_F_REQUEST | flags, command);
	if (attr)
		mnl_attr_put(msg.nlh, attr, len, data);
	if (send(netlink, msg.nlh, msg.nlh->nlmsg_len, 0) < 0)
		err(1, "send");
}

static void print(const struct nlmsghdr *nlh)
{
	const unsigned char *bytes = (const unsigned char *)nlh;
	unsigned int i;

	for (i = 0; i < nlh->nlmsg_len; i++)
		printf("%02x", bytes[i]);
	putchar('\n');
}

/* Print all there is; each message may hold several. Returns whether it was the end. */
static int receive(char *buffer, size_t size)
{
	ssize_t len = recv(netlink, buffer, size, 0);
	struct nlmsghdr *nlh = (struct nlmsghdr *)buffer;

	if (len < 0)
		err(1, "recv");
	for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
		print(nlh);
		if (nlh->nlmsg_type == NLMSG_DONE || nlh->nlmsg_type == NLMSG_ERROR)
			return 1;
	}
	return 0;
}

/* Every request is answered by an error in the end, even if it is none. */
static void ask(int type, int flags, int command, int attr, const void *data, size_t len)
{
	static char buffer[65536];

	send_request(type, flags | NLM_F_ACK, command, attr, data, len);
	while (!receive(buffer, sizeof(buffer)))
		;
}

/* A number of nlctrl's answer: that of the last attribute of this type and size. */
static unsigned int find_number(const char *answer, size_t len, int type, unsigned int size)
{
	unsigned int number = 0;
	unsigned short half;
	size_t at;

	for (at = NLMSG_HEADERS; at + NLA_HDRLEN + size <= len; at += NLA_ALIGNTO) {
		const struct nlattr *attr = (const void *)(answer + at);

		if (attr->nla_type != type || attr->nla_len != NLA_HDRLEN + size)
			continue;
		if (size == sizeof(half)) {
			memcpy(&half, answer + at + NLA_HDRLEN, size);
			number = half;
		} else {
			memcpy(&number, answer + at + NLA_HDRLEN, size);
		}
	}
	if (!number)
		errx(1, "nlctrl says nothing of attribute %d", type);
	return number;
}

static int find_family(unsigned int *group)
{
	static char buffer[8192];
	ssize_t len;

	send_request(GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_NAME,
		     PSERIES_DR_FAMILY_NAME, sizeof(PSERIES_DR_FAMILY_NAME));
	len = recv(netlink, buffer, sizeof(buffer), 0);
	if (len < 0)
		err(1, "recv");
	print((struct nlmsghdr *)buffer);
	*group = find_number(buffer, len, CTRL_ATTR_MCAST_GRP_ID, sizeof(*group));
	return find_number(buffer, len, CTRL_ATTR_FAMILY_ID, sizeof(__u16));
}

static void events(unsigned int group)
{
	static char buffer[8192];
	FILE *dlpar = fopen("/sys/kernel/dlpar", "w");

	if (!dlpar)
		err(1, "/sys/kernel/dlpar");
	if (setsockopt(netlink, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)))
		err(1, "events");
	fputs(FAILING, dlpar);
	fclose(dlpar);
	receive(buffer, sizeof(buffer));
	receive(buffer, sizeof(buffer));
	setsockopt(netlink, SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, &group, sizeof(group));
}

int main(void)
{
	unsigned long long since = 0, nobody = 999999;
	unsigned int number = 99, group, on = 1;
	int family;

	netlink = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	if (netlink < 0 || setsockopt(netlink, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on)))
		err(1, "netlink");
	family = find_family(&group);
	ask(family, 0, PSERIES_DR_CMD_INFO, 0, NULL, 0);
	ask(family, NLM_F_DUMP, PSERIES_DR_CMD_DRC_GET, 0, NULL, 0);
	ask(family, NLM_F_DUMP, PSERIES_DR_CMD_LMB_GET, 0, NULL, 0);
	ask(family, NLM_F_DUMP, PSERIES_DR_CMD_JOB_GET, 0, NULL, 0);
	ask(family, NLM_F_DUMP, PSERIES_DR_CMD_EVENT_GET, PSERIES_DR_A_JOB_SINCE, &since,
	    sizeof(since));
	ask(family, 0, PSERIES_DR_CMD_JOB_GET, PSERIES_DR_A_JOB_ID, &nobody, sizeof(nobody));
	ask(family, 0, PSERIES_DR_CMD_JOB_SUBMIT, PSERIES_DR_A_JOB_ACTION, &number, sizeof(number));
	setsockopt(netlink, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	ask(family, 0, PSERIES_DR_CMD_JOB_SUBMIT, PSERIES_DR_A_JOB_ACTION, &number, sizeof(number));
	ask(family, 0, 77, 0, NULL, 0);
	events(group);
	return 0;
}
