// SPDX-License-Identifier: GPL-2.0
/* libFuzzer: any bytes as a message of the module, decoded and printed. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "json.h"
#include "proto.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print(const struct nlmsghdr *nlh)
{
	struct pdrd_event event;
	struct pdrd_record record = {
		.type = PDRD_RECORD_EVENT,
		.event = &event,
	};
	json_t *json;
	char *line;

	if (pdrd_proto_decode(nlh, &event))
		return;
	line = pdrd_json_record(&record);
	/* Whatever the bytes, a line that others can parse */
	if (!line || strchr(line, '\n'))
		abort();
	json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
	if (!json)
		abort();
	json_decref(json);
	free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nlmsghdr *nlh;
	struct pdrd_family family;
	struct pdrd_info info;
	char text[16];

	if (size < sizeof(*nlh))
		return 0;
	/* A copy, so that nothing behind it can be read */
	nlh = malloc(size);
	memcpy(nlh, data, size);
	nlh->nlmsg_len = size;
	print(nlh);
	pdrd_proto_info(nlh, &info);
	pdrd_proto_family(nlh, &family);
	pdrd_proto_error(nlh, text, sizeof(text));
	free(nlh);
	return 0;
}
