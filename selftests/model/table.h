/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_TABLE_H
#define PDR_MODEL_TABLE_H

/*
 * What platforms do, written down a second time: call by call, and as stories of
 * whole sequences. Of QEMU 7.2 and 10.0 it was seen; of other versions of QEMU,
 * and of LoPAR, it was read, in sources and in PAPR's text.
 */

/**
 * model_check() - Hold the model against what is written down.
 *
 * Prints each difference.
 *
 * Return: how many there are.
 */
unsigned int model_check(void);

#endif /* PDR_MODEL_TABLE_H */
