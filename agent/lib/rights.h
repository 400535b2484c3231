/* SPDX-License-Identifier: GPL-2.0 */
/* Gives up what a program does not need, if root has started it. */

#ifndef DR_RIGHTS_H
#define DR_RIGHTS_H

/**
 * dr_rights_lower() - lay CAP_SYS_ADMIN aside
 *
 * With it, the module would call firmware for each LMB and connector that is counted or listed. A
 * program that this one starts has it again if the user is root.
 */
void dr_rights_lower(void);

#endif /* DR_RIGHTS_H */
