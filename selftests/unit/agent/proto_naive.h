/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PROTO_NAIVE_H
#define PROTO_NAIVE_H

/*
 * A second, simple decoder beside proto.c, for the fuzzer: byte by byte, without
 * libmnl and without the tables of fields.c.
 * Each function ends the program if proto.c has decoded something else.
 */

#include <stddef.h>

#include "model.h"

/**
 * naive_event() - check a decoded event or job against its message
 * @message: the message
 * @len: its bytes, at least a header
 * @ret: what dr_decode_message() returned
 * @event: what it decoded
 */
void naive_event(const unsigned char *message, size_t len, int ret,
		 const struct dr_event *event);

/**
 * naive_info() - the same for dr_decode_info()
 * @message: the message
 * @len: its bytes
 * @ret: what was returned
 * @info: what was decoded
 */
void naive_info(const unsigned char *message, size_t len, int ret,
		const struct dr_info *info);

/**
 * naive_family() - the same for dr_decode_family()
 * @message: the message
 * @len: its bytes
 * @ret: what was returned
 * @family: what was decoded
 */
void naive_family(const unsigned char *message, size_t len, int ret,
		  const struct dr_family *family);

/**
 * naive_error() - the same for dr_decode_error()
 * @message: the message
 * @len: its bytes
 * @ret: what was returned
 * @text: the words
 * @size: bytes of @text
 */
void naive_error(const unsigned char *message, size_t len, int ret,
		 const char *text, size_t size);

#endif /* PROTO_NAIVE_H */
