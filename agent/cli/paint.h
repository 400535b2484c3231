/* SPDX-License-Identifier: GPL-2.0 */
/* Colours and characters for a person, as far as the terminal and the locale have them. */
#ifndef CTL_PAINT_H
#define CTL_PAINT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * enum ctl_tint - the meaning of a colour
 * @CTL_TINT_NONE: nothing special
 * @CTL_TINT_GOOD: in order
 * @CTL_TINT_BUSY: at work
 * @CTL_TINT_WARN: given up, or to be looked at
 * @CTL_TINT_BAD: refused, failed
 * @CTL_TINT_FAINT: of no interest here
 */
enum ctl_tint {
	CTL_TINT_NONE,
	CTL_TINT_GOOD,
	CTL_TINT_BUSY,
	CTL_TINT_WARN,
	CTL_TINT_BAD,
	CTL_TINT_FAINT,
};

/*
 * Look at the locale and at stdout: colours are for a terminal that is not dumb, without NO_COLOR.
 * Before that there are neither colours nor UTF-8.
 */
void ctl_paint_init(void);

/* Have colours or not, whatever stdout is */
void ctl_paint_set(bool colors);

/* Begin and end a colour; empty without colours */
const char *ctl_paint_on(enum ctl_tint tint);
const char *ctl_paint_off(void);

/* A text in exactly @width columns, at least 3: cut with an ellipsis, or filled up with blanks */
char *ctl_paint_cell(char *buf, size_t size, const char *text, size_t width);

/* A text in at most @width columns */
char *ctl_paint_cut(char *buf, size_t size, const char *text, size_t width);

/* A bar of @width columns, of which @part of @whole are filled; a column has up to 3 bytes */
char *ctl_paint_bar(char *buf, size_t size, size_t width, size_t part, size_t whole);

#endif /* CTL_PAINT_H */
