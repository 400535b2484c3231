// SPDX-License-Identifier: GPL-2.0
/*
 * The map of all LMBs as a picture; see svg.h. The colours are those of Okabe and Ito, which people
 * who see fewer colours tell apart, too.
 */
#include <string.h>

#include "face.h"
#include "svg.h"

#define CELL	14
#define LEFT	100
#define TOP	76
#define WIDTH	(LEFT + CTL_FACE_ROW * CELL + 100)

static const struct look {
	char letter;
	const char *name;
	const char *fill;
	const char *ink;
} looks[] = {
	{ 'M', "in use, movable", "#009e73", "#fff" },
	{ 'N', "in use, kernel zone", "#0072b2", "#fff" },
	{ '!', "refused to leave", "#d55e00", "#fff" },
	{ 's', "spare", "#f0e442", "#000" },
	{ '.', "not assigned", "#e5e5e5", "#000" },
	{ 'R', "fixed", "#767676", "#fff" },
	{ '?', "unknown", "#fff", "#000" },
};

static const struct look *find_look(char letter)
{
	const struct look *look = looks;

	while (look->letter != letter && look->letter != '?')
		look++;
	return look;
}

static void put_xml(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("&<>\"'", *text))
			fprintf(out, "&#%d;", *text);
		else
			fputc(*text, out);
	}
}

static void draw_cell(FILE *out, size_t x, size_t y, const struct look *look)
{
	fprintf(out, "<rect x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" fill=\"%s\""
		" stroke=\"#595959\"/>", x, y, CELL - 2, CELL - 2, look->fill);
	fprintf(out, "<text class=\"l\" x=\"%zu\" y=\"%zu\" fill=\"%s\">%c</text>",
		x + CELL / 2 - 1, y + CELL - 5, look->ink, look->letter);
}

static void draw_lmb(FILE *out, const struct dr_lmb *lmb, char letter, size_t x, size_t y)
{
	fprintf(out, "<g><title>LMB 0x%08x at 0x%llx: %s", lmb->index,
		(unsigned long long)lmb->address, ctl_face_usage(lmb->usage));
	if (letter == '!')
		fputs(", refused to leave", out);
	if (*lmb->zone) {
		fputs(", zone ", out);
		put_xml(out, lmb->zone);
	}
	if (dr_has(lmb, PSERIES_DR_A_LMB_NID))
		fprintf(out, ", node %d", lmb->nid);
	fputs("</title>", out);
	draw_cell(out, x, y, find_look(letter));
	fputs("</g>\n", out);
}

static void draw_row(FILE *out, const struct dr_list *lmbs, size_t first, size_t n,
		     const struct dr_list *jobs, size_t y)
{
	const struct dr_lmb *one = dr_list_at(lmbs, first);
	size_t i;

	fprintf(out, "<text x=\"10\" y=\"%zu\">0x%08x</text>\n", y + CELL - 4, one->index);
	for (i = 0; i < n; i++) {
		const struct dr_lmb *lmb = dr_list_at(lmbs, first + i);

		draw_lmb(out, lmb, ctl_face_letter(lmb, jobs), LEFT + i * CELL, y);
	}
	if (dr_has(one, PSERIES_DR_A_LMB_NID))
		fprintf(out, "<text x=\"%d\" y=\"%zu\">node %d</text>\n",
			LEFT + CTL_FACE_ROW * CELL + 10, y + CELL - 4, one->nid);
}

static void draw_legend(FILE *out)
{
	size_t i;

	for (i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		size_t x = 10 + i % 4 * 200, y = 34 + i / 4 * 18;

		draw_cell(out, x, y, &looks[i]);
		fprintf(out, "<text x=\"%zu\" y=\"%zu\">%s</text>\n", x + CELL + 4, y + CELL - 4,
			looks[i].name);
	}
}

static size_t count_rows(const struct dr_list *lmbs)
{
	size_t i, rows = 0;

	for (i = 0; i < lmbs->n; i += ctl_face_row(lmbs, i))
		rows++;
	return rows;
}

void ctl_svg_map(FILE *out, const struct dr_list *lmbs, const struct dr_list *jobs)
{
	size_t height = TOP + count_rows(lmbs) * (CELL + 4) + 10, i, n, y = TOP;

	fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%zu\""
		" viewBox=\"0 0 %d %zu\" role=\"img\" aria-labelledby=\"t d\">\n"
		"<title id=\"t\">Memory of this guest</title>\n"
		"<desc id=\"d\">%zu LMBs, a cell each, in rows of one NUMA node.</desc>\n"
		"<style>text{font:12px sans-serif}.l{font-size:10px;text-anchor:middle}</style>\n"
		"<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
		"<text x=\"10\" y=\"20\" font-weight=\"bold\">Memory of this guest</text>\n",
		WIDTH, height, WIDTH, height, lmbs->n);
	draw_legend(out);
	for (i = 0; i < lmbs->n; i += n) {
		n = ctl_face_row(lmbs, i);
		draw_row(out, lmbs, i, n, jobs, y);
		y += CELL + 4;
	}
	fputs("</svg>\n", out);
}
