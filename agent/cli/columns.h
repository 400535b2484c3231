/* SPDX-License-Identifier: GPL-2.0 */
/* The columns of all tables. */
#ifndef CTL_COLUMNS_H
#define CTL_COLUMNS_H

#include "out.h"

extern const struct ctl_table ctl_lmb_table;
extern const struct ctl_table ctl_drc_table;
extern const struct ctl_table ctl_core_table;
extern const struct ctl_table ctl_job_table;

#endif /* CTL_COLUMNS_H */
