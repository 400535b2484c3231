// SPDX-License-Identifier: GPL-2.0
/*
 * sample N - print N views of each kind as the module puts them, a line each: the kind, and the
 * attributes in hex; then some messages as lib/nlmsg.h writes them, whole. The script "fakes"
 * compares lib/netlink.py and the rows of the fake module (fake.py) with them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/nlmsg.h"
#include "views.h"

#define FAMILY	0x20
#define GROUP	20

static void print_hex(const struct nlmsghdr *nlh, size_t from)
{
	size_t i;

	for (i = from; i < nlh->nlmsg_len; i++)
		printf("%02x", ((unsigned char *)nlh)[i]);
	putchar('\n');
}

static void print_message(const char *name, const struct nlmsg *msg)
{
	printf("message %s ", name);
	print_hex(msg->nlh, 0);
}

static void print_messages(void)
{
	struct nlmsg msg;

	nlmsg_begin(&msg, FAMILY, NLM_F_REQUEST | NLM_F_DUMP, PSERIES_DR_CMD_JOB_GET);
	mnl_attr_put_u64(msg.nlh, PSERIES_DR_A_JOB_SINCE, 7);
	mnl_attr_put_strz(msg.nlh, PSERIES_DR_A_JOB_NAME, "LMB 16");
	print_message("request", &msg);
	nlmsg_verdict(&msg, NLMSG_ERROR, 0, NULL);
	print_message("acknowledgment", &msg);
	nlmsg_verdict(&msg, NLMSG_ERROR, -EINVAL, "no such job");
	print_message("error", &msg);
	nlmsg_verdict(&msg, NLMSG_DONE, 0, NULL);
	print_message("end", &msg);
	nlmsg_verdict(&msg, NLMSG_DONE, -EBUSY, "busy");
	print_message("bad-end", &msg);
	nlmsg_family(&msg, CTRL_CMD_NEWFAMILY, PSERIES_DR_FAMILY_NAME, FAMILY, GROUP);
	print_message("family", &msg);
}

static void print_view(const struct views_kind *kind, struct views_source *source)
{
	union views_view view;
	struct nlmsghdr *nlh;

	kind->make(source, &view);
	nlh = views_message(kind, &view, 0, 0);
	printf("%s ", kind->name);
	print_hex(nlh, NLMSG_HEADERS);
	free(nlh);
}

int main(int argc, char **argv)
{
	static const struct views_kind * const kinds[] = {
		&views_event, &views_job, &views_lmb, &views_drc, &views_info,
	};
	struct views_source source = { .state = 20261128 };
	int rounds = argc > 1 ? atoi(argv[1]) : 1;
	size_t i;

	while (rounds--)
		for (i = 0; i < ARRAY_SIZE(kinds); i++)
			print_view(kinds[i], &source);
	print_messages();
	return 0;
}
