// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

/// Requests to allocators, made once and kept in memory: mixes that hold a pool at a given occupancy, and the ones that walks
/// through a pool suffer from.
namespace workloads {

inline constexpr std::uint64_t page = 4096;
inline constexpr std::uint64_t mib = std::uint64_t{1} << 20;
inline constexpr std::uint64_t gib = std::uint64_t{1} << 30;

/// A size of 0 frees what `slot` holds. Slots are used again, so that looking them up costs all allocators the same.
struct request {
  std::uint64_t size;
  std::uint32_t alignment;
  std::uint32_t slot;
};

struct workload {
  std::uint64_t region = 0;
  std::vector<request> requests;
  std::size_t measured_from = 0;  ///< those before only fill the pool
  std::size_t slots = 0;
  std::uint64_t most_live = 0;  ///< bytes, whole pages counted
};

/// splitmix64
class random {
 public:
  explicit random(std::uint64_t seed) : state_{seed} {}
  auto next() -> std::uint64_t {
    std::uint64_t z = (state_ += 0x9e37'79b9'7f4a'7c15);
    z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9;
    z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11eb;
    return z ^ (z >> 31);
  }
  auto below(std::uint64_t bound) -> std::uint64_t { return next() % bound; }
  auto real() -> double { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

/// Writes requests down and knows what is live.
class recorder {
 public:
  explicit recorder(std::uint64_t region) { made_.region = region; }

  void allocate(std::uint64_t size, std::uint64_t alignment = page) {
    if (unused_.empty()) unused_.push_back(static_cast<std::uint32_t>(made_.slots++));
    made_.requests.push_back({size, static_cast<std::uint32_t>(alignment), unused_.back()});
    live_.push_back({unused_.back(), (size + page - 1) / page * page});
    unused_.pop_back();
    bytes_ += live_.back().size;
    made_.most_live = std::max(made_.most_live, bytes_);
  }
  void free(std::size_t index) {
    made_.requests.push_back({0, 0, live_[index].slot});
    unused_.push_back(live_[index].slot);
    bytes_ -= live_[index].size;
    live_[index] = live_.back();
    live_.pop_back();
  }
  void measure_from_here() { made_.measured_from = made_.requests.size(); }

  [[nodiscard]] auto live() const -> std::size_t { return live_.size(); }
  [[nodiscard]] auto bytes() const -> std::uint64_t { return bytes_; }
  auto done() -> workload { return std::move(made_); }

 private:
  struct block {
    std::uint32_t slot;
    std::uint64_t size;
  };
  workload made_;
  std::vector<block> live_;
  std::vector<std::uint32_t> unused_;
  std::uint64_t bytes_ = 0;
};

struct buffer {
  std::uint64_t size;
  std::uint64_t alignment = page;
};

/// Fills to `occupancy` of the region, then frees one at random whenever it is full, else allocates.
inline auto steady(std::uint64_t region, double occupancy, std::size_t count, random& dice,
                   const std::function<buffer(random&)>& any) -> workload {
  recorder out{region};
  const auto target = static_cast<std::uint64_t>(static_cast<double>(region) * occupancy);
  const auto step = [&] {
    if (out.bytes() >= target) return out.free(dice.below(out.live()));
    const auto [size, alignment] = any(dice);
    out.allocate(size, alignment);
  };
  while (out.bytes() < target) step();
  for (std::size_t i = 0; i < count / 4; ++i) step();
  out.measure_from_here();
  for (std::size_t i = 0; i < count; ++i) step();
  return out.done();
}

/// 1 to `most` pages, large ones rare: the density falls with the power 1.5 of the size.
inline auto power_law(std::uint64_t region, double occupancy, std::uint64_t most = 2048, std::size_t count = 400'000)
    -> workload {
  random dice{100 + static_cast<std::uint64_t>(occupancy * 100)};
  return steady(region, occupancy, count, dice, [most](random& any) {
    const double high = 1 / std::sqrt(static_cast<double>(most + 1));
    const double root = 1 + (high - 1) * any.real();
    return buffer{std::min(most, static_cast<std::uint64_t>(1 / (root * root))) * page};
  });
}

/// Frames of 1080p and 4K in several formats and what goes with them; aligned to 1 MiB and 64 KiB, or to pages.
inline auto camera(double occupancy, bool aligned) -> workload {
  struct kind {
    std::uint64_t size, weight;
  };
  static constexpr std::array<kind, 10> kinds{{{3110400, 20},
                                               {12441600, 12},
                                               {1382400, 8},
                                               {2592000, 16},
                                               {15000000, 4},
                                               {8294400, 8},
                                               {4194304, 4},
                                               {65536, 14},
                                               {16384, 8},
                                               {4096, 6}}};
  random dice{200 + static_cast<std::uint64_t>(occupancy * 100)};
  return steady(gib, occupancy, 400'000, dice, [aligned](random& any) {
    std::uint64_t ticket = any.below(100);
    const kind* chosen = kinds.data();
    for (; ticket >= chosen->weight; ++chosen) ticket -= chosen->weight;
    const std::uint64_t size = chosen->size;
    return buffer{size, !aligned ? page : size >= mib ? mib : size >= 65536 ? 65536 : page};
  });
}

/// 98,304 holes of one page, then requests of 2 to 9 pages that fit only behind them, first in first out.
inline auto holes() -> workload {
  workload made;
  random dice{402};
  constexpr std::uint32_t count = 196'608;
  std::vector<request>& requests = made.requests;
  for (std::uint32_t i = 0; i < count; ++i) requests.push_back({page, page, i});
  for (std::uint32_t i = 0; i < count; i += 2) requests.push_back({0, 0, i});
  made.region = gib;
  made.measured_from = requests.size();
  std::vector<std::uint64_t> queue;
  std::size_t oldest = 0;
  std::uint64_t bytes = 0;
  for (int i = 0; i < 200'000; ++i) {
    if (bytes < 128 * mib || oldest == queue.size()) {
      queue.push_back((2 + dice.below(8)) * page);
      bytes += queue.back();
      requests.push_back({queue.back(), page, count + static_cast<std::uint32_t>(queue.size() - 1)});
    } else {
      bytes -= queue[oldest];
      requests.push_back({0, 0, count + static_cast<std::uint32_t>(oldest++)});
    }
  }
  made.slots = count + queue.size();
  made.most_live = count * page;
  return made;
}

/// `count` live blocks of 1 to 8 pages at 80 % occupancy, replaced one by one at random.
inline auto live_blocks(std::uint64_t count) -> workload {
  random dice{500 + count};
  recorder out{count * 9 / 2 * page * 5 / 4};
  const auto any = [&] { out.allocate((1 + dice.below(8)) * page); };
  for (std::uint64_t i = 0; i < count; ++i) any();
  const auto replace = [&](std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      out.free(dice.below(out.live()));
      any();
    }
  };
  replace(count);
  out.measure_from_here();
  replace(500'000);
  return out.done();
}

}  // namespace workloads
