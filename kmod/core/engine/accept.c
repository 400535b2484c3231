// SPDX-License-Identifier: GPL-2.0
/* Requests and events that the module carries out; see accept.h. Includes core/engine. */
#include "core/engine/accept.h"

#include <pdr_names.h>

#include "core/engine/refuse.h"
#include "core/engine/resource.h"

enum pdr_intake pdr_accept_event(bool ours, u8 action, int error,
				 enum pdr_event_answer answer)
{
	bool due = pdr_refuse_is_due(action, true);

	if (!error)
		return PDR_INTAKE_END;
	if (!ours)
		return PDR_INTAKE_HAND_ON;
	if (due && answer == PDR_EVENT_UNANSWERED)
		return PDR_INTAKE_REFUSE;
	if (due && answer == PDR_EVENT_TOLD)
		return PDR_INTAKE_PUBLISH;
	return error == -EAGAIN ? PDR_INTAKE_RETRY : PDR_INTAKE_HAND_ON;
}

int pdr_accept_request(const struct pdr_request *request)
{
	const struct pdr_resource *resource;
	int error = pdr_request_check(request);

	if (error)
		return error;
	resource = pdr_resource_of(request->resource);
	if (!resource || !(resource->identifiers & BIT(request->identifier)))
		return -EOPNOTSUPP;
	return 0;
}

bool pdr_accept_says_kind(const struct pdr_request *request)
{
	const struct pdr_resource *resource = pdr_resource_of(request->resource);

	return request->identifier != PSERIES_DR_IDENTIFIER_INDEX || !resource ||
	       !resource->of_connector;
}

void pdr_accept_set_kind(struct pdr_request *request, u8 kind)
{
	struct pdr_request resolved = *request;

	resolved.resource = kind;
	if (pdr_accept_request(request) || !pdr_accept_request(&resolved))
		*request = resolved;
}

int pdr_accept_text(const char *text, size_t len, struct pdr_request *request)
{
	int error = pdr_request_parse(text, len, request);

	if (!error && pdr_accept_request(request))
		error = -EINVAL;
	return error;
}

int pdr_accept_kinds(char *buf, size_t len)
{
	const struct pdr_resource *resource;
	size_t used = 0;
	size_t i;

	for (i = 0; (resource = pdr_resource_at(i)) && used < len; i++)
		if (resource->identifiers)
			used += snprintf(buf + used, len - used, "%s%s", used ? "," : "",
					 pdr_resource_name(resource->resource));
	return used < len ? (int)used : -ENOSPC;
}
