/* SPDX-License-Identifier: GPL-2.0 */
/* The map of all LMBs as a picture. */
#ifndef CTL_SVG_H
#define CTL_SVG_H

#include <stdio.h>

#include "list.h"

/*
 * Write the map as SVG: rows as ctl_face_map() has them, a cell for each LMB whose letter and title
 * tell its state without the colour, and a legend.
 */
void ctl_svg_map(FILE *out, const struct dr_list *lmbs, const struct dr_list *jobs);

#endif /* CTL_SVG_H */
