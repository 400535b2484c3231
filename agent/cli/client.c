// SPDX-License-Identifier: GPL-2.0
/*
 * Requests to the module, as typed functions.
 *
 * Functions that return int return 0 or the negative errno of the kernel; ctl_client_fail()
 * turns that into a sentence on stderr and an exit status.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <netlink/msg.h>

#include "pdr_text.h"

#include "client.h"
#include "decode.h"

/* Attempts at a dump that is interrupted by changes */
#define DUMP_TRIES	10

/*
 * Sentence for an answer that has none. ENOENT and the like mean jobs and connectors, not files.
 * EPERM means a missing privilege, while the sentence for jobs blames the platform.
 */
static const char *errno_words(int error)
{
	switch (error) {
	case ENOENT:
	case ENODEV:
	case EALREADY:
	case EAGAIN:
	case EOPNOTSUPP:
	case ESHUTDOWN:
		return pdr_errno_sentence(error);
	default:
		return strerror(error);
	}
}

/**
 * ctl_client_fail() - tell that a request failed
 * @client: the module
 * @err: negative errno
 * @what: the request in words, to follow "cannot"
 *
 * Return: exit status.
 */
enum ctl_status ctl_client_fail(struct ctl_client *client, int err, const char *what)
{
	enum ctl_status status = ctl_status_of_errno(-err);

	fprintf(stderr, "pdrctl: cannot %s: %s\n", what,
		client->nl.said[0] ? client->nl.said : errno_words(-err));
	/* No advice: it is about jobs, and the kernel's words say all about a request */
	if (status != CTL_FAILED)
		fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(status));
	return status;
}

/**
 * ctl_client_check() - check that pdrctl and the module share a protocol version
 * @info: info of the module; without versions it counts as the first
 *
 * Return: CTL_DONE, or CTL_PROTOCOL after a message.
 */
enum ctl_status ctl_client_check(const struct ctl_info *info)
{
	uint32_t newest = PSERIES_DR_ABI_VERSION, oldest = PSERIES_DR_ABI_OLDEST;

	if (ctl_has(info->has, PSERIES_DR_A_INFO_ABI))
		newest = info->abi;
	if (ctl_has(info->has, PSERIES_DR_A_INFO_ABI_MIN))
		oldest = info->abi_min;
	if (oldest <= PSERIES_DR_ABI_VERSION && newest >= PSERIES_DR_ABI_OLDEST)
		return CTL_DONE;
	fprintf(stderr, "pdrctl: the module speaks protocol %u to %u, this pdrctl %u to %u\n",
		oldest, newest, PSERIES_DR_ABI_OLDEST, PSERIES_DR_ABI_VERSION);
	fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(CTL_PROTOCOL));
	return CTL_PROTOCOL;
}

static enum ctl_status no_module(void)
{
	fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(CTL_NO_MODULE));
	return CTL_NO_MODULE;
}

/**
 * ctl_client_open() - connect to the module
 * @client: the module
 *
 * Return: CTL_DONE, or the exit status after a message; close it in any case.
 */
enum ctl_status ctl_client_open(struct ctl_client *client)
{
	int err;

	memset(client, 0, sizeof(*client));
	err = ctl_nl_open(&client->nl);
	if (err)
		return ctl_client_fail(client, err, "open a netlink socket");
	err = ctl_nl_resolve(&client->nl);
	if (err == -ENOENT)
		return no_module();
	if (err)
		return ctl_client_fail(client, err, "look the module up");
	err = ctl_client_info(client);
	/* The module was unloaded between the two requests */
	if (err == -ENOENT)
		return no_module();
	if (err)
		return ctl_client_fail(client, err, "ask the module for its version");
	return ctl_client_check(&client->info);
}

/**
 * ctl_client_close() - give the connection up
 * @client: the module
 */
void ctl_client_close(struct ctl_client *client)
{
	ctl_nl_close(&client->nl);
}

static int on_info(const struct nlattr *head, int len, void *arg)
{
	ctl_decode_info(head, len, arg);
	return 0;
}

/**
 * ctl_client_info() - ask for versions, settings and counters
 * @client: the module; the answer is in @client->info
 *
 * Return: 0 or a negative errno.
 */
int ctl_client_info(struct ctl_client *client)
{
	struct nl_msg *msg = ctl_nl_request(&client->nl, PSERIES_DR_CMD_INFO, 0);

	return ctl_nl_call(&client->nl, msg, on_info, &client->info);
}

static int on_lmb(const struct nlattr *head, int len, void *arg)
{
	struct ctl_lmb *lmb = ctl_list_add(arg);

	if (!lmb)
		return -ENOMEM;
	ctl_decode_lmb(head, len, lmb);
	return 0;
}

static int on_drc(const struct nlattr *head, int len, void *arg)
{
	struct ctl_drc *drc = ctl_list_add(arg);

	if (!drc)
		return -ENOMEM;
	ctl_decode_drc(head, len, drc);
	return 0;
}

static int on_listed_job(const struct nlattr *head, int len, void *arg)
{
	struct ctl_job *job = ctl_list_add(arg);

	if (!job)
		return -ENOMEM;
	ctl_decode_job(head, len, job);
	return 0;
}

static int on_listed_event(const struct nlattr *head, int len, void *arg)
{
	struct ctl_event *event = ctl_list_add(arg);

	if (!event)
		return -ENOMEM;
	ctl_decode_event(head, len, event);
	return 0;
}

static int dump(struct ctl_client *client, int cmd, uint64_t since, ctl_reply_fn *fn,
		struct ctl_list *list)
{
	struct nl_msg *msg;
	int err, tries;

	for (tries = 0; tries < DUMP_TRIES; tries++) {
		ctl_list_clear(list);
		msg = ctl_nl_request(&client->nl, cmd, NLM_F_DUMP);
		if (msg && since && nla_put_u64(msg, PSERIES_DR_A_JOB_SINCE, since)) {
			nlmsg_free(msg);
			msg = NULL;
		}
		err = ctl_nl_call(&client->nl, msg, fn, list);
		if (err != -EAGAIN)
			return err;
	}
	/* If jobs change all the time, the last dump is as good as any */
	return 0;
}

/**
 * ctl_client_lmbs() - all LMBs
 * @client: the module
 * @lmbs: list of struct ctl_lmb
 *
 * Return: 0 or a negative errno.
 */
int ctl_client_lmbs(struct ctl_client *client, struct ctl_list *lmbs)
{
	return dump(client, PSERIES_DR_CMD_LMB_GET, 0, on_lmb, lmbs);
}

static int on_one_lmb(const struct nlattr *head, int len, void *arg)
{
	ctl_decode_lmb(head, len, arg);
	return 0;
}

/**
 * ctl_client_lmb() - one LMB
 * @client: the module
 * @index: its DRC index
 * @lmb: result
 *
 * Return: 0 or a negative errno.
 */
int ctl_client_lmb(struct ctl_client *client, uint32_t index, struct ctl_lmb *lmb)
{
	struct nl_msg *msg = ctl_nl_request(&client->nl, PSERIES_DR_CMD_LMB_GET, 0);

	if (msg && nla_put_u32(msg, PSERIES_DR_A_LMB_INDEX, index)) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return ctl_nl_call(&client->nl, msg, on_one_lmb, lmb);
}

/**
 * ctl_client_drcs() - all connectors
 * @client: the module
 * @drcs: list of struct ctl_drc
 *
 * Return: 0 or a negative errno.
 */
int ctl_client_drcs(struct ctl_client *client, struct ctl_list *drcs)
{
	return dump(client, PSERIES_DR_CMD_DRC_GET, 0, on_drc, drcs);
}

/**
 * ctl_client_jobs() - the last jobs, oldest change first
 * @client: the module
 * @since: only those that changed after this sequence number
 * @jobs: list of struct ctl_job
 *
 * Return: 0 or a negative errno.
 */
int ctl_client_jobs(struct ctl_client *client, uint64_t since, struct ctl_list *jobs)
{
	return dump(client, PSERIES_DR_CMD_JOB_GET, since, on_listed_job, jobs);
}

/**
 * ctl_client_events() - recent events, oldest first
 * @client: the module
 * @since: only those after this sequence number
 * @events: list of struct ctl_event
 *
 * Return: 0 or a negative errno.
 */
int ctl_client_events(struct ctl_client *client, uint64_t since, struct ctl_list *events)
{
	return dump(client, PSERIES_DR_CMD_EVENT_GET, since, on_listed_event, events);
}

static int on_job(const struct nlattr *head, int len, void *arg)
{
	ctl_decode_job(head, len, arg);
	return 0;
}

static struct nl_msg *request_with_id(struct ctl_client *client, int cmd, uint64_t id)
{
	struct nl_msg *msg = ctl_nl_request(&client->nl, cmd, 0);

	if (msg && nla_put_u64(msg, PSERIES_DR_A_JOB_ID, id)) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return msg;
}

/**
 * ctl_client_job() - one job
 * @client: the module
 * @id: its number
 * @job: result
 *
 * Return: 0 or a negative errno.
 */
int ctl_client_job(struct ctl_client *client, uint64_t id, struct ctl_job *job)
{
	struct nl_msg *msg = request_with_id(client, PSERIES_DR_CMD_JOB_GET, id);

	return ctl_nl_call(&client->nl, msg, on_job, job);
}

/**
 * ctl_client_cancel() - ask the module to stop a job
 * @client: the module
 * @id: its number
 *
 * Return: 0 or a negative errno.
 */
int ctl_client_cancel(struct ctl_client *client, uint64_t id)
{
	struct nl_msg *msg = request_with_id(client, PSERIES_DR_CMD_JOB_CANCEL, id);

	return ctl_nl_call(&client->nl, msg, NULL, NULL);
}

static int put_u32(struct nl_msg *msg, const struct ctl_job *request, int attr, uint32_t value)
{
	return ctl_has(request->has, attr) ? nla_put_u32(msg, attr, value) : 0;
}

static int put_request(struct nl_msg *msg, const struct ctl_job *r)
{
	return put_u32(msg, r, PSERIES_DR_A_JOB_RESOURCE, r->resource) ||
	       put_u32(msg, r, PSERIES_DR_A_JOB_ACTION, r->action) ||
	       put_u32(msg, r, PSERIES_DR_A_JOB_IDENTIFIER, r->identifier) ||
	       put_u32(msg, r, PSERIES_DR_A_JOB_INDEX, r->index) ||
	       put_u32(msg, r, PSERIES_DR_A_JOB_COUNT, r->count) ||
	       put_u32(msg, r, PSERIES_DR_A_JOB_TIMEOUT_MS, r->timeout_ms);
}

static int on_submitted(const struct nlattr *head, int len, void *arg)
{
	struct ctl_job job;
	uint64_t *id = arg;

	ctl_decode_job(head, len, &job);
	if (!ctl_has(job.has, PSERIES_DR_A_JOB_ID))
		return -EPROTO;
	*id = job.id;
	return 0;
}

/**
 * ctl_client_submit() - queue a job
 * @client: the module
 * @request: its attributes, as @request->has marks them
 * @id: number of the job
 *
 * Return: 0 or a negative errno.
 */
int ctl_client_submit(struct ctl_client *client, const struct ctl_job *request, uint64_t *id)
{
	struct nl_msg *msg = ctl_nl_request(&client->nl, PSERIES_DR_CMD_JOB_SUBMIT, 0);

	if (msg && put_request(msg, request)) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return ctl_nl_call(&client->nl, msg, on_submitted, id);
}
