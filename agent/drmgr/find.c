// SPDX-License-Identifier: GPL-2.0
/* Finding the connector that -s names; see drm_find(). */
#include <errno.h>
#include <string.h>

#include "kinds.h"
#include "pdr_names.h"
#include "say.h"

static bool fits_options(const struct drm_options *options, const struct dr_drc *drc)
{
	return options->has_index ? drc->index == options->index :
				    !strcmp(drc->name, options->name);
}

static bool is_kind(const struct dr_drc *drc, uint32_t resource, uint32_t other)
{
	return drc->resource == resource || drc->resource == other;
}

/* A name need not be unique: if two connectors fit, name both and take neither */
static bool choose_drc(const struct drm_options *options, const struct dr_list *drcs,
		       uint32_t resource, uint32_t other, const struct dr_drc **found)
{
	const struct dr_drc *drc;
	size_t i;

	for (i = 0; i < drcs->n; i++) {
		drc = dr_list_at(drcs, i);
		if (!fits_options(options, drc))
			continue;
		if (*found && is_kind(*found, resource, other) && is_kind(drc, resource, other)) {
			drm_say(DRM_ERROR, "'%s' may be 0x%08x or 0x%08x: say which by its index.",
				options->name, (*found)->index, drc->index);
			return false;
		}
		if (!*found || is_kind(drc, resource, other))
			*found = drc;
	}
	return true;
}

static bool looks_like_index(const char *name)
{
	return strlen(name) == 8 && strspn(name, "0123456789abcdefABCDEF") == 8;
}

static void say_no_drc(const struct drm_options *options)
{
	if (options->has_index)
		drm_say(DRM_ERROR, "There is no connector 0x%08x.", options->index);
	else
		drm_say(DRM_ERROR, "There is no connector '%s'%s.", options->name,
			looks_like_index(options->name) ? "; an index begins with 0x" : "");
}

static bool take_found(const struct drm_options *options, const struct dr_drc *found,
		       uint32_t resource, uint32_t other, struct dr_drc *drc)
{
	if (!found) {
		say_no_drc(options);
		return false;
	}
	if (!is_kind(found, resource, other)) {
		drm_say(DRM_ERROR, "Connector 0x%08x (%s) is of kind %s.", found->index,
			found->name, pdr_resource_name(found->resource));
		return false;
	}
	*drc = *found;
	return true;
}

bool drm_find(struct drm_task *task, uint32_t resource, uint32_t other, struct dr_drc *drc)
{
	struct dr_list drcs = DR_LIST_INIT(struct dr_drc);
	const struct dr_drc *found = NULL;
	int err = dr_client_drcs(&task->client, &drcs);
	bool ok = false;

	if (err)
		drm_say(DRM_ERROR, "Cannot list the connectors: %s.",
			dr_client_words(&task->client, err));
	else if (choose_drc(&task->options, &drcs, resource, other, &found))
		ok = take_found(&task->options, found, resource, other, drc);
	dr_list_clear(&drcs);
	return ok;
}
