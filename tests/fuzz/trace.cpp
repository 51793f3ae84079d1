// SPDX-License-Identifier: BSL-1.0
// A trace by anybody, replayed by the allocator that its first octet names: buffers that live at the same time lie apart.
#include <map>

#include "../../codegen/simulation.hpp"
#include "fuzz.hpp"

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace carveout;
  if (size == 0) return 0;
  const auto& name = codegen::allocator_names[data[0] % codegen::allocator_names.size()].name;
  const codegen::allocator_choice choice{.name = std::string{name}, .memory = {.base = 0x4000'0000, .size = 1024 * 1024}};
  codegen::simulation run;
  try {
    const std::string complaint = codegen::simulate(choice, fuzz::as_text(data + 1, size - 1), run);
    fuzz::require(fuzz::is_printable(complaint), "a refusal is printable", complaint);
  } catch (const capacity_error&) {
    return 0;
  }
  // at each beginning of a life, its neighbours among the living
  std::multimap<std::size_t, const codegen::replayed*> ends;
  std::map<bytes, bytes> living;
  for (const codegen::replayed& each : run.allocations) {
    if (!each.result) continue;
    while (!ends.empty() && ends.begin()->first <= each.begin) {
      living.erase(*ends.begin()->second->result);
      ends.erase(ends.begin());
    }
    const bytes begin = *each.result, end = begin + each.asked.size;
    const auto above = living.lower_bound(begin);
    fuzz::require(above == living.end() || end <= above->first, "buffers lie apart", name);
    fuzz::require(above == living.begin() || std::prev(above)->second <= begin, "buffers lie apart", name);
    living.emplace(begin, end);
    ends.emplace(each.end, &each);
  }
  return 0;
}
