/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Requests to the module, as typed functions. Those that return int return 0 or the negative errno
 * of the kernel; dr_client_words() makes a sentence of it.
 */
#ifndef DR_CLIENT_H
#define DR_CLIENT_H

#include "transport.h"
#include "list.h"
#include "model.h"

/**
 * struct dr_client - the module
 * @nl: socket for requests
 * @info: its info when it was asked last
 * @recorded: root of a recording that answers in its place, or NULL
 */
struct dr_client {
	struct dr_nl nl;
	struct dr_info info;
	const char *recorded;
};

/**
 * dr_client_open() - connect to the module
 * @client: the module; close it in any case
 *
 * Return: 0; -ENOENT if the module is not there; -EPROTO if it speaks no version of ours; another
 * negative errno.
 */
int dr_client_open(struct dr_client *client);

/**
 * dr_client_open_recorded() - take a recording in the place of the module
 * @client: the module; close it in any case
 * @root: folder of the recording, which has to stay valid
 * @time: receives the time at which the recording was made, in nanoseconds since the epoch
 *
 * Return: 0; -EPROTO if its module spoke no version of ours; another negative errno.
 */
int dr_client_open_recorded(struct dr_client *client, const char *root, uint64_t *time);

/**
 * dr_client_close() - give the connection up
 * @client: the module
 */
void dr_client_close(struct dr_client *client);

/**
 * dr_client_words() - why the last request failed
 * @client: the module
 * @err: negative errno of it
 *
 * Return: the kernel's own words, else words for @err.
 */
const char *dr_client_words(const struct dr_client *client, int err);

/* Versions, settings and counters, to @client->info */
int dr_client_info(struct dr_client *client);

/* All LMBs or connectors: lists of struct dr_lmb, struct dr_drc */
int dr_client_lmbs(struct dr_client *client, struct dr_list *lmbs);
int dr_client_drcs(struct dr_client *client, struct dr_list *drcs);

/* One LMB, one connector by its index, one job by its number */
int dr_client_lmb(struct dr_client *client, uint32_t index, struct dr_lmb *lmb);
int dr_client_drc(struct dr_client *client, uint32_t index, struct dr_drc *drc);
int dr_client_job(struct dr_client *client, uint64_t id, struct dr_job *job);

/*
 * The jobs or events after a sequence number: lists of struct dr_job, struct dr_event, oldest
 * first. If new events interrupt every attempt, this returns -EINTR, as an event may be missing.
 */
int dr_client_jobs(struct dr_client *client, uint64_t since, struct dr_list *jobs);
int dr_client_events(struct dr_client *client, uint64_t since, struct dr_list *events);

/* Queue a job by the marked attributes of @request; its number goes to @id */
int dr_client_submit(struct dr_client *client, const struct dr_job *request, uint64_t *id);

/*
 * The module's plan of a job that dr_client_submit() would queue: @whole gets the request and how
 * the job would end, and the list of struct dr_job the connectors that it would take, in order.
 * -EOPNOTSUPP if the module makes no plans.
 */
int dr_client_plan(struct dr_client *client, const struct dr_job *request, struct dr_job *whole,
		   struct dr_list *taken);

/* Ask the module to stop a job */
int dr_client_cancel(struct dr_client *client, uint64_t id);

#endif /* DR_CLIENT_H */
