// SPDX-License-Identifier: GPL-2.0
/* Trying again a job that must not be left as it ended. Includes core/engine. */
#include "core/engine/retry.h"

#define RETRY_FIRST_MS	1000U
#define RETRY_LIMIT_MS	60000U

/* A connector can be unknown until the bridge above it is back, or since that is gone. */
static bool brings_back_again(int error, unsigned int tries)
{
	if (error == -ENODEV)
		return tries < PDR_RETRY_UNKNOWN_TRIES;
	return error && error != -ECANCELED;
}

bool pdr_retry_is_cancelled(bool cancelled, bool in_part, bool closing)
{
	return (cancelled || closing) && !in_part;
}

struct pdr_retry pdr_retry_judge(const struct pdr_outcome *outcome,
				 unsigned int tries, bool cancelled,
				 bool closing, bool own)
{
	struct pdr_retry retry = {
		.again = outcome->unfinished ||
			 (own && !cancelled && !closing &&
			  brings_back_again(outcome->fault.error, tries)),
		.cancelled = pdr_retry_is_cancelled(cancelled, outcome->in_part, closing),
	};

	if (closing)
		retry.again &= tries < PDR_RETRY_LAST_TRIES;
	return retry;
}

unsigned int pdr_retry_delay_ms(unsigned int tries)
{
	return min(RETRY_FIRST_MS << min(tries, 8U), RETRY_LIMIT_MS);
}
