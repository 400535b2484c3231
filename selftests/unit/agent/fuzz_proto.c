// SPDX-License-Identifier: GPL-2.0
/* libFuzzer: any bytes as a message of the module, decoded and printed. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "json.h"
#include "codec.h"
#include "proto_naive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void event(const struct nlmsghdr *nlh)
{
	static struct dr_event event;
	struct dr_record record = {
		.type = DR_RECORD_EVENT,
		.event = &event,
	};
	json_t *json;
	char *line;
	int ret;

	ret = dr_decode_message(nlh, &event);
	naive_event((const unsigned char *)nlh, nlh->nlmsg_len, ret, &event);
	if (ret)
		return;
	line = dr_json_record(&record);
	/* Any bytes must give a line that others can parse */
	if (!line || strchr(line, '\n'))
		abort();
	json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
	if (!json)
		abort();
	json_decref(json);
	free(line);
}

static void others(const struct nlmsghdr *nlh)
{
	const unsigned char *bytes = (const unsigned char *)nlh;
	struct dr_family family;
	struct dr_info info;
	char text[16];
	int ret;

	ret = dr_decode_info(nlh, &info);
	naive_info(bytes, nlh->nlmsg_len, ret, &info);
	ret = dr_decode_family(nlh, &family);
	naive_family(bytes, nlh->nlmsg_len, ret, &family);
	ret = dr_decode_error(nlh, text, sizeof(text));
	naive_error(bytes, nlh->nlmsg_len, ret, text, sizeof(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nlmsghdr *nlh;
	size_t len;

	if (size < sizeof(*nlh))
		return 0;
	/* Use the length in the header if it fits: a datagram may have more than one message */
	len = ((const struct nlmsghdr *)data)->nlmsg_len;
	if (len < sizeof(*nlh) || len > size)
		len = size;
	/* A copy, so that the sanitizer reports reads behind it */
	nlh = malloc(len);
	memcpy(nlh, data, len);
	nlh->nlmsg_len = len;
	event(nlh);
	others(nlh);
	free(nlh);
	return 0;
}
