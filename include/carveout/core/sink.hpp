// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <carveout/core/growing.hpp>
#include <carveout/core/interval.hpp>
#include <carveout/core/units.hpp>

/// Where generated text goes, and the few formats that it is made of. Everything works in constant evaluation.
namespace carveout {

/// Takes text piece by piece. Every back end writes through one, so that its output can be a constant, a string or a file.
template <typename T>
concept text_sink = requires(T& sink, std::string_view text) {
  sink.append(text);
};

/// A growing text.
class text_buffer {
 public:
  constexpr void append(std::string_view text) { characters_.append(text.data(), text.size()); }
  [[nodiscard]] constexpr auto view() const -> std::string_view { return {characters_.data(), characters_.size()}; }
  [[nodiscard]] constexpr auto size() const -> std::size_t { return characters_.size(); }
  /// Keeps the first `size` characters.
  constexpr void truncate(std::size_t size) { characters_.truncate(size); }

 private:
  growing<char> characters_;
};
static_assert(text_sink<text_buffer>);

/// Only counts, so that a constant of the right size can be made.
struct counting_sink {
  std::size_t size = 0;
  constexpr void append(std::string_view text) { size += text.size(); }
};
static_assert(text_sink<counting_sink>);

/// Fills exactly `Size` characters.
template <std::size_t Size>
struct array_sink {
  std::array<char, Size> characters{};
  std::size_t count = 0;
  constexpr void append(std::string_view text) {
    for (const char c : text) characters[count++] = c;
  }
  [[nodiscard]] constexpr auto view() const -> std::string_view { return {characters.data(), count}; }
};

/// What `Write` (a captureless function object that takes a sink) writes, as a constant: `rendered<write>.view()`.
template <auto Write>
inline constexpr auto rendered = [] {
  constexpr std::size_t size = [] {
    counting_sink sink;
    Write(sink);
    return sink.size;
  }();
  array_sink<size> sink;
  Write(sink);
  return sink;
}();

// --- formats --------------------------------------------------------------------------------------------------------

/// 0x60000000: lower case, no padding.
struct hex {
  std::uint64_t value;
};
/// 60000000: as in a node's name.
struct bare_hex {
  std::uint64_t value;
};
/// [0x60000000..0x64000000)
struct hex_range {
  interval value;
};
/// The largest binary unit that holds the size exactly: 64 MiB, 4 GiB, 12 KiB, 100 B.
struct human_size {
  bytes value;
};
/// The same as a kernel parameter spells it (memparse() in lib/cmdline.c): 64M, 4G, 12K, 100.
struct memparse_size {
  bytes value;
};

namespace detail {

template <text_sink Sink>
constexpr void write_number(Sink& sink, std::uint64_t value, unsigned base) {
  char digits[20]{};
  std::size_t at = sizeof digits;
  do {
    digits[--at] = "0123456789abcdef"[value % base];
    value /= base;
  } while (value != 0);
  sink.append({digits + at, sizeof digits - at});
}

/// Splits a size into a count and the index of its unit: 0 bytes, 1 KiB, 2 MiB, 3 GiB.
struct scaled_size {
  std::uint64_t count;
  unsigned unit = 0;
  constexpr explicit scaled_size(bytes value) : count(value) {
    while (unit < 3 && count != 0 && count % 1024 == 0) {
      count /= 1024;
      ++unit;
    }
  }
};

}  // namespace detail

/// How a value is spelled in text. A type of another header joins by an overload in its own namespace.
template <text_sink Sink>
constexpr void write_to(Sink& sink, std::string_view text) {
  sink.append(text);
}
template <text_sink Sink>
constexpr void write_to(Sink& sink, char character) {
  sink.append({&character, 1});
}
template <text_sink Sink, std::unsigned_integral Number>
constexpr void write_to(Sink& sink, Number number) {
  detail::write_number(sink, number, 10);
}
template <text_sink Sink, std::signed_integral Number>
requires(!std::same_as<Number, char>) void write_to(Sink& sink, Number number) = delete;  // would be taken for a character
template <text_sink Sink>
constexpr void write_to(Sink& sink, hex number) {
  sink.append("0x");
  detail::write_number(sink, number.value, 16);
}
template <text_sink Sink>
constexpr void write_to(Sink& sink, bare_hex number) {
  detail::write_number(sink, number.value, 16);
}
template <text_sink Sink>
constexpr void write_to(Sink& sink, hex_range range) {
  sink.append("[");
  write_to(sink, hex{range.value.begin});
  sink.append("..");
  write_to(sink, hex{range.value.end});
  sink.append(")");
}
template <text_sink Sink>
constexpr void write_to(Sink& sink, human_size size) {
  constexpr std::string_view units[] = {" B", " KiB", " MiB", " GiB"};
  const detail::scaled_size scaled{size.value};
  detail::write_number(sink, scaled.count, 10);
  sink.append(units[scaled.unit]);
}
template <text_sink Sink>
constexpr void write_to(Sink& sink, memparse_size size) {
  constexpr std::string_view units[] = {"", "K", "M", "G"};
  const detail::scaled_size scaled{size.value};
  detail::write_number(sink, scaled.count, 10);
  sink.append(units[scaled.unit]);
}

/// Writes its arguments one after the other: text, characters, unsigned numbers (decimal) and the formats above. By value,
/// so that literals of all lengths share one instantiation.
template <text_sink Sink, typename... Parts>
constexpr void put(Sink& sink, Parts... parts) {
  (write_to(sink, parts), ...);
}

}  // namespace carveout
