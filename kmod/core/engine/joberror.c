// SPDX-License-Identifier: GPL-2.0
/* The errno of a job to which Linux said no; see joberror.h. Includes core/engine. */
#include "core/engine/joberror.h"

int pdr_written_errno(s64 written)
{
	switch (written) {
	case -ETIMEDOUT:
		return -EBUSY;
	case -ECANCELED:
		return -EPERM;
	default:
		return min(written, (s64)0);
	}
}

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

/* A shortage of memory may pass, so it never gets another errno. */
static int errno_or(int error, int other)
{
	return !error || error == -ENOMEM ? error : other;
}

int pdr_lmb_errno(int error)
{
	return errno_or(error, -EBUSY);
}

int pdr_reattach_errno(int error)
{
	return error == -EEXIST ? -ENOMEM : pdr_lmb_errno(error);
}

int pdr_tree_errno(int error)
{
	return errno_or(error, -EIO);
}

int pdr_publish_errno(int error)
{
	return error == -ENODEV || error == -ESTALE ? error : errno_or(error, -EIO);
}

int pdr_stock_errno(int error)
{
	return error == -ENODEV || error == -EBUSY || error == -EPERM ? error :
								errno_or(error, -EIO);
}

int pdr_writer_errno(int error)
{
	return error == -EAGAIN || error == -ESHUTDOWN ? -EBUSY : error;
}
