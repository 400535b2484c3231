// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl record - record this machine, so that --sysroot shows it elsewhere: for a report of a
 * fault, and for tests.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cores.h"
#include "face.h"
#include "files.h"
#include "module.h"
#include "recording.h"

static const struct ctl_option options[] = {
	{ 0, NULL, NULL, NULL },
};

/**
 * struct copy - the files of one source
 * @root: where the recording goes
 * @source: the source
 */
struct copy {
	const char *root;
	const struct ctl_source *source;
};

/* Make the folder of a file, and those above it, below @root */
static int make_folders(char *path, size_t root_len)
{
	char *slash = path + root_len;

	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			return -errno;
		*slash = '/';
	}
	return 0;
}

static int write_copy(const char *path, const char *bytes, size_t len)
{
	FILE *file = fopen(path, "wxe");
	size_t written;

	if (!file)
		return -errno;
	written = fwrite(bytes, 1, len, file);
	if (fclose(file) || written != len)
		return -EIO;
	return 0;
}

/* A file that is not there, or too large to be one of these, is left out */
static int copy_file(const struct copy *copy, int folder, const char *entry, const char *name)
{
	char from[512], to[CTL_PATH_MAX], bytes[16384];
	ssize_t len;
	int err;

	if (snprintf(from, sizeof(from), "%s/%s", entry, name) >= (int)sizeof(from))
		return 0;
	if (snprintf(to, sizeof(to), "%s%s/%s", copy->root, copy->source->path, from) >=
	    (int)sizeof(to))
		return -ENAMETOOLONG;
	len = ctl_files_bytes(folder, from, bytes, sizeof(bytes));
	if (len < 0)
		return 0;
	err = make_folders(to, strlen(copy->root));
	return err ? err : write_copy(to, bytes, len);
}

static int copy_entry(int folder, const char *entry, void *arg)
{
	const struct copy *copy = arg;
	int err = 0;
	size_t i;

	for (i = 0; copy->source->files[i] && !err; i++)
		err = copy_file(copy, folder, entry, copy->source->files[i]);
	return err;
}

static int copy_sources(const char *root)
{
	struct copy copy = { .root = root, .source = ctl_cores_sources };
	int folder, err = 0;

	for (; copy.source->path && !err; copy.source++) {
		folder = ctl_files_folder("", copy.source->path);
		if (folder < 0)
			continue;
		err = ctl_files_each(folder, copy_entry, &copy);
		close(folder);
	}
	return err;
}

static enum ctl_status say_unwritten(const char *root, int err)
{
	fprintf(stderr, "pdrctl: cannot write the recording to '%s': %s\n", root, strerror(-err));
	return CTL_FAILED;
}

static enum ctl_status record_machine(struct dr_client *client, const char *root)
{
	char path[CTL_PATH_MAX];
	int err;

	/* Not into a folder that is there: the recording would be mixed with other files */
	if (mkdir(root, 0777))
		return say_unwritten(root, -errno);
	if (snprintf(path, sizeof(path), "%s" DR_RECORDING, root) >= (int)sizeof(path))
		return say_unwritten(root, -ENAMETOOLONG);
	if (mkdir(path, 0777))
		return say_unwritten(root, -errno);
	err = copy_sources(root);
	if (err)
		return say_unwritten(root, err);
	err = dr_recording_make(root, &client->nl, ctl_face_now());
	return err ? ctl_module_fail(client, err, "record the module's answers") : CTL_DONE;
}

static enum ctl_status run_record(struct ctl_args *args)
{
	struct dr_client client;
	enum ctl_status status;
	int place, letter = ctl_args_next(args);

	if (letter != CTL_ARG_END)
		return ctl_args_end(letter);
	place = ctl_args_operands(args, 1, 1);
	if (place < 0)
		return CTL_USAGE;
	status = ctl_module_open(&client, args);
	if (status == CTL_DONE)
		status = record_machine(&client, args->argv[place]);
	dr_client_close(&client);
	return status;
}

const struct ctl_command ctl_cmd_record = {
	.name = "record",
	.operands = "FOLDER",
	.summary = "record this machine for --sysroot, into a new folder",
	.options = options,
	.run = run_record,
};
