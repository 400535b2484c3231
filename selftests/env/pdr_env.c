// SPDX-License-Identifier: GPL-2.0
/* The environment of the core in user space: memory that can run out, and sort(). */

#include <pdr_env.h>

struct pdr_env_memory pdr_env_memory;

void pdr_env_memory_reset(unsigned long fail_at)
{
	pdr_env_memory.fail_at = fail_at;
	pdr_env_memory.made = 0;
	pdr_env_memory.largest = 0;
}

void pdr_env_memory_end(void)
{
	pdr_env_memory.fail_at = pdr_env_memory.made + 1;
	pdr_env_memory.fail_on = true;
}

static bool shall_fail(void)
{
	const struct pdr_env_memory *memory = &pdr_env_memory;

	if (!memory->fail_at || memory->made < memory->fail_at)
		return false;
	return memory->fail_on || memory->made == memory->fail_at;
}

void *pdr_alloc(size_t size)
{
	void *p;

	pdr_env_memory.made++;
	pdr_env_memory.largest = max(pdr_env_memory.largest, size);
	if (size > INT_MAX || shall_fail())
		return NULL;
	/* Zero bytes are an allocation too, on every C library. */
	p = calloc(1, max_t(size_t, size, 1));
	if (p)
		pdr_env_memory.live++;
	return p;
}

void *pdr_alloc_array(size_t n, size_t size)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL : pdr_alloc(bytes);
}

void pdr_free(const void *p)
{
	if (p)
		pdr_env_memory.live--;
	free((void *)p);
}

static void swap_bytes(char *a, char *b, size_t size)
{
	while (size--) {
		swap(*a, *b);
		a++;
		b++;
	}
}

struct heap {
	char *base;
	size_t num;
	size_t size;
	int (*cmp)(const void *a, const void *b);
};

static void sift_down(const struct heap *heap, size_t at)
{
	size_t child;

	for (; (child = 2 * at + 1) < heap->num; at = child) {
		char *a = heap->base + at * heap->size;
		char *b = heap->base + child * heap->size;

		if (child + 1 < heap->num && heap->cmp(b, b + heap->size) < 0) {
			child++;
			b += heap->size;
		}
		if (heap->cmp(a, b) >= 0)
			return;
		swap_bytes(a, b, heap->size);
	}
}

void sort(void *base, size_t num, size_t size,
	  int (*cmp)(const void *a, const void *b),
	  void (*swap_elements)(void *a, void *b, int size))
{
	struct heap heap = { .base = base, .num = num, .size = size, .cmp = cmp };
	size_t at;

	(void)swap_elements;
	for (at = num / 2; at-- > 0;)
		sift_down(&heap, at);
	while (heap.num > 1) {
		heap.num--;
		swap_bytes(heap.base, heap.base + heap.num * size, size);
		sift_down(&heap, 0);
	}
}
