// SPDX-License-Identifier: GPL-2.0
/*
 * dm - a disk in front of another one, which can be made to stop answering.
 *
 *	dm create NAME DISK	all of DISK, as NAME
 *	dm suspend NAME		from now on reads and writes wait
 *	dm resume NAME		waiting reads and writes go on
 *	dm remove NAME
 *
 * "suspend" freezes no file system and waits for no writes: to the kernel the disk is like one
 * whose cable was pulled. The first device of the kernel is /dev/dm-0. Status 1: the kernel
 * refuses; 2: usage.
 */
#include <err.h>
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <linux/fs.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define CONTROL	"/dev/mapper/control"
#define SECTOR	512

/* A request to the kernel about a device: its name, and where all of its sectors are. */
struct order {
	struct dm_ioctl header;
	struct dm_target_spec target;
	char parameters[128];
};

static void carry_out(unsigned long command, const char *name, unsigned int flags,
		      struct order *order)
{
	int fd = open(CONTROL, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		err(1, CONTROL);
	order->header.version[0] = DM_VERSION_MAJOR;
	order->header.data_size = sizeof(*order);
	order->header.data_start = offsetof(struct order, target);
	order->header.flags = flags;
	snprintf(order->header.name, sizeof(order->header.name), "%s", name);
	if (ioctl(fd, command, order))
		err(1, "%s", name);
	close(fd);
}

static void tell(unsigned long command, const char *name, unsigned int flags)
{
	struct order order = { 0 };

	carry_out(command, name, flags, &order);
}

static uint64_t size_of_disk(const char *disk)
{
	int fd = open(disk, O_RDONLY | O_CLOEXEC);
	uint64_t size;

	if (fd < 0 || ioctl(fd, BLKGETSIZE64, &size))
		err(1, "%s", disk);
	close(fd);
	return size;
}

static void create(const char *name, const char *disk)
{
	struct order order = {
		.header.target_count = 1,
		.target = { .length = size_of_disk(disk) / SECTOR, .target_type = "linear" },
	};

	snprintf(order.parameters, sizeof(order.parameters), "%s 0", disk);
	tell(DM_DEV_CREATE, name, 0);
	carry_out(DM_TABLE_LOAD, name, 0, &order);
	tell(DM_DEV_SUSPEND, name, 0);
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "create"))
		create(argv[2], argv[3]);
	else if (argc == 3 && !strcmp(argv[1], "suspend"))
		tell(DM_DEV_SUSPEND, argv[2],
		     DM_SUSPEND_FLAG | DM_SKIP_LOCKFS_FLAG | DM_NOFLUSH_FLAG);
	else if (argc == 3 && !strcmp(argv[1], "resume"))
		tell(DM_DEV_SUSPEND, argv[2], 0);
	else if (argc == 3 && !strcmp(argv[1], "remove"))
		tell(DM_DEV_REMOVE, argv[2], 0);
	else
		errx(2, "usage: dm create NAME DISK | dm suspend|resume|remove NAME");
	return 0;
}
