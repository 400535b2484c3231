/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The device tree and sysfs, as lsslot reads them. Nodes and files are named by their whole paths.
 * The core of the module parses what has a format, so that both see the same connectors.
 */
#ifndef LS_TREE_H
#define LS_TREE_H

#include <glob.h>

#include "core/parse/drcinfo.h"
#include "list.h"

#define LS_MY_INDEX	"ibm,my-drc-index"

/**
 * struct ls_node - a node that has a number
 * @number: mostly the DRC index of its connector, from LS_MY_INDEX
 * @path: the node
 */
struct ls_node {
	uint32_t number;
	char *path;
};

/**
 * ls_tree_find() - find files and folders
 * @found: result, in order; to be freed by globfree() in any case
 * @folder: where, no pattern
 * @pattern: the path from there, as glob() takes it
 *
 * Return: how many; there are none if there is no memory.
 */
size_t ls_tree_find(glob_t *found, const char *folder, const char *pattern);

/**
 * ls_tree_read() - read a property of a node, or a file of sysfs
 * @folder: the node, or the folder
 * @name: the property, or the file
 * @len: result: its bytes, without the NUL that is put behind them
 *
 * Return: its value, to be freed; NULL if there is none.
 */
char *ls_tree_read(const char *folder, const char *name, size_t *len);

/**
 * ls_tree_cell() - read the first cell of a property
 * @node: the node
 * @name: the property
 * @value: result
 *
 * Return: true if there is one.
 */
bool ls_tree_cell(const char *node, const char *name, uint32_t *value);

/**
 * ls_tree_drcs() - read the connectors that a node describes
 * @node: the node
 * @set: result, to be freed by pdr_drc_set_free() in any case
 *
 * Return: 0, -ENOENT if it describes none, -ENOMEM or -EBADMSG after a message.
 */
int ls_tree_drcs(const char *node, struct pdr_drc_set *set);

/**
 * ls_tree_drc_name() - tell the name of a connector
 * @set: the connectors
 * @index: its DRC index
 * @name: result; the index in digits if no connector has it
 * @len: bytes of @name
 */
void ls_tree_drc_name(const struct pdr_drc_set *set, uint32_t index, char *name, size_t len);

/**
 * ls_tree_nodes() - add the nodes below a node that have a number
 * @nodes: list of struct ls_node
 * @parent: the node
 * @pattern: only nodes of such names
 * @property: the property whose first cell is the number
 *
 * Return: false after a message if there is no memory.
 */
bool ls_tree_nodes(struct dr_list *nodes, const char *parent, const char *pattern,
		   const char *property);

/**
 * ls_tree_node() - find a node by its number
 * @nodes: list of struct ls_node
 * @number: the number
 * @from: the place to start from; afterwards, the one behind it
 *
 * Return: the node; NULL if there is none from there on.
 */
const struct ls_node *ls_tree_node(const struct dr_list *nodes, uint32_t number, size_t *from);

/**
 * ls_tree_nodes_free() - free the nodes of a list
 * @nodes: list of struct ls_node, empty afterwards
 */
void ls_tree_nodes_free(struct dr_list *nodes);

#endif /* LS_TREE_H */
