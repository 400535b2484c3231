/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_REQUEST_H
#define _PDR_REQUEST_H

/*
 * A request to move a resource: from a write to /sys/kernel/dlpar, a netlink
 * message or an event of the platform.
 * Invariant: every field that the identifier of a parsed request calls for is
 * meaningful; all others are zero. The module does not carry out every meaningful
 * request, see core/engine/accept.h.
 *
 * Includes core.
 */

#include <pdr_env.h>

/* Holds every text of pdr_request_format(), with its NUL. */
#define PDR_REQUEST_TEXT_SIZE	128

/**
 * struct pdr_request - One request.
 * @resource: kind of the connectors
 * @action: add or remove
 * @identifier: which of the fields below name the connectors
 * @index: DRC index (index), first DRC index (indexed-count), else 0
 * @count: number of connectors (count, indexed-count), else 0
 * @name: DRC name (name), else empty; always NUL-terminated
 */
struct pdr_request {
	enum pseries_dr_resource resource;
	enum pseries_dr_action action;
	enum pseries_dr_identifier identifier;
	u32 index;
	u32 count;
	char name[PSERIES_DR_DRC_NAME_MAX + 1];
};

/**
 * pdr_request_parse() - Read a request as written to /sys/kernel/dlpar.
 * @text: the words, one blank between two of them, one newline at the end or
 *	none; need not be NUL-terminated
 * @len: bytes of @text
 * @request: the request; undefined on error
 *
 * The grammar is the stock file's ("memory|cpu|dt add|remove index X | count N |
 * indexed-count N X", numbers in decimal, octal or hexadecimal), with the words for all
 * other resources, and strictly: text that the stock file ignores is an error.
 *
 * Context: any.
 * Return: 0, or -EINVAL.
 */
int pdr_request_parse(const char *text, size_t len,
		      struct pdr_request *request);

/**
 * pdr_request_check() - Tell if a request means something.
 * @request: the request, of any source, with any values in its fields
 *
 * Context: any.
 * Return: 0; -EINVAL for values that mean nothing (unknown kind, no count, no
 * name, name without end).
 */
int pdr_request_check(const struct pdr_request *request);

/**
 * pdr_request_span() - Count the connectors that a request names by their index.
 * @request: the request, with any values in its fields
 *
 * Context: any.
 * Return: how many, from its index on; their numbers may go on from 0.
 */
u32 pdr_request_span(const struct pdr_request *request);

/**
 * pdr_request_names() - Tell if a request names a connector by its index.
 * @request: the request
 * @drc_index: the connector
 *
 * Context: any.
 * Return: true for a request by index or indexed-count that is for it.
 */
bool pdr_request_names(const struct pdr_request *request, u32 drc_index);

/**
 * pdr_request_format() - Write a request as text, for logs.
 * @request: the request, of any source, with any values in its fields
 * @buf: gets the text; always NUL-terminated unless @len is 0
 * @len: bytes of @buf; PDR_REQUEST_TEXT_SIZE is enough for all
 *
 * The inverse of pdr_request_parse() for all requests that it can give. A value
 * that has no name is shown as a number.
 *
 * Context: any.
 * Return: length of the text without its NUL, or -ENOSPC (@buf is cut short).
 */
int pdr_request_format(const struct pdr_request *request, char *buf,
		       size_t len);

#endif /* _PDR_REQUEST_H */
