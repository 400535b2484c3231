/* SPDX-License-Identifier: GPL-2.0 */
/* Attributes of the pseries_dr family as plain data. */
#ifndef CTL_DECODE_H
#define CTL_DECODE_H

#include "model.h"

struct nlattr;

void ctl_decode_info(const struct nlattr *head, int len, struct ctl_info *info);
void ctl_decode_drc(const struct nlattr *head, int len, struct ctl_drc *drc);
void ctl_decode_lmb(const struct nlattr *head, int len, struct ctl_lmb *lmb);
void ctl_decode_job(const struct nlattr *head, int len, struct ctl_job *job);
void ctl_decode_event(const struct nlattr *head, int len, struct ctl_event *event);
void ctl_decode_text(const struct nlattr *attr, char *text, size_t size);

#endif /* CTL_DECODE_H */
