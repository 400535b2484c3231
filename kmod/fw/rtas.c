// SPDX-License-Identifier: GPL-2.0
/*
 * The RTAS calls of dynamic reconfiguration, each made once. Includes core/parse, core/engine
 * and fw.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/io.h>
#include <linux/kmemleak.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include <asm/page.h>
#include <asm/rtas.h>

#include "core/engine/busy.h"
#include "core/parse/ccwork.h"
#include "fw/rtas.h"

/* check-exception: the vector of external interrupts; the call is not urgent */
#define EXTERNAL_INTERRUPT_VECTOR	0x500
#define NOT_CRITICAL			0

static struct {
	int set_power_level;
	int get_power_level;
	int get_sensor_state;
	int set_indicator;
	int configure_connector;
	int check_exception;
} tokens;

static int rtas_sense(void *context, u32 drc_index, u32 *sense)
{
	int value = 0;
	int status;

	status = rtas_call(tokens.get_sensor_state, 2, 2, &value,
			   PDR_DR_ENTITY_SENSE, drc_index);
	*sense = value;
	return status;
}

static int rtas_set_indicator_once(void *context, u32 indicator, u32 drc_index,
				   u32 value)
{
	return rtas_call(tokens.set_indicator, 3, 1, NULL, indicator, drc_index,
			 value);
}

/*
 * RTAS is known to reach rtas_data_buf, and no other memory that a module can
 * name. All callers of RTAS share the buffer, so each call copies the work area
 * in and out under its lock.
 */
static int rtas_configure(void *context, u8 *area, u32 page)
{
	int status;

	BUILD_BUG_ON(RTAS_DATA_BUF_SIZE < PDR_CC_AREA_SIZE);

	spin_lock(&rtas_data_buf_lock);
	memcpy(rtas_data_buf, area, PDR_CC_AREA_SIZE);
	status = rtas_call(tokens.configure_connector, 2, 1, NULL,
			   __pa(rtas_data_buf), page);
	memcpy(area, rtas_data_buf, PDR_CC_AREA_SIZE);
	spin_unlock(&rtas_data_buf_lock);
	return status;
}

/* If the platform has no such call, rtas_call() gives the status of a hardware error. */
static int rtas_set_power(void *context, u32 domain, u32 level)
{
	int reached;

	return rtas_call(tokens.set_power_level, 2, 2, &reached, domain, level);
}

static int rtas_get_power(void *context, u32 domain, u32 *level)
{
	int value = 0;
	int status;

	status = rtas_call(tokens.get_power_level, 1, 2, &value, domain);
	*level = value;
	return status;
}

/*
 * RTAS reaches 4 GiB. The DMA zone is the lowest one, but may end above that. If it is
 * full, the lane has a page in reserve, so do not wait.
 */
static u32 rtas_page_get(void *context)
{
	void *page = kmalloc(PDR_CC_AREA_SIZE, GFP_NOWAIT | GFP_DMA |
					       __GFP_NOWARN);

	if (page && virt_to_phys(page) + PDR_CC_AREA_SIZE > SZ_4G) {
		kfree(page);
		page = NULL;
	}
	/* it is kept by its physical address, which kmemleak does not know */
	kmemleak_not_leak(page);
	return page ? virt_to_phys(page) : 0;
}

static void rtas_page_put(void *context, u32 page, bool keeps)
{
	if (keeps)
		pr_warn("firmware is still busy and keeps a page at 0x%x\n", page);
	else
		kfree(phys_to_virt(page));
}

static void rtas_delay(void *context, unsigned int ms)
{
	if (ms)
		msleep(ms);
	else
		cond_resched();
}

static u64 rtas_now_ms(void *context)
{
	return ktime_to_ms(ktime_get());
}

static const struct pdr_platform_ops rtas_platform_ops = {
	.sense = rtas_sense,
	.set_indicator = rtas_set_indicator_once,
	.configure = rtas_configure,
	.set_power = rtas_set_power,
	.get_power = rtas_get_power,
	.page_get = rtas_page_get,
	.page_put = rtas_page_put,
	.delay = rtas_delay,
	.now_ms = rtas_now_ms,
};

const struct pdr_platform pdr_rtas_platform = {
	.ops = &rtas_platform_ops,
};

int pdr_rtas_fetch_event(u32 hwirq, u8 *log)
{
	int status;

	BUILD_BUG_ON(RTAS_DATA_BUF_SIZE < PSERIES_DR_RAW_MAX);

	spin_lock(&rtas_data_buf_lock);
	memset(rtas_data_buf, 0, PSERIES_DR_RAW_MAX);
	status = rtas_call(tokens.check_exception, 6, 1, NULL,
			   EXTERNAL_INTERRUPT_VECTOR, hwirq,
			   RTAS_HOTPLUG_EVENTS, NOT_CRITICAL,
			   __pa(rtas_data_buf), PSERIES_DR_RAW_MAX);
	if (!status)
		memcpy(log, rtas_data_buf, PSERIES_DR_RAW_MAX);
	spin_unlock(&rtas_data_buf_lock);
	return status;
}

int pdr_rtas_init(void)
{
	const struct {
		int *token;
		const char *name;
	} calls[] = {
		{ &tokens.get_sensor_state, "get-sensor-state" },
		{ &tokens.set_indicator, "set-indicator" },
		{ &tokens.configure_connector, "ibm,configure-connector" },
		{ &tokens.check_exception, "check-exception" },
	};
	size_t i;

	/* a platform without slots that have power of their own needs none */
	tokens.set_power_level = rtas_token("set-power-level");
	tokens.get_power_level = rtas_token("get-power-level");
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		*calls[i].token = rtas_token(calls[i].name);
		if (*calls[i].token == RTAS_UNKNOWN_SERVICE) {
			pr_err("the platform has no RTAS call %s\n",
			       calls[i].name);
			return -ENODEV;
		}
	}
	return 0;
}
