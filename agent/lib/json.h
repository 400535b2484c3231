/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plain data to JSON, as include/pdr.schema.json says: compact, ASCII only, keys in the order of
 * the spec. Attributes that were not given are not printed.
 */
#ifndef DR_JSON_H
#define DR_JSON_H

#include "fields.h"
#include "follow.h"

/**
 * dr_json_struct() - print a struct by its table, as a record of a type
 * @type: value of the first key
 * @fields: the struct
 * @object: the struct
 * @text: value of the last key, a sentence; NULL for none
 *
 * Return: the line without its end, to be freed; NULL when memory is short.
 */
char *dr_json_struct(const char *type, const struct dr_fields *fields, const void *object,
		     const char *text);

/**
 * dr_json_job() - print a job that may be of an earlier load
 * @job: the job
 * @boot_id: its load
 * @text: as of dr_json_struct()
 *
 * Return: as dr_json_struct().
 */
char *dr_json_job(const struct dr_job *job, uint64_t boot_id, const char *text);

/**
 * dr_json_record() - print a record
 * @record: the record
 *
 * Return: as dr_json_struct().
 */
char *dr_json_record(const struct dr_record *record);

/**
 * dr_json_hello() - print the first line for a new client
 * @module: state of the module
 * @info: of the module, NULL where it is absent
 * @seq: last event that was relayed
 *
 * Return: as dr_json_struct().
 */
char *dr_json_hello(enum dr_module module, const struct dr_info *info, uint64_t seq);

#endif /* DR_JSON_H */
