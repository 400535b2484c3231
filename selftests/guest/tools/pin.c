// SPDX-License-Identifier: GPL-2.0
/*
 * pin - hold pages of physical memory in a given range, mostly so that they cannot be migrated.
 *
 *	pin START END			one page; addresses in bytes, END not included
 *	pin START END COUNT MS [WAY]	so many pages
 *
 * Memory is touched until enough pages of it lie in the range (the page map of this process says
 * where each lies), each of them is held in one way or another and everything else is freed:
 *
 *	pipe		a pipe has got it with vmsplice()
 *	io_uring	it is a buffer that is registered with a ring
 *	lock		it belongs to tmpfs, and is locked; it can be migrated
 *	poison		it has an error, as if the hardware had told so; it cannot be used any more
 *
 * Huge pages come first, for they take less time; the range is then reached with small ones, since
 * a huge page would hold much more than one page.
 * Then one line "pinned 0xADDRESS" is printed, with the address of the first, and the pages are
 * held until SIGTERM. SIGUSR1 lets them go one by one, MS milliseconds apart. Both end with status
 * 0. Status 1: not enough pages in the range could be had; 2: usage.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/param.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux/io_uring.h>

#define CHUNK		(16L << 20)	/* touched between two looks; no huge page is larger */
#define PAGE_SIZE_MIN	4096
#define LEAVE_FREE	(96UL << 20)	/* stop before the guest runs out of memory */
#define PAGES_MAX	64
#define PAGE_PRESENT	(1ULL << 63)
#define PAGE_PFN	((1ULL << 55) - 1)

struct range {
	uint64_t start;
	uint64_t end;
};

/* A page, and the files that hold it: the ends of a pipe, or a ring; -1 for none. */
struct hold {
	char *page;
	uint64_t place;
	int file[2];
};

/* A way to hold a page. */
struct way {
	const char *name;
	int flags;		/* of the memory */
	void (*take)(struct hold *hold);
};

static long page_size;

/* Where @count pages from @address on lie; 0, which no page of ours can have, if not in memory. */
static void physical(int pagemap, const void *address, uint64_t *places, size_t count)
{
	off_t at = (uintptr_t)address / page_size * sizeof(*places);
	ssize_t size = count * sizeof(*places);
	size_t i;

	if (pread(pagemap, places, size, at) != size)
		err(1, "/proc/self/pagemap");
	for (i = 0; i < count; i++)
		places[i] = places[i] & PAGE_PRESENT ? (places[i] & PAGE_PFN) * page_size : 0;
}

static bool inside(const struct range *range, uint64_t address)
{
	return address >= range->start && address < range->end;
}

static void give_to_pipe(struct hold *hold)
{
	struct iovec iov = { .iov_base = hold->page, .iov_len = page_size };

	if (pipe2(hold->file, O_CLOEXEC))
		err(1, "pipe");
	if (vmsplice(hold->file[1], &iov, 1, 0) != page_size)
		err(1, "vmsplice");
}

static void give_to_ring(struct hold *hold)
{
	struct iovec iov = { .iov_base = hold->page, .iov_len = page_size };
	struct io_uring_params params = { 0 };

	hold->file[0] = syscall(SYS_io_uring_setup, 1, &params);
	if (hold->file[0] < 0)
		err(1, "io_uring_setup");
	if (syscall(SYS_io_uring_register, hold->file[0], IORING_REGISTER_BUFFERS, &iov, 1))
		err(1, "IORING_REGISTER_BUFFERS");
}

static void lock_page(struct hold *hold)
{
	if (mlock(hold->page, page_size))
		err(1, "mlock");
}

static void survive(int number)
{
	(void)number;
}

/*
 * Nothing holds it before, so that it may move away in between: then another page is poisoned. The
 * kernel tells a process of the error by SIGBUS.
 */
static void poison_page(struct hold *hold)
{
	signal(SIGBUS, survive);
	if (madvise(hold->page, page_size, MADV_HWPOISON))
		err(1, "MADV_HWPOISON");
}

static const struct way ways[] = {
	{ "pipe", MAP_PRIVATE, give_to_pipe },
	{ "io_uring", MAP_PRIVATE, give_to_ring },
	{ "lock", MAP_SHARED, lock_page },
	{ "poison", MAP_PRIVATE, poison_page },
};

static void let_page_go(const struct hold *hold)
{
	int i;

	for (i = 0; i < 2; i++)
		if (hold->file[i] >= 0)
			close(hold->file[i]);
}

/* The page may have moved before it was held, so look again; a poisoned one is unmapped. */
static bool pin_page(int pagemap, const struct range *range, const struct way *way,
		     struct hold *hold)
{
	uint64_t place;

	hold->file[0] = -1;
	hold->file[1] = -1;
	physical(pagemap, hold->page, &hold->place, 1);
	way->take(hold);
	physical(pagemap, hold->page, &place, 1);
	if (inside(range, hold->place) && (place == hold->place || !place))
		return true;
	let_page_go(hold);
	return false;
}

static bool memory_left(void)
{
	struct sysinfo info;

	return !sysinfo(&info) && info.freeram * info.mem_unit > LEAVE_FREE;
}

/* Without huge pages in the kernel, @advice is refused and all pages are small. */
static void touch_chunk(char *chunk, int advice)
{
	madvise(chunk, CHUNK, advice);
	if (madvise(chunk, CHUNK, MADV_POPULATE_WRITE))
		err(1, "MADV_POPULATE_WRITE");
}

/* The pages of a chunk that lie in the range, at most @count. */
static size_t pages_inside(int pagemap, const struct range *range, char *chunk, char **pages,
			   size_t count)
{
	static uint64_t places[CHUNK / PAGE_SIZE_MIN];
	size_t all = CHUNK / page_size, found = 0, i;

	physical(pagemap, chunk, places, all);
	for (i = 0; i < all && found < count; i++) {
		if (inside(range, places[i]))
			pages[found++] = chunk + i * page_size;
	}
	return found;
}

/* Gives the chunk up if a part of it lies in the range: its pages are the next to be had then. */
static bool give_up_chunk(int pagemap, const struct range *range, char *chunk)
{
	char *page;

	return pages_inside(pagemap, range, chunk, &page, 1) &&
	       !madvise(chunk, CHUNK, MADV_DONTNEED);
}

static size_t pin_in_chunk(int pagemap, const struct range *range, const struct way *way,
			   char *chunk, struct hold *holds, size_t count)
{
	static char *pages[CHUNK / PAGE_SIZE_MIN];
	size_t found, pinned = 0, i;

	found = pages_inside(pagemap, range, chunk, pages, CHUNK / PAGE_SIZE_MIN);
	for (i = 0; i < found && pinned < count; i++) {
		holds[pinned].page = pages[i];
		pinned += pin_page(pagemap, range, way, &holds[pinned]);
	}
	return pinned;
}

/*
 * Pages that lie elsewhere stay in use meanwhile, or the kernel would hand them out again. It may
 * hand out those of the range last, so whole chunks are asked for, which takes less time.
 */
static size_t pin_pages(int pagemap, const struct range *range, const struct way *way,
			char *memory, size_t size, struct hold *holds, size_t count)
{
	char *chunk = memory, *end = memory + size;
	size_t found = 0;

	for (; chunk < end && memory_left(); chunk += CHUNK) {
		touch_chunk(chunk, MADV_HUGEPAGE);
		if (give_up_chunk(pagemap, range, chunk))
			break;
	}
	for (; chunk < end && memory_left() && found < count; chunk += CHUNK) {
		touch_chunk(chunk, MADV_NOHUGEPAGE);
		found += pin_in_chunk(pagemap, range, way, chunk, holds + found, count - found);
	}
	return found;
}

/* Room for all memory there is, in whole chunks; nothing of it is used before it is touched. */
static char *reserve(size_t *size, int flags)
{
	struct sysinfo info;
	char *memory;

	if (sysinfo(&info))
		err(1, "sysinfo");
	*size = roundup(info.totalram * info.mem_unit, CHUNK);
	memory = mmap(NULL, *size + CHUNK, PROT_READ | PROT_WRITE,
		      flags | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		err(1, "mmap");
	return memory + CHUNK - (uintptr_t)memory % CHUNK;
}

static void free_others(char *memory, size_t size, const struct hold *holds, size_t count)
{
	char *from = memory, *to;
	size_t i;

	for (i = 0; i <= count; i++) {
		to = i < count ? holds[i].page : memory + size;
		if (to > from)
			munmap(from, to - from);
		from = to + page_size;
	}
}

static int wait_for_signal(void)
{
	sigset_t set;
	int got;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigwait(&set, &got);
	return got;
}

static void let_go(const struct hold *holds, size_t count, uint64_t ms)
{
	size_t i;

	for (i = 0; i < count; i++) {
		usleep(ms * 1000);
		let_page_go(&holds[i]);
	}
}

static uint64_t parse(const char *text)
{
	char *end;
	uint64_t value;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno || end == text || *end)
		errx(2, "%s: not a number", text);
	return value;
}

static const struct way *find_way(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(ways[i].name, name))
			return &ways[i];
	errx(2, "%s: not a way to hold a page", name);
}

int main(int argc, char **argv)
{
	const struct way *way = &ways[0];
	struct hold holds[PAGES_MAX];
	struct range range;
	uint64_t count = 1, ms = 0;
	char *memory;
	size_t size;
	int pagemap;

	if (argc != 3 && argc != 5 && argc != 6)
		errx(2, "usage: pin START END [COUNT MS [WAY]]");
	range.start = parse(argv[1]);
	range.end = parse(argv[2]);
	if (argc > 3) {
		count = parse(argv[3]);
		ms = parse(argv[4]);
	}
	if (argc == 6)
		way = find_way(argv[5]);
	if (!count || count > PAGES_MAX)
		errx(2, "1 to %d pages", PAGES_MAX);
	page_size = sysconf(_SC_PAGESIZE);
	pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (pagemap < 0)
		err(1, "/proc/self/pagemap");
	memory = reserve(&size, way->flags);
	if (pin_pages(pagemap, &range, way, memory, size, holds, count) < count)
		errx(1, "not enough pages between %s and %s could be had", argv[1], argv[2]);
	free_others(memory, size, holds, count);
	printf("pinned 0x%" PRIx64 "\n", holds[0].place);
	fflush(stdout);
	if (wait_for_signal() == SIGUSR1)
		let_go(holds, count, ms);
	return 0;
}
