// SPDX-License-Identifier: GPL-2.0
/*
 * rawnl - send requests to the family pseries_dr that no well-meaning program would send
 *
 *	rawnl [-u UID] [-n] [-m COMMAND] <REQUESTS
 *	rawnl -e COMMAND
 *
 * A request is a line: the number of the command, "do" or "dump", and its attributes in hex, as
 * selftests/lib/netlink.py writes them. A line of JSON comes for each: the errno (0 for none), the
 * kernel's words, the offset of the attribute that they are about, whether a dump was interrupted,
 * and the attributes of each answer in hex.
 *
 * With -e it listens to the events while a command of the shell runs. It then writes a line for
 * each message and each error that it has heard: "event" and its attributes in hex, or "error" and
 * an errno.
 *
 * -u drops all rights for those of a user, -n asks from another network namespace, -m runs a
 * command of the shell behind the first messages of a dump. Status 0: all was sent and answered;
 * 1: it was not; 2: usage.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/nlmsg.h"

#define ROOM		sizeof(((struct nlmsg *)0)->room)

/* The answer to a request, as far as it has come */
struct answer {
	int error;
	char said[256];
	unsigned int offset;
	bool interrupted;
	bool over;
	unsigned int replies;
};

static const char *meanwhile;
static int family;
static unsigned int events;	/* the group that hears them */

static struct mnl_socket *open_socket(void)
{
	struct mnl_socket *socket = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	int on = 1;

	if (!socket)
		err(1, "netlink");
	mnl_socket_setsockopt(socket, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(socket, NETLINK_CAP_ACK, &on, sizeof(on));
	return socket;
}

/* The first attribute of a type behind the first @skip bytes of the payload, or NULL */
static const struct nlattr *find(const struct nlmsghdr *nlh, size_t skip, int type)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, skip)
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

/* The number of the only group of the family */
static unsigned int group_of(const struct nlattr *groups)
{
	const struct nlattr *group, *attr;

	mnl_attr_for_each_nested(group, groups)
		mnl_attr_for_each_nested(attr, group)
			if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID)
				return mnl_attr_get_u32(attr);
	errx(1, "no group of events");
}

static void look_up_family(void)
{
	struct mnl_socket *socket = open_socket();
	const struct nlattr *attr = NULL;
	struct nlmsg msg;

	nlmsg_begin(&msg, GENL_ID_CTRL, NLM_F_REQUEST, CTRL_CMD_GETFAMILY);
	mnl_attr_put_strz(msg.nlh, CTRL_ATTR_FAMILY_NAME, PSERIES_DR_FAMILY_NAME);
	if (mnl_socket_sendto(socket, msg.nlh, msg.nlh->nlmsg_len) < 0 ||
	    mnl_socket_recvfrom(socket, msg.room, ROOM) < 0)
		err(1, "the controller");
	mnl_socket_close(socket);
	if (msg.nlh->nlmsg_type != NLMSG_ERROR)
		attr = find(msg.nlh, GENL_HDRLEN, CTRL_ATTR_FAMILY_ID);
	if (!attr)
		errx(1, "no family " PSERIES_DR_FAMILY_NAME);
	family = mnl_attr_get_u16(attr);
	events = group_of(find(msg.nlh, GENL_HDRLEN, CTRL_ATTR_MCAST_GROUPS));
}

/* Attributes, well-formed or not, as an even number of digits */
static void put_digits(struct nlmsghdr *nlh, const char *digits)
{
	unsigned char *to = mnl_nlmsg_get_payload_tail(nlh);

	for (; *digits; digits += 2, nlh->nlmsg_len++)
		if (nlh->nlmsg_len == ROOM || sscanf(digits, "%2hhx", to++) != 1)
			errx(2, "'%s' are no attributes", digits);
}

static void send_request(const struct mnl_socket *socket, char *line)
{
	char *command = strtok(line, " \n"), *way = strtok(NULL, " \n");
	char *digits = strtok(NULL, " \n");
	struct nlmsg msg;

	if (!command || !way)
		errx(2, "a request is a command and a way");
	nlmsg_begin(&msg, family, NLM_F_REQUEST | (strcmp(way, "dump") ? NLM_F_ACK : NLM_F_DUMP),
		    atoi(command));
	put_digits(msg.nlh, digits ?: "");
	if (mnl_socket_sendto(socket, msg.nlh, msg.nlh->nlmsg_len) < 0)
		err(1, "send");
}

static void print_attributes(const struct nlmsghdr *nlh)
{
	const unsigned char *bytes = (const unsigned char *)nlh;
	size_t i;

	for (i = NLMSG_HEADERS; i < nlh->nlmsg_len; i++)
		printf("%02x", bytes[i]);
}

static void print_reply(const struct nlmsghdr *nlh, unsigned int number)
{
	fputs(number ? ",\"" : "\"", stdout);
	print_attributes(nlh);
	putchar('"');
}

/* The verdict: an error, an acknowledgment or the end of a dump, followed by the extended ACK */
static void take_verdict(struct answer *answer, const struct nlmsghdr *nlh)
{
	size_t skip = nlh->nlmsg_type == NLMSG_DONE ? sizeof(int) : sizeof(struct nlmsgerr);
	const struct nlattr *said, *offset;

	answer->over = true;
	answer->error = -*(int *)mnl_nlmsg_get_payload(nlh);
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	said = find(nlh, skip, NLMSGERR_ATTR_MSG);
	if (said)
		snprintf(answer->said, sizeof(answer->said), "%s", mnl_attr_get_str(said));
	offset = find(nlh, skip, NLMSGERR_ATTR_OFFS);
	if (offset)
		answer->offset = mnl_attr_get_u32(offset);
}

static void take_datagram(struct answer *answer, const struct nlmsghdr *nlh, int len)
{
	for (; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len)) {
		answer->interrupted |= !!(nlh->nlmsg_flags & NLM_F_DUMP_INTR);
		if (nlh->nlmsg_type == NLMSG_ERROR || nlh->nlmsg_type == NLMSG_DONE)
			take_verdict(answer, nlh);
		else
			print_reply(nlh, answer->replies++);
	}
}

static void take_answer(const struct mnl_socket *socket)
{
	struct answer answer = { 0 };
	unsigned int datagrams;
	struct nlmsg msg;
	ssize_t len;

	printf("{\"replies\":[");
	for (datagrams = 0; !answer.over; datagrams++) {
		len = mnl_socket_recvfrom(socket, msg.room, ROOM);
		if (len < 0)
			err(1, "recv");
		take_datagram(&answer, (struct nlmsghdr *)msg.room, len);
		if (!datagrams && !answer.over && meanwhile && system(meanwhile))
			errx(1, "'%s' failed", meanwhile);
	}
	printf("],\"error\":%d,\"said\":\"%s\",\"offset\":%u,\"interrupted\":%s}\n",
	       answer.error, answer.said, answer.offset,
	       answer.interrupted ? "true" : "false");
}

static void print_heard(const struct mnl_socket *socket)
{
	struct nlmsg msg;

	for (;;) {
		if (mnl_socket_recvfrom(socket, msg.room, ROOM) >= 0) {
			msg.nlh = (struct nlmsghdr *)msg.room;
			printf("event ");
			print_attributes(msg.nlh);
		} else if (errno != EAGAIN) {
			printf("error %d", errno);
		} else {
			return;
		}
		putchar('\n');
	}
}

static int listen_while(const char *command)
{
	struct mnl_socket *socket = open_socket();

	/* the kernel takes a socket without an address for the sender */
	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) ||
	    mnl_socket_setsockopt(socket, NETLINK_ADD_MEMBERSHIP, &events, sizeof(events)) ||
	    fcntl(mnl_socket_get_fd(socket), F_SETFL, O_NONBLOCK))
		err(1, "events");
	if (system(command))
		errx(1, "'%s' failed", command);
	print_heard(socket);
	return fflush(stdout) ? 1 : 0;
}

static void drop_rights(unsigned int uid)
{
	if (setgroups(0, NULL) || setgid(uid) || setuid(uid))
		err(1, "user %u", uid);
}

int main(int argc, char **argv)
{
	const char *heard_meanwhile = NULL;
	bool elsewhere = false;
	unsigned int uid = 0;
	struct mnl_socket *socket;
	char line[4 * ROOM];
	int letter;

	while ((letter = getopt(argc, argv, "u:nm:e:")) >= 0) {
		if (letter == 'u')
			uid = atoi(optarg);
		else if (letter == 'n')
			elsewhere = true;
		else if (letter == 'm')
			meanwhile = optarg;
		else if (letter == 'e')
			heard_meanwhile = optarg;
		else
			return 2;
	}
	look_up_family();
	if (heard_meanwhile)
		return listen_while(heard_meanwhile);
	if (elsewhere && unshare(CLONE_NEWNET))
		err(1, "a network namespace");
	if (uid)
		drop_rights(uid);
	socket = open_socket();
	while (fgets(line, sizeof(line), stdin)) {
		send_request(socket, line);
		take_answer(socket);
	}
	return fflush(stdout) ? 1 : 0;
}
