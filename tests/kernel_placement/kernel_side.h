/* SPDX-License-Identifier: BSL-1.0 */
/* The kernel's allocators, as the driver of this test sees them. */
#ifndef CARVEOUT_KERNEL_SIDE_H
#define CARVEOUT_KERNEL_SIDE_H

#ifdef __cplusplus
extern "C" {
#endif

enum kernel_policy {
  KERNEL_CMA,
  KERNEL_CMA_DMA,
  KERNEL_COHERENT,
  KERNEL_FIRST_FIT,
  KERNEL_BEST_FIT,
  KERNEL_FIRST_FIT_ALIGN,
  KERNEL_FIRST_FIT_ORDER_ALIGN
};

/* Sizes, alignments and offsets are in bytes, offsets from the pool's base. */
typedef unsigned long kernel_bytes;
#define KERNEL_REFUSED (~0UL)

struct kernel_pool;

/* `option` is order_per_bit of KERNEL_CMA, CONFIG_CMA_ALIGNMENT of KERNEL_CMA_DMA, and min_alloc_order of a gen_pool. */
struct kernel_pool* kernel_pool_create(enum kernel_policy policy, kernel_bytes base, kernel_bytes size, unsigned option);
void kernel_pool_destroy(struct kernel_pool* pool);

/* The rest of a gen_pool: one more chunk, directly behind the last, and gen_pool_fixed_alloc(). */
void kernel_pool_add_chunk(struct kernel_pool* pool, kernel_bytes size);
kernel_bytes kernel_pool_allocate_at(struct kernel_pool* pool, kernel_bytes offset, kernel_bytes size);

/* Where the buffer begins, or KERNEL_REFUSED; `alignment` is a power of two, 1: none. */
kernel_bytes kernel_pool_allocate(struct kernel_pool* pool, kernel_bytes size, kernel_bytes alignment);
void kernel_pool_free(struct kernel_pool* pool, kernel_bytes offset, kernel_bytes size);

/* All that is free, and the longest piece of it. Does not know a KERNEL_COHERENT, whose bitmap is private: returns 0. */
int kernel_pool_free_space(struct kernel_pool* pool, kernel_bytes* total, kernel_bytes* largest);

#ifdef __cplusplus
}
#endif

#endif
