// SPDX-License-Identifier: GPL-2.0
/* Messages that the kernel sends by itself; see dispatch.h. */
#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>

#include "codec.h"
#include "dispatch.h"

bool dr_dispatch(const struct nlmsghdr *nlh, const struct dr_handler *handler, void *ctx)
{
	struct dr_family family;
	struct dr_event event;
	int ret;

	if (nlh->nlmsg_type == GENL_ID_CTRL) {
		ret = dr_decode_family(nlh, &family);
		if (!ret && !strcmp(family.name, PSERIES_DR_FAMILY_NAME))
			handler->family(ctx, &family);
	} else {
		ret = dr_decode_message(nlh, &event);
		if (!ret)
			handler->event(ctx, nlh->nlmsg_type, &event);
	}
	return ret == 0 || ret == -EOPNOTSUPP;
}
