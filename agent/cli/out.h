/* SPDX-License-Identifier: GPL-2.0 */
/* Tables, pairs and JSON, all from one description of the columns. */
#ifndef CTL_OUT_H
#define CTL_OUT_H

#include <stdio.h>

#include "args.h"
#include "describe.h"
#include "list.h"

/* Most columns of a table, and longest text in one cell */
#define CTL_COLUMNS_MAX	40
#define CTL_CELL_MAX	1024

/* Letters of the options that every table takes; those without a short form are above 255 */
#define CTL_OUT_NO_HEADINGS	'n'
#define CTL_OUT_NO_HEADINGS_LONG	300
#define CTL_OUT_ALL_COLUMNS	301

/**
 * enum ctl_format - how a field becomes a cell
 * @CTL_FORMAT_OWN: by the column's own function
 * @CTL_FORMAT_U32: decimal
 * @CTL_FORMAT_S32: decimal with sign
 * @CTL_FORMAT_U64: decimal
 * @CTL_FORMAT_HEX32: 0x and eight digits
 * @CTL_FORMAT_HEX64: 0x and sixteen digits
 * @CTL_FORMAT_STRING: as it is
 * @CTL_FORMAT_WORD: value of an enum by its name, one without a name as a number
 */
enum ctl_format {
	CTL_FORMAT_OWN,
	CTL_FORMAT_U32,
	CTL_FORMAT_S32,
	CTL_FORMAT_U64,
	CTL_FORMAT_HEX32,
	CTL_FORMAT_HEX64,
	CTL_FORMAT_STRING,
	CTL_FORMAT_WORD,
};

/**
 * struct ctl_cell - a cell while it is made
 * @text: the text; empty for an empty cell
 * @size: bytes of @text
 * @machine: for a program: no units, full dates
 * @bytes: sizes in bytes
 * @scene: LMBs with their addresses
 */
struct ctl_cell {
	char *text;
	size_t size;
	bool machine;
	bool bytes;
	const struct dr_scene *scene;
};

/**
 * struct ctl_column - a column
 * @name: its name; in lower case the key of JSON
 * @attr: attribute without which the cell stays empty, 0 for none
 * @format: how the field becomes text
 * @offset: place of the field in the row
 * @number: a number in JSON, and aligned to the right
 * @list: words with commas between; a list in JSON
 * @standard: shown unless columns are chosen
 * @word: gives the name of a value, for CTL_FORMAT_WORD
 * @max: largest value that has a name
 * @get: fills the cell, for CTL_FORMAT_OWN
 * @help: one line
 */
struct ctl_column {
	const char *name;
	unsigned int attr;
	enum ctl_format format;
	size_t offset;
	bool number;
	bool list;
	bool standard;
	const char *(*word)(unsigned int value);
	unsigned int max;
	void (*get)(struct ctl_cell *cell, const void *row);
	const char *help;
};

/**
 * struct ctl_table - a table: rows are structs of model.h, which begin with the mask "has"
 * @name: name of the array in JSON
 * @columns: the columns
 * @n: how many
 */
struct ctl_table {
	const char *name;
	const struct ctl_column *columns;
	int n;
};

/**
 * enum ctl_mode - form of the output
 * @CTL_MODE_TABLE: for humans
 * @CTL_MODE_JSON: JSON
 * @CTL_MODE_PAIRS: KEY="value"
 * @CTL_MODE_RAW: words with one blank between, - for an empty cell
 */
enum ctl_mode {
	CTL_MODE_TABLE,
	CTL_MODE_JSON,
	CTL_MODE_PAIRS,
	CTL_MODE_RAW,
};

/**
 * struct ctl_out - the output
 * @mode: its form
 * @no_headings: without the line of names
 * @bytes: sizes in bytes
 * @all_columns: every column there is
 * @list: columns as the user wrote them, NULL for the standard ones
 * @chosen: places of the columns to show
 * @n: how many
 * @scene: LMBs with their addresses
 */
struct ctl_out {
	enum ctl_mode mode;
	bool no_headings;
	bool bytes;
	bool all_columns;
	const char *list;
	int chosen[CTL_COLUMNS_MAX];
	int n;
	const struct dr_scene *scene;
};

#define CTL_OUT_OPTIONS \
	{ 'o', "output", "COLUMNS", "columns to show: A,B,...; +A,... adds to the usual" }, \
	{ CTL_OUT_ALL_COLUMNS, "output-all", NULL, "show all columns" }, \
	{ 'J', "json", NULL, "JSON" }, \
	{ 'P', "pairs", NULL, "KEY=\"value\" pairs" }, \
	{ 'r', "raw", NULL, "without alignment, for programs" }

bool ctl_out_option(struct ctl_out *out, struct ctl_args *args, int letter);
bool ctl_out_choose(struct ctl_out *out, const struct ctl_table *table,
		    const struct ctl_args *args);
int ctl_out_print(const struct ctl_out *out, const struct ctl_table *table,
		  const struct dr_list *rows, FILE *stream);
/* True if the output is for a person: neither a form nor columns were asked for */
bool ctl_out_is_plain(const struct ctl_out *out);
/* True if a column is among those that ctl_out_choose() has chosen */
bool ctl_out_shows(const struct ctl_out *out, const struct ctl_table *table, const char *name);
void ctl_out_object(const struct ctl_out *out, const struct ctl_table *table, const void *row,
		    FILE *stream);
void ctl_out_help(const struct ctl_table *table);
enum ctl_status ctl_out_finish(enum ctl_status status);

#endif /* CTL_OUT_H */
