// SPDX-License-Identifier: GPL-2.0
/*
 * Colours and characters; see paint.h. Texts are ASCII, as dr_text_clean() leaves them, so a byte
 * is a column until an ellipsis or a bar is put in.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "paint.h"

/**
 * struct paint - what stdout can show
 * @utf8: the locale has UTF-8
 * @colors: colours are wanted
 */
static struct paint {
	bool utf8;
	bool colors;
} paint;

static bool wants_colors(void)
{
	const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no_color && *no_color) && terminal &&
	       strcmp(terminal, "dumb") != 0;
}

void ctl_paint_init(void)
{
	/* The other categories stay C: numbers and dates are the same everywhere */
	setlocale(LC_CTYPE, "");
	paint.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	paint.colors = wants_colors();
}

void ctl_paint_set(bool colors)
{
	paint.colors = colors;
}

const char *ctl_paint_on(enum ctl_tint tint)
{
	static const char * const codes[] = {
		[CTL_TINT_NONE] = "",
		[CTL_TINT_GOOD] = "\033[32m",
		[CTL_TINT_BUSY] = "\033[36m",
		[CTL_TINT_WARN] = "\033[33m",
		[CTL_TINT_BAD] = "\033[31m",
		[CTL_TINT_FAINT] = "\033[2m",
	};

	return paint.colors ? codes[tint] : "";
}

const char *ctl_paint_off(void)
{
	return paint.colors ? "\033[0m" : "";
}

char *ctl_paint_cut(char *buf, size_t size, const char *text, size_t width)
{
	if (strlen(text) <= width)
		snprintf(buf, size, "%s", text);
	else if (paint.utf8)
		snprintf(buf, size, "%.*s\u2026", (int)width - 1, text);
	else
		snprintf(buf, size, "%.*s...", (int)width - 3, text);
	return buf;
}

char *ctl_paint_cell(char *buf, size_t size, const char *text, size_t width)
{
	size_t used = strlen(text) < width ? strlen(text) : width, len;

	ctl_paint_cut(buf, size, text, width);
	len = strlen(buf);
	snprintf(buf + len, size - len, "%*s", (int)(width - used), "");
	return buf;
}

char *ctl_paint_bar(char *buf, size_t size, size_t width, size_t part, size_t whole)
{
	const char *full = paint.utf8 ? "\u2588" : "#", *rest = paint.utf8 ? "\u2591" : "-";
	size_t filled = whole ? (uint64_t)width * part / whole : 0, i, len = 0;

	buf[0] = '\0';
	for (i = 0; i < width && len < size; i++)
		len += snprintf(buf + len, size - len, "%s", i < filled ? full : rest);
	return buf;
}
