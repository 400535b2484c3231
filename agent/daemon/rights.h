/* SPDX-License-Identifier: GPL-2.0 */
/* Gives up what the agent does not need, if root has started it by hand. */

#ifndef PDRD_RIGHTS_H
#define PDRD_RIGHTS_H

/**
 * pdrd_rights_lower() - lay CAP_SYS_ADMIN aside
 *
 * With it, the module would call firmware for each LMB and connector that the metrics count. A
 * program that pdrd starts has it again if the user is root.
 */
void pdrd_rights_lower(void);

#endif /* PDRD_RIGHTS_H */
