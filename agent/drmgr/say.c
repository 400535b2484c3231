// SPDX-License-Identifier: GPL-2.0
/* The messages of drmgr; see say.h. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>

#include "paths.h"
#include "say.h"

#define LOG_SIZE_MAX	(1024 * 1024)

/* One log and one level, from drm_say_open() to the end of the program */
static FILE *log_file;
static uint32_t level_shown = DRM_ERROR;

static void print_frame(void)
{
	time_t seconds = time(NULL);
	char date[64] = "";
	struct tm tm;

	if (localtime_r(&seconds, &tm))
		strftime(date, sizeof(date), "%b %d %H:%M:%S %Y", &tm);
	fprintf(log_file, "########## %s ##########\n", date);
}

static void print_words(FILE *out, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		fprintf(out, " %s", argv[i]);
}

static void tell_syslog(int argc, char **argv)
{
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);

	if (!out)
		return;
	fputs("drmgr:", out);
	print_words(out, argc, argv);
	fclose(out);
	openlog("drmgr", LOG_PID, LOG_LOCAL0);
	syslog(LOG_INFO, "%s", line);
	free(line);
}

void drm_say_open(uint32_t level, int argc, char **argv)
{
	level_shown = level;
	tell_syslog(argc, argv);
	log_file = fopen(DRM_LOG, "ae");
	if (!log_file) {
		drm_say(DRM_WARN, "cannot write the log %s: %m", DRM_LOG);
		return;
	}
	print_frame();
	fputs("drmgr:", log_file);
	print_words(log_file, argc, argv);
	fputc('\n', log_file);
}

void drm_say(enum drm_level level, const char *format, ...)
{
	va_list list, again;

	va_start(list, format);
	va_copy(again, list);
	if (level <= level_shown) {
		vfprintf(stderr, format, list);
		fputc('\n', stderr);
	}
	if (log_file) {
		vfprintf(log_file, format, again);
		fputc('\n', log_file);
		fflush(log_file);
	}
	va_end(again);
	va_end(list);
}

void drm_say_close(void)
{
	struct stat stat;
	bool large;

	if (!log_file)
		return;
	large = !fstat(fileno(log_file), &stat) && stat.st_size > LOG_SIZE_MAX;
	fclose(log_file);
	log_file = NULL;
	if (large)
		rename(DRM_LOG, DRM_LOG ".0");
}
