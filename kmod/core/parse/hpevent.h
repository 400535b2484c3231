/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_HPEVENT_H
#define _PDR_HPEVENT_H

/*
 * The hot-plug event: an RTAS error log of version 6 with a Hotplug section
 * (LoPAR, "RTAS Error and Event Classes", Platform Event Log Format).
 * Invariant: nothing is read past the end of the buffer, nor past the end that the
 * log itself states.
 *
 * Includes core/parse.
 */

#include "core/parse/request.h"

/* Capability byte of the Hotplug section: the section ends with a token. */
#define PDR_HP_CAP_TOKEN	0x80

/**
 * pdr_hpevent_decode() - Decode an error log.
 * @log: the log as check-exception wrote it, big endian on every platform
 * @len: bytes of the buffer that hold the log; none beyond the length that the log
 *	itself states is read
 * @request: the platform's request; all zero on -ENOENT and -EBADMSG
 *
 * Context: any, does not allocate.
 * Return: 0; -ENOENT if this is no log with a Hotplug section; -EBADMSG if it
 * is malformed; -EOPNOTSUPP if resource, action or identifier have a value that
 * is not known here, or if the name is longer than PSERIES_DR_DRC_NAME_MAX. On
 * -EOPNOTSUPP @request has the values as sent, but the fields of an unknown
 * identifier are zero, and a name that is too long is left empty.
 */
int pdr_hpevent_decode(const u8 *log, size_t len, struct pdr_request *request);

/**
 * pdr_hpevent_length() - Tell how many bytes an error log of any content has.
 * @log: the log as check-exception wrote it
 * @len: bytes of the buffer that holds the log, at least 8
 *
 * Context: any.
 * Return: bytes of the fixed part and of the extended log, whose length the second word
 * states; @len at most.
 */
size_t pdr_hpevent_length(const u8 *log, size_t len);

/**
 * pdr_hpevent_is_whole() - Tell whether the buffer holds all bytes that a log states.
 * @log: the log as check-exception wrote it
 * @len: bytes of the buffer that holds the log, at least 8
 *
 * Context: any.
 * Return: true if it does.
 */
bool pdr_hpevent_is_whole(const u8 *log, size_t len);

#endif /* _PDR_HPEVENT_H */
