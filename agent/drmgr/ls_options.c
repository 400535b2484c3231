// SPDX-License-Identifier: GPL-2.0
/*
 * The command line of lsslot; see ls_options.h.
 *
 * lsslot takes no lock, as it changes nothing: -w is checked, and then there is nothing to wait
 * for.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ls_options.h"
#include "parse.h"

static enum ls_status deny_list(enum ls_status status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static enum ls_status deny_list(enum ls_status status, const char *format, ...)
{
	va_list list;

	fputs("lsslot: ", stderr);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fputs("\nTry 'lsslot -h', or pdr-lsslot(8).\n", stderr);
	return status;
}

static enum ls_status take_listed_type(struct ls_options *options, const char *word)
{
	static const struct {
		const char *word;
		enum drm_type type;
	} types[] = {
		{ "cpu", DRM_CPU }, { "mem", DRM_MEM }, { "pci", DRM_PCI }, { "phb", DRM_PHB },
		{ "slot", DRM_SLOT }, { "port", DRM_OTHER },
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(types[i].word, word))
			continue;
		options->type = types[i].type;
		return LS_DONE;
	}
	return deny_list(LS_NO_TYPE, "'%s' is no connector type: there are cpu, mem, pci, phb, slot"
			 " and port", word);
}

static enum ls_status take_listed_subject(struct ls_options *options, const char *word)
{
	const char *wrong = NULL;

	options->has_index = !strncasecmp(word, "0x", 2);
	if (options->has_index)
		wrong = dr_parse_index(word, &options->index);
	else
		options->name = word;
	if (wrong)
		return deny_list(LS_MISUSED, "'%s', the value of -s, %s", word, wrong);
	return *word ? LS_DONE : deny_list(LS_MISUSED, "the value of -s is empty");
}

static enum ls_status take_listed_value(struct ls_options *options, int letter, const char *word)
{
	uint64_t minutes;

	switch (letter) {
	case 'c':
		return take_listed_type(options, word);
	case 's':
		return take_listed_subject(options, word);
	case 'F':
		options->delimiter = *word;
		return strlen(word) == 1 ? LS_DONE :
		       deny_list(LS_MISUSED, "'%s', the value of -F, is not one character", word);
	case 'd':
		return !dr_parse_number(word, &options->level) ? LS_DONE :
		       deny_list(LS_MISUSED, "'%s', the value of -d, is no level of detail", word);
	default:
		return !dr_parse_number(word, &minutes) ? LS_DONE :
		       deny_list(LS_MISUSED, "'%s', the value of -w, is no number of minutes",
				 word);
	}
}

static enum ls_status take_listed_option(struct ls_options *options, int letter, const char *word)
{
	switch (letter) {
	case 'a':
		options->available = true;
		return LS_DONE;
	case 'b':
		options->with_caches = true;
		return LS_DONE;
	case 'h':
		options->help = true;
		return LS_DONE;
	case 'o':
		options->occupied = true;
		return LS_DONE;
	case 'p':
		options->caches = true;
		return LS_DONE;
	default:
		return take_listed_value(options, letter, word);
	}
}

/* Refuse options that the connector type does not take, instead of passing them over */
static enum ls_status check_listing(const struct ls_options *options)
{
	bool slots = options->type == DRM_SLOT || options->type == DRM_PCI;
	bool cpu = options->type == DRM_CPU;

	if (options->help || options->type == DRM_OTHER)
		return LS_DONE;
	if ((options->available || options->occupied || options->delimiter) && !slots)
		return deny_list(LS_MISUSED, "-a, -o and -F are for pci and slot");
	if ((options->with_caches || options->caches) && !cpu)
		return deny_list(LS_MISUSED, "-b and -p are for cpu");
	if (options->with_caches && options->caches)
		return deny_list(LS_MISUSED, "only one of -b and -p makes sense");
	if (cpu && ls_options_names(options))
		return deny_list(LS_MISUSED, "-s is for mem, pci, phb and slot");
	return LS_DONE;
}

static enum ls_status take_listed_words(struct ls_options *options, int argc, char **argv)
{
	enum ls_status status = LS_DONE;
	const char *once = "";
	char seen[16] = "";
	int letter;

	opterr = 0;
	while (status == LS_DONE && (letter = getopt(argc, argv, ":abc:d:F:hops:w:")) != -1) {
		once = strchr(seen, letter);
		if (letter == ':')
			status = deny_list(LS_MISUSED, "-%c needs a value", optopt);
		else if (letter == '?')
			status = deny_list(LS_MISUSED, "'-%c' is no option of lsslot", optopt);
		else if (once)
			status = deny_list(LS_MISUSED, "-%c is given twice", letter);
		else
			status = take_listed_option(options, letter, optarg);
		if (!once)
			seen[strlen(seen)] = (char)letter;
	}
	return status;
}

enum ls_status ls_options_parse(struct ls_options *options, int argc, char **argv)
{
	enum ls_status status;

	*options = (struct ls_options){ .type = DRM_SLOT };
	status = take_listed_words(options, argc, argv);
	if (status != LS_DONE)
		return status;
	if (optind < argc)
		return deny_list(LS_MISUSED, "'%s' belongs to no option", argv[optind]);
	return check_listing(options);
}

bool ls_options_fit(const struct ls_options *options, uint32_t index, const char *name)
{
	size_t len = strlen(name);

	if (options->has_index)
		return index == options->index;
	if (!options->name)
		return true;
	/* The location code of a device is that of its slot, a slash, and more */
	return !strncmp(options->name, name, len) && (!options->name[len] ||
	       (options->name[len] == '/' && !strchr(options->name + len + 1, '/')));
}

enum ls_status ls_options_missed(const struct ls_options *options)
{
	if (options->has_index)
		fprintf(stderr, "lsslot: there is no connector 0x%08x to list\n", options->index);
	else
		fprintf(stderr, "lsslot: there is no connector '%s' to list\n", options->name);
	return LS_NOT_FOUND;
}

void ls_options_usage(void)
{
	fputs("Usage: lsslot [-c TYPE] [-s NAME | -s 0xINDEX] [-a] [-o] [-F CHARACTER]\n"
	      "              [-b | -p] [-d LEVEL] [-w MINUTES]\n"
	      "       lsslot -h\n"
	      "\n"
	      "  -c TYPE       slot, pci, phb, cpu or mem; slot without it\n"
	      "  -s            one connector, by its name or its DRC index with 0x\n"
	      "  -a, -o        pci, slot: those that are empty, those that are occupied\n"
	      "  -F CHARACTER  pci, slot: put it between columns, and leave out the heading\n"
	      "  -b, -p        cpu: CPUs with their caches, caches alone\n"
	      "  -d LEVEL      from 4 on cpu and mem list what Linux does not have, too\n"
	      "  -w MINUTES    accepted: there is no lock to wait for\n"
	      "\n"
	      "Type port is handed to the lsslot of powerpc-utils, if there is one.\n"
	      "See pdr-lsslot(8).\n", stdout);
}
