// SPDX-License-Identifier: GPL-2.0
/* Reads the model's streams of nodes with the module's own parser; see checks.h. */

#include "checks.h"
#include "nodes_order.h"
#include "platform.h"

#include <core/parse/ccwork.h>
#include <core/parse/drcinfo.h>
#include <core/parse/fwstatus.h>

/* Address of the additional page, which nobody reads. */
#define PAGE		0x3000
#define FUNCTIONS	3

static unsigned int mistakes;

static void complain_of_node(const struct model_policy *policy, const char *what,
			     u32 index)
{
	printf("  the nodes of %s: %s: %x\n", policy->name, what, index);
	mistakes++;
}

/* A connector of each kind, and functions 0 to 2 below the PHB; all configured. */
static void make_node_machine(struct model *model, const struct model_policy *policy)
{
	static const struct {
		u8 resource;
		u32 index;
	} kinds[] = {
		{ PSERIES_DR_RESOURCE_MEMORY, 0x80000004 },
		{ PSERIES_DR_RESOURCE_CPU, 0x1000000b },
		{ PSERIES_DR_RESOURCE_PMEM, 0x90000003 },
		{ PSERIES_DR_RESOURCE_PHB, 0x20000002 },
	};
	unsigned int i, number = 0;

	model_init(model, policy);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		number = model_add_connector(model, kinds[i].resource,
					     kinds[i].index);
		model_device_cold(model, number, 1);
	}
	for (i = 0; i < 8; i++)
		model_add_function(model, number, 0x40020008 | i);
	for (i = 0; i < FUNCTIONS; i++)
		model_device_cold(model, number + 1 + i, 1);
}

static struct pdr_cc_node *configure(struct model *model, u32 index)
{
	enum pdr_cc_verdict verdict;
	u8 area[PDR_CC_AREA_SIZE];
	struct pdr_cc_node *root;
	struct pdr_cc cc;
	u32 extent = 0;
	int status;

	pdr_cc_begin(&cc, index, PDR_BUSY_LIMIT_MS);
	pdr_cc_prepare(&cc, area);
	do {
		status = model_configure(model, area, extent);
		verdict = pdr_cc_feed(&cc, status, area);
		/* a busy call is repeated as it was */
		if (!pdr_fw_is_busy(status))
			extent = verdict == PDR_CC_MEMORY ? PAGE : 0;
	} while (!pdr_cc_verdict_final(verdict));
	root = pdr_cc_take(&cc);
	pdr_cc_end(&cc);
	return root;
}

/* 0 if there is no such property; no checked value is 0. */
static u32 cell_of(const struct pdr_cc_node *node, const char *name)
{
	u32 len;
	const u8 *value = node ? pdr_cc_property(node, name, &len) : NULL;

	return value && len == 4 ? get_unaligned_be32(value) : 0;
}

static bool has_caches(const struct pdr_cc_node *core)
{
	const struct pdr_cc_node *l2 = core->next, *l3 = l2 ? l2->next : NULL;
	u32 to_l2 = cell_of(core, "l2-cache"), to_l3 = cell_of(l2, "l2-cache");

	return to_l2 && to_l2 == cell_of(l2, "ibm,phandle") &&
	       to_l3 && to_l3 == cell_of(l3, "ibm,phandle") && !l3->next &&
	       !cell_of(l2, "ibm,my-drc-index") &&
	       !cell_of(l3, "ibm,my-drc-index");
}

static void check_core(const struct model_policy *policy,
		       const struct pdr_cc_node *core, u32 index)
{
	if (policy->siblings ? !has_caches(core) : !!core->next)
		complain_of_node(policy, "the caches of a core", index);
	if (!cell_of(core, "ibm,ppc-interrupt-server#s"))
		complain_of_node(policy, "the server of a core", index);
}

static struct pdr_drc_bytes bytes_of(const struct pdr_cc_node *node,
				     const char *name)
{
	struct pdr_drc_bytes bytes = { };
	u32 len = 0;

	bytes.value = pdr_cc_property(node, name, &len);
	bytes.len = len;
	return bytes;
}

/* Each connector of each function of each slot, once. */
static void check_connectors(const struct model_policy *policy,
			     const struct pdr_cc_node *phb, u32 index)
{
	const struct pdr_drc_arrays arrays = {
		bytes_of(phb, "ibm,drc-indexes"), bytes_of(phb, "ibm,drc-names"),
		bytes_of(phb, "ibm,drc-types"),
		bytes_of(phb, "ibm,drc-power-domains"),
	};
	u32 first = 0x40000000 | (index & 0xfff) << 16;
	const struct pdr_drc_run *run;
	struct pdr_drc_set set;

	if (pdr_drc_parse_arrays(&set, &arrays)) {
		complain_of_node(policy, "the connectors below a PHB", index);
		return;
	}
	run = set.runs;
	if (set.count != 1 || run->index_start != first ||
	    run->suffix_start != (first & 0x0fffffff) || run->increment != 1 ||
	    run->count != MODEL_FUNCTIONS ||
	    run->resource != PSERIES_DR_RESOURCE_PCI)
		complain_of_node(policy, "the run of connectors below a PHB", index);
	pdr_drc_set_free(&set);
}

static void check_phb(const struct model_policy *policy,
		      const struct pdr_cc_node *phb, u32 index)
{
	u32 function = 0x40000000 | (index & 0xfff) << 16 | 1 << 3;
	const struct pdr_cc_node *child;

	for (child = phb->child; child; child = child->next)
		if (cell_of(child, "ibm,my-drc-index") != function++)
			complain_of_node(policy, "a function below a PHB", index);
	if ((function & 7) != FUNCTIONS)
		complain_of_node(policy, "functions below a PHB", function & 7);
	check_connectors(policy, phb, index);
}

static void check_root(const struct model_policy *policy,
		       const struct model_drc *drc,
		       const struct pdr_cc_node *root)
{
	bool lmb = drc->resource == PSERIES_DR_RESOURCE_MEMORY;
	u32 len;

	if (lmb ? !pdr_cc_property(root, "ibm,associativity", &len) :
		  cell_of(root, "ibm,my-drc-index") != drc->index)
		complain_of_node(policy, "what says whose a node is", drc->index);
	if (drc->resource == PSERIES_DR_RESOURCE_CPU)
		check_core(policy, root, drc->index);
	else if (root->next)
		complain_of_node(policy, "a sibling", drc->index);
	if (drc->resource == PSERIES_DR_RESOURCE_PHB)
		check_phb(policy, root, drc->index);
	else if (root->child)
		complain_of_node(policy, "a child", drc->index);
}

static void check_policy_nodes(const struct model_policy *policy)
{
	struct pdr_cc_node *root;
	struct model model;
	unsigned int i;

	make_node_machine(&model, policy);
	for (i = 0; i < model.drc_count; i++) {
		if (!model.drcs[i].dev)
			continue;
		root = configure(&model, model.drcs[i].index);
		if (root)
			check_root(policy, &model.drcs[i], root);
		else
			complain_of_node(policy, "not taken", model.drcs[i].index);
		pdr_cc_node_free(root);
	}
}

unsigned int model_check_nodes(void)
{
	mistakes = 0;
	check_policy_nodes(&model_qemu_7_2);
	check_policy_nodes(&model_qemu_9_0);
	check_policy_nodes(&model_qemu_10_0);
	check_policy_nodes(&model_lopar);
	check_policy_nodes(&model_lopar_busy);
	return mistakes;
}
