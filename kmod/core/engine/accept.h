/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_ACCEPT_H
#define PDR_ACCEPT_H

/*
 * Deciding which requests the module carries out, by the table of resources in resource.h,
 * and what becomes of an event of the platform.
 * Invariant: an accepted request is for a resource of that table, and names its connectors by
 * an identifier that the resource takes. A removal of a resource with a driver is taken, or
 * a refusal of it was tried.
 *
 * Includes core/parse.
 */

#include "core/parse/request.h"

/**
 * enum pdr_event_answer - State of the answer to an event for which no job was made.
 * @PDR_EVENT_UNANSWERED: nobody has tried to answer since the last try to make a job
 * @PDR_EVENT_UNTOLD: the platform could not be told, now or at all
 * @PDR_EVENT_TOLD: the platform was told
 */
enum pdr_event_answer {
	PDR_EVENT_UNANSWERED,
	PDR_EVENT_UNTOLD,
	PDR_EVENT_TOLD,
};

/**
 * enum pdr_intake - What to do next with an event of the platform.
 * @PDR_INTAKE_END: nothing, as it has become a job
 * @PDR_INTAKE_REFUSE: tell the platform that its removal will not happen
 * @PDR_INTAKE_RETRY: keep it, and try again later to make a job of it, before any event that
 *	comes after that; meanwhile later events are taken
 * @PDR_INTAKE_HAND_ON: give its log to our listeners and to the stock kernel: another
 *	program may be able to carry it out
 * @PDR_INTAKE_PUBLISH: give its log to our listeners alone: the platform has its answer,
 *	so nobody may carry it out
 */
enum pdr_intake {
	PDR_INTAKE_END,
	PDR_INTAKE_REFUSE,
	PDR_INTAKE_RETRY,
	PDR_INTAKE_HAND_ON,
	PDR_INTAKE_PUBLISH,
};

/**
 * pdr_accept_event() - Judge an event of the platform.
 * @ours: the resource has a driver; without one, another program carries the event out,
 *	so it is not refused
 * @action: enum pseries_dr_action; only a removal needs an answer
 * @error: why the event is no job, negative errno; 0 if it is one; -EAGAIN if there was
 *	no room for it
 * @answer: whether the platform was told
 *
 * Context: any.
 * Return: what to do next; after END, HAND_ON and PUBLISH nothing is left to do.
 */
enum pdr_intake pdr_accept_event(bool ours, u8 action, int error,
				 enum pdr_event_answer answer);

/**
 * pdr_accept_request() - Tell if the module carries a request out.
 * @request: the request, of any source, with any values in its fields
 *
 * Context: any.
 * Return: 0; -EINVAL for values that mean nothing, see pdr_request_check();
 * -EOPNOTSUPP for a meaningful request that the module does not carry out.
 */
int pdr_accept_request(const struct pdr_request *request);

/**
 * pdr_accept_says_kind() - Tell if a request says what its connector holds.
 * @request: the request, with any values in its fields
 *
 * Context: any.
 * Return: false for a request by index for a slot or for dt.
 */
bool pdr_accept_says_kind(const struct pdr_request *request);

/**
 * pdr_accept_set_kind() - Make a request one for what its connector holds.
 * @request: by index; it does not say what the connector holds
 * @kind: enum pseries_dr_resource of the connector, see pdr_resource_held()
 *
 * A request that the module carries out stays as it is if the module does not move that
 * kind: the stock kernel carries it out.
 *
 * Context: any.
 */
void pdr_accept_set_kind(struct pdr_request *request, u8 kind);

/**
 * pdr_accept_text() - Read a request as written to /sys/kernel/dlpar.
 * @text: as pdr_request_parse() takes it
 * @len: bytes of @text
 * @request: the request; undefined on error
 *
 * A writer of the file gets -EINVAL also for a request that the module does not carry out.
 *
 * Context: any.
 * Return: 0, or -EINVAL.
 */
int pdr_accept_text(const char *text, size_t len, struct pdr_request *request);

/**
 * pdr_accept_kinds() - List the words for resources that pdr_accept_text() takes.
 * @buf: gets the words; always NUL-terminated unless @len is 0
 * @len: bytes of @buf; PDR_REQUEST_TEXT_SIZE is enough
 *
 * The words of the stock file come first. A comma separates two words.
 *
 * Context: any.
 * Return: length of the text without its NUL, or -ENOSPC (@buf is cut short).
 */
int pdr_accept_kinds(char *buf, size_t len);

#endif /* PDR_ACCEPT_H */
