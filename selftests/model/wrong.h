/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_WRONG_H
#define PDR_MODEL_WRONG_H

/* Ways in which the model is wrong on purpose, to see that it is found. */

#include "platform.h"

/**
 * wrong_make() - Make the model wrong.
 * @policy: of the model
 * @rule: in which rule
 *
 * Return: true if there is such a rule.
 */
bool wrong_make(struct model_policy *policy, const char *rule);

/**
 * wrong_end() - Tell if the model ends, as one does that has a fault.
 * @model: the platform
 * @line: what it is asked for, and would not answer
 *
 * To be asked before each line.
 *
 * Return: true if it ends.
 */
bool wrong_end(const struct model *model, const char *line);

#endif /* PDR_MODEL_WRONG_H */
