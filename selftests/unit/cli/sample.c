// SPDX-License-Identifier: GPL-2.0
/*
 * sample N - print N views of each kind as the module puts them, a line each: the kind, and the
 * attributes in hex. The script "fakes" compares the codec and the rows of the fake module
 * (fake.py) with them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/nlmsg.h"
#include "views.h"

static void print_view(const struct views_kind *kind, struct views_source *source)
{
	union views_view view;
	struct nlmsghdr *nlh;
	size_t i;

	kind->make(source, &view);
	nlh = views_message(kind, &view, 0, 0);
	printf("%s ", kind->name);
	for (i = NLMSG_HEADERS; i < nlh->nlmsg_len; i++)
		printf("%02x", ((unsigned char *)nlh)[i]);
	putchar('\n');
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
	return 0;
}
