// SPDX-License-Identifier: GPL-2.0
/*
 * Judges the nodes of ibm,configure-connector before Linux gets them; see cctree.h. Includes
 * core/parse.
 */

#include "core/parse/cctree.h"

#include "core/parse/assoc.h"
#include "core/parse/threads.h"

/* Bytes of an address on a PCI bus: three cells, and two for the size. */
#define PCI_ADDRESS	(5 * sizeof(u32))

/**
 * struct subject - A node that is judged.
 * @node: the node
 * @first: it is the first one of its tree
 * @kind: the nodes that the resource brings
 * @limits: the limits of this machine
 */
struct subject {
	const struct pdr_cc_node *node;
	bool first;
	const struct pdr_cctree_kind *kind;
	const struct pdr_cctree_limits *limits;
};

/* The kernel warns of a list that is too short only for what it places itself. */
static bool is_place_good(const struct subject *subject, const u8 *value, u32 len)
{
	bool places = subject->first && !subject->kind->functions;

	if (!value)
		return !subject->first || !subject->kind->place;
	return pdr_assoc_is_valid(value, len, places ? subject->limits->levels : 1);
}

static bool are_threads_good(const struct subject *subject, const u8 *value, u32 len)
{
	u32 count;

	if (!subject->first || !subject->kind->threads)
		return !value;
	return !pdr_threads_parse(value, len, subject->limits->threads, &count);
}

/* The kernel reads a value up to its first NUL, and puts one after each value. */
static bool is_text(const u8 *value, u32 len, const char *text)
{
	size_t text_len = strlen(text);

	return len >= text_len && !memcmp(value, text, text_len) &&
	       (len == text_len || !value[text_len]);
}

static bool is_type_good(const struct subject *subject, const u8 *value, u32 len)
{
	static const char * const acted_on[] = { "cpu", "memory" };
	const char *own = subject->kind->device_type;
	size_t i;

	for (i = 0; value && i < ARRAY_SIZE(acted_on); i++)
		if (is_text(value, len, acted_on[i]))
			return subject->first && own && !strcmp(own, acted_on[i]);
	return true;
}

/* The kernel ignores a node without an address below a function. */
static bool is_address_good(const struct subject *subject, const u8 *value, u32 len)
{
	if (!subject->kind->functions || subject->node->parent)
		return true;
	return value && len >= PCI_ADDRESS;
}

static bool are_cells_good(const struct subject *subject, const u8 *value, u32 len)
{
	(void)subject;
	return !value || (len == sizeof(u32) &&
			  get_unaligned_be32(value) <= PDR_CCTREE_CELLS_MAX);
}

/* @is_good: @value is NULL if the node does not have the property */
static const struct {
	const char *property;
	bool (*is_good)(const struct subject *subject, const u8 *value, u32 len);
} rules[] = {
	{ "ibm,associativity", is_place_good },
	{ "ibm,ppc-interrupt-server#s", are_threads_good },
	{ "device_type", is_type_good },
	{ "reg", is_address_good },
	{ "#address-cells", are_cells_good },
	{ "#size-cells", are_cells_good },
	{ "ibm,#dma-address-cells", are_cells_good },
	{ "ibm,#dma-size-cells", are_cells_good },
};

/* The property that is not good, or NULL. */
static const char *find_flaw(const struct subject *subject)
{
	const u8 *value;
	u32 len = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		value = pdr_cc_property(subject->node, rules[i].property, &len);
		if (!rules[i].is_good(subject, value, len))
			return rules[i].property;
	}
	return NULL;
}

int pdr_cctree_check(const struct pdr_cc_node *tree, const struct pdr_cctree_kind *kind,
		     const struct pdr_cctree_limits *limits, struct pdr_cctree_flaw *flaw)
{
	struct subject subject = { .node = tree, .first = true, .kind = kind, .limits = limits };
	u32 left = PDR_CCTREE_NODES_MAX;

	for (; subject.node; subject.node = pdr_cc_node_next(subject.node)) {
		flaw->property = find_flaw(&subject);
		flaw->node = subject.node->name;
		if (flaw->property || !left--)
			return -EBADMSG;
		subject.first = false;
	}
	return 0;
}
