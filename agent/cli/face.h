/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Output for a person: lines of at most 80 columns, in everyday words. Scripts name columns or
 * take JSON; out.h prints both.
 */
#ifndef CTL_FACE_H
#define CTL_FACE_H

#include <stdio.h>

#include "list.h"
#include "model.h"
#include "paint.h"

/* LMBs in a row of the map */
#define CTL_FACE_ROW	48

/* Columns of a terminal that every one has */
#define CTL_FACE_WIDTH	80

/* Where time is measured from, nanoseconds since the epoch; tests set it */
uint64_t ctl_face_now(void);

/* Measure from this time on, that of a recording */
void ctl_face_set_now(uint64_t ns);

/* One line for each job; @jobs: list of struct dr_job */
void ctl_face_jobs(FILE *out, const struct dr_list *jobs, uint64_t lmb_size, bool heading);

/*
 * One line for each run of LMBs that are alike, and the sums; @lmbs: list of struct dr_lmb;
 * @bytes: sizes in bytes
 */
void ctl_face_lmbs(FILE *out, const struct dr_list *lmbs, uint64_t lmb_size, bool heading,
		   bool bytes);

/* How many LMBs from one on are alike and follow each other */
size_t ctl_face_run(const struct dr_list *lmbs, size_t first);

/* The colour of a job's state */
enum ctl_tint ctl_face_tint(const struct dr_job *job);

/* The letter of an LMB in the map, and how many LMBs from one on are in its row */
char ctl_face_letter(const struct dr_lmb *lmb, const struct dr_list *jobs);
size_t ctl_face_row(const struct dr_list *lmbs, size_t first);

/* One letter for each LMB; @jobs tells which of them refused to leave */
void ctl_face_map(FILE *out, const struct dr_list *lmbs, const struct dr_list *jobs);

/* A line, without the blanks at its end */
void ctl_face_line(FILE *out, const char *line);

/* A paragraph behind a label, wrapped */
void ctl_face_paragraph(FILE *out, const char *label, const char *text);

/* The owner of an LMB, in everyday words */
const char *ctl_face_usage(uint32_t usage);

#endif /* CTL_FACE_H */
