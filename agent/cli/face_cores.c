// SPDX-License-Identifier: GPL-2.0
/* Cores for a person; see face_cores.h. */
#include <string.h>

#include "cores.h"
#include "face.h"
#include "face_cores.h"
#include "paint.h"
#include "text.h"

#define CPUS_WIDTH	11

static bool are_cores_alike(const struct ctl_core *a, const struct ctl_core *b)
{
	return a->state == b->state && a->nid == b->nid && a->threads == b->threads &&
	       a->l1d == b->l1d && a->l2 == b->l2 && a->l3 == b->l3;
}

static size_t count_cores(const struct dr_list *cores, size_t first)
{
	size_t n;

	for (n = 1; first + n < cores->n; n++)
		if (!are_cores_alike(dr_list_at(cores, first), dr_list_at(cores, first + n)))
			break;
	return n;
}

static void put_caches(char *buf, size_t size, const struct ctl_core *core)
{
	const uint32_t caches[] = { core->l1d, core->l2, core->l3 };
	char text[16];
	size_t i, len = 0;

	buf[0] = '\0';
	for (i = 0; i < sizeof(caches) / sizeof(caches[0]) && caches[0]; i++)
		if (caches[i])
			len += snprintf(buf + len, size - len, "%s%s", len ? " " : "",
					dr_text_size(text, sizeof(text), caches[i]));
}

static void put_cores(FILE *out, const struct ctl_core *first, size_t n)
{
	char range[32], cpus[1024], cut[32], threads[24] = "", node[16] = "", caches[64];
	char line[256];
	uint32_t online = 0, all = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		online += first[i].online;
		all += first[i].threads;
	}
	snprintf(range, sizeof(range), n > 1 ? "0x%08x-0x%08x" : "0x%08x", first->drc.index,
		 first[n - 1].drc.index);
	if (online < all)
		snprintf(threads, sizeof(threads), "%u/%u", online, all);
	else if (all)
		snprintf(threads, sizeof(threads), "%u", all);
	if (first->nid >= 0)
		snprintf(node, sizeof(node), "%d", first->nid);
	put_caches(caches, sizeof(caches), first);
	ctl_cores_cpus(cpus, sizeof(cpus), first, n);
	snprintf(line, sizeof(line), "%-21s %5zu %s %7s %-13s %4s %s", range, n,
		 ctl_paint_cell(cut, sizeof(cut), cpus, CPUS_WIDTH), threads,
		 ctl_cores_state(first->state), node, caches);
	ctl_face_line(out, line);
}

static void put_core_sums(FILE *out, const struct dr_list *cores)
{
	static const uint32_t order[] = {
		CTL_CORE_IN_USE, CTL_CORE_PARTLY, CTL_CORE_OFFLINE, CTL_CORE_SPARE,
		CTL_CORE_ABSENT, CTL_CORE_UNUSED,
	};
	size_t sums[sizeof(order) / sizeof(order[0])] = { 0 }, i;
	const char *between = "\n", *cores_word = cores->n == 1 ? "core " : "cores ";

	for (i = 0; i < cores->n; i++) {
		const struct ctl_core *core = dr_list_at(cores, i);

		sums[core->state]++;
	}
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (!sums[order[i]])
			continue;
		fprintf(out, "%s%zu %s%s", between, sums[order[i]], cores_word,
			ctl_cores_state(order[i]));
		between = ", ";
		cores_word = "";
	}
	if (cores->n)
		fputc('\n', out);
}

void ctl_face_cores(FILE *out, const struct dr_list *cores, bool heading)
{
	size_t i, n;

	if (heading)
		fprintf(out, "%-21s %5s %-*s %7s %-13s %s %s\n", "CORE", "COUNT", CPUS_WIDTH,
			"CPUS", "THREADS", "STATE", "NODE", "L1D L2 L3");
	for (i = 0; i < cores->n; i += n) {
		n = count_cores(cores, i);
		put_cores(out, dr_list_at(cores, i), n);
	}
	if (heading)
		put_core_sums(out, cores);
}
