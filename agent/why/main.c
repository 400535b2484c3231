// SPDX-License-Identifier: GPL-2.0
/*
 * pdr-why - tell who holds the pages of a range of physical memory, and which of them stay.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "whyanswer.h"
#include "client.h"
#include "parse.h"
#include "privileges.h"
#include "text.h"
#include "util.h"

/* A look takes no longer, unless the caller says otherwise */
#define DEADLINE_MS	2000

/**
 * enum why_status - exit statuses, with the meaning that they have for pdrctl
 * @WHY_DONE: done
 * @WHY_FAILED: failed
 * @WHY_USAGE: the command line is not understood
 * @WHY_NO_MODULE: the module is not there, and an LMB was named
 * @WHY_PERMISSION: a capability is missing
 * @WHY_NOT_FOUND: there is no such LMB
 */
enum why_status {
	WHY_DONE = 0,
	WHY_FAILED = 1,
	WHY_USAGE = 2,
	WHY_NO_MODULE = 3,
	WHY_PERMISSION = 5,
	WHY_NOT_FOUND = 6,
};

/**
 * struct question - the command line
 * @lmb: DRC index of the LMB, 0 if none was named
 * @address: physical address of the first byte
 * @size: bytes, 0 if no range was named
 * @root: folder with proc and sys; NULL for this machine
 * @deadline_ms: how long to look
 * @json: print JSON
 * @from_stdin: the LMB is named on standard input
 */
struct question {
	uint32_t lmb;
	uint64_t address;
	uint64_t size;
	const char *root;
	uint32_t deadline_ms;
	bool json;
	bool from_stdin;
};

static const char help[] =
	"Usage: pdr-why [OPTIONS] --lmb INDEX\n"
	"       pdr-why [OPTIONS] ADDRESS SIZE\n\n"
	"Tells who holds the pages of an LMB, or of a range of physical memory, and which of them\n"
	"stay when the memory is to be removed.\n\n"
	"Options:\n"
	"  -l, --lmb INDEX         the LMB with this DRC index, like 0x80000083\n"
	"      --stdin             the LMB that standard input names, on one line\n"
	"  -J, --json              one JSON object\n"
	"      --deadline SECONDS  look no longer than that (2)\n"
	"      --sysroot DIR       look at the files below DIR/proc and DIR/sys\n"
	"  -h, --help              print this and exit\n"
	"  -V, --version           print the version and exit\n";

enum {
	OPTION_DEADLINE = 256,
	OPTION_SYSROOT,
	OPTION_STDIN,
};

static const struct option options[] = {
	{ "lmb", required_argument, NULL, 'l' },
	{ "json", no_argument, NULL, 'J' },
	{ "deadline", required_argument, NULL, OPTION_DEADLINE },
	{ "sysroot", required_argument, NULL, OPTION_SYSROOT },
	{ "stdin", no_argument, NULL, OPTION_STDIN },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static enum why_status refuse_word(const char *word, const char *wrong)
{
	fprintf(stderr, "pdr-why: '%s' %s\nTry 'pdr-why --help'.\n", word, wrong);
	return WHY_USAGE;
}

static const char *parse_lmb(struct question *question, const char *word)
{
	const char *wrong = dr_parse_index(word, &question->lmb);

	return wrong || question->lmb ? wrong : "is the index of no LMB";
}

/* As for a service that systemd starts for each connection to a socket */
static enum why_status read_lmb(struct question *question)
{
	const char *wrong;
	char line[32];

	if (!fgets(line, sizeof(line), stdin))
		line[0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	wrong = parse_lmb(question, line);
	dr_text_clean(line);
	return wrong ? refuse_word(line, wrong) : WHY_DONE;
}

static enum why_status take_why_option(struct question *question, int letter)
{
	const char *wrong = NULL;

	switch (letter) {
	case 'l':
		wrong = parse_lmb(question, optarg);
		break;
	case OPTION_STDIN:
		question->from_stdin = true;
		break;
	case 'J':
		question->json = true;
		break;
	case OPTION_DEADLINE:
		wrong = dr_parse_seconds(optarg, &question->deadline_ms);
		break;
	case OPTION_SYSROOT:
		question->root = optarg;
		break;
	default:
		fprintf(stderr, "Try 'pdr-why --help'.\n");
		return WHY_USAGE;
	}
	return wrong ? refuse_word(optarg, wrong) : WHY_DONE;
}

static enum why_status take_range(struct question *question, int argc, char **argv)
{
	bool lmb = question->lmb || question->from_stdin;
	const char *wrong;

	if (argc - optind != (lmb ? 0 : 2) || (question->lmb && question->from_stdin)) {
		fprintf(stderr, "pdr-why: name either an LMB, or an address and a size\n%s\n",
			"Try 'pdr-why --help'.");
		return WHY_USAGE;
	}
	if (lmb)
		return question->from_stdin ? read_lmb(question) : WHY_DONE;
	wrong = dr_parse_address(argv[optind], &question->address);
	if (wrong)
		return refuse_word(argv[optind], wrong);
	wrong = dr_parse_size(argv[optind + 1], &question->size);
	if (!wrong && question->size > WHY_RANGE_MAX)
		wrong = "is too large: at most 16G";
	if (!wrong && question->size > UINT64_MAX - question->address)
		wrong = "goes beyond the last address";
	return wrong ? refuse_word(argv[optind + 1], wrong) : WHY_DONE;
}

static enum why_status fail_why(int err, const char *what)
{
	fprintf(stderr, "pdr-why: cannot %s: %s\n", what, strerror(-err));
	return err == -EACCES || err == -EPERM ? WHY_PERMISSION : WHY_FAILED;
}

static enum why_status take_lmb(struct question *question, struct dr_client *client)
{
	struct dr_lmb lmb = { 0 };
	int err = dr_client_lmb(client, question->lmb, &lmb);

	if (err == -ENODEV || err == -ENOENT) {
		fprintf(stderr, "pdr-why: there is no LMB 0x%08x\n", question->lmb);
		return WHY_NOT_FOUND;
	}
	if (err) {
		fprintf(stderr, "pdr-why: cannot ask for LMB 0x%08x: %s\n", question->lmb,
			dr_client_words(client, err));
		return WHY_FAILED;
	}
	question->address = lmb.address;
	question->size = client->info.lmb_size;
	if (question->size && question->size <= WHY_RANGE_MAX &&
	    question->size <= UINT64_MAX - question->address)
		return WHY_DONE;
	fprintf(stderr, "pdr-why: LMB 0x%08x has no size that makes sense\n", question->lmb);
	return WHY_FAILED;
}

/* Where an LMB is, only the module knows */
static enum why_status find_why_range(struct question *question)
{
	struct dr_client client;
	enum why_status status;
	int err = dr_client_open(&client);

	if (!err) {
		status = take_lmb(question, &client);
	} else if (err == -ENOENT) {
		fprintf(stderr, "pdr-why: the module pseries_dr is not loaded\n");
		status = WHY_NO_MODULE;
	} else {
		status = fail_why(err, "reach the module");
	}
	dr_client_close(&client);
	return status;
}

static enum why_status put_answer(const struct why_answer *answer, bool json)
{
	char *line = json ? why_answer_json(answer) : NULL;
	int err = json && !line ? -ENOMEM : 0;

	if (line)
		puts(line);
	else if (!json)
		err = why_answer_print(answer, stdout);
	free(line);
	if (!err && (fflush(stdout) || ferror(stdout)))
		err = -EIO;
	return err ? fail_why(err, "print the answer") : WHY_DONE;
}

static enum why_status make_answer(const struct question *question, struct why_machine *machine)
{
	struct why_answer answer = {
		.index = question->lmb, .address = question->address, .size = question->size,
		.page_size = machine->page_size, .holders = WHY_HOLDERS_INIT,
	};
	struct why_frames frames = { 0 };
	enum why_status status;
	int err;

	why_zone_read(answer.zone, machine, answer.address, answer.size);
	answer.holders.movable = !strcmp(answer.zone, "Movable");
	err = why_frames_read(&frames, machine, answer.address, answer.size);
	answer.pages = frames.n;
	if (!err)
		err = why_holders_find(&answer.holders, &frames, machine);
	answer.cut = machine->late;
	status = err ? fail_why(err, "read the pages") : put_answer(&answer, question->json);
	why_holders_free(&answer.holders);
	why_frames_free(&frames);
	return status;
}

static enum why_status run_question(struct question *question)
{
	struct why_machine machine;
	enum why_status status = WHY_DONE;
	int err;

	if (!question->root && !why_privileges_check())
		return WHY_PERMISSION;
	if (question->lmb)
		status = find_why_range(question);
	if (status != WHY_DONE)
		return status;
	err = why_machine_open(&machine, question->root, question->deadline_ms);
	if (err)
		return fail_why(err, question->root ? "open the sysroot" : "open /");
	status = make_answer(question, &machine);
	why_machine_close(&machine);
	return status;
}

int main(int argc, char **argv)
{
	struct question question = { .deadline_ms = DEADLINE_MS };
	enum why_status status = WHY_DONE;
	int letter;

	dr_guard_streams();
	while ((letter = getopt_long(argc, argv, "l:JhV", options, NULL)) != -1) {
		if (letter == 'h')
			return fputs(help, stdout) < 0 || fflush(stdout) ? WHY_FAILED : WHY_DONE;
		if (letter == 'V')
			return puts("pdr-why " PDR_VERSION) < 0 || fflush(stdout) ?
			       WHY_FAILED : WHY_DONE;
		status = take_why_option(&question, letter);
		if (status != WHY_DONE)
			return status;
	}
	status = take_range(&question, argc, argv);
	return status == WHY_DONE ? run_question(&question) : status;
}
