// SPDX-License-Identifier: BSL-1.0
// A device tree by anybody: read, planned for two kernels, judged, reported.
#include "blob_mutator.hpp"
#include "fuzz.hpp"

extern "C" auto LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) -> std::size_t {
  if (seed % 4 == 0) return LLVMFuzzerMutate(data, size, most);
  const std::string made = fuzz::blob_mutator{seed}(fuzz::as_text(data, size));
  if (made.empty() || made.size() > most) return LLVMFuzzerMutate(data, size, most);
  std::memcpy(data, made.data(), made.size());
  return made.size();
}

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  try {
    fuzz::judge(carveout::codegen::blob{fuzz::as_text(data, size)}, fuzz::kernels());
  } catch (const carveout::codegen::tree_error& error) {
    fuzz::require_sound(error);
  }
  return 0;
}
