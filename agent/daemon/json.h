/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records to lines of JSON: compact, ASCII only, keys in the order of the spec.
 * Attributes that were not given are not printed.
 */

#ifndef PDRD_JSON_H
#define PDRD_JSON_H

#include "model.h"

/**
 * pdrd_json_record() - print a record
 * @record: what to print
 *
 * Return: the line without its end, to be freed; NULL when memory is short.
 */
char *pdrd_json_record(const struct pdrd_record *record);

/**
 * pdrd_json_hello() - print what a new client gets first
 * @module: state of the module
 * @info: of the module, NULL where it is absent
 * @seq: last event that was relayed
 *
 * Return: as pdrd_json_record().
 */
char *pdrd_json_hello(enum pdrd_module module, const struct pdrd_info *info,
		      __u64 seq);

#endif /* PDRD_JSON_H */
