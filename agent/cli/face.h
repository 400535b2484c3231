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

/* Columns of a terminal that every one has */
#define CTL_FACE_WIDTH	80

/* Where time is measured from, nanoseconds since the epoch; tests set it */
uint64_t ctl_face_now(void);

/* One line for each job; @jobs: list of struct dr_job */
void ctl_face_jobs(FILE *out, const struct dr_list *jobs, uint64_t lmb_size, bool heading);

/*
 * One line for each run of LMBs that are alike, and the sums; @lmbs: list of struct dr_lmb;
 * @bytes: sizes in bytes
 */
void ctl_face_lmbs(FILE *out, const struct dr_list *lmbs, uint64_t lmb_size, bool heading,
		   bool bytes);

/* One letter for each LMB; @jobs tells which of them refused to leave */
void ctl_face_map(FILE *out, const struct dr_list *lmbs, const struct dr_list *jobs);

/* A paragraph behind a label, wrapped */
void ctl_face_paragraph(FILE *out, const char *label, const char *text);

/* The owner of an LMB, in everyday words */
const char *ctl_face_usage(uint32_t usage);

#endif /* CTL_FACE_H */
