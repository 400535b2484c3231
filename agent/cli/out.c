// SPDX-License-Identifier: GPL-2.0
/*
 * Tables, pairs and JSON, all from one description of the columns.
 *
 * libsmartcols prints tables. It cannot print a single object on one line, which a program can
 * read at once, so this file writes that, with the same keys and values.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <libsmartcols.h>

#include "out.h"
#include "text.h"

/**
 * ctl_out_option() - take an option about output
 * @out: the output
 * @args: the arguments
 * @letter: the option
 *
 * Return: false, after a message, if it contradicts an earlier one.
 */
bool ctl_out_option(struct ctl_out *out, struct ctl_args *args, int letter)
{
	enum ctl_mode mode = letter == 'J' ? CTL_MODE_JSON :
			     letter == 'P' ? CTL_MODE_PAIRS : CTL_MODE_RAW;

	switch (letter) {
	case CTL_OUT_NO_HEADINGS:
	case CTL_OUT_NO_HEADINGS_LONG:
		out->no_headings = true;
		return true;
	case 'b':
		out->bytes = true;
		return true;
	case 'o':
		out->list = args->value;
		return true;
	case CTL_OUT_ALL_COLUMNS:
		out->all_columns = true;
		return true;
	default:
		if (out->mode != CTL_MODE_TABLE) {
			ctl_args_say(args, "only one of --json, --pairs and --raw makes sense");
			return false;
		}
		out->mode = mode;
		return true;
	}
}

/**
 * ctl_out_is_plain() - tell if the output is for a person
 * @out: the output
 *
 * Return: true if neither a form nor columns were asked for.
 */
bool ctl_out_is_plain(const struct ctl_out *out)
{
	return out->mode == CTL_MODE_TABLE && !out->list && !out->all_columns;
}

static int find_column(const struct ctl_table *table, const char *name, size_t len)
{
	int i;

	for (i = 0; i < table->n; i++)
		if (strlen(table->columns[i].name) == len &&
		    !strncasecmp(table->columns[i].name, name, len))
			return i;
	return -1;
}

static void choose_columns(struct ctl_out *out, const struct ctl_table *table, bool all)
{
	int i;

	for (i = 0; i < table->n; i++)
		if (all || table->columns[i].standard)
			out->chosen[out->n++] = i;
}

static bool is_chosen(const struct ctl_out *out, int place)
{
	int i;

	for (i = 0; i < out->n; i++)
		if (out->chosen[i] == place)
			return true;
	return false;
}

/**
 * ctl_out_shows() - tell if a column is shown
 * @out: the output, once its columns are chosen
 * @table: the table
 * @name: name of the column
 *
 * Return: true if it is.
 */
bool ctl_out_shows(const struct ctl_out *out, const struct ctl_table *table, const char *name)
{
	return is_chosen(out, find_column(table, name, strlen(name)));
}

static bool pick_columns(struct ctl_out *out, const struct ctl_table *table, const char *list,
			 const struct ctl_args *args)
{
	const char *name = list;
	size_t len;
	int place;

	for (;; name += len + 1) {
		len = strcspn(name, ",");
		place = find_column(table, name, len);
		if (place < 0) {
			ctl_args_say(args, "there is no column '%.*s'", (int)len, name);
			return false;
		}
		/* A column that is given twice would make a key of JSON twice */
		if (is_chosen(out, place)) {
			ctl_args_say(args, "column '%.*s' is there already", (int)len, name);
			return false;
		}
		out->chosen[out->n++] = place;
		if (!name[len])
			return true;
	}
}

/**
 * ctl_out_choose() - find the columns to show, once all options are known
 * @out: the output
 * @table: the table
 * @args: the arguments, for complaints
 *
 * Return: false, after a message, if a column is not known.
 */
bool ctl_out_choose(struct ctl_out *out, const struct ctl_table *table,
		    const struct ctl_args *args)
{
	const char *list = out->list;

	if (list && out->all_columns) {
		ctl_args_say(args, "only one of --output and --output-all makes sense");
		return false;
	}
	out->n = 0;
	if (!list || *list == '+')
		choose_columns(out, table, out->all_columns);
	if (!list)
		return true;
	return pick_columns(out, table, list + (*list == '+'), args);
}

static void print_cell_number(struct ctl_cell *cell, enum ctl_format format, const void *field)
{
	switch (format) {
	case CTL_FORMAT_U32:
		snprintf(cell->text, cell->size, "%" PRIu32, *(const uint32_t *)field);
		return;
	case CTL_FORMAT_S32:
		snprintf(cell->text, cell->size, "%" PRId32, *(const int32_t *)field);
		return;
	case CTL_FORMAT_U64:
		snprintf(cell->text, cell->size, "%" PRIu64, *(const uint64_t *)field);
		return;
	case CTL_FORMAT_HEX32:
		snprintf(cell->text, cell->size, "0x%08" PRIx32, *(const uint32_t *)field);
		return;
	default:
		snprintf(cell->text, cell->size, "0x%016" PRIx64, *(const uint64_t *)field);
	}
}

static void print_word(struct ctl_cell *cell, const struct ctl_column *column, uint32_t value)
{
	dr_text_word(cell->text, cell->size, column->word(value), value, column->max);
}

static void fill_cell(struct ctl_cell *cell, const struct ctl_column *column, const void *row)
{
	const char *field = (const char *)row + column->offset;

	cell->text[0] = '\0';
	if (column->attr && !(*(const uint64_t *)row >> column->attr & 1))
		return;
	if (column->format == CTL_FORMAT_OWN)
		column->get(cell, row);
	else if (column->format == CTL_FORMAT_STRING)
		snprintf(cell->text, cell->size, "%s", field);
	else if (column->format == CTL_FORMAT_WORD)
		print_word(cell, column, *(const uint32_t *)field);
	else
		print_cell_number(cell, column->format, field);
}

static struct ctl_cell make_cell(const struct ctl_out *out, char *text, bool machine)
{
	return (struct ctl_cell){
		.text = text, .size = CTL_CELL_MAX, .machine = machine,
		.bytes = out->bytes || machine, .scene = out->scene,
	};
}

static int add_columns(const struct ctl_out *out, const struct ctl_table *table,
		       struct libscols_table *tb)
{
	struct libscols_column *made;
	int i;

	for (i = 0; i < out->n; i++) {
		const struct ctl_column *column = &table->columns[out->chosen[i]];

		made = scols_table_new_column(tb, column->name, 0,
					      column->number ? SCOLS_FL_RIGHT : 0);
		if (!made)
			return -1;
		if (column->number)
			scols_column_set_json_type(made, SCOLS_JSON_NUMBER);
	}
	return 0;
}

static int add_row(const struct ctl_out *out, const struct ctl_table *table,
		   struct libscols_table *tb, const void *row)
{
	struct libscols_line *line = scols_table_new_line(tb, NULL);
	char text[CTL_CELL_MAX];
	struct ctl_cell cell = make_cell(out, text, out->mode == CTL_MODE_JSON);
	int i;

	if (!line)
		return -1;
	for (i = 0; i < out->n; i++) {
		fill_cell(&cell, &table->columns[out->chosen[i]], row);
		/* In raw output an empty cell would shift the columns */
		if (!*text && out->mode == CTL_MODE_RAW)
			snprintf(text, sizeof(text), "-");
		if (*text && scols_line_set_data(line, i, text))
			return -1;
	}
	return 0;
}

static void set_mode(const struct ctl_out *out, const struct ctl_table *table,
		     struct libscols_table *tb)
{
	scols_table_enable_noheadings(tb, out->no_headings);
	if (out->mode == CTL_MODE_RAW)
		scols_table_enable_raw(tb, 1);
	if (out->mode == CTL_MODE_PAIRS)
		scols_table_enable_export(tb, 1);
	if (out->mode == CTL_MODE_JSON) {
		scols_table_enable_json(tb, 1);
		scols_table_set_name(tb, table->name);
	}
}

/* Without rows, libsmartcols prints no heading; readers that skip the first line need one */
static void print_headings(const struct ctl_out *out, const struct ctl_table *table, FILE *stream)
{
	int i;

	if (out->no_headings || out->mode == CTL_MODE_JSON || out->mode == CTL_MODE_PAIRS)
		return;
	for (i = 0; i < out->n; i++)
		fprintf(stream, "%s%s", i ? " " : "", table->columns[out->chosen[i]].name);
	fputc('\n', stream);
}

/**
 * ctl_out_print() - print a table
 * @out: the output
 * @table: its columns
 * @rows: list of its rows
 * @stream: stream
 *
 * Return: 0, -1 without memory.
 */
int ctl_out_print(const struct ctl_out *out, const struct ctl_table *table,
		  const struct dr_list *rows, FILE *stream)
{
	struct libscols_table *tb = scols_new_table();
	size_t i;
	int err;

	if (!tb)
		return -1;
	set_mode(out, table, tb);
	scols_table_set_stream(tb, stream);
	err = add_columns(out, table, tb);
	for (i = 0; i < rows->n && !err; i++)
		err = add_row(out, table, tb, dr_list_at(rows, i));
	if (!err && !rows->n)
		print_headings(out, table, stream);
	if (!err)
		err = scols_print_table(tb);
	scols_unref_table(tb);
	return err ? -1 : 0;
}

static void put_json_string(FILE *stream, const char *text)
{
	fputc('"', stream);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fprintf(stream, "\\%c", *text);
		else if ((unsigned char)*text < 0x20)
			fprintf(stream, "\\u%04x", (unsigned int)*text);
		else
			fputc(*text, stream);
	}
	fputc('"', stream);
}

static void put_json_list(FILE *stream, char *text)
{
	const char *between = "";
	char *word;

	fputc('[', stream);
	while ((word = strsep(&text, ","))) {
		if (!*word)
			continue;
		fputs(between, stream);
		put_json_string(stream, word);
		between = ",";
	}
	fputc(']', stream);
}

static void put_key(FILE *stream, const char *name)
{
	fputc('"', stream);
	for (; *name; name++)
		fputc(tolower((unsigned char)*name), stream);
	fputs("\":", stream);
}

/**
 * ctl_out_object() - print one row as a JSON object, on one line
 * @out: the output
 * @table: its columns
 * @row: the row
 * @stream: stream
 */
void ctl_out_object(const struct ctl_out *out, const struct ctl_table *table, const void *row,
		    FILE *stream)
{
	char text[CTL_CELL_MAX];
	struct ctl_cell cell = make_cell(out, text, true);
	int i;

	for (i = 0; i < out->n; i++) {
		const struct ctl_column *column = &table->columns[out->chosen[i]];

		fill_cell(&cell, column, row);
		fputc(i ? ',' : '{', stream);
		put_key(stream, column->name);
		if (column->list)
			put_json_list(stream, text);
		else if (!*text)
			fputs("null", stream);
		else if (column->number)
			fputs(text, stream);
		else
			put_json_string(stream, text);
	}
	fputs("}\n", stream);
}

/**
 * ctl_out_help() - print the columns of a table
 * @table: the table
 */
void ctl_out_help(const struct ctl_table *table)
{
	int i;

	printf("\nColumns of %s (* shown unless -o says otherwise):\n", table->name);
	for (i = 0; i < table->n; i++)
		printf("  %c %-12s %s\n", table->columns[i].standard ? '*' : ' ',
		       table->columns[i].name, table->columns[i].help);
}

/**
 * ctl_out_finish() - flush stdout
 * @status: exit status so far
 *
 * Return: @status, or CTL_FAILED if stdout could not be written.
 */
enum ctl_status ctl_out_finish(enum ctl_status status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	perror("pdrctl: writing the output");
	return status == CTL_DONE ? CTL_FAILED : status;
}
