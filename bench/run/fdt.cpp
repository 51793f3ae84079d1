// SPDX-License-Identifier: BSL-1.0

// Writing device-tree blobs: our constexpr-capable writer against libfdt's sequential writer, same nodes and properties.

#include <benchmark/benchmark.h>

extern "C" {
#include <libfdt.h>
}

#include <cstddef>
#include <cstdint>
#include <range/v3/view/iota.hpp>
#include <range/v3/view/transform.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <carveout/core/sink.hpp>
#include <carveout/emit/fdt.hpp>

namespace {

struct entry {
  std::string name;
  std::string reg;
};

/// Nodes as /reserved-memory has them.
auto nodes(std::size_t count) -> std::vector<entry> {
  std::vector<entry> list;
  for (const std::string& name : ranges::views::iota(std::size_t{0}, count) |
                                     ranges::views::transform([](std::size_t i) { return "pool@" + std::to_string(i); }))
    list.push_back({name, std::string(16, '\1')});
  return list;
}

constexpr std::string_view compatible{"shared-dma-pool\0", 16};

void with_carveout(benchmark::State& state) {
  const std::vector<entry> list = nodes(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    carveout::fdt_writer writer;
    writer.begin_node("");
    for (const entry& each : list) {
      writer.begin_node(each.name);
      writer.property("compatible", compatible);
      writer.property("reg", each.reg);
      writer.property("no-map", {});
      writer.end_node();
    }
    writer.end_node();
    carveout::text_buffer blob;
    writer.finish(blob);
    benchmark::DoNotOptimize(blob.view().data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void with_libfdt(benchmark::State& state) {
  const std::vector<entry> list = nodes(static_cast<std::size_t>(state.range(0)));
  std::vector<char> blob(4096 + list.size() * 128);
  for (auto _ : state) {
    fdt_create(blob.data(), static_cast<int>(blob.size()));
    fdt_finish_reservemap(blob.data());
    fdt_begin_node(blob.data(), "");
    for (const entry& each : list) {
      fdt_begin_node(blob.data(), each.name.c_str());
      fdt_property(blob.data(), "compatible", compatible.data(), static_cast<int>(compatible.size()));
      fdt_property(blob.data(), "reg", each.reg.data(), static_cast<int>(each.reg.size()));
      fdt_property(blob.data(), "no-map", nullptr, 0);
      fdt_end_node(blob.data());
    }
    fdt_end_node(blob.data());
    if (fdt_finish(blob.data()) != 0) state.SkipWithError("libfdt did not finish");
    benchmark::DoNotOptimize(blob.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(with_carveout)->Arg(16)->Arg(256);
BENCHMARK(with_libfdt)->Arg(16)->Arg(256);

}  // namespace

BENCHMARK_MAIN();
