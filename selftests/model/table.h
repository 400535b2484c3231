/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_TABLE_H
#define PDR_MODEL_TABLE_H

/*
 * What QEMU was seen to do, written down a second time: call by call, and as
 * stories of whole sequences.
 */

/**
 * model_check() - Hold the model against what QEMU was seen to do.
 *
 * Prints each difference.
 *
 * Return: how many there are.
 */
unsigned int model_check(void);

#endif /* PDR_MODEL_TABLE_H */
