// SPDX-License-Identifier: GPL-2.0
/* Publishing changes of a property that others write, too. Includes core/engine. */
#include "core/engine/listing.h"

int pdr_listing_follow(struct pdr_listing *listing,
		       const struct pdr_listing_ops *ops, void *context)
{
	int error = listing->unread ? ops->reread(context) : 0;

	if (!error)
		listing->unread = false;
	return error;
}

/* Return: 1 if another writer wrote meanwhile, 0, or negative errno. */
static int publish_once(struct pdr_listing *listing,
			const struct pdr_listing_ops *ops, void *context)
{
	bool raced;
	int error = ops->exchange(context);

	if (error < 0 || (!error && !listing->stale))
		return error;
	error = ops->write(context, &raced);
	if (!error && !raced) {
		listing->stale = false;
		return 0;
	}
	ops->exchange(context);
	if (error)
		return error;
	listing->stale = true;
	listing->unread = true;
	return 1;
}

int pdr_listing_publish(struct pdr_listing *listing,
			const struct pdr_listing_ops *ops, void *context)
{
	unsigned int tries = 0;
	int error;

	do {
		error = pdr_listing_follow(listing, ops, context);
		if (!error)
			error = publish_once(listing, ops, context);
	} while (error > 0 && ++tries < PDR_LISTING_TRIES);
	return error && listing->stale ? -ESTALE : error;
}
