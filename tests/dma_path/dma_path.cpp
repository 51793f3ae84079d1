// SPDX-License-Identifier: BSL-1.0
// dma_path script|judge: what devices ask for, and whether a kernel answered as route() and the simulated SoC say.
#include <array>
#include <charconv>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <carveout/core/sink.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/kernel/config.hpp>
#include <carveout/plan/default_area.hpp>
#include <carveout/plan/zone.hpp>
#include <carveout/sim/soc.hpp>

#include "board.hpp"
#include "script.hpp"

namespace {

using namespace carveout;
using namespace dma_path;

constexpr const char* usage =
    "dma_path script [--narrow] [--far] --seed N --requests N     the commands, one a line\n"
    "dma_path judge  [--narrow] [--far] [--recipe] [--placed] --seed N --requests N --config FILE --cmdline TEXT LOG\n"
    "                [--wrong atomic-waits|alignment|recipe|attaches-all|one-zone]\n"
    "--recipe is for a kernel with dma-from-pool, --placed for an atomic pool with a place of its own.\n"
    "Status of judge: 0 the kernel did what was expected, 1 it did not, 2 it cannot be told.\n"
    "--wrong expects what no kernel does, and has to end in 1.\n";

struct options {
  bool judge = false, narrow = false, far = false, recipe = false, placed = false;
  std::uint64_t seed = 1;
  unsigned requests = 500;
  std::string config{}, cmdline{}, log{}, wrong{};
};

auto read_file(const std::string& name) -> std::string {
  std::ifstream file{name, std::ios::binary};
  if (!file) throw std::runtime_error{"cannot read " + name};
  return {std::istreambuf_iterator<char>{file}, {}};
}

auto number(std::string_view text, int base = 10) -> std::uint64_t {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) throw std::runtime_error{"no number: " + std::string{text}};
  return value;
}

/// The lines of one section of the log, in words.
class answers {
 public:
  answers(std::string_view log, std::string_view section) {
    const std::string begin = "@@@ " + std::string{section} + '\n';
    const std::size_t at = log.find(begin);
    if (at == std::string_view::npos) throw std::runtime_error{"the log has no section " + std::string{section}};
    std::string_view rest = log.substr(at + begin.size());
    std::istringstream lines{std::string{rest.substr(0, rest.find("@@@"))}};
    for (std::string line; std::getline(lines, line);) {
      std::istringstream text{line};
      lines_.push_back({std::istream_iterator<std::string>{text}, {}});
    }
  }

  [[nodiscard]] auto all() const -> const std::vector<std::vector<std::string>>& { return lines_; }
  auto next() -> const std::vector<std::string>& {
    while (at_ < lines_.size() && lines_[at_].size() > 1 && lines_[at_][1] == "attach") ++at_;
    if (at_ == lines_.size()) throw std::runtime_error{"the log ends before the script does"};
    return lines_[at_++];
  }

 private:
  std::vector<std::vector<std::string>> lines_;
  std::size_t at_ = 0;
};

class judgement {
 public:
  judgement(const memory_plan& plan, bytes atomic_pool, std::string_view wrong)
      : plan_{plan}, wrong_{wrong}, soc_{plan, atomic_pool} {
    for (const plan_device& each : plan.devices) devices_.push_back(each);
  }

  void compare(const std::vector<command>& script, answers& kernel) {
    for (const command& each : script) {
      const std::vector<std::string>& said = kernel.next();
      now_ = spelled(each, plan_);
      if (said.size() < 4 || said[0] != plan_.devices[each.device].name || said[1] != verb_of(each) ||
          said[2] != std::to_string(each.id))
        throw std::runtime_error{"the log is not of this script: '" + said[0] + "' where '" + now_ + "' was asked"};
      if (each.what == command::verb::allocate) {
        allocate(each, said);
      } else if (each.what == command::verb::free) {
        release(each, said[3]);
      } else {
        set_mask(each, said[3]);
      }
      soc_.settle();
    }
  }

  /// What /sys/kernel/debug/dma_pools says in the end.
  void compare_pools(const answers& kernel) {
    constexpr std::pair<const char*, memory_zone> names[] = {{"pool_size_dma", memory_zone::dma},
                                                             {"pool_size_dma32", memory_zone::dma32},
                                                             {"pool_size_kernel", memory_zone::normal}};
    for (const auto& [name, zone] : names)
      for (const std::vector<std::string>& line : kernel.all())
        if (line.size() == 2 && line[0] == name && number(line[1]) != soc_.atomic().size(zone)) {
          now_ = name;
          mismatch(std::to_string(soc_.atomic().size(zone)), line[1]);
        }
  }

  [[nodiscard]] auto report() const -> bool {
    std::printf("%u requests, %u refused; ", requests_, refused_);
    for (std::size_t i = 0; i < served_.size(); ++i)
      if (served_[i] != 0) std::printf("%s %u, ", std::string{name_of(static_cast<memory_source>(i))}.c_str(), served_[i]);
    std::printf("%u addresses compared, %u of pages looked at, %u outcomes open; %u mismatches\n", exact_, loose_, open_,
                mismatches_);
    return mismatches_ == 0;
  }

 private:
  struct buffer {
    dma_answer expected{};
    bool tracked = false;  ///< the kernel gave it too
  };

  static auto verb_of(const command& each) -> std::string_view {
    return each.what == command::verb::allocate ? "a" : each.what == command::verb::free ? "f" : "m";
  }

  void mismatch(const std::string& expected, const std::string& found) {
    if (++mismatches_ <= 10)
      std::printf("%s: expected %s, the kernel says %s\n", now_.c_str(), expected.c_str(), found.c_str());
  }

  static auto spelled_answer(const dma_answer& answer) -> std::string {
    if (!answer.served) return "a refusal";
    std::string text{name_of(answer.from)};
    if (answer.where) {
      text_buffer where;
      put(where, " at ", hex{*answer.where});
      text += where.view();
    }
    return text;
  }

  void allocate(const command& asked, const std::vector<std::string>& said) {
    ++requests_;
    dma_request request = asked.request;
    if (wrong_ == "atomic-waits") request.atomic = false;
    const plan_device& device = devices_[asked.device];
    dma_answer expected = soc_.allocate(device, request);
    const bool granted = said[3] != "-";
    if (buffers_.size() <= asked.id) buffers_.resize(asked.id + 1);
    buffer& kept = buffers_[asked.id];
    kept = {};
    if (expected.served && !expected.is_certain) ++open_;
    if (!granted) {
      ++refused_;
      if (expected.served && expected.is_certain) mismatch(spelled_answer(expected), "no");
      if (expected.served) (void)soc_.take_back(expected);
      return;
    }
    if (!expected.served) return mismatch("a refusal", said[3]);
    kept = {expected, true};
    ++served_[static_cast<std::size_t>(expected.from)];
    const address bus = number(said[3], 16), cpu = number(said[4], 16);
    if (bus != cpu) mismatch("one address", said[3] + " and " + said[4]);
    compare_mapping(expected, said[5], said[6]);
    if (expected.where) {
      ++exact_;
      if (bus != *expected.where) mismatch(spelled_answer(expected), said[3]);
    } else {
      ++loose_;
      compare_somewhere(expected, device, bus, said[3]);
      soc_.learn(expected, bus);
    }
  }

  void compare_mapping(const dma_answer& expected, const std::string& kind, const std::string& memory) {
    const bool linear = expected.mapping == memory_mapping::linear, none = expected.mapping == memory_mapping::none;
    const std::string wanted = linear ? "linear" : none ? "page" : "remapped";
    if (kind != wanted) mismatch(spelled_answer(expected) + ", " + wanted, kind);
    constexpr const char *non_cacheable = "44", *write_back = "ff";
    if (!none && memory != (linear ? write_back : non_cacheable))
      mismatch(std::string{name_of(expected.mapping)}, "memory attributes " + memory);
  }

  /// Ordinary pages are in no pool and no area, and in reach; a chunk whose place is not known is not in one either.
  void compare_somewhere(const dma_answer& expected, const plan_device& device, address bus, const std::string& said) {
    const interval range = interval::at(bus, expected.size);
    bool inside = false;
    for (std::size_t i = 0; i < plan_.regions.size(); ++i) {
      const region& each = plan_.regions[i];
      // a node that no driver took, and the default area when the command line has another one, are as they are in the tree
      const bool is_freed = each.kind == pool_kind::system_cma && soc_.default_cma().range() != each.range;
      if (is_freed || !each.range.overlaps(range)) continue;
      if (expected.from == memory_source::restricted_pool && i == expected.region && each.range.contains(range)) {
        inside = true;
        continue;
      }
      mismatch(spelled_answer(expected), said + ", in " + std::string{each.label});
    }
    if (expected.from == memory_source::restricted_pool && !inside) mismatch("an address in the restricted pool", said);
    if (const auto area = soc_.default_cma().range(); area && area->overlaps(range))
      mismatch(spelled_answer(expected), said + ", in the default area");
    if (!device.reach.contains(range)) mismatch(spelled_answer(expected) + " in reach", said);
  }

  void release(const command& asked, const std::string& said) {
    const buffer& kept = buffers_[asked.id];
    const bool pooled =
        kept.tracked && (kept.expected.from == memory_source::atomic_pool || kept.expected.from == memory_source::device_pool);
    const bool remapped = kept.tracked && kept.expected.mapping == memory_mapping::remapped;
    const std::string wanted = pooled ? "stays" : remapped ? "gone" : "-";
    if (kept.tracked && said != wanted) mismatch("a mapping that " + wanted, said);
    if (kept.tracked && soc_.free(kept.expected) != refusal::none) mismatch("a buffer to free", said);
  }

  void set_mask(const command& asked, const std::string& said) {
    plan_device& device = devices_[asked.device];
    const bool taken = asked.what == command::verb::forced_mask || takes_mask(plan_, device, asked.id);
    constexpr const char* eio = "-5";
    if (said != (taken ? "0" : eio)) mismatch(taken ? "that mask to be taken" : "that mask to be refused", said);
    if (said == "0") device.reach = bits(asked.id).window.intersection(plan_.devices[asked.device].bus);
  }

  const memory_plan& plan_;
  std::string_view wrong_;
  simulated_soc soc_;
  std::vector<plan_device> devices_;
  std::vector<buffer> buffers_;
  std::string now_;
  std::array<unsigned, 8> served_{};
  unsigned requests_ = 0, refused_ = 0, exact_ = 0, loose_ = 0, open_ = 0, mismatches_ = 0;
};

/// All pages that the kernel managed when it made the atomic pools, CMA's included, from its own words: "Memory: .../2097152K
/// available (..., 86492K reserved, ...)".
auto managed_memory(const std::string& log) -> bytes {
  const answers messages{log, "dmesg"};
  for (const std::vector<std::string>& line : messages.all())
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      if (line[i] != "Memory:") continue;
      const std::string_view of = std::string_view{line[i + 1]}.substr(line[i + 1].find('/') + 1);
      for (std::size_t k = i; k + 1 < line.size(); ++k)
        if (line[k + 1] == "reserved,") return memparse(of).value - memparse(line[k]).value;
    }
  throw std::runtime_error{"the log does not say how much memory there is"};
}

/// coherent_pool=, or what the kernel takes without: a share of all the pages that it manages.
auto atomic_pool_size(const options& wanted, const linux_kernel& kernel, const std::string& log) -> bytes {
  if (const auto asked = find_argument(wanted.cmdline, "coherent_pool")) return memparse(asked->value).value;
  return default_atomic_pool(kernel, managed_memory(log));
}

/// The command line, with the place that the kernel finds for a default area of `cma=`: as high as its window and the plan's
/// regions let it be.
auto with_place(const memory_plan& plan) -> std::string {
  const default_area area = default_area_of(plan);
  std::string line{plan.extra_bootargs};
  if (area.size == 0 || area.where) return line;
  const auto below = [&](address end) {
    return interval::at(align_down(end - area.size, cma_alignment(plan.kernel)), area.size);
  };
  interval place = below(area.window.intersection(span_of_ram(plan)).end);
  for (bool moved = true; moved;) {
    moved = false;
    for (const region& each : plan.regions) {
      // the node of the default area was given back
      if (each.kind == pool_kind::system_cma || !each.range.overlaps(place)) continue;
      place = below(each.range.begin);
      moved = true;
    }
  }
  text_buffer argument;
  put(argument, " cma=", memparse_size{area.size}, '@', hex{place.begin});
  return line + std::string{argument.view()};
}

auto judge_log(const options& wanted) -> bool {
  const std::string config = read_file(wanted.config), log = read_file(wanted.log);
  const auto version = config_version(config);
  if (!version) throw std::runtime_error{wanted.config + " is no kernel's configuration"};
  const auto board = machine(wanted.narrow, wanted.far);
  const auto storage = lower(board, {.version = version, .config = config});
  memory_plan plan = storage.view();
  plan.extra_bootargs = wanted.cmdline;
  std::vector<plan_device> devices{plan.devices.begin(), plan.devices.end()};
  const script asked{plan, wanted.seed, wanted.requests};
  if (wanted.wrong == "alignment") plan.kernel.config.cma_alignment = 4;
  if (wanted.recipe != (wanted.wrong == "recipe")) plan.routing = routing::atomic_first.facts;
  std::vector<region> regions{plan.regions.begin(), plan.regions.end()};
  if (wanted.placed) regions.push_back(atomic_place());
  plan.regions = regions;
  for (plan_device& each : devices) {
    if (wanted.wrong == "attaches-all") each.attaches = each.attaches_all = true;
    if (wanted.wrong == "one-zone") each.bus = interval::everything();
  }
  plan.devices = devices;
  const std::string line = with_place(plan);
  plan.extra_bootargs = line;
  judgement over{plan, atomic_pool_size(wanted, plan.kernel, log), wanted.wrong};
  answers kernel{log, "answers"};
  over.compare(asked.list(), kernel);
  over.compare_pools(answers{log, "dma_pools"});
  return over.report();
}

auto parse(int count, char** words) -> options {
  options wanted;
  if (count < 2) throw std::runtime_error{"script or judge?"};
  wanted.judge = std::string_view{words[1]} == "judge";
  for (int i = 2; i < count; ++i) {
    const std::string_view word = words[i];
    const auto value = [&]() -> std::string {
      if (++i == count) throw std::runtime_error{std::string{word} + " wants a value"};
      return words[i];
    };
    if (word == "--narrow") {
      wanted.narrow = true;
    } else if (word == "--far") {
      wanted.far = true;
    } else if (word == "--recipe") {
      wanted.recipe = true;
    } else if (word == "--placed") {
      wanted.placed = true;
    } else if (word == "--seed") {
      wanted.seed = number(value());
    } else if (word == "--requests") {
      wanted.requests = static_cast<unsigned>(number(value()));
    } else if (word == "--config") {
      wanted.config = value();
    } else if (word == "--cmdline") {
      wanted.cmdline = value();
    } else if (word == "--wrong") {
      wanted.wrong = value();
    } else {
      wanted.log = word;
    }
  }
  return wanted;
}

}  // namespace

auto main(int count, char** words) -> int {
  try {
    const options wanted = parse(count, words);
    if (wanted.judge) return judge_log(wanted) ? 0 : 1;
    const auto board = machine(wanted.narrow, wanted.far);
    const auto storage = lower(board);
    const memory_plan plan = storage.view();
    const script asked{plan, wanted.seed, wanted.requests};
    for (const command& each : asked.list()) std::printf("%s\n", spelled(each, plan).c_str());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n%s", error.what(), usage);
    return 2;
  }
}
