// SPDX-License-Identifier: GPL-2.0
/* The answer in words; see whyanswer.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "whyanswer.h"
#include "text.h"

/* Of more holders of a sort, people get a sum */
#define LINES_MAX	12

/* Of more suspects, no more are named */
#define SUSPECTS_MAX	4

static const char *plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* The memory of a kind, to follow "17 pages of" */
static const char *name_memory(const struct why_holder *holder)
{
	static const char * const names[WHY_KINDS] = {
		[WHY_HUGETLB] = "huge pages",
		[WHY_BUFFER] = "kernel memory",
		[WHY_IO] = "memory under I/O",
		[WHY_TMPFS] = "shared memory",
		[WHY_FILE] = "files",
	};

	return names[holder->kind] ? names[holder->kind] : "anonymous memory";
}

static void put_purposes(FILE *out, unsigned int purposes)
{
	static const char * const words[WHY_PURPOSES] = {
		[WHY_IO_URING] = "io_uring",
		[WHY_VFIO] = "vfio",
		[WHY_RDMA] = "RDMA",
		[WHY_VMSPLICE] = "vmsplice into a pipe",
		[WHY_PINNED] = "purpose unknown",
	};
	const char *before = "";
	unsigned int i;

	for (i = 0; i < WHY_PURPOSES; i++) {
		if (!((purposes >> i) & 1))
			continue;
		fprintf(out, "%s%s", before, words[i]);
		before = ", ";
	}
}

static void put_process(FILE *out, const struct why_holder *holder)
{
	fprintf(out, "%s[%d] holds %llu page%s of %s", holder->name, holder->pid,
		(unsigned long long)holder->pages, plural(holder->pages), name_memory(holder));
	if (*holder->mapping)
		fprintf(out, " (%s)", holder->mapping);
	if (holder->locked)
		fputs(", locked by mlock", out);
	if (!holder->purposes)
		return;
	fprintf(out, ", %spinned (", holder->leave == WHY_STAYS ? "" : "perhaps ");
	put_purposes(out, holder->purposes);
	fputc(')', out);
}

static void put_suspects(FILE *out, const struct dr_list *suspects)
{
	const struct why_holder *suspect;
	size_t i;

	for (i = 0; i < suspects->n && i < SUSPECTS_MAX; i++) {
		suspect = dr_list_at(suspects, i);
		fprintf(out, "%s%s[%d] (", i ? ", " : "; perhaps held by ", suspect->name,
			suspect->pid);
		put_purposes(out, suspect->purposes);
		fputc(')', out);
	}
	if (suspects->n > SUSPECTS_MAX)
		fprintf(out, " and %zu more", suspects->n - SUSPECTS_MAX);
}

/* The words around a number of pages that no process was found for */
static const struct {
	const char *before;
	const char *behind;
} others[WHY_KINDS] = {
	[WHY_POISONED] = { "poisoned: ", " with a memory error (hwpoison)" },
	[WHY_BALLOON] = { "balloon: ", " that a driver gave to the hypervisor" },
	[WHY_HUGETLB] = { "hugetlb: ", " of huge pages" },
	[WHY_SLAB] = { "slab: ", " of kernel memory" },
	[WHY_PGTABLE] = { "page tables: ", " of kernel memory" },
	[WHY_RESERVED] = { "boot memory: ", " reserved since boot" },
	[WHY_KERNEL] = { "kernel: ", " of kernel memory of unknown kind" },
	[WHY_BUFFER] = { "kernel: ", " of kernel memory that processes map" },
	[WHY_IO] = { "I/O: ", " being read or written" },
	[WHY_ANON] = { "anonymous: ", " that no process maps any more" },
	[WHY_TMPFS] = { "tmpfs: ", " of tmpfs or shared memory" },
	[WHY_FILE] = { "page cache: ", " of files" },
};

static void put_other(FILE *out, const struct why_answer *answer, const struct why_holder *holder)
{
	fprintf(out, "%s%llu page%s%s", others[holder->kind].before,
		(unsigned long long)holder->pages, plural(holder->pages),
		others[holder->kind].behind);
	if (holder->unread)
		fputs(", of processes that were not read", out);
	else if (holder->kind == WHY_ANON)
		put_suspects(out, &answer->holders.suspects);
	else if (holder->kind == WHY_KERNEL && holder->leave == WHY_MAY_STAY)
		fputs(", or free and in the list of a CPU", out);
}

char *why_answer_sentence(const struct why_answer *answer, const struct why_holder *holder)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (holder->pid)
		put_process(out, holder);
	else
		put_other(out, answer, holder);
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

bool why_answer_is_complete(const struct why_answer *answer)
{
	return !answer->cut && !answer->holders.hidden;
}

static void print_answer_head(const struct why_answer *answer, FILE *out)
{
	const uint64_t *kinds = answer->holders.kinds;
	char size[32];

	if (answer->index)
		fprintf(out, "LMB 0x%08x, ", answer->index);
	fprintf(out, "%s at 0x%llx, %s%s: %llu page%s",
		dr_text_size(size, sizeof(size), answer->size),
		(unsigned long long)answer->address, *answer->zone ? "zone " : "zone unknown",
		answer->zone, (unsigned long long)answer->pages, plural(answer->pages));
	if (kinds[WHY_ABSENT])
		fprintf(out, ", %llu not in use by Linux", (unsigned long long)kinds[WHY_ABSENT]);
	fprintf(out, ", %llu free\n", (unsigned long long)kinds[WHY_FREE]);
}

static int print_leaving(const struct why_answer *answer, FILE *out, enum why_leave leave,
			 const char *heading)
{
	const struct why_holder *holder;
	uint64_t more = 0, pages = 0;
	unsigned int lines = 0;
	char *text;
	size_t i;

	for (i = 0; i < answer->holders.list.n; i++) {
		holder = dr_list_at(&answer->holders.list, i);
		if (holder->leave != leave)
			continue;
		if (lines++ >= LINES_MAX) {
			more++;
			pages += holder->pages;
			continue;
		}
		text = why_answer_sentence(answer, holder);
		if (!text)
			return -ENOMEM;
		fprintf(out, "%s  %s\n", lines == 1 ? heading : "", text);
		free(text);
	}
	if (more)
		fprintf(out, "  and %llu more hold %llu page%s\n", (unsigned long long)more,
			(unsigned long long)pages, plural(pages));
	return 0;
}

static void print_answer_end(const struct why_answer *answer, FILE *out)
{
	const struct why_holders *holders = &answer->holders;

	if (!holders->list.n)
		fputs("Nobody holds a page of it.\n", out);
	if (answer->cut)
		fprintf(out, "The time was over after %zu of %zu processes, so there may be %s.\n",
			holders->read, holders->processes, "other holders");
	if (holders->hidden)
		fprintf(out, "%zu of %zu processes could not be read.\n", holders->hidden,
			holders->processes);
}

int why_answer_print(const struct why_answer *answer, FILE *out)
{
	int err;

	print_answer_head(answer, out);
	err = print_leaving(answer, out, WHY_STAYS, "Stays:\n");
	if (!err)
		err = print_leaving(answer, out, WHY_MAY_STAY, "May stay:\n");
	if (!err)
		err = print_leaving(answer, out, WHY_LEAVES, "Leaves when it is removed:\n");
	print_answer_end(answer, out);
	return err;
}
