// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <carveout/core/number.hpp>
#include <carveout/core/units.hpp>

/// Allocation traces: one operation a line, `a ID BYTES [ALIGN]`, `f ID`, `x BYTES`, `#` and what follows it is a comment.
///
/// A recorded trace has the answer that was seen behind an allocation: `-> OFFSET`, or `-> -` where it was refused.
namespace carveout {

struct operation {
  enum class what : std::uint8_t { allocate, free, add_chunk };

  what kind = what::allocate;
  std::uint64_t id = 0;
  bytes size = 0;
  bytes alignment = 1;
  std::size_t line = 0;           ///< where it was read, counted from 1
  bool is_recorded = false;       ///< there is an answer to compare with:
  std::optional<bytes> answer{};  ///< the offset, or nothing where it was refused
};

/// Goes through the operations of a trace; see `complaint()` when it ends.
class trace_reader {
 public:
  constexpr explicit trace_reader(std::string_view text) : rest_{text} {}

  /// The next operation; nothing at the end and at the first line that is none.
  [[nodiscard]] constexpr auto next() -> std::optional<operation> {
    while (complaint_.empty() && !rest_.empty()) {
      ++line_;
      const std::size_t end = rest_.find('\n');
      words_ = rest_.substr(0, end);
      words_ = words_.substr(0, words_.find('#'));
      rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
      const std::string_view verb = word();
      if (verb.empty()) continue;
      operation made{.line = line_};
      if (read(verb, made) && word().empty()) return made;
      if (complaint_.empty()) complaint_ = "more on the line than the operation takes";
    }
    return std::nullopt;
  }

  /// What is wrong with line(), or empty.
  [[nodiscard]] constexpr auto complaint() const -> std::string_view { return complaint_; }
  /// The line that was read last, counted from 1.
  [[nodiscard]] constexpr auto line() const -> std::size_t { return line_; }

 private:
  constexpr auto word() -> std::string_view {
    constexpr std::string_view blanks = " \t\r\v\f";
    const std::size_t begin = words_.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return words_ = {};
    words_.remove_prefix(begin);
    const std::string_view found = words_.substr(0, words_.find_first_of(blanks));
    words_.remove_prefix(found.size());
    return found;
  }

  constexpr auto refuse(std::string_view why) -> bool {
    complaint_ = why;
    return false;
  }

  constexpr auto number(std::uint64_t& into, std::string_view why) -> bool {
    const std::optional<std::uint64_t> value = parse_number(word());
    if (!value) return refuse(why);
    into = *value;
    return true;
  }

  constexpr auto size(bytes& into) -> bool {
    if (!number(into, "the size is not a number of bytes that fits 64 bits")) return false;
    return into != 0 || refuse("a size of zero");
  }

  constexpr auto read(std::string_view verb, operation& into) -> bool {
    constexpr std::string_view no_id = "the ID is not a number";
    if (verb == "f") {
      into.kind = operation::what::free;
      return number(into.id, no_id);
    }
    if (verb == "x") {
      into.kind = operation::what::add_chunk;
      return size(into.size);
    }
    if (verb != "a") return refuse("no operation; write 'a ID BYTES [ALIGN]', 'f ID', 'x BYTES' or '# comment'");
    if (!number(into.id, no_id) || !size(into.size)) return false;
    std::string_view after = words_;
    std::string_view option = word();
    if (!option.empty() && option != "->") {
      words_ = after;
      if (!number(into.alignment, "the alignment is not a number of bytes")) return false;
      if (!is_power_of_two(into.alignment)) return refuse("the alignment is not a power of two");
      option = word();
    }
    if (option.empty()) return true;
    if (option != "->") return refuse("more on the line than the operation takes");
    into.is_recorded = true;
    after = words_;
    if (word() == "-") return true;
    words_ = after;
    std::uint64_t offset = 0;
    if (!number(offset, "the recorded answer is neither an offset nor '-'")) return false;
    into.answer = offset;
    return true;
  }

  std::string_view rest_;
  std::string_view words_{};  // of the line, what is not read yet
  std::string_view complaint_{};
  std::size_t line_ = 0;
};

}  // namespace carveout
