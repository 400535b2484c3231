/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A program at work for an event, in a process group of its own. It gets the event on its standard
 * input, from memory, so that nobody waits for a program that does not read.
 */

#ifndef PDRD_HOOKRUN_H
#define PDRD_HOOKRUN_H

#include <sys/types.h>
#include <time.h>

#include "loop.h"
#include "words.h"

/* After the deadline the group gets SIGTERM, and SIGKILL so long after it */
#define PDRD_HOOK_GRACE_S	2

/* Of what a program says, the first bytes are told */
#define PDRD_HOOK_SAID_MAX	128

/**
 * enum pdrd_hook_stage - how a program is told to end
 * @PDRD_HOOK_RUNS: not at all
 * @PDRD_HOOK_TOLD: SIGTERM
 * @PDRD_HOOK_KILLED: SIGKILL
 */
enum pdrd_hook_stage {
	PDRD_HOOK_RUNS,
	PDRD_HOOK_TOLD,
	PDRD_HOOK_KILLED,
};

/**
 * struct pdrd_hookrun - a program at work
 * @process: watch of its pidfd
 * @output: watch of its standard output and error; descriptor -1 after their end
 * @loop: event loop
 * @pid: the process, also its group; 0 for none
 * @due: when the next stage is due, in ns of the monotonic clock
 * @began: when it was started
 * @stage: how far it was told to end
 * @status: as of waitid(), once it has ended
 * @code: as of waitid()
 * @said: the first bytes of its output, as text
 * @said_len: their number
 * @ended: called when it has ended and been waited for
 * @ctx: argument of @ended
 */
struct pdrd_hookrun {
	struct pdrd_watch process;
	struct pdrd_watch output;
	struct pdrd_loop *loop;
	pid_t pid;
	uint64_t due;
	uint64_t began;
	enum pdrd_hook_stage stage;
	int status;
	int code;
	char said[PDRD_HOOK_SAID_MAX + 1];
	size_t said_len;
	void (*ended)(struct pdrd_hookrun *run);
	void *ctx;
};

/**
 * struct pdrd_hookwork - what to start
 * @path: the program
 * @words: its environment
 * @json: its input
 * @deadline: seconds that it may take
 */
struct pdrd_hookwork {
	const char *path;
	const struct pdrd_words *words;
	const char *json;
	unsigned int deadline;
};

/**
 * pdrd_hookrun_start() - start a program
 * @run: with @loop, @ended and @ctx, @pid 0
 * @work: what to start
 *
 * Return: 0 or a negative errno, and then @ended is not called.
 */
int pdrd_hookrun_start(struct pdrd_hookrun *run, const struct pdrd_hookwork *work);

/**
 * pdrd_hookrun_check() - tell a program to end whose time is over
 * @run: program at work
 *
 * Return: when to check again, in ns of the monotonic clock.
 */
uint64_t pdrd_hookrun_check(struct pdrd_hookrun *run);

/**
 * pdrd_hookrun_kill() - end a program and forget it; @ended is not called
 * @run: program at work
 *
 * Nobody waits for it, so this is for the end of pdrd.
 */
void pdrd_hookrun_kill(struct pdrd_hookrun *run);

/**
 * pdrd_hookrun_now() - the monotonic clock
 *
 * Return: nanoseconds.
 */
uint64_t pdrd_hookrun_now(void);

#endif /* PDRD_HOOKRUN_H */
