// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/dlpar: the stock file's grammar, and an errno that says why. */
#include <linux/sysfs.h>

#include "state/job.h"
#include "state/pdr.h"
#include "stock/stock.h"
#include "ui/sysfs.h"

static ssize_t dlpar_store(struct kobject *object,
			   struct kobj_attribute *attribute, const char *text,
			   size_t len)
{
	struct pdr_request request;
	int error;

	error = pdr_request_parse(text, len, &request);
	if (!error)
		error = pdr_job_run(&request, PSERIES_DR_ORIGIN_SYSFS);
	return error ?: len;
}

/*
 * drmgr looks for the words of what it may write. What goes beyond memory and
 * cpu is carried out by the stock kernel, as far as it can.
 */
static ssize_t dlpar_show(struct kobject *object,
			  struct kobj_attribute *attribute, char *text)
{
	return pdr_stock_words(text);
}

struct kobj_attribute pdr_dlpar_attribute = __ATTR_RW(dlpar);
