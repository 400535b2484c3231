// SPDX-License-Identifier: GPL-2.0
/* The encoder of LMB tables; see lmbtable.h. */

#include "lmbtable.h"

void lmbtable_v1(struct bytes *table, u64 base, u32 index, u32 reserved, u32 aa, u32 flags)
{
	bytes_u64(table, base);
	bytes_u32(table, index);
	bytes_u32(table, reserved);
	bytes_u32(table, aa);
	bytes_u32(table, flags);
}

void lmbtable_v2(struct bytes *table, u32 count, u64 base, u32 index, u32 aa, u32 flags)
{
	bytes_u32(table, count);
	bytes_u64(table, base);
	bytes_u32(table, index);
	bytes_u32(table, aa);
	bytes_u32(table, flags);
}
