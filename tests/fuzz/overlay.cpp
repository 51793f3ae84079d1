// SPDX-License-Identifier: BSL-1.0
// A tree and an overlay for it, both by anybody: four octets with the size of the tree, the tree, the overlay.
#include "blob_mutator.hpp"
#include "fuzz.hpp"

namespace {

struct pair_of_blobs {
  std::string base, overlay;
};

auto split(std::string_view bytes) -> pair_of_blobs {
  if (bytes.size() < 4) return {};
  const std::size_t size = carveout::codegen::detail::big_endian(bytes, 0);
  bytes.remove_prefix(4);
  return {std::string{bytes.substr(0, size)}, size < bytes.size() ? std::string{bytes.substr(size)} : ""};
}

auto join(const pair_of_blobs& from) -> std::string {
  std::string all;
  for (int shift = 24; shift >= 0; shift -= 8) all.push_back(static_cast<char>(from.base.size() >> shift));
  return all + from.base + from.overlay;
}

}  // namespace

extern "C" auto LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) -> std::size_t {
  if (seed % 8 == 0) return LLVMFuzzerMutate(data, size, most);
  pair_of_blobs parts = split(fuzz::as_text(data, size));
  std::string& changed = seed % 8 < 3 ? parts.base : parts.overlay;
  changed = fuzz::blob_mutator{seed}(changed);
  const std::string made = join(parts);
  if (changed.empty() || made.size() > most) return LLVMFuzzerMutate(data, size, most);
  std::memcpy(data, made.data(), made.size());
  return made.size();
}

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const pair_of_blobs parts = split(fuzz::as_text(data, size));
  try {
    fuzz::judge(carveout::codegen::blob{carveout::codegen::detail::apply_overlay(parts.base, parts.overlay)}, fuzz::kernels());
  } catch (const carveout::codegen::tree_error& error) {
    fuzz::require_sound(error);
  }
  return 0;
}
