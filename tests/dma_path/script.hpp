// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <carveout/plan/memory_plan.hpp>

/// What the devices of a machine ask for: random, and the same for the same seed.
namespace dma_path {

using carveout::bytes;

/// splitmix64
class generator {
 public:
  explicit generator(std::uint64_t seed) : state_{seed} {}

  auto operator()() -> std::uint64_t {
    std::uint64_t mixed = state_ += 0x9e37'79b9'7f4a'7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58'476d'1ce4'e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d0'49bb'1331'11eb;
    return mixed ^ (mixed >> 31);
  }
  auto below(std::uint64_t limit) -> std::uint64_t { return (*this)() % limit; }
  auto between(std::uint64_t low, std::uint64_t high) -> std::uint64_t { return low + below(high - low + 1); }
  auto percent(unsigned chance) -> bool { return below(100) < chance; }

 private:
  std::uint64_t state_;
};

struct command {
  enum class verb : std::uint8_t { allocate, free, mask, forced_mask } what = verb::allocate;
  std::size_t device = 0;  ///< of the plan's
  unsigned id = 0;         ///< of a buffer; of a mask, its bits
  carveout::dma_request request{};
  bool write_combine = false;
};

[[nodiscard]] inline auto spelled(const command& each, const carveout::memory_plan& plan) -> std::string {
  using verb = command::verb;
  constexpr char letters[] = {'a', 'f', 'm', 'M'};
  std::string line = std::string{plan.devices[each.device].name} + ' ' + letters[static_cast<std::size_t>(each.what)] + ' ' +
                     std::to_string(each.id);
  if (each.what != verb::allocate) return line;
  std::string how;
  if (each.request.atomic) how += 'a';
  if (each.request.no_kernel_mapping) how += 'n';
  if (each.request.pages) how += 'p';
  if (each.write_combine) how += 'w';
  return line + ' ' + std::to_string(each.request.size) + ' ' + (how.empty() ? "-" : how);
}

/// Memory fills and empties in turns, so that areas and pools run full and are used again. In the end everything is freed.
class script {
 public:
  script(const carveout::memory_plan& plan, std::uint64_t seed, unsigned requests) : draw_{seed} {
    using verb = command::verb;
    const std::size_t devices = plan.devices.size();
    for (std::size_t i = 0; i < devices; ++i) list_.push_back({.what = verb::mask, .device = i, .id = 64});
    while (next_id_ < requests) {
      if (draw_.percent(4)) {
        constexpr unsigned masks[] = {31, 32, 32, 36, 64};
        const unsigned bits = masks[draw_.below(std::size(masks))];
        const bool forced = bits == 31 && draw_.percent(70);
        list_.push_back({.what = forced ? verb::forced_mask : verb::mask, .device = draw_.below(devices), .id = bits});
      } else if (live_.empty() || draw_.percent(used_ < target_ ? 88 : 25)) {
        request(draw_.below(devices));
      } else {
        release(draw_.below(live_.size()));
      }
    }
    while (!live_.empty()) release(live_.size() - 1);
  }

  [[nodiscard]] auto list() const -> const std::vector<command>& { return list_; }

 private:
  void request(std::size_t device) {
    if (draw_.percent(2)) target_ = draw_.between(1, 160) << 20;
    command made{.device = device, .id = next_id_++, .request = {.size = random_size()}};
    made.request.atomic = draw_.percent(35);
    made.request.pages = draw_.percent(12);
    if (!made.request.pages) {
      made.request.no_kernel_mapping = draw_.percent(12);
      made.write_combine = draw_.percent(15);
    }
    used_ += made.request.size;
    live_.push_back(made);
    list_.push_back(made);
  }

  void release(std::size_t which) {
    const command gone = live_[which];
    live_[which] = live_.back();
    live_.pop_back();
    used_ -= gone.request.size;
    list_.push_back({.what = command::verb::free, .device = gone.device, .id = gone.id});
  }

  auto random_size() -> bytes {
    constexpr bytes page = 4096, frames[] = {3110400, 460800, 1382400, 691200, 4147200, 12441600};
    const std::uint64_t dice = draw_.below(100);
    if (dice < 25) return draw_.between(1, page);
    if (dice < 50) return draw_.between(1, 16) * page;
    if (dice < 70) return (page << draw_.below(11)) + (draw_.percent(30) ? page : 0);
    if (dice < 82) return frames[draw_.below(std::size(frames))];
    if (dice < 96) return draw_.between(1, 1024) * page;
    return draw_.between(1, 20) << 20;  // above the largest buddy block, most of them
  }

  generator draw_;
  std::vector<command> list_;
  std::vector<command> live_;
  bytes used_ = 0;
  bytes target_ = bytes{80} << 20;
  unsigned next_id_ = 0;
};

}  // namespace dma_path
