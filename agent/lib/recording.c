// SPDX-License-Identifier: GPL-2.0
/*
 * Recordings of a machine; see recording.h. Anybody may have made the files: each length is checked
 * before a message is handed on.
 */
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <linux/netlink.h>
#include <linux/genetlink.h>

#include "recording.h"
#include "util.h"

#define FORMAT		1
#define HEAD		"pseries-dr recording %u, byte order %u, made at %llu\n"
/* 262,144 LMBs, the most that there can be, take a fifth of this */
#define ANSWERS_MAX	(256UL << 20)

/**
 * struct answers - the file of a command
 * @cmd: the command
 * @dump: it is asked for all
 * @name: name of the file
 */
struct answers {
	int cmd;
	bool dump;
	const char *name;
};

static const struct answers files[] = {
	{ PSERIES_DR_CMD_INFO, false, "info" },
	{ PSERIES_DR_CMD_LMB_GET, true, "lmb-get" },
	{ PSERIES_DR_CMD_DRC_GET, true, "drc-get" },
	{ PSERIES_DR_CMD_JOB_GET, true, "job-get" },
};

static FILE *open_recorded_file(const char *root, const char *name, const char *mode)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s" DR_RECORDING "/%s", root, name) >=
	    (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	return fopen(path, mode);
}

/* The messages have the byte order of the machine that they were made on */
static unsigned int byte_order(void)
{
	return __BYTE_ORDER;
}

int dr_recording_open(const char *root, uint64_t *time, char *said, size_t size)
{
	FILE *file = open_recorded_file(root, "recording", "re");
	unsigned int format = 0, order = 0;
	unsigned long long made = 0;
	int found;

	if (!file) {
		snprintf(said, size, "'%.180s' is no recording: %s", root, strerror(errno));
		return -EINVAL;
	}
	found = fscanf(file, HEAD, &format, &order, &made);
	fclose(file);
	if (found != 3 || format != FORMAT)
		snprintf(said, size, "'%.180s' is no recording that this version can read", root);
	else if (order != byte_order())
		snprintf(said, size, "'%.140s' was recorded on a machine of the other byte order",
			 root);
	else
		said[0] = '\0';
	*time = made;
	return said[0] ? -EINVAL : 0;
}

static int each_message(const char *bytes, size_t len, dr_reply_fn *fn, void *arg)
{
	const struct nlmsghdr *nlh;
	int err = 0;

	/* malloc() and NLMSG_ALIGN() keep each header aligned */
	while (len && !err) {
		nlh = (const void *)bytes;
		if (len < NLMSG_LENGTH(GENL_HDRLEN) || nlh->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN) ||
		    NLMSG_ALIGN((size_t)nlh->nlmsg_len) > len)
			return -EBADMSG;
		err = fn(nlh, arg);
		bytes += NLMSG_ALIGN((size_t)nlh->nlmsg_len);
		len -= NLMSG_ALIGN((size_t)nlh->nlmsg_len);
	}
	return err;
}

static int read_messages(FILE *file, dr_reply_fn *fn, void *arg)
{
	struct stat stat;
	char *bytes;
	int err;

	if (fstat(fileno(file), &stat))
		return -errno;
	if (stat.st_size < 0 || (unsigned long)stat.st_size > ANSWERS_MAX)
		return -EBADMSG;
	bytes = malloc(stat.st_size + 1);
	if (!bytes)
		return -ENOMEM;
	if (fread(bytes, 1, stat.st_size, file) == (size_t)stat.st_size)
		err = each_message(bytes, stat.st_size, fn, arg);
	else
		err = -EBADMSG;
	free(bytes);
	return err;
}

int dr_recording_read(const char *root, int cmd, dr_reply_fn *fn, void *arg)
{
	FILE *file;
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(files) && files[i].cmd != cmd; i++)
		;
	if (i == ARRAY_SIZE(files))
		return -EROFS;
	file = open_recorded_file(root, files[i].name, "re");
	if (!file)
		return -errno;
	err = read_messages(file, fn, arg);
	fclose(file);
	return err;
}

static int write_message(const struct nlmsghdr *nlh, void *arg)
{
	static const char zeros[NLMSG_ALIGNTO];
	size_t rest = NLMSG_ALIGN((size_t)nlh->nlmsg_len) - nlh->nlmsg_len;
	FILE *file = arg;

	fwrite(nlh, nlh->nlmsg_len, 1, file);
	fwrite(zeros, rest, 1, file);
	return ferror(file) ? -EIO : 0;
}

static int close_recorded_file(FILE *file, int err)
{
	return fclose(file) && !err ? -errno : err;
}

static int make_answers(const char *root, struct dr_nl *nl, const struct answers *answers)
{
	struct dr_call call = { .cmd = answers->cmd, .dump = answers->dump, .fn = write_message };
	FILE *file = open_recorded_file(root, answers->name, "wxe");
	int err;

	if (!file)
		return -errno;
	call.arg = file;
	err = dr_nl_call(nl, &call);
	/* A list that changed meanwhile is worth keeping, as it is worth showing */
	return close_recorded_file(file, err == -EINTR ? 0 : err);
}

int dr_recording_make(const char *root, struct dr_nl *nl, uint64_t time)
{
	FILE *file;
	size_t i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(files) && !err; i++)
		err = make_answers(root, nl, &files[i]);
	if (err)
		return err;
	/* Last, so that a recording that was not finished is none */
	file = open_recorded_file(root, "recording", "wxe");
	if (!file)
		return -errno;
	fprintf(file, HEAD, FORMAT, byte_order(), (unsigned long long)time);
	return close_recorded_file(file, 0);
}
