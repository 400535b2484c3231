/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_ACCEPT_H
#define PDR_ACCEPT_H

/*
 * Deciding which requests the module carries out, by the table of resources in resource.h.
 * Invariant: an accepted request is for a resource of that table, and names its connectors by
 * an identifier that the resource takes.
 */

#include "core/parse/request.h"

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
