// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "sides.hpp"

/// Random pools, and random requests to them.
namespace placement {

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

struct step {
  enum class kind : std::uint8_t { allocate, allocate_at, free, grow } what = kind::allocate;
  bytes size = 0;
  bytes alignment = 1;
  bytes offset = 0;  ///< of what is freed, or where allocate_at wants it
};

/// How large pools are decides how long a run takes: of pages, most are 1 to 64 MiB, some up to 1 GiB. In the tiny ones the
/// last word of the kernel's bitmap matters.
inline auto random_granules(generator& draw, const policy& what) -> std::uint64_t {
  const unsigned large = what.algorithm == KERNEL_COHERENT ? 2 : 10;  // percent; there the kernel looks at every bit
  const std::uint64_t dice = draw.below(100);
  if (dice < 10) return draw.between(1, 200);
  const std::uint64_t order = dice < 50            ? draw.between(8, 11)
                              : dice < 100 - large ? draw.between(12, 13)
                                                   : draw.between(14, 17);
  std::uint64_t granules = std::uint64_t{1} << order;
  if (draw.percent(80)) granules += draw.below(granules);
  return granules;
}

inline auto random_setup(generator& draw, const policy& what) -> pool_setup {
  pool_setup setup{.what = &what};
  switch (what.algorithm) {
    case KERNEL_CMA:
      setup.option = draw.percent(50) ? 0 : static_cast<unsigned>(draw.between(1, 4));
      break;
    case KERNEL_CMA_DMA:
      setup.option = draw.percent(50) ? 8 : draw.percent(80) ? 4 : static_cast<unsigned>(draw.between(2, 12));
      break;
    case KERNEL_COHERENT:
      break;
    default:
      constexpr unsigned orders[] = {5, 12, 12, 12, 0, 3, 9, 16};
      setup.option = orders[draw.below(std::size(orders))];
  }
  const bytes granule = setup.granule();
  setup.size = random_granules(draw, what) * (what.algorithm == KERNEL_CMA ? granule << setup.option : granule);
  setup.base = draw.below(bytes{1} << 34);
  if (is_gen_pool(what)) {
    // most begin at a granule, and consist of whole ones; the kernel asks for neither
    setup.base &= ~((draw.percent(90) ? granule : 32) - 1);
    if (draw.percent(10)) setup.size += draw.below(granule);
  } else {
    setup.base &= ~((draw.percent(50) ? bytes{2} << 20 : granule) - 1);
    if (what.algorithm == KERNEL_CMA && draw.percent(20)) setup.size += draw.below(bytes{1} << setup.option) * granule;
  }
  return setup;
}

/// Requests to one pool. It fills and empties in turns, and what it holds is decided here, as answered by the kernel.
class workload {
 public:
  /// In percent: the occupancies that it aims for, and how many requests are for a few granules in any case.
  struct character {
    unsigned lowest = 5;
    unsigned highest = 100;
    unsigned small = 0;
  };

  workload(generator& draw, const pool_setup& setup, const character& wanted)
      : draw_{&draw}, setup_{setup}, size_{setup.size}, wanted_{wanted} {}

  /// `used` bytes, whole units, are allocated now.
  auto next(bytes used) -> step {
    if (phase_left_-- == 0) begin_phase();
    // a pool that refuses is full, whatever its occupancy says
    const bool fill = refused_in_a_row_ < 4 && used * 100 < size_ * target_;
    if (live_.empty() || draw_->percent(fill ? 85 : 30)) return request();
    return release(draw_->below(live_.size()));
  }
  [[nodiscard]] auto empty() const -> bool { return live_.empty(); }
  auto release_last() -> step { return release(live_.size() - 1); }
  auto grow() -> step {
    const bytes granule = setup_.granule();
    bytes more = draw_->between(1, size_ / granule / 2 + 2) * granule;
    if (draw_->percent(10)) more += draw_->below(granule);
    size_ += more;
    return {.what = step::kind::grow, .size = more};
  }

  void answered(const step& asked, bytes offset) {
    if (offset == KERNEL_REFUSED) {
      if (asked.what == step::kind::allocate) ++refused_in_a_row_;
    } else {
      refused_in_a_row_ = 0;
      live_.push_back({offset, asked.size});
    }
  }

 private:
  struct buffer {
    bytes offset, size;
  };

  void begin_phase() {
    target_ = draw_->between(draw_->percent(60) ? std::max(wanted_.lowest, 90U) : wanted_.lowest, wanted_.highest);
    phase_left_ = draw_->between(50, 4000);
    refused_in_a_row_ = 0;
  }

  auto release(std::size_t which) -> step {
    refused_in_a_row_ = 0;
    const buffer gone = live_[which];
    live_[which] = live_.back();
    live_.pop_back();
    return {.what = step::kind::free, .size = gone.size, .offset = gone.offset};
  }

  auto request() -> step {
    step wanted{.size = random_size()};
    wanted.alignment = random_alignment(wanted.size);
    if (!setup_.what->at || draw_->percent(40)) return wanted;
    wanted.what = step::kind::allocate_at;
    const bytes granule = setup_.granule();
    if (!live_.empty() && draw_->percent(50)) {  // directly behind another one
      const buffer& other = live_[draw_->below(live_.size())];
      wanted.offset = carveout::align_up(other.offset + other.size, granule);
    } else {
      wanted.offset = draw_->below(size_ / granule + 3) * granule;  // and beyond the end
    }
    return wanted;
  }

  auto random_size() -> bytes {
    constexpr bytes frames[] = {3110400, 12441600, 8294400, 6220800, 4147200, 1382400, 460800, 691200, 345600};
    const bytes granule = setup_.granule();
    const std::uint64_t granules = size_ / granule;
    const std::uint64_t dice = draw_->percent(wanted_.small) ? 0 : draw_->below(1000);
    bytes size = 0;
    if (dice < 480) {
      size = draw_->between(1, draw_->percent(70) ? 4 : 16) * granule;
    } else if (dice < 800) {
      const bytes power = granule << draw_->below(static_cast<unsigned>(std::bit_width(granules / 4)) + 1);
      size = dice < 620 ? power : draw_->percent(50) ? power + granule : power == granule ? power : power - granule;
    } else if (dice < 880) {
      size = frames[draw_->below(std::size(frames))];
      if (granule < 4096) size = size * granule / 4096 + 1;  // on-chip memory keeps lines, not frames
      if (size > size_ / 4) size = draw_->between(1, 3) * granule;
    } else if (dice < 985) {
      size = draw_->between(1, granules / 16 + 1) * granule;
    } else if (dice < 995) {
      size = draw_->between(1, granules + 1) * granule;
    } else if (dice < 999) {
      size = granules * granule + granule * 2 - draw_->below(5) * granule;  // about the whole pool
      if (size == 0 || size > size_ * 4) size = granule;
    } else {
      size = bytes{1} << draw_->between(20, 44);  // far beyond
    }
    if (draw_->percent(30)) size -= draw_->below(granule);
    return size;
  }

  auto random_alignment(bytes size) -> bytes {
    const bytes granule = setup_.granule();
    const std::uint64_t dice = draw_->below(100);
    if (dice < 40) return 1;
    if (dice < 65) return std::min(std::bit_ceil(size), bytes{1} << 30);
    if (dice < 90) return granule << draw_->below(11);
    if (dice < 97) return bytes{1} << draw_->below(23);
    return bytes{1} << draw_->below(31);  // the most that a gen_pool's int can hold
  }

  generator* draw_;
  pool_setup setup_;
  bytes size_;
  character wanted_;
  std::uint64_t target_ = 0;  // the occupancy that this phase aims for
  std::uint64_t phase_left_ = 0;
  unsigned refused_in_a_row_ = 0;
  std::vector<buffer> live_;
};

}  // namespace placement
