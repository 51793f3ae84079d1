/* SPDX-License-Identifier: GPL-2.0-only */
/* Bit operations of a machine: the compiler's, and the kernel's own in C for the rest. */
#ifndef CARVEOUT_SHIM_ASM_BITOPS_H
#define CARVEOUT_SHIM_ASM_BITOPS_H

#define __ffs(word) ((unsigned long)__builtin_ctzl(word))
#define ffz(word) __ffs(~(unsigned long)(word))
#define __fls(word) ((unsigned long)(63 - __builtin_clzl(word)))
#define fls64(word) shim_bit_width(word)
#define fls(word) shim_bit_width((unsigned int)(word))
#define ffs(word) __builtin_ffs((int)(word))
#define hweight8(word) __builtin_popcount((u8)(word))
#define hweight16(word) __builtin_popcount((u16)(word))
#define hweight32(word) __builtin_popcount(word)
#define hweight64(word) ((unsigned long)__builtin_popcountl(word))

static inline int shim_bit_width(unsigned long word) { return word ? 64 - __builtin_clzl(word) : 0; }

#include <asm-generic/bitops/non-atomic.h>

#endif
