// SPDX-License-Identifier: BSL-1.0
// Kernel arguments by anybody: a plan judged by them.
#include "tree_text.hpp"

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  carveout::codegen::tree_target target;
  target.cmdline = std::string{fuzz::as_text(data, size)};
  fuzz::judge_small(target);
  return 0;
}
