// SPDX-License-Identifier: GPL-2.0
/* Tests of which requests and events the module carries out, and of the rows that say so. */

#include "unit.h"

#include <pdr_names.h>

#include <core/engine/accept.h>
#include <core/engine/resource.h>

/* The requests that the module carries out, by the numbers of the ABI. */
static int naive_check(unsigned int resource, unsigned int action, unsigned int id,
		       u32 count, const char *name)
{
	if (!resource || resource > 7 || !action || action > 2 || !id || id > 4)
		return -EINVAL;
	if (((id == 3 || id == 4) && !count) || (id == 1 && !*name))
		return -EINVAL;
	if ((resource == 2 && id != 1) || (resource == 1 && (id == 2 || id == 3)) ||
	    (resource >= 4 && id == 2))
		return 0;
	return -EOPNOTSUPP;
}

static void each_combination_is_known(void **state)
{
	unsigned int n, resource, action, id;

	(void)state;
	for (n = 0; n < 10 * 5 * 7 * 4; n++) {
		struct pdr_request request = { .count = n % 2 };

		resource = n / 4 % 10;
		action = n / 40 % 5;
		id = n / 200;
		request.resource = resource;
		request.action = action;
		request.identifier = id;
		if (n & 2)
			memcpy(request.name, "LMB 4", 6);
		expect(pdr_accept_request(&request) ==
		       naive_check(resource, action, id, request.count, request.name),
		       "resource %u action %u identifier %u count %u name '%s'",
		       resource, action, id, request.count, request.name);
	}
}

static const struct {
	const char *why;
	const char *text;
} rejected[] = {
	{ "a function by count", "pci add count 1" },
	{ "a host bridge by range", "phb add indexed-count 1 0x20000001" },
	{ "persistent memory by count", "pmem add count 1" },
	{ "cpu by range", "cpu add indexed-count 1 0x10000008" },
	{ "dt by count", "dt add count 1" },
	{ "dt by range", "dt add indexed-count 1 0x40010008" },
	{ "the word of a platform", "slot add index 1" },
	{ "text that is no request", "memory add" },
};

static void to_a_writer_all_else_is_invalid(void **state)
{
	struct pdr_request request;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rejected); i++)
		expect(pdr_accept_text(rejected[i].text, strlen(rejected[i].text), &request) ==
		       -EINVAL, "%s is no error", rejected[i].why);
}

static void each_kind_that_is_listed_is_accepted(void **state)
{
	char kinds[PDR_REQUEST_TEXT_SIZE], text[64];
	struct pdr_request request;
	const char *kind;
	int len;

	(void)state;
	len = pdr_accept_kinds(kinds, sizeof(kinds));
	assert_int_equal(len, strlen(kinds));
	assert_string_equal(kinds, "memory,cpu,dt,phb,pci,pmem");
	for (kind = strtok(kinds, ","); kind; kind = strtok(NULL, ",")) {
		snprintf(text, sizeof(text), "%s add index 1", kind);
		assert_int_equal(pdr_accept_text(text, strlen(text), &request), 0);
	}
}

static void kinds_that_do_not_fit_are_cut(void **state)
{
	char kinds[] = "###########";

	(void)state;
	assert_int_equal(pdr_accept_kinds(kinds, 10), -ENOSPC);
	assert_string_equal(kinds, "memory,cp");
	assert_int_equal(kinds[10], '#');
}

/* The ABI names each resource once. */
static void each_capability_is_of_one_resource(void **state)
{
	const struct pdr_resource *resource;
	u32 seen = 0;
	size_t i;

	(void)state;
	for (i = 0; (resource = pdr_resource_at(i)); i++) {
		assert_ptr_equal(pdr_resource_of(resource->resource), resource);
		if (!resource->capability)
			continue;
		assert_string_equal(pdr_capability_name(__builtin_ctz(resource->capability)),
				    pdr_resource_name(resource->resource));
		assert_false(seen & resource->capability);
		seen |= resource->capability;
	}
	assert_int_equal(seen, PSERIES_DR_CAPABILITY_MEMORY | PSERIES_DR_CAPABILITY_CPU |
			 PSERIES_DR_CAPABILITY_PMEM | PSERIES_DR_CAPABILITY_PCI |
			 PSERIES_DR_CAPABILITY_PHB);
}

static void a_resource_has_phases_or_is_no_job_of_ours(void **state)
{
	const struct pdr_resource *resource;
	size_t i;

	(void)state;
	for (i = 0; (resource = pdr_resource_at(i)); i++) {
		bool ours = resource->capability;

		assert_int_equal(ours, resource->add.count && resource->remove.count);
		assert_int_equal(ours, !resource->of_connector);
		if (resource->by_stock)
			assert_false(ours);
	}
}

static const struct {
	const char *why;
	bool ours;
	u8 action;
	int error;
	enum pdr_event_answer answer;
	enum pdr_intake next;
} events[] = {
	{ "a removal that is a job",
	  true, PSERIES_DR_ACTION_REMOVE, 0, PDR_EVENT_UNANSWERED, PDR_INTAKE_END },
	{ "a removal that is a job after a refusal failed",
	  true, PSERIES_DR_ACTION_REMOVE, 0, PDR_EVENT_UNTOLD, PDR_INTAKE_END },
	{ "a removal that is a job after a refusal",
	  true, PSERIES_DR_ACTION_REMOVE, 0, PDR_EVENT_TOLD, PDR_INTAKE_END },
	{ "an add that is a job",
	  true, PSERIES_DR_ACTION_ADD, 0, PDR_EVENT_UNANSWERED, PDR_INTAKE_END },
	{ "a removal without room",
	  true, PSERIES_DR_ACTION_REMOVE, -EAGAIN, PDR_EVENT_UNANSWERED, PDR_INTAKE_REFUSE },
	{ "a removal that means nothing",
	  true, PSERIES_DR_ACTION_REMOVE, -EINVAL, PDR_EVENT_UNANSWERED, PDR_INTAKE_REFUSE },
	{ "a removal without room that cannot be refused",
	  true, PSERIES_DR_ACTION_REMOVE, -EAGAIN, PDR_EVENT_UNTOLD, PDR_INTAKE_RETRY },
	{ "a removal that means nothing and cannot be refused",
	  true, PSERIES_DR_ACTION_REMOVE, -EINVAL, PDR_EVENT_UNTOLD, PDR_INTAKE_HAND_ON },
	{ "a removal without room that was refused",
	  true, PSERIES_DR_ACTION_REMOVE, -EAGAIN, PDR_EVENT_TOLD, PDR_INTAKE_PUBLISH },
	{ "an add without room",
	  true, PSERIES_DR_ACTION_ADD, -EAGAIN, PDR_EVENT_UNANSWERED, PDR_INTAKE_RETRY },
	{ "an add that means nothing",
	  true, PSERIES_DR_ACTION_ADD, -EINVAL, PDR_EVENT_UNANSWERED, PDR_INTAKE_HAND_ON },
	{ "a removal for another program",
	  false, PSERIES_DR_ACTION_REMOVE, -EOPNOTSUPP, PDR_EVENT_UNANSWERED,
	  PDR_INTAKE_HAND_ON },
	{ "an add for another program",
	  false, PSERIES_DR_ACTION_ADD, -EOPNOTSUPP, PDR_EVENT_UNANSWERED, PDR_INTAKE_HAND_ON },
};

static void an_event_is_taken_refused_or_handed_on(void **state)
{
	enum pdr_intake next;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(events); i++) {
		next = pdr_accept_event(events[i].ours, events[i].action, events[i].error,
					events[i].answer);
		expect(next == events[i].next, "%s: %d, not %d", events[i].why, next,
		       events[i].next);
	}
}

/* A request by index for each resource, whose connector holds each of them. */
static void the_connector_says_what_a_slot_or_dt_means(void **state)
{
	unsigned int said, held;

	(void)state;
	for (said = 0; said <= PDR_RESOURCE_MAX; said++)
		for (held = 0; held <= PDR_RESOURCE_MAX; held++) {
			bool silent = said == PSERIES_DR_RESOURCE_SLOT ||
				      said == PSERIES_DR_RESOURCE_DT;
			bool moved = held == PSERIES_DR_RESOURCE_CPU ||
				     held == PSERIES_DR_RESOURCE_MEMORY ||
				     held == PSERIES_DR_RESOURCE_PHB ||
				     held == PSERIES_DR_RESOURCE_PCI ||
				     held == PSERIES_DR_RESOURCE_PMEM ||
				     held == PSERIES_DR_RESOURCE_DT;
			struct pdr_request request = {
				.resource = said, .action = PSERIES_DR_ACTION_ADD,
				.identifier = PSERIES_DR_IDENTIFIER_INDEX, .index = 1,
			};

			expect(pdr_accept_says_kind(&request) == !silent, "resource %u", said);
			if (!silent)
				continue;
			pdr_accept_set_kind(&request, held);
			expect(request.resource ==
			       (moved || said == PSERIES_DR_RESOURCE_SLOT ? held : said),
			       "resource %u holds %u: %u", said, held, request.resource);
		}
}

static void only_an_index_needs_the_connector(void **state)
{
	struct pdr_request request = { .resource = PSERIES_DR_RESOURCE_DT };
	unsigned int id;

	(void)state;
	for (id = 0; id < 6; id++) {
		request.identifier = id;
		assert_int_equal(pdr_accept_says_kind(&request),
				 id != PSERIES_DR_IDENTIFIER_INDEX);
	}
	request.resource = 99;
	request.identifier = PSERIES_DR_IDENTIFIER_INDEX;
	assert_true(pdr_accept_says_kind(&request));
}

static void a_slot_holds_a_function_unless_it_is_virtual(void **state)
{
	unsigned int resource;

	(void)state;
	for (resource = 0; resource <= PDR_RESOURCE_MAX + 1; resource++) {
		assert_int_equal(pdr_resource_held(resource, true), resource);
		assert_int_equal(pdr_resource_held(resource, false),
				 resource == PSERIES_DR_RESOURCE_SLOT ?
				 PSERIES_DR_RESOURCE_PCI : resource);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_combination_is_known),
		cmocka_unit_test(to_a_writer_all_else_is_invalid),
		cmocka_unit_test(each_kind_that_is_listed_is_accepted),
		cmocka_unit_test(kinds_that_do_not_fit_are_cut),
		cmocka_unit_test(each_capability_is_of_one_resource),
		cmocka_unit_test(a_resource_has_phases_or_is_no_job_of_ours),
		cmocka_unit_test(an_event_is_taken_refused_or_handed_on),
		cmocka_unit_test(the_connector_says_what_a_slot_or_dt_means),
		cmocka_unit_test(only_an_index_needs_the_connector),
		cmocka_unit_test(a_slot_holds_a_function_unless_it_is_virtual),
	};

	return cmocka_run_group_tests_name("accept", tests, NULL, NULL);
}
