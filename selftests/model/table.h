/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_TABLE_H
#define PDR_MODEL_TABLE_H

/*
 * The behaviour of platforms, written down a second time: call by call, and as
 * stories of whole sequences. QEMU 7.2 and 10.0 were seen to behave so; other
 * versions of QEMU, and LoPAR, are from reading their sources and PAPR.
 */

/**
 * model_check() - Check the model against all rows and stories.
 *
 * Prints each difference.
 *
 * Return: their number.
 */
unsigned int model_check(void);

#endif /* PDR_MODEL_TABLE_H */
