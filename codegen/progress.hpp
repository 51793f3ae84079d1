// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <iostream>
#include <string>
#include <utility>

namespace carveout::codegen {

/// A line on a terminal for work that takes more than two seconds; nothing elsewhere.
class progress {
 public:
  /// Looks at the clock at every `stride`th thing.
  explicit progress(std::string what, std::uint64_t stride = 65536) : what_{std::move(what)}, stride_{stride} {}
  progress(const progress&) = delete;
  auto operator=(const progress&) -> progress& = delete;
  ~progress() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  }

  /// `done` things so far.
  void at(std::uint64_t done) {
    if (!terminal_ || done % stride_ != 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds{shown_ ? 200 : 2000}) return;
    last_ = now;
    shown_ = true;
    std::cerr << '\r' << done << ' ' << what_ << std::flush;
  }

 private:
  std::string what_;
  std::uint64_t stride_;
  bool terminal_ = isatty(STDERR_FILENO) != 0;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace carveout::codegen
