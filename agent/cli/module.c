// SPDX-License-Identifier: GPL-2.0
/* The module as pdrctl meets it: failed requests become a sentence and an exit status. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "face.h"
#include "module.h"

/**
 * ctl_module_fail() - tell that a request failed
 * @client: the module
 * @err: negative errno
 * @what: the request in words, to follow "cannot"
 *
 * Return: exit status.
 */
enum ctl_status ctl_module_fail(const struct dr_client *client, int err, const char *what)
{
	enum ctl_status status = ctl_status_of_errno(-err);

	fprintf(stderr, "pdrctl: cannot %s: %s\n", what, dr_client_words(client, err));
	/* No advice here: CTL_FAILED has advice about jobs, and the kernel's words suffice */
	if (status != CTL_FAILED)
		fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(status));
	return status;
}

/**
 * ctl_module_check() - check that pdrctl and the module share a protocol version
 * @info: info of the module
 *
 * Return: CTL_DONE, or CTL_PROTOCOL after a message.
 */
enum ctl_status ctl_module_check(const struct dr_info *info)
{
	if (dr_speaks(info))
		return CTL_DONE;
	fprintf(stderr, "pdrctl: the module speaks protocol %u to %u, this pdrctl %u to %u\n",
		info->abi_min, info->abi, PSERIES_DR_ABI_OLDEST, PSERIES_DR_ABI_VERSION);
	fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(CTL_PROTOCOL));
	return CTL_PROTOCOL;
}

/**
 * ctl_module_loaded_anew() - why a sequence number that was given means nothing
 * @buf: result, of CTL_LOADED_ANEW_MAX bytes
 * @seq: the number
 *
 * Return: @buf.
 */
char *ctl_module_loaded_anew(char *buf, uint64_t seq)
{
	snprintf(buf, CTL_LOADED_ANEW_MAX,
		 "the module has no event %llu yet: it was loaded anew, so all that it has follows",
		 (unsigned long long)seq);
	return buf;
}

/* Under lockdown the kernel refuses unsigned modules, and modprobe cannot help */
static bool locked_down(void)
{
	FILE *file = fopen(CTL_LOCKDOWN, "re");
	char line[80] = "";

	if (!file)
		return false;
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	return *line && !strstr(line, "[none]");
}

/* Tell that the module is not there, and how to load it. */
static enum ctl_status say_not_loaded(void)
{
	if (locked_down())
		fprintf(stderr, "%s\n%s\n",
			"pdrctl: the module pseries_dr is not loaded, and this kernel is locked",
			"        down: it takes signed modules only; see LOCKDOWN in pdrctl(8)");
	else
		fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(CTL_NO_MODULE));
	return CTL_NO_MODULE;
}

static enum ctl_status open_recorded(struct dr_client *client, const char *root)
{
	uint64_t time = 0;
	int err = dr_client_open_recorded(client, root, &time);

	/* Ages are those at the time of the recording */
	ctl_face_set_now(time);
	if (err == -EPROTO)
		return ctl_module_check(&client->info);
	if (!err)
		return CTL_DONE;
	fprintf(stderr, "pdrctl: cannot read the recording: %s\n", dr_client_words(client, err));
	return CTL_FAILED;
}

/**
 * ctl_module_open() - connect to the module, or to the recording that --sysroot names
 * @client: the module
 * @args: the arguments
 *
 * Return: CTL_DONE, or the exit status after a message; close it in any case.
 */
enum ctl_status ctl_module_open(struct dr_client *client, const struct ctl_args *args)
{
	int err;

	if (args->sysroot)
		return open_recorded(client, args->sysroot);
	err = dr_client_open(client);
	if (err == -ENOENT)
		return say_not_loaded();
	if (err == -EPROTO)
		return ctl_module_check(&client->info);
	return err ? ctl_module_fail(client, err, "reach the module") : CTL_DONE;
}
