// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

/// What names and texts may look like, so that every output can hold them.
namespace carveout {

namespace detail {

/// What a character may be part of. Sets of bits, so that one look-up decides: constant evaluation counts every step.
enum character_class : unsigned char {
  letter = 1,
  digit = 2,
  in_label = 4,
  in_node = 8,
  in_property = 16,
  in_path = 32,
  in_stem = 64
};

struct character_table {
  unsigned char classes[128]{};
  constexpr character_table() {
    mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", letter | in_label | in_node | in_property | in_path | in_stem);
    mark("0123456789", digit | in_label | in_node | in_property | in_path | in_stem);
    mark("_", in_label);
    mark(",._+-", in_node | in_property | in_path);
    mark("?#", in_property);
    mark("/@", in_path);
    mark("_.-", in_stem);
  }
  constexpr void mark(std::string_view characters, int as) {
    for (const char c : characters) {
      unsigned char& classes_of_c = classes[static_cast<unsigned char>(c)];
      classes_of_c = static_cast<unsigned char>(classes_of_c | as);
    }
  }
};
inline constexpr character_table spelling_table;

[[nodiscard]] constexpr auto is(char c, int any_of) -> bool {
  const auto index = static_cast<unsigned char>(c);
  return index < 128 && (spelling_table.classes[index] & any_of) != 0;
}

[[nodiscard]] constexpr auto only(std::string_view text, int any_of) -> bool {
  for (const char c : text)
    if (!is(c, any_of)) return false;
  return true;
}

}  // namespace detail

/// A device-tree label: letters, digits and '_', not a digit first (dtc; specification 6.2).
[[nodiscard]] constexpr auto is_label(std::string_view text) -> bool {
  return !text.empty() && !detail::is(text[0], detail::digit) && detail::only(text, detail::in_label);
}

/// A node's name without unit address: 1 to 31 characters of [a-zA-Z0-9,._+-], a letter first (specification 2.2.1).
[[nodiscard]] constexpr auto is_node_name(std::string_view text) -> bool {
  return !text.empty() && text.size() <= 31 && detail::is(text[0], detail::letter) && detail::only(text, detail::in_node);
}

/// A property's name: 1 to 31 characters of [a-zA-Z0-9,._+?#-] (specification 2.2.4.1).
[[nodiscard]] constexpr auto is_property_name(std::string_view text) -> bool {
  return !text.empty() && text.size() <= 31 && detail::only(text, detail::in_property);
}

/// `&label`, or the full path of a node: `/soc@0/gpu@53100000`.
[[nodiscard]] constexpr auto is_node_reference(std::string_view text) -> bool {
  if (text.starts_with('&')) return is_label(text.substr(1));
  if (!text.starts_with('/') || text.size() < 2 || text.ends_with('/')) return false;
  if (text.find("//") != std::string_view::npos) return false;
  return detail::only(text, detail::in_path);
}

/// Printable ASCII that needs no quoting in a device-tree string or a comment: no '"', no '\', no comment delimiters.
[[nodiscard]] constexpr auto is_plain_text(std::string_view text) -> bool {
  for (const char c : text)
    if (c < ' ' || c > '~' || c == '"' || c == '\\') return false;
  return text.find("*/") == std::string_view::npos && text.find("/*") == std::string_view::npos;
}

/// Kernel arguments that a device tree, a U-Boot environment, an extlinux file and a make file can hold alike: printable
/// ASCII without quotes, '\', '$' or '#', which one or the other of them would expand or cut off.
[[nodiscard]] constexpr auto is_argument_text(std::string_view text) -> bool {
  return is_plain_text(text) && text.find_first_of("'$#`") == std::string_view::npos;
}

/// What a file or a variable can be named after: letters, digits, '_', '.', '-', a letter or digit first.
[[nodiscard]] constexpr auto is_file_stem(std::string_view text) -> bool {
  return !text.empty() && detail::is(text[0], detail::letter | detail::digit) && detail::only(text, detail::in_stem);
}

/// The text with everything that a terminal or a compiler could not print replaced by '?', and cut after 40 characters:
/// for quoting a bad name in a message.
struct safely_quoted {
  std::string_view text;
};
template <typename Sink>
constexpr void write_to(Sink& sink, safely_quoted value) {
  sink.append("'");
  for (std::size_t i = 0; i < value.text.size() && i < 40; ++i) {
    const char c = value.text[i];
    sink.append(c < ' ' || c > '~' ? std::string_view{"?"} : value.text.substr(i, 1));
  }
  sink.append(value.text.size() > 40 ? "...'" : "'");
}

}  // namespace carveout
