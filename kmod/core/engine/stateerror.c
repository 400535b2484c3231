// SPDX-License-Identifier: GPL-2.0
/* The errno of a job whose memory block or CPU does not change its state. */
#include "core/engine/stateerror.h"

int pdr_state_errno(int error)
{
	switch (error) {
	case 0:
	case -ENOMEM:
	case -ETIMEDOUT:
	case -ECANCELED:
		return error;
	case -ENOENT:
		return -EIO;
	default:
		return -EBUSY;
	}
}
