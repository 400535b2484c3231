// SPDX-License-Identifier: GPL-2.0
/* Events on their way: to the guest, by check-exception; to the host, by QMP. */
#include "internal.h"
#include "ofprops.h"
#include "lib/errorlog.h"

/* Subsystems of a log: firmware; the environment, at a normal shutdown. */
#define FIRMWARE	0x80
#define ENVIRONMENT	0xa0
#define NORMAL_SHUTDOWN	0xd0

/* Events have a token: this, and the number of the log. */
#define TOKEN		0x70646e00

void model_tell_host(struct model *model, u8 news, u8 device, u8 times)
{
	while (times--) {
		struct model_host_event *event =
			&model->host_events[model->host_event_count];

		if (model->host_event_count == MODEL_EVENTS) {
			model->overrun = true;
			return;
		}
		event->news = news;
		event->device = device;
		model->host_event_count++;
	}
}

unsigned int model_count_news(const struct model *model, u8 news, u8 device,
			      unsigned int from)
{
	unsigned int i, count = 0;

	for (i = from; i < model->host_event_count; i++)
		count += model->host_events[i].news == news &&
			 model->host_events[i].device == device;
	return count;
}

static u8 identifier_of(const struct model *model, u8 action, u8 resource)
{
	bool lmb = resource == PSERIES_DR_RESOURCE_MEMORY;

	if (model->policy->names && !lmb)
		return PSERIES_DR_IDENTIFIER_NAME;
	if (!lmb)
		return PSERIES_DR_IDENTIFIER_INDEX;
	/* a guest that has not negotiated may be too old for ranges */
	if (action == PSERIES_DR_ACTION_ADD &&
	    model->negotiated != MODEL_WITH_EVENTS)
		return PSERIES_DR_IDENTIFIER_COUNT;
	return PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
}

/* NULL if there is no room. */
static struct model_request *add_request(struct model *model)
{
	struct model_request *request = &model->requests[model->request_count];

	if (model->request_count == MODEL_REQUESTS) {
		model->overrun = true;
		return NULL;
	}
	memset(request, 0, sizeof(*request));
	request->device = MODEL_NO_DEVICE;
	request->plid = model->next_plid++;
	model->request_count++;
	model->pulses++;
	return request;
}

void model_tell_guest(struct model *model, u8 action, unsigned int device)
{
	const struct model_device *what = &model->devices[device];
	const struct model_drc *drc = &model->drcs[what->first];
	struct model_request *request = add_request(model);

	if (!request)
		return;
	request->action = action;
	request->resource = drc->resource;
	request->identifier = identifier_of(model, action, drc->resource);
	request->device = device;
	request->index = drc->index;
	request->count = what->count;
}

void model_powerdown(struct model *model)
{
	struct model_request *request = model->fatal ? NULL : add_request(model);

	if (request)
		request->shutdown = true;
}

static void take_model_request(struct model *model, unsigned int number,
			       struct model_request *request)
{
	*request = model->requests[number];
	model->request_count--;
	memmove(model->requests + number, model->requests + number + 1,
		(model->request_count - number) * sizeof(*request));
}

bool model_next_request(struct model *model, struct model_request *request)
{
	unsigned int i;

	for (i = 0; i < model->request_count; i++)
		if (!model->requests[i].shutdown) {
			take_model_request(model, i, request);
			return true;
		}
	return false;
}

bool model_take_removal(struct model *model, u8 device)
{
	struct model_request request;
	unsigned int i;

	for (i = 0; i < model->request_count; i++)
		if (model->requests[i].action == PSERIES_DR_ACTION_REMOVE &&
		    !model->requests[i].shutdown &&
		    model->requests[i].device == device) {
			take_model_request(model, i, &request);
			return true;
		}
	return false;
}

void model_forget_hotplug(struct model *model)
{
	struct model_request request;

	while (model_next_request(model, &request))
		;
}

static void put_hotplug(struct bytes *log, const struct model *model,
			const struct model_request *request)
{
	char name[MODEL_DRC_NAME_SIZE];
	struct errorlog_hotplug event = {
		.resource = request->resource, .action = request->action,
		.identifier = request->identifier, .index = request->index,
		.count = request->count, .name = name,
	};

	model_drc_name(model->policy, request->index, request->resource, name);
	if (model->policy->names) {
		event.capabilities = ERRORLOG_HAS_TOKEN;
		event.token = TOKEN + request->plid;
	}
	errorlog_hotplug(log, &event);
}

static u32 put_log(const struct model *model,
		   const struct model_request *request, u8 *room)
{
	const struct errorlog_main main = {
		.plid = request->plid,
		.subsystem = request->shutdown ? ENVIRONMENT : FIRMWARE,
		.subtype = request->shutdown ? NORMAL_SHUTDOWN : 0,
	};
	struct bytes log = bytes_in(room, MODEL_LOG_MAX);

	errorlog_begin(&log, request->shutdown ? ERRORLOG_TYPE_POWER :
						 ERRORLOG_TYPE_HOTPLUG);
	errorlog_main(&log, &main);
	if (request->shutdown)
		errorlog_shutdown(&log);
	else
		put_hotplug(&log, model, request);
	errorlog_end(&log);
	return log.len;
}

/* A guest that knows no hot-plug events gets them as EPOW events. */
static u32 class_of(const struct model *model,
		    const struct model_request *request)
{
	return !request->shutdown && model->negotiated == MODEL_WITH_EVENTS ?
	       MODEL_HOTPLUG_EVENTS : MODEL_EPOW_EVENTS;
}

/* The first event of these classes, whatever events are before it. */
static bool take_of(struct model *model, u32 mask,
		    struct model_request *request)
{
	unsigned int i;

	for (i = 0; i < model->request_count; i++)
		if (class_of(model, &model->requests[i]) & mask) {
			take_model_request(model, i, request);
			return true;
		}
	return false;
}

/* An interrupt for each class that has events left. */
static void pulse_again(struct model *model)
{
	u32 classes = 0;
	unsigned int i;

	for (i = 0; i < model->request_count; i++)
		classes |= class_of(model, &model->requests[i]);
	model->pulses += !!(classes & MODEL_EPOW_EVENTS) +
			 !!(classes & MODEL_HOTPLUG_EVENTS);
}

int model_check_exception(struct model *model, u32 mask, u8 *log, u32 size,
			  u32 *len)
{
	struct model_request request;
	u8 whole[MODEL_LOG_MAX];

	if (!take_of(model, mask, &request))
		return MODEL_NO_EVENT;
	*len = min(put_log(model, &request, whole), size);
	memcpy(log, whole, *len);
	pulse_again(model);
	return MODEL_OK;
}

int model_event_scan(struct model *model)
{
	pulse_again(model);
	return MODEL_NO_EVENT;
}
