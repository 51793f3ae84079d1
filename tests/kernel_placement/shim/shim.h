/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's allocator sources take from the rest of the kernel, for one thread in user space. Included before each of
 * them by the compiler's -include. Here is nothing that decides where a buffer goes: lists, bit searches, rounding and the rest
 * come from the kernel's own headers, and a kernel header that is missed by nobody is an empty file (see run.sh).
 */
#ifndef CARVEOUT_SHIM_H
#define CARVEOUT_SHIM_H

#define __KERNEL__
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Types and words of the compiler. */
typedef signed char __s8;
typedef unsigned char u8, __u8;
typedef short __s16;
typedef unsigned short u16, __u16;
typedef int __s32;
typedef unsigned int u32, __u32, gfp_t;
typedef long ssize_t, __s64;
typedef unsigned long u64, __u64, phys_addr_t, dma_addr_t, uintptr_t;
typedef long long loff_t;

struct list_head {
  struct list_head* prev;
  struct list_head* next;
};
struct hlist_node {
  struct hlist_node** pprev;
  struct hlist_node* next;
};
struct hlist_head {
  struct hlist_node* first;
};

#define __always_inline inline __attribute__((always_inline))
#define __attribute_const__ __attribute__((const))
#define __maybe_unused __attribute__((unused))
#define __pure __attribute__((pure))
#define __must_check
#define __force
#define __init
#define __initdata
#define __rcu
#define __ro_after_init
#define __user
#define __weak __attribute__((weak))
#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)
#define __same_type(left, right) __builtin_types_compatible_p(typeof(left), typeof(right))
#define is_signed_type(type) ((type)-1 < (type)1)
#define statically_true(condition) (__builtin_constant_p(condition) && (condition))
#define compiletime_assert(condition, message) ((void)0)
#define SHIM_JOIN_(a, b) a##b
#define SHIM_JOIN(a, b) SHIM_JOIN_(a, b)
#define __UNIQUE_ID(name) SHIM_JOIN(shim_##name, __COUNTER__)
#define EXPORT_SYMBOL(name)
#define EXPORT_SYMBOL_GPL(name)
#define IS_ENABLED(option) 0
#define DEFINE_FREE(name, type, action)
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define LIST_POISON1 NULL
#define LIST_POISON2 NULL
#define READ_ONCE(value) (value)
#define WRITE_ONCE(place, value) ((place) = (value))

#define CONFIG_64BIT
#define __BITS_PER_LONG 64
#define __LITTLE_ENDIAN 1234
#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_ALIGN(size) (((size) + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1))
#define UINT_MAX (~0U)
#define ULONG_MAX (~0UL)

/* The C library, of which no header may come along. */
extern void* calloc(size_t, size_t);
extern void free(void*);
extern void* memcpy(void*, const void*, size_t);
extern void* memmove(void*, const void*, size_t);
extern int memcmp(const void*, const void*, size_t);
extern int strcmp(const char*, const char*);
extern int snprintf(char*, size_t, const char*, ...);

/* From here on are addresses that stand for the pools' memory, and for page structures. Nobody may touch what is there. */
#define SHIM_NO_MEMORY (1UL << 60)
static inline void* shim_memset(void* place, int value, size_t size) {
  return (unsigned long)place >= SHIM_NO_MEMORY ? place : __builtin_memset(place, value, size);
}
#define memset(place, value, size) shim_memset(place, value, size)

/* Errors: what the kernel complains about, the test should not have done. */
extern void shim_die(const char* what, const char* file, int line) __attribute__((noreturn, cold));
#define BUG() shim_die("BUG", __FILE__, __LINE__)
#define BUG_ON(condition) ((condition) ? shim_die("BUG_ON(" #condition ")", __FILE__, __LINE__) : (void)0)
#define VM_BUG_ON(condition) BUG_ON(condition)
#define WARN_ON(condition) ((condition) ? shim_die("WARN_ON(" #condition ")", __FILE__, __LINE__), true : false)
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define pr_debug(...) ((void)0)
#define pr_info(...) ((void)0)
#define pr_cont(...) ((void)0)
#define pr_warn(...) ((void)0)
#define pr_err(...) ((void)0)
#define pr_err_ratelimited(...) ((void)0)

/* One thread: locks and barriers do nothing, and what is atomic elsewhere is plain here. */
typedef struct {
} spinlock_t;
typedef struct {
  long counter;
} atomic_long_t;
#define DEFINE_MUTEX(name) int name __attribute__((unused))
#define spin_lock_init(lock) ((void)(lock))
#define spin_lock(lock) ((void)(lock))
#define spin_unlock(lock) ((void)(lock))
#define spin_lock_irq(lock) ((void)(lock))
#define spin_unlock_irq(lock) ((void)(lock))
#define spin_lock_irqsave(lock, flags) ((void)(lock), (flags) = 0)
#define spin_unlock_irqrestore(lock, flags) ((void)(lock), (void)(flags))
#define mutex_lock(lock) ((void)0)
#define mutex_unlock(lock) ((void)0)
#define rcu_read_lock() ((void)0)
#define rcu_read_unlock() ((void)0)
#define rcu_read_lock_any_held() 1
#define rcu_assign_pointer(place, value) ((place) = (value))
#define rcu_dereference_raw(value) (value)
#define RCU_LOCKDEP_WARN(condition, message) ((void)0)
#define smp_load_acquire(place) (*(place))
#define smp_store_release(place, value) (*(place) = (value))
#define ASSERT_EXCLUSIVE_ACCESS(value) ((void)0)
#define cpu_relax() ((void)0)
#define in_nmi() 0
#define atomic_long_read(number) ((number)->counter)
#define atomic_long_set(number, value) ((number)->counter = (value))
#define atomic_long_add(value, number) ((number)->counter += (long)(value))
#define atomic_long_sub(value, number) ((number)->counter -= (long)(value))
#define cmpxchg(place, expected, wanted)               \
  ({                                                   \
    typeof(*(place)) shim_found = *(place);            \
    if (shim_found == (expected)) *(place) = (wanted); \
    shim_found;                                        \
  })
#define try_cmpxchg(place, expected, wanted)        \
  ({                                                \
    const bool shim_same = *(place) == *(expected); \
    if (shim_same)                                  \
      *(place) = (wanted);                          \
    else                                            \
      *(expected) = *(place);                       \
    shim_same;                                      \
  })

/* The kernel's own bookkeeping, on the heap. */
#define GFP_KERNEL 0U
#define __GFP_NOWARN 1U
#define __GFP_ZERO 2U
#define __GFP_COMP 4U
#define NUMA_NO_NODE (-1)
#define kzalloc(size, flags) calloc(1, size)
#define kmalloc_node(size, flags, node) calloc(1, size)
#define kmalloc_array(count, size, flags) calloc(count, size)
#define kmalloc_array_node(count, size, flags, node) calloc(count, size)
#define vzalloc_node(size, node) calloc(1, size)
#define kfree(place) free((void*)(place))
#define kfree_const(place) free((void*)(place))
#define vfree(place) free(place)
#define kstrdup_const(text, flags) ((const char*)NULL)

/* Devices: a CMA area or a pool of its own is all that one has here. */
struct kobject {
  int nothing;
};
struct device {
  struct cma* cma_area;
  struct dma_coherent_mem* dma_mem;
};
struct vm_area_struct {
  unsigned long vm_pgoff, vm_start, vm_page_prot;
};
#define vma_pages(area) 0UL
#define remap_pfn_range(...) 0
#define devres_find(...) NULL
#define devres_alloc(...) NULL
#define devres_add(...) ((void)0)
#define devres_free(...) ((void)0)
#define devm_add_action_or_reset(...) 0
#define early_param(name, function)
#define core_initcall(function) int (*const shim_##function)(void) = function
#define gfpflags_allow_blocking(flags) true
#define phys_to_dma(device, address) (address)
#define dev_get_cma_area(device) ((device)->cma_area)
#define memparse(...) 0UL

/* Bitmaps as text, in lib/bitmap.c of 6.1: compiled, never called. */
#define KSTRTOX_OVERFLOW (1U << 31)
#define _parse_integer(...) 0U
#define hex_to_bin(letter) 0
#define isspace(letter) 0
#define strnchrnul(...) NULL
#define strncasecmp(...) 0
#define strlen(text) 0UL
#define memdup_user_nul(...) NULL
#define kasprintf(...) NULL
#define memory_read_from_buffer(...) 0
#define scnprintf(...) 0
#define offset_in_page(place) 0UL
#define set_bit(number, words) __set_bit(number, words)
#define clear_bit(number, words) __clear_bit(number, words)

/* Memory: pools lie at an address of their own, page structures are numbers, and any page can be had. */
#define CONFIG_CMA
#define CONFIG_CMA_AREAS 1
extern int shim_cma_alignment;
#define CONFIG_CMA_ALIGNMENT shim_cma_alignment
#define MEMREMAP_WC 0
#define memremap(address, size, flags) ((void*)(SHIM_NO_MEMORY + (address)))
#define memunmap(place) ((void)(place))
struct page {
  u64 words[8];
};
#define pfn_to_page(number) ((struct page*)SHIM_NO_MEMORY + (number))
#define page_to_pfn(which) ((unsigned long)((which) - (struct page*)SHIM_NO_MEMORY))
#define nth_page(first, n) ((first) + (n))
#define PFN_PHYS(number) ((phys_addr_t)(number) << PAGE_SHIFT)
#define PFN_DOWN(address) ((address) >> PAGE_SHIFT)
#define pfn_valid(number) true
#define page_zone(which) ((struct zone*)NULL)
#define pageblock_nr_pages 1UL /* so that areas of any size can be had, not only multiples of 2 MiB */
#define init_cma_reserved_pageblock(which) ((void)0)
#define free_reserved_page(which) ((void)0)
#define page_kasan_tag_reset(which) ((void)0)
#define page_folio(which) ((struct folio*)(which))
#define folio_test_large(which) false
#define folio_nr_pages(which) 1
#define MIGRATE_CMA 0
#define alloc_contig_range(begin, end, type, flags) 0
#define free_contig_range(begin, count) ((void)0)
#define __free_pages(which, order) shim_die("a page that is in no area", __FILE__, __LINE__)
#define count_vm_event(event) ((void)0)
#define trace_cma_alloc_start(...) ((void)0)
#define trace_cma_alloc_finish(...) ((void)0)
#define trace_cma_alloc_busy_retry(...) ((void)0)
#define trace_cma_release(...) ((void)0)
struct folio {
  struct page page;
};

/* Reserving memory at boot is no subject here. */
extern int dma_contiguous_reserve_area(phys_addr_t, phys_addr_t, phys_addr_t, struct cma**, bool);
extern unsigned long totalcma_pages;
#define __pa(place) ((phys_addr_t)(place))
#define high_memory ((char*)NULL)
#define memblock_end_of_DRAM() (~0UL)
#define memblock_is_region_reserved(base, size) true
#define memblock_reserve(base, size) 0
#define memblock_phys_free(base, size) ((void)0)
#define memblock_alloc_range_nid(...) 0UL
#define memblock_bottom_up() true
#define memblock_set_bottom_up(yes) ((void)0)
#define kmemleak_ignore_phys(address) ((void)0)

#include <asm-generic/bitsperlong.h>
#include <asm-generic/errno.h>
#include <linux/const.h>
#ifndef __is_constexpr
#define __is_constexpr(value) __builtin_constant_p(value)
#endif
#include <asm-generic/getorder.h>
#include <linux/align.h>
#include <linux/bitmap.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/sizes.h>

#endif
