// SPDX-License-Identifier: GPL-2.0
/*
 * drmgr - dynamic reconfiguration by the interface that scripts, management consoles and rtas_errd
 * know, done by the module pseries_dr.
 */
#include <errno.h>
#include <stdio.h>

#include "kinds.h"
#include "paths.h"
#include "say.h"
#include "util.h"

static int run_kind(struct drm_task *task)
{
	switch (task->options.type) {
	case DRM_MEM:
		return drm_mem(task);
	case DRM_CPU:
		return drm_cpu(task);
	default:
		return drm_io(task);
	}
}

static bool is_validated(const struct drm_options *options)
{
	return options->capabilities || options->type == DRM_MEM || options->type == DRM_CPU;
}

/* Programs wait for these words on stderr */
static void say_validated(const struct drm_options *options)
{
	if (options->capabilities || options->type == DRM_CPU)
		fputs("Validating CPU DLPAR capability...yes.\n", stderr);
	if (options->capabilities || options->type == DRM_MEM)
		fputs("Validating Memory DLPAR capability...yes.\n", stderr);
}

/* Questions take no lock; changes exclude each other */
static int run_task(struct drm_task *task)
{
	if (is_validated(&task->options))
		say_validated(&task->options);
	if (task->options.capabilities)
		return drm_capabilities(&task->client.info);
	if (task->options.action != 'Q' && !drm_task_lock(task))
		return DRM_FAILED;
	return run_kind(task);
}

static int miss_module(struct drm_task *task, int err, char **argv)
{
	if (err != -ENOENT)
		fprintf(stderr, "drmgr: cannot reach the module: %s\n", err == -EPROTO ?
			"it speaks another protocol" : dr_client_words(&task->client, err));
	dr_client_close(&task->client);
	if (err != -ENOENT)
		return DRM_FAILED;
	return drm_hand_on(DRM_SYSTEM, argv,
			   "drmgr: the module pseries_dr is not loaded: modprobe pseries_dr");
}

static int start_task(struct drm_task *task, int argc, char **argv)
{
	int err = dr_client_open(&task->client), status;

	if (err)
		return miss_module(task, err, argv);
	drm_task_open(task);
	if (!task->options.capabilities)
		drm_say_open(task->options.level, argc, argv);
	status = run_task(task);
	drm_say_close();
	drm_task_close(task);
	return status;
}

static int run_options(struct drm_task *task, int argc, char **argv)
{
	char why[96];

	if (task->options.foreign) {
		snprintf(why, sizeof(why), "drmgr: -%c is not carried out by the module pseries_dr",
			 task->options.foreign);
		return drm_hand_on(DRM_SYSTEM, argv, why);
	}
	if (task->options.type == DRM_OTHER)
		return drm_hand_on(DRM_SYSTEM, argv,
				   "drmgr: this type is not carried out by the module pseries_dr");
	if (task->options.help) {
		drm_options_usage();
		return DRM_DONE;
	}
	return start_task(task, argc, argv);
}

int main(int argc, char **argv)
{
	struct drm_task task = { .lock = -1, .signals = -1 };
	int status = DRM_FAILED;

	dr_guard_streams();
	if (drm_options_parse(&task.options, argc, argv))
		status = run_options(&task, argc, argv);
	if (fflush(stdout) || ferror(stdout)) {
		perror("drmgr: writing the output");
		return DRM_FAILED;
	}
	return status;
}
