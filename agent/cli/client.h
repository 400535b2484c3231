/* SPDX-License-Identifier: GPL-2.0 */
/* Requests to the module, as typed functions. */
#ifndef CTL_CLIENT_H
#define CTL_CLIENT_H

#include "list.h"
#include "model.h"
#include "nl.h"
#include "status.h"

/**
 * struct ctl_client - the module
 * @nl: socket for requests
 * @info: its info when the connection was made
 */
struct ctl_client {
	struct ctl_nl nl;
	struct ctl_info info;
};

enum ctl_status ctl_client_open(struct ctl_client *client);
enum ctl_status ctl_client_check(const struct ctl_info *info);
void ctl_client_close(struct ctl_client *client);
enum ctl_status ctl_client_fail(struct ctl_client *client, int err, const char *what);

int ctl_client_info(struct ctl_client *client);
int ctl_client_lmbs(struct ctl_client *client, struct ctl_list *lmbs);
int ctl_client_lmb(struct ctl_client *client, uint32_t index, struct ctl_lmb *lmb);
int ctl_client_drcs(struct ctl_client *client, struct ctl_list *drcs);
int ctl_client_jobs(struct ctl_client *client, uint64_t since, struct ctl_list *jobs);
int ctl_client_events(struct ctl_client *client, uint64_t since, struct ctl_list *events);
int ctl_client_job(struct ctl_client *client, uint64_t id, struct ctl_job *job);
int ctl_client_submit(struct ctl_client *client, const struct ctl_job *request, uint64_t *id);
int ctl_client_cancel(struct ctl_client *client, uint64_t id);

#endif /* CTL_CLIENT_H */
