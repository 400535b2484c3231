// SPDX-License-Identifier: GPL-2.0
/* What a job would do, by the module's plan; see outlook.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "brief.h"
#include "describe.h"
#include "face.h"
#include "missing.h"
#include "outcome.h"
#include "outlook.h"
#include "pdr_names.h"
#include "text.h"

/**
 * struct plan - the module's plan of a request
 * @whole: the request, and how the job would end
 * @taken: list of struct dr_job: the connectors that it would take, in order
 * @scene: the size of an LMB
 */
struct plan {
	struct dr_job whole;
	struct dr_list taken;
	struct dr_scene scene;
};

static uint32_t connector_at(const struct plan *plan, size_t place)
{
	const struct dr_job *one = dr_list_at(&plan->taken, place);

	return one->drc_index;
}

static bool are_kept_alike(const struct plan *plan, size_t one, size_t other)
{
	const struct dr_job *a = dr_list_at(&plan->taken, one);
	const struct dr_job *b = dr_list_at(&plan->taken, other);

	return a->error == b->error && a->reason == b->reason;
}

/* The connectors from @first on that are kept alike and follow each other, up or down */
static size_t count_range(const struct plan *plan, size_t first)
{
	uint32_t step = 0;
	size_t n;

	for (n = 1; first + n < plan->taken.n; n++) {
		uint32_t before = connector_at(plan, first + n - 1);
		uint32_t further = connector_at(plan, first + n) - before;

		if (n == 1 && (further == 1 || further == (uint32_t)-1))
			step = further;
		if (!step || further != step || !are_kept_alike(plan, first, first + n))
			break;
	}
	return n;
}

static void print_range(const struct plan *plan, size_t first, size_t n)
{
	struct dr_job kept = *(const struct dr_job *)dr_list_at(&plan->taken, first);
	uint32_t last = connector_at(plan, first + n - 1);
	char range[48], size[32] = "", why[24];

	/* the connector is in the line already */
	kept.has &= ~(1ULL << PSERIES_DR_A_JOB_DRC_INDEX);
	snprintf(range, sizeof(range), n == 1 ? "0x%08x" : last < kept.drc_index ?
		 "0x%08x down to 0x%08x" : "0x%08x to 0x%08x", kept.drc_index, last);
	if (plan->whole.resource == PSERIES_DR_RESOURCE_MEMORY)
		dr_text_size(size, sizeof(size), n * plan->scene.lmb_size);
	dr_brief_why(why, sizeof(why), &kept);
	printf(" %-30s %7zu", range, n);
	if (*size || *why)
		printf(" %8s", size);
	printf("%s%s\n", *why ? "  " : "", why);
}

static void print_taken(const struct plan *plan)
{
	size_t i, n;

	if (!plan->taken.n)
		return;
	printf(" %-30s %7s %8s  IN THE WAY\n", "CONNECTORS, IN THIS ORDER", "COUNT",
	       plan->whole.resource == PSERIES_DR_RESOURCE_MEMORY ? "SIZE" : "");
	for (i = 0; i < plan->taken.n; i += n) {
		n = count_range(plan, i);
		print_range(plan, i, n);
	}
}

static void print_plan(const struct plan *plan)
{
	char *text = dr_describe_plan_text(&plan->whole, &plan->scene);

	fputs(plan->whole.error ? "Could not " : "Would ", stdout);
	dr_describe_request(stdout, &plan->whole);
	fputs(":\n", stdout);
	print_taken(plan);
	if (text)
		ctl_face_paragraph(stdout, "why", text);
	free(text);
}

static void print_plan_json(const struct plan *plan)
{
	size_t i;

	ctl_outcome_json("plan", &plan->whole, dr_describe_plan_text(&plan->whole, &plan->scene));
	for (i = 0; i < plan->taken.n; i++)
		ctl_outcome_json("connector", dr_list_at(&plan->taken, i), NULL);
}

static void advise(struct dr_client *client, const struct dr_job *whole, enum ctl_status status)
{
	/* the advice comes behind the plan also where both go to one file */
	fflush(stdout);
	if (status == CTL_NOT_FOUND)
		ctl_missing_explain(client, whole);
	else if (status == CTL_BUSY)
		fprintf(stderr, "pdrctl: %s\n", ctl_status_advice_on(status, whole));
}

static enum ctl_status ask_plan(struct dr_client *client, const struct dr_job *request,
				struct plan *plan)
{
	int err = dr_client_plan(client, request, &plan->whole, &plan->taken);

	if (!err)
		return CTL_DONE;
	if (err == -EOPNOTSUPP && !(client->info.capabilities & PSERIES_DR_CAPABILITY_PLAN)) {
		fputs("pdrctl: the loaded module is too old for --dry-run: it makes no plans\n",
		      stderr);
		fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(CTL_PROTOCOL));
		return CTL_PROTOCOL;
	}
	if (err != -ENODEV)
		return ctl_module_fail(client, err, "make a plan");
	ctl_missing_explain(client, request);
	return CTL_NOT_FOUND;
}

enum ctl_status ctl_plan_print(struct dr_client *client, const struct dr_job *request, bool json)
{
	struct plan plan = {
		.taken = DR_LIST_INIT(struct dr_job),
		.scene.lmb_size = client->info.lmb_size,
	};
	enum ctl_status status = ask_plan(client, request, &plan);

	if (status == CTL_DONE) {
		(json ? print_plan_json : print_plan)(&plan);
		/* without a plan, nobody knows how it would end */
		status = plan.whole.id ? CTL_FAILED : ctl_status_of_job(&plan.whole);
		advise(client, &plan.whole, status);
	}
	dr_list_clear(&plan.taken);
	return status;
}
