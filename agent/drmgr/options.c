// SPDX-License-Identifier: GPL-2.0
/*
 * The command line of drmgr; see options.h.
 *
 * A word that is misspelled must never widen a request. So there is no default for a value that
 * cannot be read, no operand is passed over, and two actions are an error.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "parse.h"
#include "say.h"

static bool turn_down(const char *format, ...) __attribute__((format(printf, 1, 2)));

static bool turn_down(const char *format, ...)
{
	va_list list;

	fputs("drmgr: ", stderr);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fputs("\nNothing was touched. Try 'drmgr -h', or pdr-drmgr(8).\n", stderr);
	return false;
}

/* Return DRM_NONE for a word that is no type */
static enum drm_type find_type(const char *word)
{
	static const struct {
		const char *word;
		enum drm_type type;
	} types[] = {
		{ "cpu", DRM_CPU }, { "mem", DRM_MEM }, { "pci", DRM_PCI }, { "slot", DRM_SLOT },
		{ "phb", DRM_PHB }, { "port", DRM_OTHER }, { "phib", DRM_OTHER },
		{ "pmig", DRM_OTHER }, { "acc", DRM_OTHER },
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i].word, word))
			return types[i].type;
	return DRM_NONE;
}

static bool take_type(struct drm_options *options, const char *word)
{
	options->type = find_type(word);
	return options->type != DRM_NONE ||
	       turn_down("'%s' is no connector type: there are cpu, mem, pci, slot and phb", word);
}

static bool take_action(struct drm_options *options, char action)
{
	if (options->action)
		return turn_down("only one of -%c and -%c makes sense", options->action, action);
	options->action = action;
	return true;
}

/* An index has its 0x; hex digits alone may be a name */
static bool take_subject(struct drm_options *options, const char *word)
{
	const char *wrong = NULL;

	options->has_index = !strncasecmp(word, "0x", 2);
	if (options->has_index)
		wrong = dr_parse_index(word, &options->index);
	else
		options->name = word;
	if (wrong)
		return turn_down("'%s', the value of -s, %s", word, wrong);
	return *word || turn_down("the value of -s is empty");
}

static bool take_at_most(const char *word, uint32_t most, uint32_t *number)
{
	uint64_t value;
	bool right = !dr_parse_number(word, &value) && value <= most;

	if (right)
		*number = value;
	return right;
}

static bool take_numbers(struct drm_options *options, int letter, const char *word)
{
	switch (letter) {
	case 'q':
		return !dr_parse_count(word, &options->count) ||
		       turn_down("'%s', the value of -q, is no quantity from 1 on", word);
	case 'w':
		return take_at_most(word, 7 * 24 * 60, &options->minutes) ||
		       turn_down("'%s', the value of -w, is no number of minutes", word);
	default:
		return take_at_most(word, 1000, &options->level) ||
		       turn_down("'%s', the value of -d, is no level of detail", word);
	}
}

static bool take_drmgr_option(struct drm_options *options, int letter, const char *word)
{
	switch (letter) {
	case 'a':
	case 'r':
	case 'Q':
		return take_action(options, (char)letter);
	case 'c':
		return take_type(options, word);
	case 's':
		return options->handed_on || take_subject(options, word);
	case 'q':
	case 'w':
	case 'd':
		return options->handed_on || take_numbers(options, letter, word);
	case 'C':
		options->capabilities = true;
		return true;
	case 'h':
		options->help = true;
		return true;
	case 'n':
	case 'I':
	case 'V':
	case 'H':
		/* Nothing is asked, no LED blinks, and the kernel does the hot-plug in any case */
		return true;
	default:
		options->foreign = options->foreign ? options->foreign : (char)letter;
		return true;
	}
}

static int next_letter(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "capabilities", no_argument, NULL, 'C' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};

	return getopt_long(argc, argv, ":ac:d:Iimnp:P:Qq:Rrs:w:t:hCVH", longs, NULL);
}

/* Values of a command line that is handed on are the other program's to judge */
static bool is_handed_on(int argc, char **argv)
{
	bool handed_on = false;
	int letter;

	while ((letter = next_letter(argc, argv)) != -1)
		handed_on |= strchr("imRpPt", letter) ||
			     (letter == 'c' && find_type(optarg) == DRM_OTHER);
	/* So getopt_long() begins anew */
	optind = 0;
	return handed_on;
}

/* Refuse options that the connector type does not take, instead of passing them over */
static bool check_subject(const struct drm_options *options)
{
	bool subject = options->name || options->has_index;

	switch (options->type) {
	case DRM_MEM:
		if (options->action == 'Q')
			return turn_down("-Q is for slot, phb and pci");
		return !options->name || !options->count ||
		       turn_down("a name stands for one LMB: -q goes with an index");
	case DRM_CPU:
		if (options->action == 'Q')
			return turn_down("-Q is for slot, phb and pci");
		return !subject || options->count <= 1 ||
		       turn_down("-s stands for one CPU: -q does not go with it");
	default:
		if (options->count)
			return turn_down("I/O is not counted: -s says which connector");
		return subject || turn_down("-s is missing: the connector, by name or index");
	}
}

static bool check_request(const struct drm_options *options)
{
	if (options->help || options->capabilities || options->handed_on)
		return true;
	if (options->type == DRM_NONE)
		return turn_down("-c is missing: there are cpu, mem, pci, slot and phb");
	if (!options->action)
		return turn_down("there is nothing to do: -a adds, -r removes");
	return check_subject(options);
}

static bool see_once(uint64_t *seen, int letter)
{
	uint64_t bit = 1ULL << (letter - 'A');

	if (*seen & bit && !strchr("arQ", letter))
		return turn_down("-%c is given twice", letter);
	*seen |= bit;
	return true;
}

/* getopt_long() takes the beginning of a name for the name */
static bool check_long(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (!strncmp(argv[i], "--", 2) && strcmp(argv[i], "--help") &&
		    strcmp(argv[i], "--capabilities"))
			return turn_down("'%s' is no option of drmgr", argv[i]);
	return true;
}

bool drm_options_parse(struct drm_options *options, int argc, char **argv)
{
	uint64_t seen = 0;
	int letter;

	*options = (struct drm_options){ .level = DRM_ERROR, .help = argc == 1 };
	opterr = 0;
	if (!check_long(argc, argv))
		return false;
	options->handed_on = is_handed_on(argc, argv);
	while ((letter = next_letter(argc, argv)) != -1) {
		if (letter == ':')
			return turn_down("-%c needs a value", optopt);
		if (letter == '?')
			return turn_down("'%s' is no option of drmgr", argv[optind - 1]);
		if (!see_once(&seen, letter) || !take_drmgr_option(options, letter, optarg))
			return false;
	}
	if (optind < argc)
		return turn_down("'%s' belongs to no option", argv[optind]);
	return check_request(options);
}

void drm_options_usage(void)
{
	fputs("Usage: drmgr -c TYPE {-a | -r | -Q} [-s NAME | -s 0xINDEX] [-q COUNT]\n"
	      "             [-w MINUTES] [-d LEVEL] [-n] [-I] [-V]\n"
	      "       drmgr -C | -h\n"
	      "\n"
	      "  -c TYPE     cpu, mem, pci, slot or phb\n"
	      "  -a, -r      add, remove\n"
	      "  -Q          ask whether Linux has the slot: status 6 if it does\n"
	      "  -s          the connector by its name, or by its DRC index with 0x\n"
	      "  -q COUNT    so many; with -s 0xINDEX so many LMBs from there on\n"
	      "  -w MINUTES  give up after that time; without it drmgr waits\n"
	      "  -d LEVEL    1 errors, 2 warnings, 3 actions, 4 details\n"
	      "  -C          print the capabilities of this guest\n"
	      "\n"
	      "Other types, -R, -i, -m, -p, -P and -t are handed to the drmgr of\n"
	      "powerpc-utils, if there is one. See pdr-drmgr(8).\n", stderr);
}
