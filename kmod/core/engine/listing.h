/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_LISTING_H
#define PDR_LISTING_H

/*
 * Publishing changes of a property that others write, too: live partition migration
 * replaces ibm,dynamic-memory-v2 from a process of its own.
 *
 * The writer has a table that it read from the property. It changes the table,
 * writes it, and learns which property it has replaced. If that is not the one that
 * the table was read from, another writer wrote meanwhile: the changes are made again,
 * to a table that is read from theirs.
 *
 *	read ----> changed ----> written, replaced what was read ----> done
 *	  ^            |
 *	  |            +-------> written, replaced theirs: stale, unread
 *	  |                                |
 *	  +-------- read theirs -----------+
 *
 * Invariant: no writer's change is lost, unless a write or a read fails for ever. A
 * publication that fails leaves the table as it was read, and says if the property is
 * stale; the next publication then writes the table in any case.
 *
 * Includes core.
 */

#include <pdr_env.h>

/** PDR_LISTING_TRIES: times that changes are made again because others wrote meanwhile */
#define PDR_LISTING_TRIES 8

/**
 * struct pdr_listing - the property, as the writer knows it
 * @stale: the property lacks a change of another writer
 * @unread: the table was not read yet from the property of the other writer
 */
struct pdr_listing {
	bool stale;
	bool unread;
};

/**
 * struct pdr_listing_ops - the table and the property
 * @exchange: make the changes in the table, or take them back at the second call;
 *	      1 if the table has changed, 0 if not, or negative errno
 * @write: write the table; @raced tells if the write replaced another property than the
 *	   one that the table was read from
 * @reread: read the table from the property that was replaced last
 *
 * Each returns a negative errno on failure, and then has changed nothing.
 */
struct pdr_listing_ops {
	int (*exchange)(void *context);
	int (*write)(void *context, bool *raced);
	int (*reread)(void *context);
};

/**
 * pdr_listing_follow - read the property that a failed publication could not read
 * @listing: the property
 * @ops: for it
 * @context: of @ops
 *
 * Return: 0 or negative errno.
 */
int pdr_listing_follow(struct pdr_listing *listing,
		       const struct pdr_listing_ops *ops, void *context);

/**
 * pdr_listing_publish - publish changes
 * @listing: the property
 * @ops: for it
 * @context: of @ops
 *
 * Return: 0 or negative errno; -ESTALE if the property is stale.
 */
int pdr_listing_publish(struct pdr_listing *listing,
			const struct pdr_listing_ops *ops, void *context);

#endif /* PDR_LISTING_H */
