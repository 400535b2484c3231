// SPDX-License-Identifier: GPL-2.0
/* Waiting for a platform that is busy; see busy.h. Includes core/engine. */
#include "core/engine/busy.h"

/* The first calls after "call again" (-2) follow at once, later ones after longer pauses. */
#define CALLS_AT_ONCE	16
#define PAUSE_MAX_MS	20U

static void begin_busy(const struct pdr_platform *platform,
		       struct pdr_busy *busy)
{
	busy->since_ms = platform->ops->now_ms(platform->context);
	if (platform->busy_ms)
		busy->before_ms = *platform->busy_ms;
}

u64 pdr_busy_note(const struct pdr_platform *platform,
		  const struct pdr_busy *busy)
{
	u64 spent;

	if (!busy->calls)
		return 0;
	spent = platform->ops->now_ms(platform->context) - busy->since_ms;
	spent = max(spent, busy->waited_ms);
	spent += busy->before_ms;
	if (platform->busy_ms)
		*platform->busy_ms = spent;
	return spent;
}

static unsigned int time_left(const struct pdr_platform *platform,
			      const struct pdr_busy *busy)
{
	u64 spent = pdr_busy_note(platform, busy);

	return spent < PDR_BUSY_LIMIT_MS ? PDR_BUSY_LIMIT_MS - spent : 0;
}

static unsigned int pause_of(s32 status, unsigned int calls)
{
	unsigned int ms = pdr_fw_delay_ms(status);

	if (!ms && calls > CALLS_AT_ONCE)
		ms = min(calls - CALLS_AT_ONCE, PAUSE_MAX_MS);
	return ms;
}

bool pdr_busy_wait(const struct pdr_platform *platform, s32 status,
		   struct pdr_busy *busy)
{
	unsigned int ms, left;

	if (!pdr_fw_is_busy(status)) {
		pdr_busy_note(platform, busy);
		return false;
	}
	if (!busy->calls++)
		begin_busy(platform, busy);
	left = time_left(platform, busy);
	if (!left)
		return false;
	ms = min(pause_of(status, busy->calls), left);
	platform->ops->delay(platform->context, ms);
	busy->waited_ms += max(ms, 1U);
	return true;
}

int pdr_busy_errno(enum pdr_fw_call call, s32 status)
{
	return pdr_fw_is_busy(status) ? -ETIMEDOUT : pdr_fw_errno(call, status);
}
