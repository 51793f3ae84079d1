// SPDX-License-Identifier: BSL-1.0
#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/failure.hpp>

/// A camera that previews, records, takes photographs and plays back, 200 operations long, in a CMA pool of 128 MiB: proven
/// while this file is compiled, within the compilers' usual limits.
namespace {

using namespace carveout;
using namespace carveout::literals;

using camera_pool = basic_allocator<dma_contiguous<32768>, usage_statistics, must_fit>;

struct outcome {
  int operations = 0;
  bytes high_water = 0;
  bytes left = 0;
};

template <int Count>
struct stream {
  bytes frame;
  bytes buffers[Count]{};

  constexpr void start(camera_pool& pool, outcome& seen) {
    for (bytes& each : buffers) each = pool.allocate(frame);
    seen.operations += Count;
  }
  constexpr void stop(camera_pool& pool, outcome& seen) {
    for (const bytes each : buffers)
      if (pool.free(each, frame) == refusal::none) ++seen.operations;
  }
};

constexpr auto use_the_camera(int rounds) -> outcome {
  camera_pool pool{arena{.base = 0x6000'0000, .size = 128_MiB}};
  outcome seen;
  stream<4> sensor{.frame = 4056 * 3040 * 10 / 8};  // raw, 10 bits packed
  stream<4> preview{.frame = 1920 * 1080 * 3 / 2};  // NV12
  stream<6> encoder{.frame = 3840 * 2160 * 3 / 2};
  stream<3> bitstream{.frame = 2_MiB};
  stream<1> photograph{.frame = 4056 * 3040 * 3 / 2};
  sensor.start(pool, seen);
  preview.start(pool, seen);
  for (int i = 0; i < rounds; ++i) {
    photograph.start(pool, seen);
    photograph.stop(pool, seen);
    if (i % 3 != 0) continue;
    preview.stop(pool, seen);
    sensor.stop(pool, seen);
    encoder.start(pool, seen);
    bitstream.start(pool, seen);
    bitstream.stop(pool, seen);
    encoder.stop(pool, seen);
    sensor.start(pool, seen);
    preview.start(pool, seen);
  }
  preview.stop(pool, seen);
  sensor.stop(pool, seen);
  seen.high_water = pool.high_water();
  seen.left = pool.free_total();
  return seen;
}

constexpr outcome camera = use_the_camera(16);
static_assert(camera.operations >= 200);
static_assert(camera.left == 128_MiB);
// sensor and preview with a photograph on top: 4 of 3763 pages, 4 of 760 and 1 of 4516; the encoder needs 6 of 3038 and 3 of
// 512
static_assert(camera.high_water == (4 * 3763 + 4 * 760 + 4516) * 4_KiB);

}  // namespace
