// SPDX-License-Identifier: GPL-2.0
/*
 * The transport: answers of this machine's own kernel, and answers from a script in
 * the place of recvfrom() (--wrap), which no kernel at hand gives.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>

#include "agenttest.h"
#include "msg.h"
#include "nl.h"

/**
 * struct script - a result of recvfrom()
 * @error: errno, 0 for a datagram
 * @from: port that sent it
 * @len: its length
 * @bytes: the datagram
 */
struct script {
	int error;
	uint32_t from;
	size_t len;
	char bytes[16384] __attribute__((aligned(8)));
};

static struct script script[8];
static unsigned int scripted, played;

ssize_t __real_recvfrom(int fd, void *buf, size_t size, int flags,
			struct sockaddr *addr, socklen_t *addr_len);
ssize_t __wrap_recvfrom(int fd, void *buf, size_t size, int flags,
			struct sockaddr *addr, socklen_t *addr_len);

ssize_t __wrap_recvfrom(int fd, void *buf, size_t size, int flags,
			struct sockaddr *addr, socklen_t *addr_len)
{
	struct sockaddr_nl *from = (struct sockaddr_nl *)addr;
	struct script *line;

	if (played == scripted)
		return __real_recvfrom(fd, buf, size, flags, addr, addr_len);
	line = &script[played++];
	errno = line->error;
	if (line->error)
		return -1;
	memset(from, 0, sizeof(*from));
	from->nl_pid = line->from;
	if (line->len <= sizeof(line->bytes))
		memcpy(buf, line->bytes, line->len);
	return line->len;
}

static struct script *next_line(void)
{
	struct script *line = &script[scripted++];

	memset(line, 0, sizeof(*line));
	return line;
}

static void add_error(int error)
{
	next_line()->error = error;
}

static void add_bytes(struct script *line, const struct nlmsghdr *nlh)
{
	memcpy(line->bytes + line->len, nlh, nlh->nlmsg_len);
	line->len += MNL_ALIGN(nlh->nlmsg_len);
}

static struct script *add_event(uint64_t seq, uint16_t flags)
{
	struct script *line = next_line();
	struct nlmsg msg;

	nlmsg_begin(&msg, 30, flags, PSERIES_DR_CMD_EVENT);
	mnl_attr_put_u32(msg.nlh, PSERIES_DR_A_JOB_EVENT_TYPE, 0);
	mnl_attr_put_u64(msg.nlh, PSERIES_DR_A_JOB_SEQ, seq);
	add_bytes(line, msg.nlh);
	return line;
}

static void add_verdict(uint16_t type, int error)
{
	struct nlmsg msg;

	nlmsg_verdict(&msg, type, error, NULL);
	add_bytes(next_line(), msg.nlh);
}

static void add_family(const char *name, uint16_t id, uint32_t group)
{
	struct nlmsg msg;

	nlmsg_family(&msg, CTRL_CMD_NEWFAMILY, name, id, group);
	add_bytes(next_line(), msg.nlh);
}

/* Short words for the calls of the handlers */
static char log_text[256];

static void note(const char *format, unsigned long long number)
{
	size_t len = strlen(log_text);

	snprintf(log_text + len, sizeof(log_text) - len, format, number);
}

static void on_family(void *ctx, const struct dr_family *family)
{
	(void)ctx;
	note(family->present ? "new%llu " : "del%llu ", family->id);
}

static void on_event(void *ctx, uint16_t family, const struct dr_event *event)
{
	(void)ctx;
	assert_int_equal(family, 30);
	note("e%llu ", event->job.seq);
}

static void on_dropped(void *ctx)
{
	(void)ctx;
	note("dropped ", 0);
}

static void on_drained(void *ctx)
{
	(void)ctx;
	note("drained ", 0);
}

static const struct dr_handler handler = {
	.family = on_family,
	.event = on_event,
	.dropped = on_dropped,
	.drained = on_drained,
};

static void take_event(void *data, const struct dr_event *event)
{
	(void)data;
	note("e%llu ", event->job.seq);
}

static int setup(void **state)
{
	struct pdrd_nl *nl = calloc(1, sizeof(*nl));

	scripted = 0;
	played = 0;
	log_text[0] = 0;
	assert_int_equal(pdrd_nl_open(nl), 0);
	*state = nl;
	return 0;
}

static int teardown(void **state)
{
	struct pdrd_nl *nl = *state;

	/* Check that the script has been used up */
	assert_int_equal(played, scripted);
	pdrd_nl_close(nl);
	free(nl);
	return 0;
}

/* This machine's kernel has other families, but not ours */
static void real_kernel(void **state)
{
	struct pdrd_nl *nl = *state;
	struct dr_info info;
	uint16_t family = 0;

	if (pdrd_nl_attach(nl, &family) == 0)
		skip();
	assert_int_equal(pdrd_nl_attach(nl, &family), -ENOENT);
	assert_int_equal(family, 0);
	assert_int_equal(pdrd_nl_info(nl, 0x7ff0, &info), -ENOENT);
	assert_int_equal(pdrd_nl_events(nl, 0x7ff0, 0, take_event, NULL),
			 -ENOENT);
	/* Another family does not know the command, and answers with an error */
	assert_int_equal(pdrd_nl_jobs(nl, GENL_ID_CTRL, take_event, NULL),
			 -EOPNOTSUPP);
	assert_int_equal(pdrd_nl_receive(nl, &handler, NULL), 0);
	assert_string_equal(log_text, "");
}

static int option(const struct pdrd_nl *nl, int level, int name)
{
	int value = 0;
	socklen_t len = sizeof(value);

	assert_int_equal(getsockopt(pdrd_nl_fd(nl), level, name, &value, &len), 0);
	return value;
}

static int receive_buffer_limit(void)
{
	FILE *file = fopen("/proc/sys/net/core/rmem_max", "re");
	int limit = 0;

	if (!file)
		return 0;
	if (fscanf(file, "%d", &limit) != 1)
		limit = 0;
	fclose(file);
	return limit;
}

/* As much as the administrator allows, up to 1 MiB; the kernel counts it twice */
static void room_for_events(void **state)
{
	int limit = receive_buffer_limit();

	if (!limit)
		skip();
	if (limit > 1024 * 1024)
		limit = 1024 * 1024;
	assert_int_equal(option(*state, SOL_SOCKET, SO_RCVBUF), 2 * limit);
}

/* Without these options the kernel gives no sentence with an error */
static void kernel_explains_errors(void **state)
{
	assert_int_equal(option(*state, SOL_NETLINK, NETLINK_EXT_ACK), 1);
	assert_int_equal(option(*state, SOL_NETLINK, NETLINK_CAP_ACK), 1);
}

/* The kernel makes the list in pieces: a family that goes can hide the next one */
static void family_hidden_in_the_first_list(void **state)
{
	struct pdrd_nl *nl = *state;
	uint16_t family = 0;

	add_family("nlctrl", GENL_ID_CTRL, GENL_ID_CTRL);
	add_verdict(NLMSG_DONE, 0);
	add_family(PSERIES_DR_FAMILY_NAME, 30, GENL_ID_CTRL);
	add_verdict(NLMSG_DONE, 0);
	assert_int_equal(pdrd_nl_attach(nl, &family), 0);
	assert_int_equal(family, 30);
}

/* A family without a group, as of a module that is about to go */
static void family_without_its_group(void **state)
{
	struct pdrd_nl *nl = *state;
	uint16_t family = 0;

	add_family(PSERIES_DR_FAMILY_NAME, 30, 0);
	add_verdict(NLMSG_DONE, 0);
	assert_int_equal(pdrd_nl_attach(nl, &family), -ENOENT);
	assert_int_equal(family, 0);
}

static void dump(void **state)
{
	struct pdrd_nl *nl = *state;

	add_event(1, NLM_F_MULTI);
	add_event(2, NLM_F_MULTI);
	add_verdict(NLMSG_DONE, 0);
	assert_int_equal(pdrd_nl_events(nl, GENL_ID_CTRL, 0, take_event, NULL),
			 0);
	assert_string_equal(log_text, "e1 e2 ");
}

/* Messages before the error are good, and the error is reported */
static void dump_fails_late(void **state)
{
	struct pdrd_nl *nl = *state;

	add_event(1, NLM_F_MULTI);
	add_verdict(NLMSG_DONE, -ENOMEM);
	assert_int_equal(pdrd_nl_events(nl, GENL_ID_CTRL, 0, take_event, NULL),
			 -ENOMEM);
	assert_string_equal(log_text, "e1 ");
}

static void dump_interrupted(void **state)
{
	struct pdrd_nl *nl = *state;

	add_event(1, NLM_F_MULTI);
	add_event(2, NLM_F_MULTI | NLM_F_DUMP_INTR);
	assert_int_equal(pdrd_nl_events(nl, GENL_ID_CTRL, 0, take_event, NULL),
			 -EINTR);
}

/* A bad message does not cost the others; the follower misses its number */
static void dump_with_nonsense(void **state)
{
	struct pdrd_nl *nl = *state;
	struct nlmsg msg;

	add_event(1, NLM_F_MULTI);
	nlmsg_begin(&msg, 30, 0, PSERIES_DR_CMD_EVENT_GET);
	add_bytes(next_line(), msg.nlh);
	add_event(3, NLM_F_MULTI);
	add_verdict(NLMSG_DONE, 0);
	assert_int_equal(pdrd_nl_events(nl, GENL_ID_CTRL, 0, take_event, NULL),
			 0);
	assert_string_equal(log_text, "e1 e3 ");
}

static void no_answer(void **state)
{
	struct pdrd_nl *nl = *state;
	struct dr_info info;

	add_error(EAGAIN);
	assert_int_equal(pdrd_nl_info(nl, GENL_ID_CTRL, &info), -ETIMEDOUT);
	/* An ACK, but nothing that it acknowledges */
	add_verdict(NLMSG_ERROR, 0);
	assert_int_equal(pdrd_nl_info(nl, GENL_ID_CTRL, &info), -ENODATA);
	add_error(EINTR);
	add_verdict(NLMSG_ERROR, -EPERM);
	assert_int_equal(pdrd_nl_info(nl, GENL_ID_CTRL, &info), -EPERM);
}

/* Any process may send to our port; only messages of the kernel count */
static void forged_messages(void **state)
{
	struct pdrd_nl *nl = *state;

	add_event(1, 0)->from = 4711;
	add_event(2, 0);
	assert_int_equal(pdrd_nl_receive(nl, &handler, NULL), 0);
	assert_string_equal(log_text, "e2 ");
}

/* Read the queue to its end first, as the kernel drops messages until then */
static void overrun(void **state)
{
	struct pdrd_nl *nl = *state;

	add_event(1, 0);
	add_error(ENOBUFS);
	add_event(2, 0);
	add_event(3, 0);
	assert_int_equal(pdrd_nl_receive(nl, &handler, NULL), 0);
	assert_string_equal(log_text, "e1 dropped e2 e3 drained ");
}

/* A datagram that the kernel has cut */
static void too_long(void **state)
{
	struct pdrd_nl *nl = *state;

	add_event(1, 0)->len = PDRD_NL_BUFFER + 4;
	add_event(2, 0);
	assert_int_equal(pdrd_nl_receive(nl, &handler, NULL), 0);
	assert_string_equal(log_text, "dropped e2 drained ");
}

static void socket_breaks(void **state)
{
	struct pdrd_nl *nl = *state;

	add_error(ENOTCONN);
	assert_int_equal(pdrd_nl_receive(nl, &handler, NULL), -ENOTCONN);
}

/* Several messages in one datagram, and others' families among them */
static void mixed_datagram(void **state)
{
	struct pdrd_nl *nl = *state;
	struct script *line;
	struct nlmsg msg;

	line = add_event(1, 0);
	nlmsg_family(&msg, CTRL_CMD_DELFAMILY, "other", 44, 1);
	add_bytes(line, msg.nlh);
	nlmsg_family(&msg, CTRL_CMD_DELFAMILY, "pseries_dr", 30, 1);
	add_bytes(line, msg.nlh);
	nlmsg_family(&msg, CTRL_CMD_NEWFAMILY, "pseries_dr", 31, 1);
	add_bytes(line, msg.nlh);
	nlmsg_family(&msg, CTRL_CMD_NEWMCAST_GRP, "pseries_dr", 31, 1);
	add_bytes(line, msg.nlh);
	assert_int_equal(pdrd_nl_receive(nl, &handler, NULL), 0);
	assert_string_equal(log_text, "e1 del30 new31 ");
}

/* A message that cannot be decoded counts as dropped */
static void cut_datagram(void **state)
{
	struct pdrd_nl *nl = *state;
	struct script *line;
	struct nlmsg msg;

	line = add_event(1, 0);
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	add_bytes(line, msg.nlh);
	line->len -= 4;
	assert_int_equal(pdrd_nl_receive(nl, &handler, NULL), 0);
	assert_string_equal(log_text, "e1 dropped drained ");
}

static void datagrams_cut_everywhere(void **state)
{
	struct nlmsg msg;
	size_t len;
	void *copy;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	for (len = 0; len <= msg.nlh->nlmsg_len; len++) {
		copy = malloc(len ? len : 1);
		memcpy(copy, msg.nlh, len);
		log_text[0] = 0;
		assert_int_equal(pdrd_nl_dispatch(copy, len, &handler, NULL),
				 !len || len == msg.nlh->nlmsg_len);
		free(copy);
	}
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(real_kernel),
		TEST(room_for_events),
		TEST(kernel_explains_errors),
		TEST(family_hidden_in_the_first_list),
		TEST(family_without_its_group),
		TEST(dump),
		TEST(dump_fails_late),
		TEST(dump_interrupted),
		TEST(dump_with_nonsense),
		TEST(no_answer),
		TEST(forged_messages),
		TEST(overrun),
		TEST(too_long),
		TEST(socket_breaks),
		TEST(mixed_datagram),
		TEST(cut_datagram),
		TEST(datagrams_cut_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
