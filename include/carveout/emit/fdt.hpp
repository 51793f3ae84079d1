// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <carveout/core/sink.hpp>

/// Flattened device tree, version 17 (Devicetree Specification v0.4, chapter 5), written in constant evaluation.
namespace carveout {

/// Collects nodes and properties in document order, then writes the blob.
class fdt_writer {
 public:
  constexpr void begin_node(std::string_view name) {
    token(1);
    structure_.append(name);
    structure_.append({"\0", 1});
    pad();
  }
  constexpr void end_node() { token(2); }

  /// A property whose value is `value` as it stands: big-endian cells, NUL-terminated strings.
  constexpr void property(std::string_view name, std::string_view value) {
    token(3);
    big_endian(structure_, static_cast<std::uint32_t>(value.size()));
    big_endian(structure_, string_offset(name));
    structure_.append(value);
    pad();
  }

  /// Header, an empty memory reservation block, structure, strings.
  template <text_sink Sink>
  constexpr void finish(Sink& sink) {
    constexpr std::uint32_t header_size = 40, reservations_size = 16;
    token(9);
    const auto structure_size = static_cast<std::uint32_t>(structure_.size());
    const auto strings_size = static_cast<std::uint32_t>(strings_.size());
    const std::uint32_t structure_at = header_size + reservations_size;
    const std::uint32_t strings_at = structure_at + structure_size;
    for (const std::uint32_t word :
         {std::uint32_t{0xd00dfeed}, strings_at + strings_size, structure_at, strings_at, header_size, std::uint32_t{17},
          std::uint32_t{16}, std::uint32_t{0}, strings_size, structure_size})
      big_endian(sink, word);
    for (int i = 0; i < 4; ++i) big_endian(sink, 0);
    sink.append(structure_.view());
    sink.append(strings_.view());
  }

  /// One cell, big-endian.
  template <text_sink Sink>
  static constexpr void big_endian(Sink& sink, std::uint32_t value) {
    const char octets[]{octet(value >> 24), octet(value >> 16), octet(value >> 8), octet(value)};
    sink.append({octets, 4});
  }

 private:
  static constexpr auto octet(std::uint32_t value) -> char { return static_cast<char>(static_cast<unsigned char>(value)); }

  constexpr void token(std::uint32_t value) { big_endian(structure_, value); }
  constexpr void pad() {
    while (structure_.size() % 4 != 0) structure_.append({"\0", 1});
  }
  /// Where a property's name stands in the strings block; a name is stored once.
  constexpr auto string_offset(std::string_view name) -> std::uint32_t {
    const std::string_view all = strings_.view();
    for (std::size_t at = 0; at < all.size(); at += all.substr(at).find('\0') + 1)
      if (all.substr(at, all.substr(at).find('\0')) == name) return static_cast<std::uint32_t>(at);
    const auto at = static_cast<std::uint32_t>(all.size());
    strings_.append(name);
    strings_.append({"\0", 1});
    return at;
  }

  text_buffer structure_;
  text_buffer strings_;
};

}  // namespace carveout
