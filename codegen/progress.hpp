// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <iostream>
#include <string_view>

namespace carveout::codegen {

/// A line on a terminal for work that takes more than two seconds; nothing elsewhere.
class progress {
 public:
  explicit progress(std::string_view what) : what_{what} {}
  progress(const progress&) = delete;
  auto operator=(const progress&) -> progress& = delete;
  ~progress() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  }

  /// `done` things so far; cheap enough for every one of them.
  void at(std::uint64_t done) {
    if (!terminal_ || done % 65536 != 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds{shown_ ? 200 : 2000}) return;
    last_ = now;
    shown_ = true;
    std::cerr << '\r' << done << ' ' << what_ << std::flush;
  }

 private:
  std::string_view what_;
  bool terminal_ = isatty(STDERR_FILENO) != 0;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace carveout::codegen
