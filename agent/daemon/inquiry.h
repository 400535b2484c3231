/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Asks who holds the pages of an LMB that would not go. pdrd has no right to look. A program that
 * has it is started, or one that listens at a socket is asked, and has a bounded time to answer.
 */

#ifndef PDRD_INQUIRY_H
#define PDRD_INQUIRY_H

#include <sys/types.h>

#include "loop.h"
#include "model.h"

/* The program that is asked, unless the command line names another one */
#ifndef PDRD_WHY_PATH
#define PDRD_WHY_PATH	"/usr/libexec/pseries-dr/pdr-why"
#endif

/* Longer than pdr-why looks; then it is ended */
#define PDRD_INQUIRY_MS	3000

/* Jobs that wait; of more, the rest is not asked about */
#define PDRD_QUESTIONS_MAX	8

/* Bytes of an answer; a longer one is none */
#define PDRD_ANSWER_MAX		(128 * 1024)

/**
 * struct pdrd_question - what is asked
 * @boot_id: load of the module that the job belongs to
 * @job: number of the job
 * @index: DRC index of the LMB in which it failed
 */
struct pdrd_question {
	uint64_t boot_id;
	uint64_t job;
	uint32_t index;
};

/**
 * typedef pdrd_told_fn - takes an answer
 * @ctx: as passed
 * @question: the question
 * @line: line of JSON without its end, with the job's number and load; to be freed
 */
typedef void pdrd_told_fn(void *ctx, const struct pdrd_question *question, char *line);

/**
 * struct pdrd_inquiry - the questions
 * @loop: event loop
 * @path: program or socket that is asked; NULL for none
 * @told: takes answers
 * @ctx: its first argument
 * @question: the questions, the one at work first
 * @questions: how many
 * @answer: watch of the answer
 * @timer: watch of the time
 * @pid: the program at work, 0 for none
 * @text: the answer so far
 * @len: its length
 */
struct pdrd_inquiry {
	struct pdrd_loop *loop;
	const char *path;
	pdrd_told_fn *told;
	void *ctx;
	struct pdrd_question question[PDRD_QUESTIONS_MAX];
	unsigned int questions;
	struct pdrd_watch answer;
	struct pdrd_watch timer;
	pid_t pid;
	char *text;
	size_t len;
};

/**
 * pdrd_inquiry_open() - get ready
 * @inquiry: result
 * @loop: event loop
 * @path: program or socket that is asked; NULL for none
 * @told: takes answers
 * @ctx: its first argument
 */
void pdrd_inquiry_open(struct pdrd_inquiry *inquiry, struct pdrd_loop *loop, const char *path,
		       pdrd_told_fn *told, void *ctx);

/**
 * pdrd_inquiry_note() - a job has ended: ask, if memory would not go
 * @inquiry: inquiry
 * @job: the job
 * @boot_id: load of the module that it belongs to
 */
void pdrd_inquiry_note(struct pdrd_inquiry *inquiry, const struct dr_job *job, uint64_t boot_id);

/**
 * pdrd_inquiry_close() - ask no more
 * @inquiry: inquiry
 */
void pdrd_inquiry_close(struct pdrd_inquiry *inquiry);

#endif /* PDRD_INQUIRY_H */
