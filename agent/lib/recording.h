/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A machine that was recorded: the answers of its module as they came, one file for each command,
 * in the folder DR_RECORDING below the root of the recording. The codec reads them as it reads
 * those of a module that is there.
 */
#ifndef DR_RECORDING_H
#define DR_RECORDING_H

#include "transport.h"

#define DR_RECORDING	"/pseries-dr"

/**
 * dr_recording_open() - look whether a folder is a recording
 * @root: the folder
 * @time: receives the time at which it was made, in nanoseconds since the epoch
 * @said: receives a sentence about an error
 * @size: bytes of @said
 *
 * Return: 0 or a negative errno.
 */
int dr_recording_open(const char *root, uint64_t *time, char *said, size_t size);

/**
 * dr_recording_read() - read the answers to a command
 * @root: the recording
 * @cmd: the command
 * @fn: takes each message, as from dr_nl_call()
 * @arg: its second argument
 *
 * Return: 0; -EROFS if no recording has answers to this command; -EBADMSG for a file that is cut or
 * malformed; another negative errno, as of @fn.
 */
int dr_recording_read(const char *root, int cmd, dr_reply_fn *fn, void *arg);

/**
 * dr_recording_make() - record the answers of the module
 * @root: folder that exists
 * @nl: socket for requests
 * @time: now, in nanoseconds since the epoch
 *
 * Return: 0 or a negative errno. @nl->said has a sentence if the module has one.
 */
int dr_recording_make(const char *root, struct dr_nl *nl, uint64_t time);

#endif /* DR_RECORDING_H */
