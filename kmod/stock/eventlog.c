// SPDX-License-Identifier: GPL-2.0
/* Writing to the stock kernel's log of platform events. Includes core/parse and stock. */
#include <linux/pseries_dr.h>

#include <asm/machdep.h>
#include <asm/rtas.h>

#include "core/parse/hpevent.h"
#include "stock/eventlog.h"

/*
 * The stock kernel believes the length that the log states: it copies up to
 * RTAS_ERROR_LOG_MAX bytes of a log that states more, and a length above INT_MAX
 * makes it copy without end.
 */
void pdr_eventlog_write(u8 *log)
{
	if (pdr_hpevent_is_whole(log, PSERIES_DR_RAW_MAX))
		log_error((char *)log, ERR_TYPE_RTAS_LOG, 0);
}
