/* SPDX-License-Identifier: GPL-2.0 */
/* The messages of drmgr: to stderr by the level of -d, and all of them to its log. */
#ifndef DRM_SAY_H
#define DRM_SAY_H

#include <stdint.h>

enum drm_level {
	DRM_ERROR = 1,
	DRM_WARN,
	DRM_INFO,
};

/**
 * drm_say_open() - open the log, and tell it and syslog the command line
 * @level: the last level that goes to stderr, from DRM_ERROR on
 * @argc: number of words
 * @argv: the words
 */
void drm_say_open(uint32_t level, int argc, char **argv);

/**
 * drm_say() - say a sentence
 * @level: how important it is
 * @format: as for printf(), without the end of the line
 */
void drm_say(enum drm_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * drm_say_close() - close the log, and begin a new one if it has become large
 */
void drm_say_close(void);

#endif /* DRM_SAY_H */
