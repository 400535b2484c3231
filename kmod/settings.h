/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_SETTINGS_H
#define PDR_SETTINGS_H

/* PDR_RELEASE: version of the module */
#define PDR_RELEASE "0.1"

#endif /* PDR_SETTINGS_H */
