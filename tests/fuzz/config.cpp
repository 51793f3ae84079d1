// SPDX-License-Identifier: BSL-1.0
// A .config by anybody: its facts, and a plan judged by it.
#include "tree_text.hpp"

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  carveout::codegen::tree_target target;
  target.config = std::string{fuzz::as_text(data, size)};
  fuzz::judge_small(target);
  return 0;
}
