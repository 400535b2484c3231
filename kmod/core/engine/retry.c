// SPDX-License-Identifier: GPL-2.0
/* Trying a removal again that can be neither done nor refused. */
#include "core/engine/retry.h"

#define RETRY_FIRST_MS	1000U
#define RETRY_LIMIT_MS	60000U

struct pdr_retry pdr_retry_judge(const struct pdr_outcome *outcome,
				 unsigned int tries, bool cancelled,
				 bool closing)
{
	struct pdr_retry retry = {
		.again = outcome->unfinished,
		.cancelled = cancelled && !outcome->unfinished,
	};

	if (closing) {
		retry.again &= tries < PDR_RETRY_LAST_TRIES;
		retry.cancelled = !outcome->in_part;
	}
	return retry;
}

unsigned int pdr_retry_delay_ms(unsigned int tries)
{
	return min(RETRY_FIRST_MS << min(tries, 8U), RETRY_LIMIT_MS);
}
