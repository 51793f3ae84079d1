/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls the kernel's allocators as drivers and the DMA layer do. Compiled with the kernel's headers, see shim/shim.h. */
#include "kernel_side.h"

#include <linux/cma.h>
#include <linux/genalloc.h>

#include "mm/cma.h"

extern int dprintf(int, const char*, ...);
extern void abort(void) __attribute__((noreturn));

/* What the kernel declares in headers that are empty here. */
struct page* dma_alloc_contiguous(struct device*, size_t, gfp_t);
void dma_free_contiguous(struct device*, struct page*, size_t);
int dma_declare_coherent_memory(struct device*, phys_addr_t, dma_addr_t, size_t);
void dma_release_coherent_memory(struct device*);
int dma_alloc_from_dev_coherent(struct device*, ssize_t, dma_addr_t*, void**);
int dma_release_from_dev_coherent(struct device*, int, void*);
extern int (*const shim_cma_init_reserved_areas)(void);

unsigned long totalcma_pages;
int shim_cma_alignment;

void shim_die(const char* what, const char* file, int line) {
  dprintf(2, "the kernel's code at %s:%d says: %s\n", file, line, what);
  abort();
}

struct kernel_pool {
  enum kernel_policy policy;
  kernel_bytes base, size;
  int cma_alignment;
  struct device device;
  struct cma area;
  struct gen_pool* chunks;
};

/* The kernel keeps areas in a fixed array, for ever. A copy of the only entry works as well, and there can be many. */
static void make_area(struct kernel_pool* pool, unsigned order_per_bit) {
  struct cma* area;
  cma_area_count = 0;
  cma_areas[0] = (struct cma){};
  BUG_ON(cma_init_reserved_mem(pool->base, pool->size, order_per_bit, "area", &area));
  BUG_ON(shim_cma_init_reserved_areas());
  pool->area = *area;
  pool->device.cma_area = &pool->area;
}

static void make_gen_pool(struct kernel_pool* pool, genpool_algo_t algorithm, unsigned order) {
  const kernel_bytes size = pool->size;
  pool->chunks = gen_pool_create((int)order, NUMA_NO_NODE);
  gen_pool_set_algo(pool->chunks, algorithm, NULL);
  pool->size = 0;
  kernel_pool_add_chunk(pool, size);
}

struct kernel_pool* kernel_pool_create(enum kernel_policy policy, kernel_bytes base, kernel_bytes size, unsigned option) {
  struct kernel_pool* pool = calloc(1, sizeof *pool);
  pool->policy = policy;
  pool->base = base;
  pool->size = size;
  switch (policy) {
    case KERNEL_CMA:
      make_area(pool, option);
      break;
    case KERNEL_CMA_DMA:
      make_area(pool, 0);
      pool->cma_alignment = (int)option;
      break;
    case KERNEL_COHERENT:
      BUG_ON(dma_declare_coherent_memory(&pool->device, base, base, size));
      break;
    case KERNEL_FIRST_FIT:
    case KERNEL_FIRST_FIT_ALIGN: /* which is named in each request */
      make_gen_pool(pool, gen_pool_first_fit, option);
      break;
    case KERNEL_BEST_FIT:
      make_gen_pool(pool, gen_pool_best_fit, option);
      break;
    case KERNEL_FIRST_FIT_ORDER_ALIGN:
      make_gen_pool(pool, gen_pool_first_fit_order_align, option);
      break;
  }
  return pool;
}

static void forget_buffers(struct gen_pool* pool, struct gen_pool_chunk* chunk, void* unused) {
  (void)unused;
  bitmap_zero(chunk->bits, (unsigned)((chunk->end_addr - chunk->start_addr + 1) >> pool->min_alloc_order));
}

void kernel_pool_destroy(struct kernel_pool* pool) {
  if (pool->chunks) {
    gen_pool_for_each_chunk(pool->chunks, forget_buffers, NULL);
    gen_pool_destroy(pool->chunks);
  }
  dma_release_coherent_memory(&pool->device);
  bitmap_free(pool->area.bitmap);
  free(pool);
}

/* The CPU's addresses are the physical ones, but for a bit that no alignment reaches: so a base of 0 is no failure. */
static unsigned long address_of(const struct kernel_pool* pool, kernel_bytes offset) {
  return SHIM_NO_MEMORY + pool->base + offset;
}

void kernel_pool_add_chunk(struct kernel_pool* pool, kernel_bytes size) {
  BUG_ON(gen_pool_add_virt(pool->chunks, address_of(pool, pool->size), pool->base + pool->size, size, NUMA_NO_NODE));
  pool->size += size;
}

static kernel_bytes offset_of(const struct kernel_pool* pool, unsigned long address) {
  return address ? address - address_of(pool, 0) : KERNEL_REFUSED;
}

kernel_bytes kernel_pool_allocate_at(struct kernel_pool* pool, kernel_bytes offset, kernel_bytes size) {
  struct genpool_data_fixed where = {.offset = offset};
  return offset_of(pool, gen_pool_alloc_algo(pool->chunks, size, gen_pool_fixed_alloc, &where));
}

static kernel_bytes offset_of_page(const struct kernel_pool* pool, const struct page* first) {
  return first ? PFN_PHYS(page_to_pfn(first)) - pool->base : KERNEL_REFUSED;
}

static struct page* page_at(const struct kernel_pool* pool, kernel_bytes offset) {
  return pfn_to_page(PFN_DOWN(pool->base + offset));
}

kernel_bytes kernel_pool_allocate(struct kernel_pool* pool, kernel_bytes size, kernel_bytes alignment) {
  switch (pool->policy) {
    case KERNEL_CMA:
      return offset_of_page(
          pool, cma_alloc(&pool->area, PAGE_ALIGN(size) >> PAGE_SHIFT, (unsigned)get_order(alignment), /*no_warn=*/true));
    case KERNEL_CMA_DMA:
      shim_cma_alignment = pool->cma_alignment;
      return offset_of_page(pool, dma_alloc_contiguous(&pool->device, PAGE_ALIGN(size), GFP_KERNEL)); /* as dma-direct does */
    case KERNEL_COHERENT: {
      dma_addr_t for_device = 0;
      void* place = NULL;
      BUG_ON(!dma_alloc_from_dev_coherent(&pool->device, (ssize_t)size, &for_device, &place));
      BUG_ON(place && for_device != (dma_addr_t)place - SHIM_NO_MEMORY);
      return offset_of(pool, (unsigned long)place);
    }
    case KERNEL_FIRST_FIT_ALIGN: {
      struct genpool_data_align wanted = {.align = (int)alignment};
      return offset_of(pool, gen_pool_alloc_algo(pool->chunks, size, gen_pool_first_fit_align, &wanted));
    }
    default:
      return offset_of(pool, gen_pool_alloc(pool->chunks, size));
  }
}

void kernel_pool_free(struct kernel_pool* pool, kernel_bytes offset, kernel_bytes size) {
  switch (pool->policy) {
    case KERNEL_CMA:
      BUG_ON(!cma_release(&pool->area, page_at(pool, offset), PAGE_ALIGN(size) >> PAGE_SHIFT));
      break;
    case KERNEL_CMA_DMA:
      dma_free_contiguous(&pool->device, page_at(pool, offset), size);
      break;
    case KERNEL_COHERENT:
      BUG_ON(!dma_release_from_dev_coherent(&pool->device, get_order(size), (void*)address_of(pool, offset)));
      break;
    default:
      gen_pool_free(pool->chunks, address_of(pool, offset), size);
  }
}

struct free_space {
  kernel_bytes total, largest;
};

static void measure(const unsigned long* bits, unsigned long count, unsigned order, struct free_space* found) {
  unsigned long begin = find_first_zero_bit(bits, count);
  while (begin < count) {
    const unsigned long end = find_next_bit(bits, count, begin);
    const kernel_bytes size = (end - begin) << order;
    found->total += size;
    if (size > found->largest) found->largest = size;
    begin = find_next_zero_bit(bits, count, end);
  }
}

static void measure_chunk(struct gen_pool* pool, struct gen_pool_chunk* chunk, void* found) {
  const unsigned order = (unsigned)pool->min_alloc_order;
  measure(chunk->bits, (chunk->end_addr - chunk->start_addr + 1) >> order, order, found);
}

int kernel_pool_free_space(struct kernel_pool* pool, kernel_bytes* total, kernel_bytes* largest) {
  struct free_space found = {};
  if (pool->policy == KERNEL_COHERENT) return 0;
  if (pool->chunks) {
    gen_pool_for_each_chunk(pool->chunks, measure_chunk, &found);
  } else {
    measure(pool->area.bitmap, cma_bitmap_maxno(&pool->area), pool->area.order_per_bit + PAGE_SHIFT, &found);
  }
  *total = found.total;
  *largest = found.largest;
  return 1;
}
