// SPDX-License-Identifier: GPL-2.0
/* Nodes as a list of items; and those of memory. */
#include "nodes_parts.h"

#define LMB_SIZE	0x10000000U

#define FORM1_LEVELS	4
#define FORM2_LEVELS	1

char *model_put_hex(char *text, u64 number)
{
	unsigned int shift = 60;

	while (shift && !(number >> shift))
		shift -= 4;
	for (;; shift -= 4) {
		*text++ = "0123456789abcdef"[(number >> shift) & 0xf];
		if (!shift)
			break;
	}
	*text = '\0';
	return text;
}

u16 model_make_index(const struct model_subject *of, u8 *bytes)
{
	put_unaligned_be32(of->index, bytes);
	return 4;
}

/* NUMA node 0, at all levels. */
static u16 make_associativity(const struct model_subject *of, u8 *bytes)
{
	u32 i, levels = of->drc->form2 ? FORM2_LEVELS : FORM1_LEVELS;
	u8 *to = model_put32(bytes, levels);

	for (i = 0; i < levels; i++)
		to = model_put32(to, 0);
	return to - bytes;
}

/* QEMU's own mistake: the type bits of the index are in the address too. */
static u64 lmb_address_of(u32 index)
{
	return (u64)index * LMB_SIZE;
}

static void name_lmb(u32 index, char *text)
{
	model_put_hex(stpcpy(text, "memory@"), lmb_address_of(index));
}

static u16 make_lmb_reg(const struct model_subject *of, u8 *bytes)
{
	model_put64(model_put64(bytes, lmb_address_of(of->index)), LMB_SIZE);
	return 16;
}

static const struct model_property lmb_properties[] = {
	{ "ibm,associativity", .make = make_associativity },
	{ "reg", .make = make_lmb_reg },
	{ "device_type", PROPERTY_TEXT("memory") },
};

static const struct model_node lmb_node = NODE_OF(name_lmb, lmb_properties);

static void name_pmem(u32 index, char *text)
{
	model_put_hex(stpcpy(text, "ibm,pmemory@"), index);
}

static const struct model_property pmem_properties[] = {
	{ "ibm,cache-flush-required", PROPERTY_EMPTY },
	{ "ibm,pmem-application", PROPERTY_TEXT("operating-system") },
	{ "ibm,metadata-size", PROPERTY_CELL(128 << 10) },
	{ "ibm,number-of-blocks", PROPERTY_BYTES(0, 0, 0, 0, 0, 0, 0, 1) },
	{ "ibm,block-size", PROPERTY_BYTES(0, 0, 0, 0, 0x10, 0, 0, 0) },
	{ "ibm,my-drc-index", .make = model_make_index },
	{ "ibm,unit-guid", PROPERTY_TEXT("75a3cdd7-6a2f-4791-8d15-fe0a920e8e9e") },
	{ "ibm,associativity", .make = make_associativity },
	{ "device_type", PROPERTY_TEXT("ibm,pmemory") },
	{ "compatible", PROPERTY_TEXT("ibm,pmemory") },
	{ "reg", .make = model_make_index },
};

static const struct model_node pmem_node = NODE_OF(name_pmem, pmem_properties);

static const struct model_node *core_node(const struct model_policy *policy)
{
	if (policy->siblings)
		return &model_core_cached_node;
	if (policy->pi_features)
		return &model_core_9_1_node;
	return policy->fewer_features ? &model_core_9_0_node : &model_core_node;
}

static const struct model_node *root_of(const struct model *model,
					const struct model_drc *drc)
{
	switch (drc->resource) {
	case PSERIES_DR_RESOURCE_CPU:
		return core_node(model->policy);
	case PSERIES_DR_RESOURCE_PHB:
		return &model_phb_node;
	case PSERIES_DR_RESOURCE_PCI:
		return &model_function_node;
	case PSERIES_DR_RESOURCE_PMEM:
		return &pmem_node;
	default:
		return &lmb_node;
	}
}

static void give_property(const struct model_property *property,
			  const struct model_subject *of,
			  struct model_item *item)
{
	item->kind = MODEL_ITEM_PROPERTY;
	item->name = property->name;
	item->value = property->value ?: item->bytes;
	item->len = property->value ? property->len :
				      property->make(of, item->bytes);
}

/* Items of a node: its name, its properties. */
static void give_item(const struct model_node *node, u8 kind, unsigned int number,
		      const struct model_subject *of, struct model_item *item)
{
	if (number) {
		give_property(&node->properties[number - 1], of, item);
		return;
	}
	item->kind = kind;
	item->name = item->text;
	node->name(of->index, item->text);
}

/* DRC index of function 0 below a PHB. */
static u32 slot_of(const struct model *model, const struct model_drc *phb)
{
	unsigned int i;

	for (i = 0; i < model->drc_count; i++)
		if (model->drcs[i].parent == phb - model->drcs)
			return model->drcs[i].index & ~7U;
	return 0;
}

/* One more than its own, as each child has its end, too. */
static void give_child(const struct model_subject *phb, unsigned int number,
		       struct model_item *item)
{
	const struct model_node *node = &model_function_node;
	struct model_subject function = *phb;
	u8 left = phb->drc->children;

	while (left && number >= node->count + 2) {
		number -= node->count + 2;
		left &= left - 1;
	}
	if (!left) {
		item->kind = MODEL_ITEM_END;
	} else if (number > node->count) {
		item->kind = MODEL_ITEM_PARENT;
	} else {
		function.index = slot_of(phb->model, phb->drc) +
				 __builtin_ctz(left);
		give_item(node, MODEL_ITEM_CHILD, number, &function, item);
	}
}

static void give_cache(const struct model_subject *core, unsigned int number,
		       struct model_item *item)
{
	const struct model_node *node = &model_l2_node;

	if (number > node->count) {
		number -= node->count + 1;
		node = &model_l3_node;
	}
	if (number > node->count)
		item->kind = MODEL_ITEM_END;
	else
		give_item(node, MODEL_ITEM_SIBLING, number, core, item);
}

void model_item(const struct model *model, const struct model_drc *drc,
		unsigned int number, struct model_item *item)
{
	const struct model_subject of = { model, drc, drc->index };
	const struct model_node *root = root_of(model, drc);

	if (number <= root->count)
		give_item(root, MODEL_ITEM_CHILD, number, &of, item);
	else if (root == &model_phb_node)
		give_child(&of, number - root->count - 1, item);
	else if (root == &model_core_cached_node)
		give_cache(&of, number - root->count - 1, item);
	else
		item->kind = MODEL_ITEM_END;
}
