/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The RTAS calls of dynamic reconfiguration, and the meaning of each status of
 * theirs: one table for the module, the agent and the command line.
 * Meanings are those of LoPAR, chapter "RTAS Call Definition". Where a platform
 * gives a status a second one, the sentence has both.
 */

#ifndef PDR_STATUS_H
#define PDR_STATUS_H

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/string.h>
#else
#include <errno.h>
#include <string.h>
#endif

/* Status of a call that is to be made again, as it was. */
#define PDR_FW_BUSY		(-2)
#define PDR_FW_DELAY_MIN	9900
#define PDR_FW_DELAY_MAX	9905

/**
 * enum pdr_fw_call - the calls; set-indicator by the indicator and its value
 * @PDR_FW_ANY: of the table below, every call
 * @PDR_FW_ISOLATE: isolation-state to isolate, of any connector but an LMB's
 * @PDR_FW_ISOLATE_LMB: isolation-state to isolate, of an LMB's connector
 * @PDR_FW_UNISOLATE: isolation-state to unisolate
 * @PDR_FW_RELEASE: allocation-state to unusable
 * @PDR_FW_ACQUIRE: allocation-state to usable
 * @PDR_FW_SENSE: dr-entity-sense
 * @PDR_FW_CONFIGURE: ibm,configure-connector
 */
enum pdr_fw_call {
	PDR_FW_ANY,
	PDR_FW_ISOLATE,
	PDR_FW_ISOLATE_LMB,
	PDR_FW_UNISOLATE,
	PDR_FW_RELEASE,
	PDR_FW_ACQUIRE,
	PDR_FW_SENSE,
	PDR_FW_CONFIGURE,
};

/**
 * struct pdr_fw_meaning - the meaning of a range of status values
 * @call: the call that gives them
 * @first: lowest value
 * @last: highest value
 * @error: errno that it stands for, positive; 0 for success
 * @sentence: the meaning in words
 */
struct pdr_fw_meaning {
	enum pdr_fw_call call;
	int first;
	int last;
	int error;
	const char *sentence;
};

/* The first row that fits counts; the last fits everything. */
static const struct pdr_fw_meaning pdr_fw_meanings[] = {
	{ PDR_FW_ANY, PDR_FW_BUSY, PDR_FW_BUSY, EBUSY,
	  "The platform is busy and asks to call again." },
	{ PDR_FW_ANY, PDR_FW_DELAY_MIN, PDR_FW_DELAY_MAX, EBUSY,
	  "The platform is busy and asks to call again after a while." },

	{ PDR_FW_ISOLATE_LMB, -1, -1, EPERM,
	  "The platform had a hardware error, or did not ask for this LMB back." },
	{ PDR_FW_ISOLATE_LMB, -9001, -9001, EBUSY,
	  "The platform still has address translations for this LMB." },
	{ PDR_FW_ISOLATE, -9001, -9001, EBUSY,
	  "The platform still has address translations for this resource." },
	{ PDR_FW_ISOLATE, -9000, -9000, EBUSY,
	  "The connector has others below it that are still usable." },
	{ PDR_FW_ISOLATE_LMB, -3, -3, EIO,
	  "The platform knows no such connector, or its configuration is not done." },
	{ PDR_FW_ISOLATE, -3, -3, EIO,
	  "The platform knows no such connector, or its configuration is not done." },

	{ PDR_FW_UNISOLATE, -3, -3, EIO,
	  "The platform does not know the connector, or the connector is not usable." },
	{ PDR_FW_RELEASE, -3, -3, EIO,
	  "The platform does not know the connector, or the connector is not isolated." },
	{ PDR_FW_ACQUIRE, -3, -3, ENODEV,
	  "The platform does not know the connector, or has no resource to give on it." },

	{ PDR_FW_SENSE, -3, -3, ENODEV,
	  "The platform does not know the connector." },
	{ PDR_FW_SENSE, -9000, -9000, EIO,
	  "The connector cannot be sensed without power and unisolation." },
	{ PDR_FW_SENSE, -9001, -9001, EIO,
	  "The connector cannot be sensed without power." },
	{ PDR_FW_SENSE, -9002, -9002, ENODEV,
	  "The connector is unusable, as older platforms report it." },

	{ PDR_FW_CONFIGURE, 1, 5, 0,
	  "The platform has more data about the resource." },
	{ PDR_FW_CONFIGURE, 6, 2147483647, EIO,
	  "LoPAR knows no such status for this call." },
	{ PDR_FW_CONFIGURE, -3, -3, ENODEV,
	  "The platform does not know the connector." },
	{ PDR_FW_CONFIGURE, -9001, -9001, EIO,
	  "The platform cannot configure connectors." },
	{ PDR_FW_CONFIGURE, -9002, -9002, EIO,
	  "The platform cannot configure this connector." },
	{ PDR_FW_CONFIGURE, -9003, -9003, EIO,
	  "The connector is unusable, isolated, or being exchanged or recovered." },

	{ PDR_FW_ANY, 0, 2147483647, 0,
	  "The call succeeded." },
	{ PDR_FW_ANY, -1, -1, EIO,
	  "The platform had a hardware error." },
	{ PDR_FW_ANY, -3, -3, EIO,
	  "The platform does not accept a parameter of the call." },
	{ PDR_FW_ANY, -9999, -9004, EIO,
	  "The platform had an error that only its vendor can explain." },
	{ PDR_FW_ANY, -2147483647 - 1, 2147483647, EIO,
	  "LoPAR knows no such status for this call." },
};

/**
 * pdr_fw_call_name() - name of a call, as in the fw-call attribute
 * @call: the call
 *
 * Return: the name; no two calls have the same; never NULL.
 */
static inline const char *pdr_fw_call_name(enum pdr_fw_call call)
{
	switch (call) {
	case PDR_FW_ISOLATE:
		return "set-indicator isolate";
	case PDR_FW_ISOLATE_LMB:
		return "set-indicator isolate (LMB)";
	case PDR_FW_UNISOLATE:
		return "set-indicator unisolate";
	case PDR_FW_RELEASE:
		return "set-indicator unusable";
	case PDR_FW_ACQUIRE:
		return "set-indicator usable";
	case PDR_FW_SENSE:
		return "get-sensor-state";
	case PDR_FW_CONFIGURE:
		return "ibm,configure-connector";
	default:
		return "call";
	}
}

/**
 * pdr_fw_meaning() - find the meaning of a status of a call
 * @call: the call
 * @status: its status
 *
 * Return: the meaning, never NULL.
 */
static inline const struct pdr_fw_meaning *
pdr_fw_meaning(enum pdr_fw_call call, int status)
{
	const struct pdr_fw_meaning *row = pdr_fw_meanings;

	while ((row->call != PDR_FW_ANY && row->call != call) ||
	       status < row->first || status > row->last)
		row++;
	return row;
}

/**
 * pdr_fw_sentence() - the meaning of a status in words, by the name of the call
 * @name: name of the call, as pdr_fw_call_name() gives it
 * @status: its status
 *
 * Return: a sentence, never NULL.
 */
static inline const char *pdr_fw_sentence(const char *name, int status)
{
	int call = PDR_FW_CONFIGURE;

	while (call > PDR_FW_ANY &&
	       strcmp(name, pdr_fw_call_name((enum pdr_fw_call)call)))
		call--;
	return pdr_fw_meaning((enum pdr_fw_call)call, status)->sentence;
}

#endif /* PDR_STATUS_H */
