// SPDX-License-Identifier: GPL-2.0
/* Makes the model wrong on purpose; see wrong.h. */

#include "wrong.h"

/* The line that gets no answer. */
static enum {
	NONE,
	AFTER_A_CORE,
	EVENTS_AGAIN,
} ends;

static const struct {
	const char *rule;
	size_t offset;
} flags[] = {
	{ "unasked", offsetof(struct model_policy, takes_unasked) },
	{ "strict", offsetof(struct model_policy, strict) },
	{ "back", offsetof(struct model_policy, step_back) },
	{ "again", offsetof(struct model_policy, asks_core_again) },
	{ "form2", offsetof(struct model_policy, form2) },
	{ "isolated", offsetof(struct model_policy, isolated_complete) },
};

static bool turn_flag(struct model_policy *policy, const char *rule)
{
	unsigned int i;
	bool *flag;

	for (i = 0; i < ARRAY_SIZE(flags); i++)
		if (!strcmp(flags[i].rule, rule)) {
			flag = (bool *)((char *)policy + flags[i].offset);
			*flag = !*flag;
			return true;
		}
	return false;
}

bool wrong_make(struct model_policy *policy, const char *rule)
{
	if (!strcmp(rule, "refusal"))
		policy->lmb_by_unisolate.guest_error ^= 3;
	else if (!strcmp(rule, "death"))
		ends = AFTER_A_CORE;
	else if (!strcmp(rule, "end"))
		ends = EVENTS_AGAIN;
	else
		return turn_flag(policy, rule);
	return true;
}

static bool has_core_gone(const struct model *model)
{
	const struct model_host_event *event = model->host_events;
	const struct model_host_event *end = event + model->host_event_count;

	for (; event < end; event++)
		if (event->news == MODEL_DEVICE_DELETED &&
		    model->drcs[model->devices[event->device].first].resource ==
		    PSERIES_DR_RESOURCE_CPU)
			return true;
	return false;
}

bool wrong_end(const struct model *model, const char *line)
{
	static bool core_gone, events;
	bool again = events && !strcmp(line, "events");
	bool now = (ends == AFTER_A_CORE && core_gone) ||
		   (ends == EVENTS_AGAIN && again);

	events = !strcmp(line, "events");
	core_gone |= has_core_gone(model);
	return now;
}
