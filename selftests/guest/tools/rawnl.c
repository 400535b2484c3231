// SPDX-License-Identifier: GPL-2.0
/*
 * rawnl - send requests to the family pseries_dr that no well-meaning program would send
 *
 *	rawnl [-u UID] [-n] [-m COMMAND] <REQUESTS
 *
 * A request is a line: the number of the command, "do" or "dump", and attributes as TYPE=HEX. A
 * line of JSON comes for each: the errno (0 for none), the kernel's words, the offset of the
 * attribute that they are about, whether a dump was interrupted, and the attributes of each
 * answer in hex.
 *
 * -u drops all rights for those of a user, -n asks from another network namespace, -m runs a
 * command of the shell behind the first messages of a dump. Status 0: all was sent and answered;
 * 1: it was not; 2: usage.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <grp.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FAMILY		"pseries_dr"
#define ROOM		8192
#define HEADERS		(NLMSG_HDRLEN + GENL_HDRLEN)

/* A message in the making, or one that was received */
union message {
	struct nlmsghdr header;
	unsigned char bytes[ROOM];
};

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

static int open_socket(void)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC), on = 1;

	if (fd < 0 || connect(fd, (struct sockaddr *)&kernel, sizeof(kernel)))
		err(1, "netlink");
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	return fd;
}

static void begin(union message *message, int type, int command, int flags)
{
	struct genlmsghdr *genl = NLMSG_DATA(&message->header);

	memset(message, 0, sizeof(*message));
	message->header.nlmsg_len = HEADERS;
	message->header.nlmsg_type = type;
	message->header.nlmsg_flags = NLM_F_REQUEST | flags;
	genl->cmd = command;
	genl->version = 1;
}

static void put(union message *message, int type, const void *data, size_t len)
{
	struct nlattr attr = { .nla_len = NLA_HDRLEN + len, .nla_type = type };
	unsigned char *to = message->bytes + message->header.nlmsg_len;

	if (message->header.nlmsg_len + NLA_ALIGN(attr.nla_len) > ROOM)
		errx(2, "too long a request");
	memcpy(to, &attr, sizeof(attr));
	memcpy(to + NLA_HDRLEN, data, len);
	message->header.nlmsg_len += NLA_ALIGN(attr.nla_len);
}

/* The first attribute of a type behind the first @skip bytes, or NULL */
static const struct nlattr *find(const struct nlmsghdr *header, size_t skip, int type)
{
	const unsigned char *at = (const unsigned char *)header + skip;
	const unsigned char *end = (const unsigned char *)header + header->nlmsg_len;
	const struct nlattr *attr;

	for (; end - at >= NLA_HDRLEN; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const struct nlattr *)at;
		if (attr->nla_len < NLA_HDRLEN || attr->nla_len > end - at)
			break;
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			return attr;
	}
	return NULL;
}

static int look_up_family(void)
{
	const struct nlattr *attr;
	union message message;
	int fd = open_socket();

	begin(&message, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	put(&message, CTRL_ATTR_FAMILY_NAME, FAMILY, sizeof(FAMILY));
	if (send(fd, &message, message.header.nlmsg_len, 0) < 0 || recv(fd, &message, ROOM, 0) < 0)
		err(1, "the controller");
	close(fd);
	attr = NULL;
	if (message.header.nlmsg_type != NLMSG_ERROR)
		attr = find(&message.header, HEADERS, CTRL_ATTR_FAMILY_ID);
	if (!attr)
		errx(1, "no family " FAMILY);
	return *(const unsigned short *)((const char *)attr + NLA_HDRLEN);
}

/* TYPE=HEX, HEX of any number of digits that is even */
static void put_word(union message *message, const char *word)
{
	unsigned char data[ROOM];
	unsigned int byte;
	size_t len = 0;
	char *digits;
	long type = strtol(word, &digits, 0);

	if (*digits++ != '=')
		errx(2, "'%s' is no attribute", word);
	for (; *digits; digits += 2) {
		if (len == sizeof(data) || sscanf(digits, "%2x", &byte) != 1)
			errx(2, "'%s' is no attribute", word);
		data[len++] = byte;
	}
	put(message, type, data, len);
}

static void send_request(int fd, char *line)
{
	char *command = strtok(line, " \n"), *way = strtok(NULL, " \n"), *word;
	union message message;
	bool dump;

	if (!command || !way)
		errx(2, "a request is a command and a way");
	dump = !strcmp(way, "dump");
	begin(&message, family, atoi(command), dump ? NLM_F_DUMP : NLM_F_ACK);
	while ((word = strtok(NULL, " \n")))
		put_word(&message, word);
	if (send(fd, &message, message.header.nlmsg_len, 0) < 0)
		err(1, "send");
}

static void print_reply(const struct nlmsghdr *header, unsigned int number)
{
	const unsigned char *bytes = (const unsigned char *)header;
	size_t i;

	fputs(number ? ",\"" : "\"", stdout);
	for (i = HEADERS; i < header->nlmsg_len; i++)
		printf("%02x", bytes[i]);
	putchar('"');
}

/* The verdict: an error, an acknowledgment or the end of a dump, followed by the extended ACK */
static void take_verdict(struct answer *answer, const struct nlmsghdr *header)
{
	bool done = header->nlmsg_type == NLMSG_DONE;
	size_t skip = NLMSG_HDRLEN + (done ? sizeof(int) : sizeof(struct nlmsgerr));
	const struct nlattr *said, *offset;

	answer->over = true;
	answer->error = -*(const int *)NLMSG_DATA(header);
	if (!(header->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	said = find(header, skip, NLMSGERR_ATTR_MSG);
	if (said)
		snprintf(answer->said, sizeof(answer->said), "%s", (const char *)said + NLA_HDRLEN);
	offset = find(header, skip, NLMSGERR_ATTR_OFFS);
	if (offset)
		answer->offset = *(const unsigned int *)((const char *)offset + NLA_HDRLEN);
}

static void take_datagram(struct answer *answer, const union message *message, int len)
{
	const struct nlmsghdr *header = &message->header;

	for (; NLMSG_OK(header, len); header = NLMSG_NEXT(header, len)) {
		answer->interrupted |= !!(header->nlmsg_flags & NLM_F_DUMP_INTR);
		if (header->nlmsg_type == NLMSG_ERROR || header->nlmsg_type == NLMSG_DONE)
			take_verdict(answer, header);
		else
			print_reply(header, answer->replies++);
	}
}

static void take_answer(int fd)
{
	struct answer answer = { 0 };
	union message message;
	unsigned int datagrams;
	ssize_t len;

	printf("{\"replies\":[");
	for (datagrams = 0; !answer.over; datagrams++) {
		len = recv(fd, &message, ROOM, 0);
		if (len < 0)
			err(1, "recv");
		take_datagram(&answer, &message, len);
		if (!datagrams && !answer.over && meanwhile && system(meanwhile))
			errx(1, "'%s' failed", meanwhile);
	}
	printf("],\"error\":%d,\"said\":\"%s\",\"offset\":%u,\"interrupted\":%s}\n",
	       answer.error, answer.said, answer.offset,
	       answer.interrupted ? "true" : "false");
}

static void drop_rights(unsigned int uid)
{
	if (setgroups(0, NULL) || setgid(uid) || setuid(uid))
		err(1, "user %u", uid);
}

int main(int argc, char **argv)
{
	bool elsewhere = false;
	unsigned int uid = 0;
	char line[4 * ROOM];
	int letter, fd;

	while ((letter = getopt(argc, argv, "u:nm:")) >= 0) {
		if (letter == 'u')
			uid = atoi(optarg);
		else if (letter == 'n')
			elsewhere = true;
		else if (letter == 'm')
			meanwhile = optarg;
		else
			return 2;
	}
	family = look_up_family();
	if (elsewhere && unshare(CLONE_NEWNET))
		err(1, "a network namespace");
	if (uid)
		drop_rights(uid);
	fd = open_socket();
	while (fgets(line, sizeof(line), stdin)) {
		send_request(fd, line);
		take_answer(fd);
	}
	return fflush(stdout) ? 1 : 0;
}
