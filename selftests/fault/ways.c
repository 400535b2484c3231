// SPDX-License-Identifier: GPL-2.0
/* The ways in which each kind of call goes wrong. */
#include "firmware.h"
#include "script.h"

#include <core/engine/listing.h>

#define BUSY		(-2)

/* That a call is to be made again, once or more often, before it works. */
#define BUSY_WAYS				\
	{ WAY_BUSY, BUSY, 1 },			\
	{ WAY_BUSY, BUSY, 20 },			\
	{ WAY_BUSY, 9900, 1 },			\
	{ WAY_BUSY, 9901, 1 },			\
	{ WAY_BUSY, 9902, 1 },			\
	{ WAY_BUSY, 9903, 3 },			\
	{ WAY_BUSY, 9904, 1 },			\
	{ WAY_BUSY, 9905, 1 },			\
	{ WAY_BUSY_DONE, BUSY, 1 },		\
	{ WAY_BUSY_DONE, 9902, 2 }

/* Statuses that each call can also give, for ever; their errno is another. */
#define OTHER_NEVER_WAYS			\
	{ WAY_ALWAYS, -3, 0 },			\
	{ WAY_ALWAYS, -9002, 0 }

#define NEVER_WAYS				\
	{ WAY_ALWAYS, -1, 0 },			\
	{ WAY_ALWAYS, LONGEST_BUSY, 0 }

/* -9002 is no failure, but an old word for unusable; -3 for ever, for not there */
static const struct way sense_all[] = {
	{ WAY_FAIL, -1, 0 }, { WAY_FAIL, -3, 0 }, { WAY_FAIL, -9000, 0 },
	{ WAY_FAIL, -9001, 0 }, { WAY_FAIL, -9003, 0 }, { WAY_FAIL, -9999, 0 },
	{ WAY_FAIL, -42, 0 },
	/* success too, with what is for sensors of another kind */
	{ WAY_AFTER, 11, 0 },
	BUSY_WAYS, NEVER_WAYS,
};

static const struct way sense_first[] = {
	{ WAY_FAIL, -1, 0 }, { WAY_ALWAYS, -1, 0 },
};

static const struct way sense_second[] = {
	{ WAY_FAIL, -1, 0 }, NEVER_WAYS,
};

/* -9000 and -9001 say that nothing was changed, so they come only where it is so */
static const struct way isolate_all[] = {
	{ WAY_FAIL, -1, 0 }, { WAY_FAIL, -3, 0 }, { WAY_FAIL, -9000, 0 },
	{ WAY_FAIL, -9001, 0 }, { WAY_FAIL, -9002, 0 }, { WAY_FAIL, -9003, 0 },
	{ WAY_FAIL, -9999, 0 }, { WAY_FAIL, -42, 0 },
	{ WAY_AFTER, -1, 0 }, { WAY_AFTER, -9002, 0 }, { WAY_AFTER, -9999, 0 },
	{ WAY_ALWAYS, -9001, 0 },
	/* what is still mapped will not be for long */
	{ WAY_BUSY, -9001, 2 },
	BUSY_WAYS, NEVER_WAYS, OTHER_NEVER_WAYS,
};

static const struct way isolate_first[] = {
	{ WAY_FAIL, -1, 0 }, { WAY_FAIL, -3, 0 }, { WAY_FAIL, -9001, 0 },
	{ WAY_AFTER, -1, 0 },
};

#define INDICATOR_WAYS							\
	{ WAY_FAIL, -1, 0 }, { WAY_FAIL, -3, 0 }, { WAY_FAIL, -9000, 0 },	\
	{ WAY_FAIL, -9001, 0 }, { WAY_FAIL, -9002, 0 }, { WAY_FAIL, -9003, 0 },	\
	{ WAY_FAIL, -9999, 0 }, { WAY_FAIL, -42, 0 }, { WAY_AFTER, -1, 0 },	\
	{ WAY_AFTER, -3, 0 }, { WAY_AFTER, -9999, 0 },				\
	BUSY_WAYS, NEVER_WAYS, OTHER_NEVER_WAYS

static const struct way indicator_all[] = {
	INDICATOR_WAYS,
};

/* A platform that takes no more of anything. */
static const struct way release_all[] = {
	{ WAY_ALWAYS, -1, EVERYWHERE },
	{ WAY_ALWAYS, LONGEST_BUSY, EVERYWHERE },
	INDICATOR_WAYS,
};

static const struct way indicator_first[] = {
	{ WAY_FAIL, -1, 0 }, { WAY_AFTER, -1, 0 }, { WAY_ALWAYS, -1, 0 },
};

static const struct way indicator_second[] = {
	{ WAY_FAIL, -1, 0 }, { WAY_AFTER, -1, 0 }, NEVER_WAYS,
};

static const struct way configure_all[] = {
	{ WAY_FAIL, -1, 0 }, { WAY_FAIL, -3, 0 }, { WAY_FAIL, -9001, 0 },
	{ WAY_FAIL, -9002, 0 }, { WAY_FAIL, -9003, 0 }, { WAY_FAIL, -9999, 0 },
	{ WAY_FAIL, 6, 0 },
	{ WAY_AFTER, -1, 0 }, { WAY_AFTER, -9003, 0 }, { WAY_AFTER, -9999, 0 },
	{ WAY_GARBLE, GARBLE_NAME_BEFORE, 0 },
	{ WAY_GARBLE, GARBLE_NAME_BEYOND, 0 },
	{ WAY_GARBLE, GARBLE_NAME_ENDLESS, 0 },
	{ WAY_GARBLE, GARBLE_NAME_EMPTY, 0 },
	{ WAY_GARBLE, GARBLE_NAME_SLASH, 0 },
	{ WAY_GARBLE, GARBLE_LENGTH, 0 },
	{ WAY_GARBLE, GARBLE_VALUE_BEYOND, 0 },
	{ WAY_GARBLE, GARBLE_INDEX, 0 },
	{ WAY_GARBLE, GARBLE_SIBLING, 0 },
	{ WAY_GARBLE, GARBLE_CHILD, 0 },
	{ WAY_GARBLE, GARBLE_PARENT, 0 },
	{ WAY_GARBLE, GARBLE_MEMORY, 0 },
	/* a stream without end */
	{ WAY_ALWAYS, 3, 0 },
	BUSY_WAYS, NEVER_WAYS, OTHER_NEVER_WAYS,
};

static const struct way configure_first[] = {
	{ WAY_FAIL, -1, 0 }, { WAY_AFTER, -1, 0 },
	{ WAY_GARBLE, GARBLE_NAME_EMPTY, 0 },
};

static const struct way configure_second[] = {
	{ WAY_FAIL, -1, 0 }, { WAY_AFTER, -1, 0 },
	{ WAY_GARBLE, GARBLE_NAME_EMPTY, 0 }, NEVER_WAYS,
};

static const struct way offline_all[] = {
	{ WAY_FAIL, -EBUSY, 0 }, { WAY_FAIL, -ENOMEM, 0 },
	{ WAY_FAIL, -ETIMEDOUT, 0 }, { WAY_FAIL, -ECANCELED, 0 },
	{ WAY_ALWAYS, -EBUSY, 0 },
};

/* Memory is short for longer than anything is tried without waiting for it. */
#define SHORT_OF_MEMORY	{ WAY_LASTING, -ENOMEM, 10 }

static const struct way linux_all[] = {
	{ WAY_FAIL, -EBUSY, 0 }, { WAY_FAIL, -ENOMEM, 0 },
	{ WAY_ALWAYS, -ENOMEM, 0 }, SHORT_OF_MEMORY,
};

/* A connector that comes back, or is new, can come otherwise. */
static const struct way coming_all[] = {
	{ WAY_AFTER, PSERIES_DR_REASON_OTHER_ZONE, 0 },
	{ WAY_FAIL, -EBUSY, 0 }, { WAY_FAIL, -ENOMEM, 0 },
	{ WAY_ALWAYS, -ENOMEM, 0 }, SHORT_OF_MEMORY,
};

static const struct way coming_first[] = {
	{ WAY_AFTER, PSERIES_DR_REASON_OTHER_ZONE, 0 },
	{ WAY_FAIL, -EBUSY, 0 },
};

static const struct way coming_second[] = {
	{ WAY_AFTER, PSERIES_DR_REASON_OTHER_ZONE, 0 },
	{ WAY_FAIL, -ENOMEM, 0 }, { WAY_ALWAYS, -EBUSY, 0 }, SHORT_OF_MEMORY,
};

/* One of these writes as long as nobody gives up, and then once. */
static const struct way write_all[] = {
	{ WAY_FAIL, -ENOMEM, 0 }, { WAY_ALWAYS, -ENOMEM, 0 },
	{ WAY_RACE, 0, 1 }, { WAY_RACE, 0, 3 },
	{ WAY_RACE, 0, PDR_LISTING_TRIES },
};

static const struct way write_first[] = {
	{ WAY_FAIL, -ENOMEM, 0 }, { WAY_RACE, 0, 1 },
};

static const struct way write_second[] = {
	{ WAY_FAIL, -ENOMEM, 0 }, { WAY_ALWAYS, -ENOMEM, 0 },
	{ WAY_RACE, 0, 1 },
};

static const struct way linux_first[] = {
	{ WAY_FAIL, -EBUSY, 0 },
};

static const struct way linux_second[] = {
	{ WAY_FAIL, -ENOMEM, 0 }, { WAY_ALWAYS, -EBUSY, 0 }, SHORT_OF_MEMORY,
};

static const struct way stop_all[] = {
	{ WAY_ALWAYS, -ECANCELED, 0 }, { WAY_ALWAYS, -ETIMEDOUT, 0 },
};

static const struct way stop_first[] = {
	{ WAY_ALWAYS, -ECANCELED, 0 },
};

static const struct way firmware_busy[] = {
	{ WAY_ALWAYS, 9903, 0 },
};

static const struct way firmware_endless[] = {
	{ WAY_ALWAYS, BUSY, 0 },
};

const struct way way_host_repeats = { WAY_DEL, 0, 0 };
const struct way way_migrated = { WAY_MIGRATE, 0, 0 };
const struct way way_answered = { WAY_ANSWER, 0, 0 };
const struct way way_overtaken = { WAY_OVERTAKEN, 0, 0 };
const struct way way_second = { WAY_SECOND, 0, 0 };
const struct way way_reset = { WAY_RESET, 0, 0 };
const struct way way_kexec = { WAY_KEXEC, 0, 0 };

#define WAYS(array)	{ array, ARRAY_SIZE(array) }
#define FOR_EVER	WAYS(firmware_busy), WAYS(firmware_endless)
#define INDICATOR	{ WAYS(indicator_all), WAYS(indicator_first), \
			  WAYS(indicator_second), FOR_EVER }
#define LINUX		{ WAYS(linux_all), WAYS(linux_first), \
			  WAYS(linux_second) }

#define COMING		{ WAYS(coming_all), WAYS(coming_first), \
			  WAYS(coming_second) }

static const struct ways ways_table[CALL_KINDS][WAYS_SETS] = {
	[CALL_SENSE] = { WAYS(sense_all), WAYS(sense_first),
			 WAYS(sense_second), FOR_EVER },
	[CALL_ISOLATE] = { WAYS(isolate_all), WAYS(isolate_first),
			   WAYS(indicator_second), FOR_EVER },
	[CALL_UNISOLATE] = INDICATOR,
	[CALL_RELEASE] = { WAYS(release_all), WAYS(indicator_first),
			   WAYS(indicator_second), FOR_EVER },
	[CALL_ACQUIRE] = INDICATOR,
	[CALL_CONFIGURE] = { WAYS(configure_all), WAYS(configure_first),
			     WAYS(configure_second), FOR_EVER },
	[CALL_OFFLINE] = { WAYS(offline_all), WAYS(linux_first),
			   WAYS(linux_second) },
	[CALL_ONLINE] = COMING,
	[CALL_DETACH] = LINUX,
	[CALL_ATTACH] = LINUX,
	[CALL_CHECK] = LINUX,
	[CALL_UNBIND] = LINUX,
	[CALL_BIND] = COMING,
	[CALL_POWER] = LINUX,
	[CALL_PUBLISH] = LINUX,
	[CALL_WRITE] = { WAYS(write_all), WAYS(write_first),
			 WAYS(write_second) },
	[CALL_REREAD] = LINUX,
	[CALL_STOP] = { WAYS(stop_all), WAYS(stop_first), WAYS(stop_first) },
};

struct ways ways_of(u8 kind, enum ways_set set)
{
	return ways_table[kind][set];
}

bool way_is_harmless(const struct way *way)
{
	return way->mode == WAY_BUSY || way->mode == WAY_BUSY_DONE ||
	       way->mode == WAY_MIGRATE ||
	       (way->mode == WAY_AFTER && way->value > 0);
}
