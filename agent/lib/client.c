// SPDX-License-Identifier: GPL-2.0
/* Requests to the module, as typed functions; see client.h. */
#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>

#include "client.h"
#include "codec.h"
#include "pdr_text.h"
#include "recording.h"

/* Attempts at a dump that is interrupted by changes */
#define DUMP_TRIES	10

/*
 * Sentence for an answer that has none. ENOENT and the like mean jobs and connectors, not files.
 * EPERM means a missing privilege, while the sentence for jobs blames the platform.
 */
const char *dr_client_words(const struct dr_client *client, int err)
{
	if (client->nl.said[0])
		return client->nl.said;
	switch (-err) {
	case ENOENT:
	case ENODEV:
	case EALREADY:
	case EAGAIN:
	case EOPNOTSUPP:
	case ESHUTDOWN:
		return pdr_errno_sentence(-err);
	case EBADMSG:
		return "the answer of the module cannot be decoded";
	default:
		return strerror(-err);
	}
}

int dr_client_open(struct dr_client *client)
{
	int err;

	memset(client, 0, sizeof(*client));
	err = dr_nl_open(&client->nl);
	if (!err)
		err = dr_nl_resolve(&client->nl);
	/* -ENOENT here means that the module was unloaded between the two requests */
	if (!err)
		err = dr_client_info(client);
	if (!err && !dr_speaks(&client->info))
		err = -EPROTO;
	return err;
}

int dr_client_open_recorded(struct dr_client *client, const char *root, uint64_t *time)
{
	int err;

	memset(client, 0, sizeof(*client));
	client->recorded = root;
	err = dr_recording_open(root, time, client->nl.said, sizeof(client->nl.said));
	if (!err)
		err = dr_client_info(client);
	if (!err && !dr_speaks(&client->info))
		err = -EPROTO;
	return err;
}

void dr_client_close(struct dr_client *client)
{
	dr_nl_close(&client->nl);
}

/**
 * struct taker - where answers go
 * @fields: the struct that they are decoded to
 * @object: the struct; NULL with @list
 * @list: list of such structs
 */
struct taker {
	const struct dr_fields *fields;
	void *object;
	struct dr_list *list;
};

static int take_answer(const struct nlmsghdr *nlh, void *arg)
{
	const char *head = (const char *)NLMSG_DATA(nlh) + GENL_HDRLEN;
	struct taker *taker = arg;
	void *object = taker->object;

	if (taker->list)
		object = dr_list_add(taker->list);
	if (!object)
		return -ENOMEM;
	return dr_decode(taker->fields, head, nlh->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN, object);
}

/**
 * struct search - one object of a recording that has all of its kind
 * @taker: where it goes
 * @request: struct of the same kind whose marked fields name it, NULL for any
 * @found: it was there
 */
struct search {
	struct taker *taker;
	const void *request;
	bool found;
};

static bool is_asked_for(const struct dr_fields *fields, const char *request, const char *object)
{
	uint64_t marked = *(const uint64_t *)request;
	size_t i;

	for (i = 0; i < fields->count; i++) {
		const struct dr_field *field = &fields->field[i];

		if (marked >> field->attr & 1 &&
		    memcmp(request + field->offset, object + field->offset, field->size))
			return false;
	}
	return true;
}

static int search_answer(const struct nlmsghdr *nlh, void *arg)
{
	struct search *search = arg;
	struct taker *taker = search->taker;
	int err = search->found ? 0 : take_answer(nlh, taker);

	if (!err && !search->found)
		search->found = !search->request ||
				is_asked_for(taker->fields, search->request, taker->object);
	return err;
}

static int get_recorded(struct dr_client *client, int cmd, const void *request,
			struct taker *taker)
{
	struct search search = { .taker = taker, .request = request };
	int err;

	client->nl.said[0] = '\0';
	err = dr_recording_read(client->recorded, cmd, search_answer, &search);
	if (err || search.found)
		return err;
	return cmd == PSERIES_DR_CMD_JOB_GET ? -ENOENT : -ENODEV;
}

/* Ask for one object; the marked fields of @request, a struct of the same kind, name it */
static int get_one(struct dr_client *client, int cmd, const struct dr_fields *fields,
		   const void *request, void *object)
{
	struct taker taker = { .fields = fields, .object = object };
	struct dr_call call = {
		.cmd = cmd, .fields = fields, .object = request, .fn = take_answer, .arg = &taker,
	};

	if (client->recorded)
		return get_recorded(client, cmd, request, &taker);
	return dr_nl_call(&client->nl, &call);
}

static int get_all(struct dr_client *client, int cmd, const struct dr_fields *fields,
		   uint64_t since, struct dr_list *list)
{
	struct dr_job request = { .since = since };
	struct taker taker = { .fields = fields, .list = list };
	struct dr_call call = {
		.cmd = cmd, .dump = true, .fields = &dr_job_fields, .object = &request,
		.fn = take_answer, .arg = &taker,
	};
	int tries = DUMP_TRIES, err;

	client->nl.said[0] = '\0';
	if (client->recorded)
		return dr_recording_read(client->recorded, cmd, take_answer, &taker);
	if (since)
		dr_mark(&request, PSERIES_DR_A_JOB_SINCE);
	do {
		list->n = 0;
		err = dr_nl_call(&client->nl, &call);
	} while (err == -EINTR && --tries);
	return err;
}

/* A list that changed during every attempt is still worth showing */
static int settle(int err)
{
	return err == -EINTR ? 0 : err;
}

int dr_client_info(struct dr_client *client)
{
	return get_one(client, PSERIES_DR_CMD_INFO, &dr_info_fields, NULL, &client->info);
}

int dr_client_lmbs(struct dr_client *client, struct dr_list *lmbs)
{
	return settle(get_all(client, PSERIES_DR_CMD_LMB_GET, &dr_lmb_fields, 0, lmbs));
}

int dr_client_drcs(struct dr_client *client, struct dr_list *drcs)
{
	return settle(get_all(client, PSERIES_DR_CMD_DRC_GET, &dr_drc_fields, 0, drcs));
}

/* A recording has all jobs, whatever was asked for */
static void drop_older(struct dr_list *jobs, uint64_t since)
{
	size_t from, to = 0;

	for (from = 0; from < jobs->n; from++) {
		const struct dr_job *job = dr_list_at(jobs, from);

		if (job->seq > since)
			memmove(dr_list_at(jobs, to++), job, sizeof(*job));
	}
	jobs->n = to;
}

int dr_client_jobs(struct dr_client *client, uint64_t since, struct dr_list *jobs)
{
	int err = settle(get_all(client, PSERIES_DR_CMD_JOB_GET, &dr_job_fields, since, jobs));

	if (!err && client->recorded)
		drop_older(jobs, since);
	return err;
}

int dr_client_events(struct dr_client *client, uint64_t since, struct dr_list *events)
{
	return get_all(client, PSERIES_DR_CMD_EVENT_GET, &dr_event_fields, since, events);
}

int dr_client_lmb(struct dr_client *client, uint32_t index, struct dr_lmb *lmb)
{
	struct dr_lmb request = { .has = 1ULL << PSERIES_DR_A_LMB_INDEX, .index = index };

	return get_one(client, PSERIES_DR_CMD_LMB_GET, &dr_lmb_fields, &request, lmb);
}

int dr_client_drc(struct dr_client *client, uint32_t index, struct dr_drc *drc)
{
	struct dr_drc request = { .has = 1ULL << PSERIES_DR_A_DRC_INDEX, .index = index };

	return get_one(client, PSERIES_DR_CMD_DRC_GET, &dr_drc_fields, &request, drc);
}

int dr_client_job(struct dr_client *client, uint64_t id, struct dr_job *job)
{
	struct dr_job request = { .has = 1ULL << PSERIES_DR_A_JOB_ID, .id = id };

	return get_one(client, PSERIES_DR_CMD_JOB_GET, &dr_job_fields, &request, job);
}

int dr_client_submit(struct dr_client *client, const struct dr_job *request, uint64_t *id)
{
	struct dr_job job = { 0 };
	int err = get_one(client, PSERIES_DR_CMD_JOB_SUBMIT, &dr_job_fields, request, &job);

	if (!err && !dr_has(&job, PSERIES_DR_A_JOB_ID))
		err = -EBADMSG;
	*id = job.id;
	return err;
}

/* The first message is on the whole request: it alone has a total */
static int split_plan(const struct dr_job *request, struct dr_job *whole, struct dr_list *taken)
{
	const struct dr_job *first = dr_list_at(taken, 0);

	if (!taken->n || !dr_has(first, PSERIES_DR_A_JOB_TOTAL))
		return -EBADMSG;
	*whole = *first;
	whole->has |= request->has;
	whole->resource = request->resource;
	whole->action = request->action;
	whole->identifier = request->identifier;
	whole->index = request->index;
	whole->count = request->count;
	whole->timeout_ms = request->timeout_ms;
	whole->state = whole->error ? PSERIES_DR_STATE_FAILED : PSERIES_DR_STATE_DONE;
	memcpy(whole->name, request->name, sizeof(whole->name));
	memmove(taken->items, dr_list_at(taken, 1), --taken->n * taken->item_size);
	return 0;
}

int dr_client_plan(struct dr_client *client, const struct dr_job *request, struct dr_job *whole,
		   struct dr_list *taken)
{
	struct taker taker = { .fields = &dr_job_fields, .list = taken };
	struct dr_call call = {
		.cmd = PSERIES_DR_CMD_JOB_PLAN, .dump = true, .fields = &dr_job_fields,
		.object = request, .fn = take_answer, .arg = &taker,
	};
	int err = -EOPNOTSUPP;

	if (client->info.capabilities & PSERIES_DR_CAPABILITY_PLAN)
		err = dr_nl_call(&client->nl, &call);
	return err ? err : split_plan(request, whole, taken);
}

int dr_client_cancel(struct dr_client *client, uint64_t id)
{
	struct dr_job request = { .has = 1ULL << PSERIES_DR_A_JOB_ID, .id = id }, job;

	return get_one(client, PSERIES_DR_CMD_JOB_CANCEL, &dr_job_fields, &request, &job);
}
