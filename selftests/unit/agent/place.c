// SPDX-License-Identifier: GPL-2.0
/* A folder for one test, and the daemon's socket in it; see place.h. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "agenttest.h"
#include "place.h"

void place_name(char name[PLACE_NAME_MAX])
{
	const char *folder = getenv("TMPDIR");
	int length;

	length = snprintf(name, PLACE_NAME_MAX, "%s/pdrd-test-XXXXXX", folder ? folder : "/tmp");
	assert_true(length < PLACE_NAME_MAX);
}

void place_make(struct place *place)
{
	place_name(place->folder);
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof(place->path), "%s/socket", place->folder);
}

int place_connect(const struct place *place, int flags)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);

	memcpy(addr.sun_path, place->path, sizeof(place->path));
	if (!connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return fd;
	close(fd);
	return -1;
}

void place_remove(const struct place *place)
{
	assert_int_equal(rmdir(place->folder), 0);
}
