/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_WRONG_H
#define PDR_MODEL_WRONG_H

/* Making the model wrong on purpose, so that the walk has to find it. */

#include "platform.h"

/**
 * wrong_make() - Make the model wrong.
 * @policy: policy of the model
 * @rule: name of the rule to break
 *
 * Return: true if there is such a rule.
 */
bool wrong_make(struct model_policy *policy, const char *rule);

/**
 * wrong_end() - Tell if the model is to end without an answer, as if it crashed.
 * @model: the platform
 * @line: the line that it should answer
 *
 * Call it before each line.
 *
 * Return: true if it ends.
 */
bool wrong_end(const struct model *model, const char *line);

#endif /* PDR_MODEL_WRONG_H */
