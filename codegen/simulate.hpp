// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <carveout/core/number.hpp>
#include <carveout/core/sink.hpp>

#include "occupancy_svg.hpp"
#include "simulation.hpp"

/// `carveout simulate`: where an allocator puts the requests of a trace, and whether they fit.
namespace carveout::codegen {

struct simulate_options {
  allocator_choice choice{};
  std::string size, base = "0", granule = "4K", trace, format = "text", output, svg;
};

inline auto add_simulate(CLI::App& app, simulate_options& into) -> CLI::App* {
  CLI::App* verb = app.add_subcommand("simulate", "replays an allocation trace: where each buffer lies, and whether all fit");
  const auto number = [](const std::string& text) {
    return parse_number(text) ? std::string{} : "'" + text + "' is no number; write it as 64M, 65536 or 0x10000";
  };
  std::vector<std::string> names;
  for (const allocator_name& each : allocator_names) names.emplace_back(each.name);
  verb->add_option("--allocator", into.choice.name, "one of those listed below")
      ->required()
      ->check(CLI::IsMember(names))
      ->type_name("NAME");
  verb->add_option("--size", into.size, "of the pool, in bytes; K, M and G are powers of 1024")
      ->required()
      ->check(number, "SIZE");
  verb->add_option("--base", into.base, "the pool's physical address, which alignment counts from")
      ->check(number, "ADDRESS")
      ->capture_default_str();
  verb->add_option("--granule,--page", into.granule, "a page, or a gen_pool's 1 << min_alloc_order")
      ->check(number, "SIZE")
      ->capture_default_str();
  verb->add_option("--order-per-bit", into.choice.order_per_bit, "cma: a bit stands for 2^N pages")
      ->check(CLI::Range(0U, 20U))
      ->capture_default_str();
  verb->add_option("--cma-alignment", into.choice.cma_alignment, "cma-dma: CONFIG_CMA_ALIGNMENT")
      ->check(CLI::Range(0U, 20U))
      ->capture_default_str();
  verb->add_option("--max-order", into.choice.max_order, "buddy: the largest block is 2^N pages")
      ->check(CLI::Range(0U, buddy<>::highest_order))
      ->capture_default_str();
  verb->add_option("TRACE", into.trace, "a file, or - for standard input")->required();
  verb->add_option("--format", into.format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  verb->add_option("-o,--output", into.output, "write the answers there instead of to standard output");
  verb->add_option("--svg", into.svg, "draw who lies where, operation by operation");
  std::string help = "Allocators:\n";
  for (const allocator_name& each : allocator_names)
    help += "  " + std::string{each.name} + std::string(34 - each.name.size(), ' ') + std::string{each.what} + '\n';
  help +=
      "\nTrace, one operation a line:\n"
      "  a ID BYTES [ALIGN]   allocate; a recorded answer may follow: -> OFFSET, or -> - for refused\n"
      "  f ID                 free; an ID that is unknown or was refused is passed over\n"
      "  x BYTES              one more chunk, directly behind the last (gen_pool)\n"
      "  # comment\n"
      "\nPrints 'ID OFFSET' for each allocation, or 'ID -' where it was refused; offsets in bytes from the pool's base. A "
      "summary\n"
      "goes to standard error.\n"
      "\nExample: printf 'a 0 8M\\na 1 3110400\\nf 0\\n' | carveout simulate --allocator cma-dma --size 64M --svg pool.svg -\n"
      "\nExit status: 0 all fit (and match what was recorded), 1 some do not, 2 the trace or the command line cannot be used.";
  verb->footer(help);
  return verb;
}

namespace detail {

inline void write_answers(std::ostream& out, const simulation& run) {
  for (const replayed& each : run.allocations) {
    out << each.asked.id << ' ';
    each.result ? out << *each.result : out << '-';
    out << '\n';
  }
}

inline void write_json(std::ostream& out, const allocator_choice& choice, const simulation& run) {
  const auto hex_text = [](std::uint64_t value) { return text_of(hex{value}); };
  nlohmann::ordered_json answers = nlohmann::ordered_json::array();
  for (const replayed& each : run.allocations) {
    nlohmann::ordered_json answer{{"id", each.asked.id}, {"offset", nullptr}};
    each.result ? answer["offset"] = hex_text(*each.result) : answer["reason"] = message_of(each.result.why);
    answers.push_back(std::move(answer));
  }
  nlohmann::ordered_json summary{{"allocations", run.allocations.size()},
                                 {"failures", run.failures},
                                 {"high_water", hex_text(run.high_water)},
                                 {"free", hex_text(run.free_total)},
                                 {"largest_free_block", hex_text(run.largest_free_block)},
                                 {"fragmentation", run.fragmentation}};
  if (run.recorded != 0) summary["differences"] = run.differences;
  out << nlohmann::ordered_json{{"allocator", choice.name},          {"base", hex_text(choice.memory.base)},
                                {"size", hex_text(run.size)},        {"granule", hex_text(choice.memory.granule)},
                                {"allocations", std::move(answers)}, {"summary", std::move(summary)}}
             .dump(2)
      << '\n';
}

inline void write_summary(std::ostream& out, const allocator_choice& choice, const simulation& run) {
  const auto percent = [](double share) { return text_of(static_cast<std::uint64_t>(share * 100 + 0.5), " %"); };
  const auto share = run.size == 0 ? 0.0 : static_cast<double>(run.high_water) / static_cast<double>(run.size);
  out << choice.name << ", " << text_of(human_size{run.size}) << ": " << run.allocations.size() << " allocations, "
      << run.failures << " refused\n"
      << "high-water mark " << text_of(human_size{run.high_water}) << " (" << percent(share) << " of the pool)\n"
      << "at the end " << text_of(human_size{run.free_total}) << " free, largest free block "
      << text_of(human_size{run.largest_free_block}) << ", fragmentation " << percent(run.fragmentation) << '\n';
  if (run.recorded != 0)
    out << run.recorded << " recorded answers, " << run.differences << (run.differences == 1 ? " differs" : " differ") << '\n';
  for (const replayed& each : run.allocations) {
    if (!each.differs()) continue;
    out << "first difference: line " << each.asked.line << ", ID " << each.asked.id << ": recorded "
        << (each.asked.answer ? std::to_string(*each.asked.answer) : "-") << '\n';
    break;
  }
  if (!run.first_failure) return;
  const replayed& first = run.allocations[*run.first_failure];
  out << "first refusal: line " << first.asked.line << ", ID " << first.asked.id << ", "
      << text_of(human_size{first.asked.size}) << ": " << message_of(first.result.why) << "; free then were "
      << text_of(human_size{run.free_then}) << ", the largest free block " << text_of(human_size{run.largest_then}) << '\n';
}

inline auto write_file(const std::string& name, const auto& write) -> bool {
  std::ofstream file{name};
  if (file) write(file);
  file.flush();
  if (!file) std::cerr << "error: " << name << ": cannot be written\n";
  return static_cast<bool>(file);
}

}  // namespace detail

[[nodiscard]] inline auto run_simulate(simulate_options options) -> int {
  using namespace carveout::codegen::detail;
  allocator_choice& choice = options.choice;
  choice.memory = {
      .base = *parse_number(options.base), .size = *parse_number(options.size), .granule = *parse_number(options.granule)};
  const auto refuse = [](const std::string& why) {
    std::cerr << "error: " << why << '\n';
    return 2;
  };
  if (!is_power_of_two(choice.memory.granule)) return refuse("--granule " + options.granule + ": not a power of two");
  const unsigned bit = choice.name == "cma" ? choice.order_per_bit : 0;
  if (choice.memory.size >> bit < choice.memory.granule)
    return refuse("--size " + options.size + ": smaller than one granule of " + options.granule +
                  (bit == 0 ? std::string{} : ", times 2^" + std::to_string(bit) + " for each bit"));
  if (choice.memory.base > max_address - choice.memory.size)
    return refuse("--base " + options.base + ": the pool would end above 64 bits");

  std::string text;
  if (options.trace == "-") {
    text.assign(std::istreambuf_iterator<char>{std::cin}, {});
  } else {
    std::ifstream file{options.trace, std::ios::binary};
    if (file && !std::filesystem::is_directory(options.trace)) text.assign(std::istreambuf_iterator<char>{file}, {});
    if (!file || file.bad() || std::filesystem::is_directory(options.trace)) return refuse(options.trace + ": cannot be read");
  }

  simulation run;
  try {
    const std::string complaint = simulate(choice, text, run);
    if (!complaint.empty()) return refuse((options.trace == "-" ? "standard input" : options.trace) + ":" + complaint);
  } catch (const std::exception&) {  // capacity_error, bad_alloc
    return refuse("a pool of " + text_of(human_size{choice.memory.size}) + " in granules of " +
                  text_of(human_size{choice.memory.granule}) +
                  ", or a chunk of the trace, is too large to simulate; take a larger --granule");
  }
  if (!options.svg.empty()) {
    if (run.allocations.size() > most_blocks_drawn)
      return refuse("--svg: " + std::to_string(run.allocations.size()) +
                    " blocks are more than anybody can look at; cut the trace to " + std::to_string(most_blocks_drawn));
    if (!write_file(options.svg, [&](std::ostream& out) { write_occupancy_svg(out, choice, run); })) return 2;
  }
  const auto answer = [&](std::ostream& out) {
    options.format == "json" ? write_json(out, choice, run) : write_answers(out, run);
  };
  if (options.output.empty()) {
    answer(std::cout);
  } else if (!write_file(options.output, answer)) {
    return 2;
  }
  write_summary(std::cerr, choice, run);
  return run.failures == 0 && run.differences == 0 ? 0 : 1;
}

}  // namespace carveout::codegen
