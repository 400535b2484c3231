// SPDX-License-Identifier: GPL-2.0
/* Tests of which nodes of ibm,configure-connector Linux may have. */

#include "unit.h"

#include <core/engine/resource.h>
#include <core/parse/cctree.h>

#define THREADS		2
#define LEVELS		4

#define MEMORY	PSERIES_DR_RESOURCE_MEMORY
#define CPU	PSERIES_DR_RESOURCE_CPU
#define PHB	PSERIES_DR_RESOURCE_PHB
#define PCI	PSERIES_DR_RESOURCE_PCI
#define PMEM	PSERIES_DR_RESOURCE_PMEM

/* A node of a tree: how far below the root level, and its properties. */
#define AT(level)		{ .depth = level, .is_node = true }
#define HAS(name, bytes)	{ .text = name, .value = bytes, .len = sizeof(bytes) - 1 }
#define END			{ }

#define CORE_THREADS		HAS("ibm,ppc-interrupt-server#s", "\0\0\0\10\0\0\0\11")
#define PLACE			HAS("ibm,associativity", \
				    "\0\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1")
#define ADDRESS			HAS("reg", "\0\0\10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")
#define TYPE(text)		HAS("device_type", text)

struct item {
	bool is_node;
	u8 depth;
	const char *text;
	const char *value;
	u32 len;
};

/* A sentence, the resource, what is wrong with which node, and what the connector brings. */
static const struct {
	const char *sentence;
	u8 resource;
	const char *node;
	const char *property;
	struct item items[12];
} cases[] = {
	{ "an LMB", MEMORY, NULL, NULL, { AT(0), PLACE, TYPE("memory\0"), END } },
	{ "an LMB nowhere", MEMORY, "n0", "ibm,associativity", { AT(0), TYPE("memory\0"), END } },
	{ "an LMB that is a core", MEMORY, "n0", "device_type",
	  { AT(0), PLACE, TYPE("cpu\0"), END } },
	{ "an LMB with threads", MEMORY, "n0", "ibm,ppc-interrupt-server#s",
	  { AT(0), PLACE, CORE_THREADS, END } },

	{ "a core", CPU, NULL, NULL, { AT(0), CORE_THREADS, TYPE("cpu\0"), END } },
	{ "a core with a place, and its caches", CPU, NULL, NULL,
	  { AT(0), CORE_THREADS, TYPE("cpu\0"), PLACE,
	    AT(0), TYPE("cache\0"), AT(0), TYPE("cache\0"), END } },
	{ "a core without threads", CPU, "n0", "ibm,ppc-interrupt-server#s",
	  { AT(0), TYPE("cpu\0"), END } },
	{ "a core with too many threads", CPU, "n0", "ibm,ppc-interrupt-server#s",
	  { AT(0), HAS("ibm,ppc-interrupt-server#s", "\0\0\0\1\0\0\0\2\0\0\0\3"), END } },
	{ "a second core", CPU, "n1", "device_type",
	  { AT(0), CORE_THREADS, AT(0), TYPE("cpu\0"), END } },
	{ "threads beside a core", CPU, "n1", "ibm,ppc-interrupt-server#s",
	  { AT(0), CORE_THREADS, AT(0), CORE_THREADS, END } },
	{ "threads below a core", CPU, "n1", "ibm,ppc-interrupt-server#s",
	  { AT(0), CORE_THREADS, AT(1), CORE_THREADS, END } },
	{ "an empty list of threads below a core", CPU, "n1", "ibm,ppc-interrupt-server#s",
	  { AT(0), CORE_THREADS, AT(1), HAS("ibm,ppc-interrupt-server#s", ""), END } },
	{ "a core that is memory", CPU, "n0", "device_type",
	  { AT(0), CORE_THREADS, TYPE("memory\0"), END } },
	{ "a cache with half a place", CPU, "n1", "ibm,associativity",
	  { AT(0), CORE_THREADS, PLACE,
	    AT(0), HAS("ibm,associativity", "\0\0\0\4\0\0\0\0"), END } },

	{ "persistent memory", PMEM, NULL, NULL, { AT(0), PLACE, TYPE("ibm,pmemory\0"), END } },
	{ "persistent memory nowhere", PMEM, NULL, NULL, { AT(0), END } },
	{ "more words than there are", PMEM, "n0", "ibm,associativity",
	  { AT(0), HAS("ibm,associativity", "\0\0\0\5"), END } },
	{ "fewer words than the reference points need", PMEM, "n0", "ibm,associativity",
	  { AT(0), HAS("ibm,associativity", "\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\0"), END } },
	{ "an empty place", PMEM, "n0", "ibm,associativity",
	  { AT(0), HAS("ibm,associativity", ""), END } },
	{ "persistent memory that is memory", PMEM, "n0", "device_type",
	  { AT(0), TYPE("memory\0"), END } },
	{ "the same, where no NUL ends it", PMEM, "n0", "device_type",
	  { AT(0), TYPE("memory"), END } },
	{ "the same, with more behind the NUL", PMEM, "n0", "device_type",
	  { AT(0), TYPE("memory\0x"), END } },
	{ "another word that begins alike", PMEM, NULL, NULL, { AT(0), TYPE("memory2\0"), END } },
	{ "a part of the word", PMEM, NULL, NULL, { AT(0), TYPE("mem"), END } },
	{ "no word", PMEM, NULL, NULL, { AT(0), TYPE(""), END } },

	{ "a bridge with a function", PHB, NULL, NULL,
	  { AT(0), PLACE, TYPE("pci\0"), HAS("#address-cells", "\0\0\0\3"),
	    HAS("#size-cells", "\0\0\0\2"), AT(1), ADDRESS, END } },
	{ "a bridge with a core below", PHB, "n2", "ibm,ppc-interrupt-server#s",
	  { AT(0), AT(1), ADDRESS, AT(2), CORE_THREADS, END } },
	{ "memory after a function", PHB, "n3", "device_type",
	  { AT(0), AT(1), ADDRESS, AT(2), AT(1), TYPE("memory\0"), END } },
	{ "addresses of five cells", PHB, "n0", "#address-cells",
	  { AT(0), HAS("#address-cells", "\0\0\0\5"), END } },
	{ "sizes of countless cells", PHB, "n0", "#size-cells",
	  { AT(0), HAS("#size-cells", "\377\377\377\377"), END } },
	{ "half a number of cells", PHB, "n0", "ibm,#dma-address-cells",
	  { AT(0), HAS("ibm,#dma-address-cells", "\0\0"), END } },
	{ "two numbers of cells", PHB, "n0", "ibm,#dma-size-cells",
	  { AT(0), HAS("ibm,#dma-size-cells", "\0\0\0\1\0\0\0\1"), END } },

	{ "a function", PCI, NULL, NULL, { AT(0), ADDRESS, END } },
	{ "a slot of two functions, with something below", PCI, NULL, NULL,
	  { AT(0), ADDRESS, AT(1), AT(0), ADDRESS, END } },
	{ "a function without an address", PCI, "n0", "reg", { AT(0), END } },
	{ "a function with a short address", PCI, "n0", "reg",
	  { AT(0), HAS("reg", "\0\0\10\0"), END } },
	{ "a second function without an address", PCI, "n1", "reg",
	  { AT(0), ADDRESS, AT(0), END } },
	{ "a function with a thread", PCI, "n0", "ibm,ppc-interrupt-server#s",
	  { AT(0), ADDRESS, CORE_THREADS, END } },
	{ "a function that is memory", PCI, "n0", "device_type",
	  { AT(0), ADDRESS, TYPE("memory\0"), END } },
};

static struct pdr_cc_node *new_node(u32 number)
{
	struct pdr_cc_node *node = pdr_alloc(sizeof(*node) + sizeof("n4294967295"));

	assert_non_null(node);
	sprintf(node->name, "n%u", number);
	return node;
}

/* The memory of a value ends where the value does, so that the sanitizer sees more. */
static void put_property(struct pdr_cc_node *node, const struct item *item)
{
	struct pdr_cc_property *property;

	property = pdr_alloc(offsetof(struct pdr_cc_property, data) + item->len);
	assert_non_null(property);
	memcpy(property->data, item->value, item->len);
	property->name = item->text;
	property->value = property->data;
	property->len = item->len;
	property->next = node->properties;
	node->properties = property;
}

static struct pdr_cc_node *put_node(struct pdr_cc_node *before, u32 depth, u32 number)
{
	struct pdr_cc_node *node = new_node(number), *above = before;
	u32 levels = 0;

	for (; above; above = above->parent)
		levels++;
	if (!before)
		return node;
	for (; levels > depth + 1; levels--)
		before = before->parent;
	if (levels == depth) {
		before->child = node;
		node->parent = before;
	} else {
		before->next = node;
		node->parent = before->parent;
	}
	return node;
}

static struct pdr_cc_node *build(const struct item *items)
{
	struct pdr_cc_node *first = NULL, *node = NULL;
	u32 number = 0;

	for (; items->is_node || items->text; items++) {
		if (items->is_node)
			node = put_node(node, items->depth, number++);
		else
			put_property(node, items);
		first = first ?: node;
	}
	return first;
}

static void each_tree_is_judged(void **state)
{
	const struct pdr_cctree_limits limits = { .threads = THREADS, .levels = LEVELS };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct pdr_cc_node *tree = build(cases[i].items);
		struct pdr_cctree_flaw flaw = { };
		int error = pdr_cctree_check(tree, &pdr_resource_of(cases[i].resource)->brings,
					     &limits, &flaw);

		expect(!error == !cases[i].node && (!error || error == -EBADMSG), "%s: %d",
		       cases[i].sentence, error);
		expect(!error || (!strcmp(flaw.node, cases[i].node) &&
				  !strcmp(flaw.property, cases[i].property)),
		       "%s: %s of %s", cases[i].sentence, flaw.property, flaw.node);
		pdr_cc_node_free(tree);
	}
}

/* Without reference points, one word is enough. */
static void what_the_kernel_does_not_need_may_be_missing(void **state)
{
	static const struct item items[] = {
		AT(0), HAS("ibm,associativity", "\0\0\0\1\0\0\0\0"), END,
	};
	const struct pdr_cctree_limits limits = { .threads = THREADS };
	struct pdr_cc_node *tree = build(items);
	struct pdr_cctree_flaw flaw;

	(void)state;
	assert_int_equal(pdr_cctree_check(tree, &pdr_resource_of(PMEM)->brings, &limits, &flaw), 0);
	pdr_cc_node_free(tree);
}

static void so_many_nodes_and_no_more(void **state)
{
	const struct pdr_cctree_limits limits = { .threads = THREADS };
	struct pdr_cc_node *tree = new_node(0), *node = tree;
	struct pdr_cctree_flaw flaw;
	u32 i;

	(void)state;
	for (i = 1; i < PDR_CCTREE_NODES_MAX; i++)
		node = put_node(node, i % 2, i);
	assert_int_equal(pdr_cctree_check(tree, &pdr_resource_of(PMEM)->brings, &limits, &flaw), 0);
	put_node(node, 1, i);
	assert_int_equal(pdr_cctree_check(tree, &pdr_resource_of(PMEM)->brings, &limits, &flaw),
			 -EBADMSG);
	assert_string_equal(flaw.node, "n256");
	assert_null(flaw.property);
	pdr_cc_node_free(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(each_tree_is_judged, no_memory_lost),
		cmocka_unit_test_teardown(so_many_nodes_and_no_more, no_memory_lost),
		cmocka_unit_test_teardown(what_the_kernel_does_not_need_may_be_missing,
					  no_memory_lost),
	};

	return cmocka_run_group_tests_name("cctree", tests, NULL, NULL);
}
