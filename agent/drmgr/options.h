/* SPDX-License-Identifier: GPL-2.0 */
/* The command line of drmgr, parsed strictly: words that are not understood are refused. */
#ifndef DRM_OPTIONS_H
#define DRM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/**
 * enum drm_type - a connector type (-c)
 * @DRM_NONE: none was given
 * @DRM_CPU: cpu, processor cores
 * @DRM_MEM: mem, LMBs
 * @DRM_PCI: pci, PCI functions
 * @DRM_SLOT: slot, I/O slots
 * @DRM_PHB: phb, PCI host bridges
 * @DRM_OTHER: one that the system's own drmgr knows
 */
enum drm_type {
	DRM_NONE,
	DRM_CPU,
	DRM_MEM,
	DRM_PCI,
	DRM_SLOT,
	DRM_PHB,
	DRM_OTHER,
};

/**
 * struct drm_options - a command line
 * @type: connector type
 * @action: 'a', 'r', or 'Q'; 0 for none
 * @name: value of -s if it is no index; NULL without
 * @index: value of -s if it is an index
 * @has_index: it is one
 * @count: value of -q, 0 without
 * @minutes: value of -w, 0 for no limit
 * @level: value of -d
 * @help: -h, or nothing at all
 * @capabilities: -C
 * @foreign: an option that only the system's own drmgr can carry out, else 0
 * @handed_on: there is such an option, or type: the values of other options were not read
 */
struct drm_options {
	enum drm_type type;
	char action;
	const char *name;
	uint32_t index;
	bool has_index;
	uint32_t count;
	uint32_t minutes;
	uint32_t level;
	bool help;
	bool capabilities;
	char foreign;
	bool handed_on;
};

/**
 * drm_options_parse() - take the command line
 * @options: result
 * @argc: number of words
 * @argv: the words
 *
 * Return: true, or false after a message; nothing was touched then.
 */
bool drm_options_parse(struct drm_options *options, int argc, char **argv);

/**
 * drm_options_usage() - print how drmgr is called, to stderr as it always was
 */
void drm_options_usage(void);

#endif /* DRM_OPTIONS_H */
