// SPDX-License-Identifier: GPL-2.0
/* Events on their way: to the guest, by check-exception; to the host, by QMP. */
#include "internal.h"
#include "tables.h"

/* Offsets in an event log of version 6. */
#define LOG_LENGTH	4
#define LOG_HEADER	8
#define LOG_COMPANY	20
#define LOG_MAIN_A	24
#define LOG_CREATOR	48
#define LOG_SECTIONS	51
#define LOG_PLID	64
#define LOG_MAIN_B	72
#define LOG_SUBSYSTEM	80
#define LOG_SUBTYPE	83
#define LOG_LAST	96
#define LOG_TYPE	104
#define LOG_IDENTIFIER	108

/* Version 6, an event, not recovered: of hot-plug, from there; of power. */
#define LOG_FIXED_HOTPLUG	0x063460e5
#define LOG_FIXED_POWER		0x06340040

/* Who is meant by an event: firmware; what is around, at a normal shutdown. */
#define FIRMWARE	0x80
#define ENVIRONMENT	0xa0
#define NORMAL_SHUTDOWN	0xd0

/* The section of an EPOW event has an extended modifier from this version on. */
#define POWER_VERSION	2
#define SYSTEM_SHUTDOWN	3
#define NORMAL		1
#define PARTITION	1

#define SECTION(a, b)	((u16)(((a) << 8) | (b)))

/* There is a token; where this bit is alone, all or nothing is asked for. */
#define HAS_TOKEN	0x80
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
	/* of a guest that may be too old for more, more is not expected */
	if (action == PSERIES_DR_ACTION_ADD &&
	    model->negotiated != MODEL_WITH_EVENTS)
		return PSERIES_DR_IDENTIFIER_COUNT;
	return PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
}

/* NULL where there is no room. */
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

static void take_request(struct model *model, unsigned int number,
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
			take_request(model, i, request);
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

static void put_section(u8 *log, u16 id, u16 len)
{
	log[0] = id >> 8;
	log[1] = id;
	log[2] = len >> 8;
	log[3] = len;
}

/* QEMU stores the number as its own machine does; that is little endian. */
static void put_plid(u8 *log, u32 plid)
{
	log[0] = plid;
	log[1] = plid >> 8;
	log[2] = plid >> 16;
	log[3] = plid >> 24;
}

static u32 put_identifier(const struct model *model,
			  const struct model_request *request, u8 *at)
{
	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_NAME:
		return model_drc_name(model->policy, request->index,
				      request->resource, (char *)at) + 1;
	case PSERIES_DR_IDENTIFIER_INDEX:
		put_unaligned_be32(request->index, at);
		return 8;
	case PSERIES_DR_IDENTIFIER_COUNT:
		put_unaligned_be32(request->count, at);
		return 8;
	default:
		put_unaligned_be32(request->count, at);
		put_unaligned_be32(request->index, at + 4);
		return 8;
	}
}

static u32 put_shutdown(u8 *log)
{
	u8 *section = log + LOG_LAST;
	u32 len = 20;

	log[LOG_SUBTYPE] = NORMAL_SHUTDOWN;
	put_section(section, SECTION('E', 'P'), len);
	section[4] = POWER_VERSION;
	section[8] = SYSTEM_SHUTDOWN;
	section[9] = NORMAL;
	section[10] = PARTITION;
	return LOG_LAST + len;
}

static u32 put_hotplug(const struct model *model,
		       const struct model_request *request, u8 *log)
{
	u8 *section = log + LOG_LAST;
	u32 len = LOG_IDENTIFIER - LOG_LAST;

	section[4] = 1;
	log[LOG_TYPE] = request->resource;
	log[LOG_TYPE + 1] = request->action;
	log[LOG_TYPE + 2] = request->identifier;
	len += put_identifier(model, request, log + LOG_IDENTIFIER);
	if (model->policy->names) {
		log[LOG_TYPE + 3] = HAS_TOKEN;
		put_unaligned_be32(TOKEN + request->plid, section + len);
		len += 4;
	}
	put_section(section, SECTION('H', 'P'), len);
	return LOG_LAST + len;
}

static u32 put_log(const struct model *model,
		   const struct model_request *request, u8 *log)
{
	u32 len;

	memset(log, 0, MODEL_LOG_MAX);
	put_unaligned_be32(request->shutdown ? LOG_FIXED_POWER :
					       LOG_FIXED_HOTPLUG, log);
	log[LOG_HEADER] = 0x86;
	log[LOG_HEADER + 2] = 0x8e;
	memcpy(log + LOG_COMPANY, "IBM", 4);
	put_section(log + LOG_MAIN_A, SECTION('P', 'H'), LOG_MAIN_B - LOG_MAIN_A);
	log[LOG_CREATOR] = 'H';
	log[LOG_SECTIONS] = 3;
	put_plid(log + LOG_PLID, request->plid);
	put_section(log + LOG_MAIN_B, SECTION('U', 'H'),
		    LOG_LAST - LOG_MAIN_B);
	log[LOG_SUBSYSTEM] = request->shutdown ? ENVIRONMENT : FIRMWARE;
	len = request->shutdown ? put_shutdown(log) :
				  put_hotplug(model, request, log);
	put_unaligned_be32(len - LOG_HEADER, log + LOG_LENGTH);
	return len;
}

/* A guest that knows no hot-plug events has them as some of EPOW. */
static u32 class_of(const struct model *model,
		    const struct model_request *request)
{
	return !request->shutdown && model->negotiated == MODEL_WITH_EVENTS ?
	       MODEL_HOTPLUG_EVENTS : MODEL_EPOW_EVENTS;
}

/* The first of these classes, whatever is before it. */
static bool take_of(struct model *model, u32 mask,
		    struct model_request *request)
{
	unsigned int i;

	for (i = 0; i < model->request_count; i++)
		if (class_of(model, &model->requests[i]) & mask) {
			take_request(model, i, request);
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
