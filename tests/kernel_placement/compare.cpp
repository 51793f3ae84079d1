// SPDX-License-Identifier: BSL-1.0
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sides.hpp"
#include "workload.hpp"

/// Does carveout put buffers where the kernel's own code puts them? See run.sh for how that code gets here.
namespace {

using namespace placement;
using steady_clock = std::chrono::steady_clock;

constexpr auto usage =
    "usage: compare [--operations N] [--policy NAME] [--seed N]   random requests to both, until one answers differently\n"
    "       compare --time [--policy NAME] [--seed N]             how long both take, in pools that are 90 to 95 % full\n"
    "       compare --replay FILE...                              both against recorded answers\n";

struct options {
  std::uint64_t operations = 10'000'000;  // per policy
  std::uint64_t seed = 1;
  const policy* only = nullptr;
  bool time = false;
  std::vector<std::string> recordings;
};

auto seconds_since(steady_clock::time_point begin) -> double {
  return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

auto to_text(bytes answer) -> std::string { return answer == KERNEL_REFUSED ? "refused" : std::to_string(answer); }

auto to_text(const carveout::allocation& result) -> std::string {
  return result ? std::to_string(*result) : "refused: " + std::string{message_of(result.why)};
}

auto to_text(const step& asked) -> std::string {
  const std::string size = std::to_string(asked.size);
  switch (asked.what) {
    case step::kind::allocate:
      return "allocate(" + size + ", alignment " + std::to_string(asked.alignment) + ')';
    case step::kind::allocate_at:
      return "allocate_at(offset " + std::to_string(asked.offset) + ", " + size + ')';
    case step::kind::free:
      return "free(offset " + std::to_string(asked.offset) + ", " + size + ')';
    case step::kind::grow:
      return "add_chunk(" + size + ')';
  }
  return {};
}

auto to_text(const pool_setup& setup) -> std::string {
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(), "base=0x%" PRIx64 " size=0x%" PRIx64 " %s=%u", setup.base, setup.size,
                setup.what->algorithm == KERNEL_CMA       ? "order_per_bit"
                : setup.what->algorithm == KERNEL_CMA_DMA ? "cma_alignment"
                                                          : "shift",
                setup.option);
  return text.data();
}

/// The two do not agree. What led there is in `history`.
struct difference {
  pool_setup setup;
  step asked;
  std::string kernel;
  std::string carveout;
  std::vector<step> history;
};

struct totals {
  std::uint64_t operations = 0;
  std::uint64_t allocated = 0;
  std::uint64_t refused = 0;
  std::uint64_t pools = 0;
};

/// What is free must agree as well, where the kernel lets one see it.
void compare_free_space(const pool_setup& setup, kernel_side& kernel, const auto& pool) {
  bytes total = 0;
  bytes largest = 0;
  if (!kernel.free_space(total, largest)) return;
  if (total == pool.free_total() && largest == pool.largest_free_block()) return;
  const auto say = [](bytes all, bytes most) {
    return std::to_string(all) + " bytes free, at most " + std::to_string(most) + " in one piece";
  };
  throw difference{setup, {}, say(total, largest), say(pool.free_total(), pool.largest_free_block()), {}};
}

void compare_step(const pool_setup& setup, kernel_side& kernel, auto& pool, workload& requests, const step& asked,
                  totals& counted) {
  switch (asked.what) {
    case step::kind::allocate:
    case step::kind::allocate_at: {
      const bool at = asked.what == step::kind::allocate_at;
      const bytes expected = at ? kernel.allocate_at(asked.offset, asked.size) : kernel.allocate(asked.size, asked.alignment);
      const carveout::allocation got =
          at ? allocate_at(pool, asked.offset, asked.size) : pool.allocate(asked.size, asked.alignment);
      if (answer_of(got) != expected) throw difference{setup, asked, to_text(expected), to_text(got), {}};
      ++(got ? counted.allocated : counted.refused);
      requests.answered(asked, expected);
      break;
    }
    case step::kind::free: {
      kernel.free(asked.offset, asked.size);
      // half of them without their size, which carveout knows
      const carveout::refusal why = counted.operations % 2 == 0 ? pool.free(asked.offset) : pool.free(asked.offset, asked.size);
      if (why != carveout::refusal::none)
        throw difference{setup, asked, "freed", "refused: " + std::string{message_of(why)}, {}};
      break;
    }
    case step::kind::grow:
      kernel.add_chunk(asked.size);
      add_chunk(pool, asked.size);
      break;
  }
  ++counted.operations;
}

/// One pool from its first request until everything is freed again.
void compare_pool(generator& draw, const pool_setup& setup, std::uint64_t operations, totals& counted) {
  with_carveout(setup, [&](auto& pool) {
    std::vector<step> history;
    try {
      kernel_side kernel{setup};
      constexpr unsigned small[] = {0, 60, 95, 100};  // a few large buffers, or thousands of small ones
      workload requests{draw, setup, {.small = small[draw.below(std::size(small))]}};
      const auto act = [&](const step& asked) {
        history.push_back(asked);
        compare_step(setup, kernel, pool, requests, asked, counted);
      };
      const std::uint64_t end = counted.operations + operations;
      std::uint64_t chunks = is_gen_pool(*setup.what) && draw.percent(40) ? draw.between(1, 4) : 0;
      for (std::uint64_t i = 0; counted.operations < end; ++i) {
        if (chunks != 0 && draw.below(operations / 8 + 1) == 0) {
          --chunks;
          act(requests.grow());
        }
        act(requests.next(pool.size() - pool.free_total()));
        if (i % 1024 == 0) compare_free_space(setup, kernel, pool);
      }
      while (!requests.empty()) act(requests.release_last());
      compare_free_space(setup, kernel, pool);
      if (pool.free_total() != pool.size()) throw difference{setup, {}, "all is free", "something is not", {}};
    } catch (difference& found) {
      found.history = std::move(history);
      throw;
    }
  });
  ++counted.pools;
}

/// The requests that led to a difference, in the format that --replay reads, with the kernel's answers.
auto write_history(const difference& found, const std::string& path) -> bool {
  std::ofstream out{path};
  out << "# policy=" << found.setup.what->name << ' ' << to_text(found.setup) << '\n';
  kernel_side kernel{found.setup};
  std::map<bytes, std::uint64_t> ids;
  std::uint64_t next_id = 0;
  for (const step& each : found.history) {
    if (each.what == step::kind::grow) {
      kernel.add_chunk(each.size);
      out << "x " << each.size << '\n';
    } else if (each.what == step::kind::free) {
      kernel.free(each.offset, each.size);
      out << "f " << ids[each.offset] << '\n';
    } else {
      const bool at = each.what == step::kind::allocate_at;
      const bytes answer = at ? kernel.allocate_at(each.offset, each.size) : kernel.allocate(each.size, each.alignment);
      out << "a " << next_id << ' ' << each.size;
      if (at) out << " @" << each.offset;
      if (!at && each.alignment != 1) out << ' ' << each.alignment;
      out << " -> " << (answer == KERNEL_REFUSED ? "-" : std::to_string(answer)) << '\n';
      ids[answer] = next_id++;
    }
  }
  return out.good();
}

auto compare_policy(const policy& what, const options& wanted) -> bool {
  generator draw{wanted.seed * 1000 + static_cast<std::uint64_t>(&what - policies)};
  const bool show_progress = isatty(STDERR_FILENO) != 0;
  const auto begin = steady_clock::now();
  totals counted;
  try {
    while (counted.operations < wanted.operations) {
      const pool_setup setup = random_setup(draw, what);
      const std::uint64_t operations = draw.between(1'000, 20'000 + setup.size / setup.granule());
      compare_pool(draw, setup, std::min(wanted.operations - counted.operations, operations), counted);
      if (show_progress)
        std::fprintf(stderr, "\r%s %" PRIu64 " %%  ", what.name.data(), counted.operations * 100 / wanted.operations);
    }
  } catch (const difference& found) {
    const std::string path = "placement-difference." + std::string{what.name} + ".txt";
    std::printf("%s: DIFFERENCE, seed %" PRIu64 ", operation %" PRIu64 ", in pool %" PRIu64 ": %s\n", what.name.data(),
                wanted.seed, counted.operations, counted.pools, to_text(found.setup).c_str());
    std::printf("  request:  %s\n  kernel:   %s\n  carveout: %s\n",
                found.asked.size == 0 ? "none, the state is looked at" : to_text(found.asked).c_str(), found.kernel.c_str(),
                found.carveout.c_str());
    if (write_history(found, path)) std::printf("  --replay %s shows it again\n", path.c_str());
    return false;
  }
  if (show_progress) std::fprintf(stderr, "\r%40s\r", "");
  std::printf("%-22s %" PRIu64 " operations in %" PRIu64 " pools, %" PRIu64 " placed, %" PRIu64
              " refused: no difference  (%.1f s)\n",
              what.name.data(), counted.operations, counted.pools, counted.allocated, counted.refused, seconds_since(begin));
  std::fflush(stdout);
  return true;
}

// --- recordings -----------------------------------------------------------------------------------------------------------

auto parse_number(std::string_view text) -> bytes {
  bytes number = 0;
  const bool hex = text.starts_with("0x");
  if (hex) text.remove_prefix(2);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (error != std::errc{} || end != text.data() + text.size()) throw std::runtime_error{"not a number: " + std::string{text}};
  return number;
}

auto parse_setup(const std::string& header) -> pool_setup {
  pool_setup setup;
  std::istringstream words{header};
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) continue;
    const std::string key = word.substr(0, equals);
    const std::string value = word.substr(equals + 1);
    if (key == "policy") setup.what = find_policy(value);
    if (key == "base") setup.base = parse_number(value);
    if (key == "size") setup.size = parse_number(value);
    if (key == "order_per_bit" || key == "cma_alignment" || key == "shift")
      setup.option = static_cast<unsigned>(parse_number(value));
  }
  if (setup.what == nullptr) throw std::runtime_error{"no known policy in: " + header};
  return setup;
}

/// How many answers were other than recorded, by the kernel's code and by carveout.
struct mismatches {
  std::uint64_t requests = 0;
  std::uint64_t kernel = 0;
  std::uint64_t carveout = 0;
};

auto replay_lines(const pool_setup& setup, std::istream& lines, const std::string& path) -> mismatches {
  struct buffer {
    bytes size, kernel, carveout;
  };
  return with_carveout(setup, [&](auto& pool) {
    kernel_side kernel{setup};
    std::map<std::string, buffer> live;
    mismatches counted;
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words{line};
      std::string what;
      std::string id;
      words >> what >> id;
      if (what == "x") {
        kernel.add_chunk(parse_number(id));
        add_chunk(pool, parse_number(id));
      } else if (what == "f") {
        const buffer& gone = live.at(id);
        if (gone.kernel != KERNEL_REFUSED) kernel.free(gone.kernel, gone.size);
        if (gone.carveout != KERNEL_REFUSED && pool.free(gone.carveout, gone.size) != carveout::refusal::none) {
          ++counted.carveout;
          std::printf("%s: %s: carveout refuses\n", path.c_str(), line.c_str());
        }
        live.erase(id);
      } else if (what == "a") {
        std::string size;
        std::string word;
        std::string answer;
        words >> size;
        step asked{.size = parse_number(size)};
        while (words >> word && word != "->") {
          if (word.starts_with('@')) {
            asked.what = step::kind::allocate_at;
            asked.offset = parse_number(std::string_view{word}.substr(1));
          } else {
            asked.alignment = std::bit_ceil(parse_number(word));
          }
        }
        words >> answer;
        const bytes expected = answer == "-" ? KERNEL_REFUSED : parse_number(answer);
        const bool at = asked.what == step::kind::allocate_at;
        const bytes by_kernel =
            at ? kernel.allocate_at(asked.offset, asked.size) : kernel.allocate(asked.size, asked.alignment);
        const carveout::allocation got =
            at ? allocate_at(pool, asked.offset, asked.size) : pool.allocate(asked.size, asked.alignment);
        ++counted.requests;
        counted.kernel += by_kernel != expected ? 1 : 0;
        counted.carveout += answer_of(got) != expected ? 1 : 0;
        if (by_kernel != expected || answer_of(got) != expected)
          std::printf("%s: %s, but the kernel's code: %s, carveout: %s\n", path.c_str(), line.c_str(),
                      to_text(by_kernel).c_str(), to_text(got).c_str());
        live[id] = {asked.size, by_kernel, answer_of(got)};
      }
    }
    return counted;
  });
}

auto replay(const std::vector<std::string>& paths) -> bool {
  mismatches sum;
  for (const std::string& path : paths) {
    std::ifstream lines{path};
    std::string header;
    if (!std::getline(lines, header)) throw std::runtime_error{"cannot read " + path};
    const mismatches counted = replay_lines(parse_setup(header), lines, path);
    sum.requests += counted.requests;
    sum.kernel += counted.kernel;
    sum.carveout += counted.carveout;
  }
  std::printf("%zu recordings, %" PRIu64 " requests: %" PRIu64 " answered differently by the kernel's code, %" PRIu64
              " by carveout\n",
              paths.size(), sum.requests, sum.kernel, sum.carveout);
  return sum.kernel == 0 && sum.carveout == 0;
}

// --- time -----------------------------------------------------------------------------------------------------------------

/// A trace with its answers, so that to time it no bookkeeping is needed. The first `filled` steps fill the pool.
struct trace {
  std::vector<step> steps;
  std::size_t filled = 0;
};

auto make_trace(generator& draw, const pool_setup& setup, unsigned small, std::size_t operations) -> trace {
  return with_carveout(setup, [&](auto& pool) {
    trace made;
    workload requests{draw, setup, {.lowest = 90, .highest = 95, .small = small}};
    while (made.filled == 0 || made.steps.size() < made.filled + operations) {
      const bytes used = pool.size() - pool.free_total();
      if (made.filled == 0 && used * 10 >= pool.size() * 9) made.filled = made.steps.size();
      step asked = requests.next(used);
      if (asked.what == step::kind::free) {
        (void)pool.free(asked.offset, asked.size);
      } else {
        asked.offset = answer_of(pool.allocate(asked.size, asked.alignment));
        requests.answered(asked, asked.offset);
      }
      made.steps.push_back(asked);
    }
    return made;
  });
}

struct timing {
  double seconds = 0;
  std::size_t operations = 0;
  std::size_t refused = 0;
  bool agrees = true;
  [[nodiscard]] auto nanoseconds() const -> double { return seconds * 1e9 / static_cast<double>(operations); }
};

/// Fills the pool, and times up to `most` of the operations that follow, until `limit` seconds are over.
auto time_trace(const trace& recorded, std::size_t most, double limit, const auto& allocate, const auto& free) -> timing {
  timing result;
  const auto act = [&](std::size_t index) {
    const step& each = recorded.steps[index];
    if (each.what == step::kind::free) {
      free(each.offset, each.size);
    } else {
      result.agrees &= allocate(each.size, each.alignment) == each.offset;
    }
  };
  for (std::size_t i = 0; i < recorded.filled; ++i) act(i);
  const std::size_t end = std::min(recorded.steps.size(), recorded.filled + most);
  const auto begin = steady_clock::now();
  std::size_t i = recorded.filled;
  while (i < end && result.seconds < limit) {
    for (const std::size_t stop = std::min(end, i + 256); i < stop; ++i) act(i);
    result.seconds = seconds_since(begin);
  }
  result.operations = i - recorded.filled;
  for (std::size_t k = recorded.filled; k < i; ++k) result.refused += recorded.steps[k].offset == KERNEL_REFUSED ? 1 : 0;
  return result;
}

auto time_pool(const policy& what, bytes mebibytes, unsigned small, std::uint64_t seed) -> bool {
  generator draw{seed};
  const pool_setup setup{.what = &what,
                         .base = 0x4000'0000,
                         .size = mebibytes << 20,
                         .option = is_gen_pool(what)                  ? 12U
                                   : what.algorithm == KERNEL_CMA_DMA ? 8U
                                                                      : 0U};
  const trace recorded = make_trace(draw, setup, small, 1'000'000);
  kernel_side kernel{setup};
  const timing theirs = time_trace(
      recorded, recorded.steps.size(), 2, [&](bytes size, bytes alignment) { return kernel.allocate(size, alignment); },
      [&](bytes offset, bytes size) { kernel.free(offset, size); });
  // the same operations, and the best of three, for they may be over soon
  timing ours;
  bool agrees = theirs.agrees;
  for (int round = 0; round < 3; ++round) {
    const timing once = with_carveout(setup, [&](auto& pool) {
      return time_trace(
          recorded, theirs.operations, 60,
          [&](bytes size, bytes alignment) { return answer_of(pool.allocate(size, alignment)); },
          [&](bytes offset, bytes size) { (void)pool.free(offset, size); });
    });
    if (round == 0 || once.seconds < ours.seconds) ours = once;
    agrees = agrees && once.agrees;
  }
  std::printf("%-22s %6" PRIu64 " %6u %% %12zu %8zu %13.0f %15.0f %7.1f%s\n", what.name.data(), mebibytes, small,
              theirs.operations, theirs.refused, theirs.nanoseconds(), ours.nanoseconds(),
              theirs.nanoseconds() / ours.nanoseconds(), agrees ? "" : "  DIFFERENT ANSWERS");
  std::fflush(stdout);
  return agrees;
}

auto time_policy(const policy& what, std::uint64_t seed) -> bool {
  bool agrees = true;
  for (const bytes mebibytes : {64, 1024})
    for (const unsigned small : {0, 100}) agrees = time_pool(what, mebibytes, small, seed) && agrees;
  return agrees;
}

// --- the command line -----------------------------------------------------------------------------------------------------

auto parse(int count, char** words) -> options {
  options wanted;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const auto value = [&]() -> std::string_view {
      if (++i == count) throw std::runtime_error{std::string{word} + " wants a value"};
      return words[i];
    };
    if (word == "--operations") {
      wanted.operations = parse_number(value());
    } else if (word == "--seed") {
      wanted.seed = parse_number(value());
    } else if (word == "--policy") {
      wanted.only = find_policy(value());
      if (wanted.only == nullptr) throw std::runtime_error{"no such policy: " + std::string{words[i]}};
    } else if (word == "--time") {
      wanted.time = true;
    } else if (word == "--replay") {
      wanted.recordings.assign(words + i + 1, words + count);
      if (wanted.recordings.empty()) throw std::runtime_error{"--replay wants files"};
      break;
    } else {
      throw std::runtime_error{"unknown: " + std::string{word}};
    }
  }
  return wanted;
}

auto run(const options& wanted) -> bool {
  if (!wanted.recordings.empty()) return replay(wanted.recordings);
  if (wanted.time)
    std::printf("%-22s %6s %8s %12s %8s %13s %15s %7s\n", "policy", "MiB", "small", "operations", "refused", "kernel ns/op",
                "carveout ns/op", "ratio");
  bool good = true;
  for (const policy& each : policies) {
    if (wanted.only != nullptr && wanted.only != &each) continue;
    if (!wanted.time) {
      good = compare_policy(each, wanted) && good;
    } else if (!each.at) {
      good = time_policy(each, wanted.seed) && good;
    }
  }
  return good;
}

}  // namespace

auto main(int count, char** words) -> int {
  try {
    return run(parse(count, words)) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n%s", error.what(), usage);
    return 2;
  }
}
