/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_CELLS_H
#define PDR_MODEL_CELLS_H

/*
 * RTAS calls as a guest makes them: a name, and cells in the guest's memory.
 * Invariant: a call touches only the given memory, whatever address the cells have;
 * any other address reads as 0.
 */

#include "platform.h"

/**
 * struct model_memory - a part of the guest's memory
 * @base: first address
 * @size: bytes
 * @bytes: the memory
 */
struct model_memory {
	u64 base;
	u64 size;
	u8 *bytes;
};

/**
 * struct model_call - a call
 * @name: of the call, as in the /rtas node
 * @nargs: cells of arguments
 * @args: their address
 * @nret: cells of results, the status first
 * @rets: their address
 */
struct model_call {
	const char *name;
	u32 nargs;
	u64 args;
	u32 nret;
	u64 rets;
};

/**
 * model_rtas() - Make a call.
 * @model: the platform
 * @memory: the guest's memory
 * @call: the call
 *
 * Return: true if there is such a call.
 */
bool model_rtas(struct model *model, const struct model_memory *memory,
		const struct model_call *call);

/**
 * model_memory_at() - Find a piece of the guest's memory.
 * @memory: the memory
 * @address: of the piece
 * @len: bytes
 *
 * Return: the piece, or NULL if not all of it is in the memory.
 */
u8 *model_memory_at(const struct model_memory *memory, u64 address, u64 len);

#endif /* PDR_MODEL_CELLS_H */
