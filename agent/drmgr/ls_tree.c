// SPDX-License-Identifier: GPL-2.0
/* The device tree and sysfs, as lsslot reads them; see ls_tree.h. */
#include "ls_tree.h"

/* More than any property has: a node of 64 TiB of LMBs, each listed by itself, has 6 MiB */
#define SIZE_MAX_READ	(64 << 20)

size_t ls_tree_find(glob_t *found, const char *folder, const char *pattern)
{
	char *whole;
	int err;

	*found = (glob_t){ 0 };
	if (asprintf(&whole, "%s/%s", folder, pattern) < 0)
		return 0;
	err = glob(whole, 0, NULL, found);
	free(whole);
	return err ? 0 : found->gl_pathc;
}

static char *read_stream(FILE *file, size_t *len)
{
	char *bytes = NULL, *more;
	size_t room = 4096;

	*len = 0;
	while ((more = realloc(bytes, room + 1)) != NULL) {
		bytes = more;
		*len += fread(bytes + *len, 1, room - *len, file);
		if (*len < room || room >= SIZE_MAX_READ)
			break;
		room *= 2;
	}
	if (!more || ferror(file)) {
		free(bytes);
		return NULL;
	}
	bytes[*len] = '\0';
	return bytes;
}

char *ls_tree_read(const char *folder, const char *name, size_t *len)
{
	char *path, *bytes;
	FILE *file;

	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return NULL;
	file = fopen(path, "re");
	free(path);
	if (!file)
		return NULL;
	bytes = read_stream(file, len);
	fclose(file);
	return bytes;
}

bool ls_tree_cell(const char *node, const char *name, uint32_t *value)
{
	size_t len;
	char *bytes = ls_tree_read(node, name, &len);
	bool whole = bytes && len >= sizeof(u32);

	if (whole)
		*value = get_unaligned_be32(bytes);
	free(bytes);
	return whole;
}

static int read_arrays(const char *node, struct pdr_drc_set *set)
{
	static const char *const names[] = {
		"ibm,drc-indexes", "ibm,drc-names", "ibm,drc-types", "ibm,drc-power-domains",
	};
	struct pdr_drc_arrays arrays = { 0 };
	struct pdr_drc_bytes *all[] = {
		&arrays.indexes, &arrays.names, &arrays.types, &arrays.power_domains,
	};
	int err = -ENOENT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(all); i++)
		all[i]->value = ls_tree_read(node, names[i], &all[i]->len);
	if (arrays.indexes.value)
		err = pdr_drc_parse_arrays(set, &arrays);
	for (i = 0; i < ARRAY_SIZE(all); i++)
		free((void *)all[i]->value);
	return err;
}

int ls_tree_drcs(const char *node, struct pdr_drc_set *set)
{
	size_t len;
	char *info = ls_tree_read(node, "ibm,drc-info", &len);
	int err;

	*set = (struct pdr_drc_set){ 0 };
	err = info ? pdr_drc_parse_info(set, info, len) : read_arrays(node, set);
	free(info);
	if (err && err != -ENOENT)
		fprintf(stderr, "lsslot: the connectors of %s cannot be read: %s\n", node,
			err == -ENOMEM ? "no memory" : "a property is malformed");
	return err;
}

void ls_tree_drc_name(const struct pdr_drc_set *set, uint32_t index, char *name, size_t len)
{
	u32 i, ordinal;

	for (i = 0; i < set->count; i++) {
		if (!pdr_drc_run_find(&set->runs[i], index, &ordinal))
			continue;
		pdr_drc_run_name(&set->runs[i], ordinal, name, len);
		return;
	}
	snprintf(name, len, "0x%08x", index);
}

static bool add_tree_node(struct dr_list *nodes, const char *path, const char *property)
{
	struct ls_node *node;
	uint32_t number;

	if (!ls_tree_cell(path, property, &number))
		return true;
	node = dr_list_add(nodes);
	if (!node)
		return false;
	node->number = number;
	node->path = strdup(path);
	return node->path;
}

bool ls_tree_nodes(struct dr_list *nodes, const char *parent, const char *pattern,
		   const char *property)
{
	glob_t found;
	bool added = true;
	size_t n = ls_tree_find(&found, parent, pattern), i;

	for (i = 0; i < n && added; i++)
		added = add_tree_node(nodes, found.gl_pathv[i], property);
	globfree(&found);
	if (!added)
		fprintf(stderr, "lsslot: no memory for the nodes of %s\n", parent);
	return added;
}

const struct ls_node *ls_tree_node(const struct dr_list *nodes, uint32_t number, size_t *from)
{
	const struct ls_node *node;

	while (*from < nodes->n) {
		node = dr_list_at(nodes, (*from)++);
		if (node->number == number)
			return node;
	}
	return NULL;
}

void ls_tree_nodes_free(struct dr_list *nodes)
{
	size_t i;

	for (i = 0; i < nodes->n; i++)
		free(((struct ls_node *)dr_list_at(nodes, i))->path);
	dr_list_clear(nodes);
}
