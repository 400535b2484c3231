// SPDX-License-Identifier: GPL-2.0
/* Answers ibm,configure-connector from a script; see ccfirmware.h. */

#include "ccfirmware.h"
#include "lib/workarea.h"

#include <core/parse/fwstatus.h>

/* No sequence may take more calls. */
#define CALLS_MAX	(5 * PDR_CC_CALLS_MAX + PDR_BUSY_LIMIT_MS)

#define ROOT(name)		{ WORKAREA_CHILD, name, NULL, 0 }
#define CHILD(name)		{ WORKAREA_CHILD, name, NULL, 0 }
#define SIBLING(name)		{ WORKAREA_SIBLING, name, NULL, 0 }
#define PROPERTY(name, value)	{ WORKAREA_PROPERTY, name, value, sizeof(value) - 1 }
#define PARENT			{ WORKAREA_PARENT, NULL, NULL, 0 }
#define COMPLETE		{ WORKAREA_COMPLETE, NULL, NULL, 0 }

/* QEMU 7.2's answers for an LMB, with an address that no LMB has. */
static const struct answer lmb[] = {
	ROOT("memory@800000040000000"),
	PROPERTY("ibm,associativity", "\0\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"),
	PROPERTY("reg", "\x08\0\0\0\x40\0\0\0\0\0\0\0\x10\0\0\0"),
	PROPERTY("device_type", "memory\0"),
	COMPLETE,
};

/* A bridge with grandchildren, and with a child of its own name. */
static const struct answer bridge[] = {
	ROOT("pci@1"),
	PROPERTY("reg", "\1\2"),
	CHILD("mouse@1"),
	PROPERTY("reg", "\3"),
	PARENT,
	CHILD("pci@1"),
	PROPERTY("reg", "\4"),
	PROPERTY("empty", ""),
	CHILD("disk@0"),
	CHILD("pci@1"),
	PARENT,
	PARENT,
	PARENT,
	PROPERTY("late", "\5"),
	CHILD("net@7"),
	PARENT,
	COMPLETE,
};

/* LoPAR lets a core bring its caches, as siblings at the root level. */
static const struct answer core[] = {
	ROOT("PowerPC,POWER9@8"),
	PROPERTY("ibm,ppc-interrupt-server#s", "\0\0\0\x08\0\0\0\x09"),
	SIBLING("l2-cache@2008"),
	PROPERTY("reg", "\x20\x08"),
	SIBLING("l3-cache@3008"),
	CHILD("bank@0"),
	SIBLING("bank@1"),
	PROPERTY("reg", "\1"),
	PARENT,
	PROPERTY("reg", "\x30\x08"),
	COMPLETE,
};

static const struct answer alone[] = {
	ROOT("pmem@0"),
	COMPLETE,
};

const struct script scripts[] = {
	{ "LMB", lmb, ARRAY_SIZE(lmb),
	  "memory@800000040000000(ibm,associativity=0000000400000000000000000000000000000001;"
	  "reg=08000000400000000000000010000000;device_type=6d656d6f727900;);" },
	{ "bridge", bridge, ARRAY_SIZE(bridge),
	  "pci@1(reg=0102;late=05;){mouse@1(reg=03;);"
	  "pci@1(reg=04;empty=;){disk@0(){pci@1();};};net@7();};" },
	{ "core", core, ARRAY_SIZE(core),
	  "PowerPC,POWER9@8(ibm,ppc-interrupt-server#s=0000000800000009;);"
	  "l2-cache@2008(reg=2008;);"
	  "l3-cache@3008(reg=3008;){bank@0();bank@1(reg=01;);};" },
	{ "node alone", alone, ARRAY_SIZE(alone), "pmem@0();" },
};

/* Write only the cells that the status calls for. */
static void write_area(struct firmware *fw, const struct answer *answer)
{
	if (answer->value)
		workarea_property(fw->area, answer->name, answer->value, answer->len);
	else if (answer->name)
		workarea_node(fw->area, answer->name);
}

static s32 next_answer(struct firmware *fw)
{
	const struct answer *answer = &fw->script->answers[fw->cursor];

	write_area(fw, answer);
	fw->cursor++;
	if (fw->cursor == fw->script->length)
		fw->cursor = 0;
	return answer->status;
}

static s32 call_firmware(struct firmware *fw)
{
	s32 status;

	fw->calls++;
	if (fw->busy_left) {
		fw->busy_left--;
		return fw->busy_status;
	}
	fw->busy_left = fw->busy_times;
	if (fw->calls == fw->rewind_at[0] || fw->calls == fw->rewind_at[1])
		fw->cursor = 0;
	if (fw->calls == fw->page_at)
		fw->page_wanted = true;
	if (fw->page_given)
		fw->page_wanted = false;
	fw->page_given = false;
	status = fw->page_wanted ? 5 : next_answer(fw);
	if (fw->poke)
		fw->poke(fw, &status);
	return status;
}

static enum pdr_cc_verdict feed(struct firmware *fw, struct pdr_cc *cc, s32 status)
{
	u8 *copy = malloc(PDR_CC_AREA_SIZE);
	enum pdr_cc_verdict verdict;

	assert_non_null(copy);
	memcpy(copy, fw->area, PDR_CC_AREA_SIZE);
	verdict = pdr_cc_feed(cc, status, copy);
	free(copy);
	return verdict;
}

static enum pdr_cc_verdict act(struct firmware *fw, struct pdr_cc *cc,
			       enum pdr_cc_verdict verdict)
{
	switch (verdict) {
	case PDR_CC_RESTART:
		fw->realignments++;
		pdr_cc_prepare(cc, fw->area);
		break;
	case PDR_CC_DELAY:
		fw->delayed_ms += cc->delay_ms;
		break;
	case PDR_CC_MEMORY:
		fw->pages++;
		if (fw->no_pages)
			return pdr_cc_abort(cc, -ENOMEM);
		fw->page_given = true;
		break;
	default:
		break;
	}
	if (fw->abort_at && fw->calls >= fw->abort_at && !pdr_cc_verdict_final(verdict))
		return pdr_cc_abort(cc, -ECANCELED);
	return verdict;
}

enum pdr_cc_verdict firmware_drive(struct firmware *fw, struct pdr_cc *cc)
{
	enum pdr_cc_verdict verdict = PDR_CC_CALL;

	pdr_cc_begin(cc, FW_DRC_INDEX, PDR_BUSY_LIMIT_MS);
	memset(fw->area, 0xee, sizeof(fw->area));
	pdr_cc_prepare(cc, fw->area);
	while (!pdr_cc_verdict_final(verdict)) {
		assert_true(fw->calls < CALLS_MAX);
		verdict = act(fw, cc, feed(fw, cc, call_firmware(fw)));
	}
	assert_true(fw->delayed_ms <= PDR_BUSY_LIMIT_MS);
	assert_true(verdict == PDR_CC_DONE ? !cc->error : cc->error < 0);
	return verdict;
}

static size_t append_text(char *text, size_t size, size_t at, const char *string)
{
	assert_true(at + strlen(string) < size);
	memcpy(text + at, string, strlen(string) + 1);
	return at + strlen(string);
}

static size_t append_properties(char *text, size_t size, size_t at,
				const struct pdr_cc_property *property)
{
	char byte[4];
	u32 i;

	for (; property; property = property->next) {
		at = append_text(text, size, at, property->name);
		at = append_text(text, size, at, "=");
		for (i = 0; i < property->len; i++) {
			snprintf(byte, sizeof(byte), "%02x", property->value[i]);
			at = append_text(text, size, at, byte);
		}
		at = append_text(text, size, at, ";");
	}
	return at;
}

static size_t append_nodes(char *text, size_t size, size_t at,
			   const struct pdr_cc_node *parent, const struct pdr_cc_node *node)
{
	for (; node; node = node->next) {
		assert_ptr_equal(node->parent, parent);
		at = append_text(text, size, at, node->name);
		at = append_text(text, size, at, "(");
		at = append_properties(text, size, at, node->properties);
		at = append_text(text, size, at, ")");
		if (node->child) {
			at = append_text(text, size, at, "{");
			at = append_nodes(text, size, at, node, node->child);
			at = append_text(text, size, at, "}");
		}
		at = append_text(text, size, at, ";");
	}
	return at;
}

void firmware_tree(const struct pdr_cc_node *node, char *text, size_t size)
{
	*text = '\0';
	append_nodes(text, size, 0, NULL, node);
}
