/* SPDX-License-Identifier: GPL-2.0 */
/* Event numbers have no gaps; a reader that sees one has lost an event. */
#ifndef CTL_SEQ_H
#define CTL_SEQ_H

#include <stdint.h>

/**
 * enum ctl_seq - place of an event after the last one taken
 * @CTL_SEQ_NEXT: it is the next one
 * @CTL_SEQ_OLD: it was taken before
 * @CTL_SEQ_GAP: others are missing in between
 */
enum ctl_seq {
	CTL_SEQ_NEXT,
	CTL_SEQ_OLD,
	CTL_SEQ_GAP,
};

/**
 * ctl_seq_judge() - place an event behind the last one
 * @last: number of the last one taken
 * @seq: number of this one
 *
 * Return: enum ctl_seq.
 */
static inline enum ctl_seq ctl_seq_judge(uint64_t last, uint64_t seq)
{
	if (seq <= last)
		return CTL_SEQ_OLD;
	return seq == last + 1 ? CTL_SEQ_NEXT : CTL_SEQ_GAP;
}

#endif /* CTL_SEQ_H */
