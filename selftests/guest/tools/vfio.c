// SPDX-License-Identifier: GPL-2.0
/*
 * vfio - have an IOMMU group through VFIO until killed, as a program that drives a device has it.
 *
 *	vfio GROUP
 *
 * Says "has" once it has it. Status 1: an error; 2: usage.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/vfio.h>

static int open_file(const char *path)
{
	int fd = open(path, O_RDWR);

	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

int main(int argc, char **argv)
{
	int container, group;
	char path[64];

	if (argc != 2) {
		fprintf(stderr, "usage: vfio GROUP\n");
		return 2;
	}
	snprintf(path, sizeof(path), "/dev/vfio/%s", argv[1]);
	container = open_file("/dev/vfio/vfio");
	group = open_file(path);
	/* The process that sets the container owns the DMA of all devices of the group. */
	if (ioctl(group, VFIO_GROUP_SET_CONTAINER, &container))
		err(1, "container of group %s", argv[1]);
	puts("has");
	fflush(stdout);
	for (;;)
		pause();
}
