// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// C source as tokens with their positions: enough to find a function and a condition in it, whatever their layout.
namespace carveout::patch {

enum class token_kind : unsigned char { word, number, string, character, punctuation, directive };

struct token {
  token_kind kind = token_kind::word;
  std::string_view text;  ///< a piece of the source
  std::size_t begin = 0;  ///< its offset in the source
  [[nodiscard]] auto end() const -> std::size_t { return begin + text.size(); }
  friend auto operator==(const token& a, const token& b) -> bool { return a.kind == b.kind && a.text == b.text; }
};

namespace detail {

[[nodiscard]] constexpr auto is_word(char c) -> bool {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
[[nodiscard]] constexpr auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr auto is_space(char c) -> bool { return c == ' ' || (c >= '\t' && c <= '\r'); }

inline constexpr std::array<std::string_view, 23> long_punctuation{"<<=", ">>=", "...", "->", "++", "--", "<<", ">>",
                                                                   "<=",  ">=",  "==",  "!=", "&&", "||", "*=", "/=",
                                                                   "%=",  "+=",  "-=",  "&=", "^=", "|=", "##"};

/// Reads one source; an unfinished comment or string reaches to the end of the text or line, as a compiler would see it.
class token_reader {
 public:
  explicit token_reader(std::string_view source) : source_{source} {}

  [[nodiscard]] auto read() -> std::vector<token> {
    std::vector<token> tokens;
    while (skip_blank()) {
      const std::size_t begin = at_;
      const token_kind kind = read_one();
      first_on_line_ = false;
      tokens.push_back({kind, source_.substr(begin, at_ - begin), begin});
    }
    return tokens;
  }

 private:
  [[nodiscard]] auto peek(std::size_t ahead = 0) const -> char {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }
  [[nodiscard]] auto sees(std::string_view text) const -> bool { return source_.substr(at_).starts_with(text); }

  /// White space and comments; whether something is behind them.
  [[nodiscard]] auto skip_blank() -> bool {
    while (at_ < source_.size()) {
      if (sees("\\\n")) {
        at_ += 2;
      } else if (is_space(peek())) {
        if (peek() == '\n') first_on_line_ = true;
        ++at_;
      } else if (sees("/*")) {
        skip_comment();
      } else if (sees("//")) {
        skip_line();
      } else {
        return true;
      }
    }
    return false;
  }
  void skip_comment() {
    const std::size_t close = source_.find("*/", at_ + 2);
    at_ = close == std::string_view::npos ? source_.size() : close + 2;
  }
  /// To the end of the line, which a backslash continues.
  void skip_line() {
    while (at_ < source_.size() && peek() != '\n') at_ += sees("\\\n") ? 2 : 1;
  }
  void skip_quoted(char quote) {
    for (++at_; at_ < source_.size() && peek() != quote && peek() != '\n'; ++at_)
      if (peek() == '\\') ++at_;
    if (peek() == quote) ++at_;
    at_ = std::min(at_, source_.size());
  }

  [[nodiscard]] auto read_one() -> token_kind {
    const char c = peek();
    if (c == '#' && first_on_line_) {
      while (at_ < source_.size() && peek() != '\n') {
        if (sees("/*"))
          skip_comment();
        else if (peek() == '"')
          skip_quoted('"');
        else
          at_ += sees("\\\n") ? 2 : 1;
      }
      at_ = std::min(at_, source_.size());
      return token_kind::directive;
    }
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      for (++at_; is_word(peek()) || peek() == '.' || ((peek() == '+' || peek() == '-') && is_exponent(source_[at_ - 1]));
           ++at_) {
      }
      return token_kind::number;
    }
    if (is_word(c)) {
      while (is_word(peek())) ++at_;
      return token_kind::word;
    }
    if (c == '"' || c == '\'') {
      skip_quoted(c);
      return c == '"' ? token_kind::string : token_kind::character;
    }
    for (const std::string_view each : long_punctuation)
      if (sees(each)) {
        at_ += each.size();
        return token_kind::punctuation;
      }
    ++at_;
    return token_kind::punctuation;
  }
  /// 1e+3, 0x1p-2; not 0xe+1, which is a sum in what kernels write
  [[nodiscard]] static auto is_exponent(char c) -> bool { return c == 'p' || c == 'P'; }

  std::string_view source_;
  std::size_t at_ = 0;
  bool first_on_line_ = true;
};

}  // namespace detail

[[nodiscard]] inline auto tokens_of(std::string_view source) -> std::vector<token> {
  return detail::token_reader{source}.read();
}

/// From 1.
[[nodiscard]] inline auto line_of(std::string_view source, std::size_t offset) -> std::size_t {
  return 1 + static_cast<std::size_t>(std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

/// Half-open, in tokens.
struct token_range {
  std::size_t begin = 0, end = 0;
};

/// A function's definition.
struct function_body {
  std::size_t name = 0;  ///< the token that is its name
  token_range body;      ///< between its braces
};

namespace detail {

/// The token behind the bracket that closes the one at `open`, or the end.
[[nodiscard]] inline auto behind_bracket(std::span<const token> tokens, std::size_t open) -> std::size_t {
  const std::string_view opening = tokens[open].text, closing = opening == "(" ? ")" : "}";
  std::vector<std::size_t> at_if;  // depth where each open #if began: its branches do not add up
  std::size_t depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].kind == token_kind::directive) {
      std::string_view line = tokens[i].text.substr(1);
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
      if (line.starts_with("if"))
        at_if.push_back(depth);
      else if (line.starts_with("el") && !at_if.empty())
        depth = at_if.back();
      else if (line.starts_with("endif") && !at_if.empty())
        at_if.pop_back();
    } else if (tokens[i].kind == token_kind::punctuation) {
      if (tokens[i].text == opening) ++depth;
      if (tokens[i].text == closing && --depth == 0) return i + 1;
    }
  }
  return tokens.size();
}

[[nodiscard]] inline auto is(const token& each, std::string_view punctuation) -> bool {
  return each.kind == token_kind::punctuation && each.text == punctuation;
}

}  // namespace detail

/// The definitions of a function: several, where a file has one for each configuration. Prototypes and calls are none.
[[nodiscard]] inline auto find_functions(std::span<const token> tokens, std::string_view name) -> std::vector<function_body> {
  std::vector<function_body> found;
  for (std::size_t i = 0; i < tokens.size();) {
    if (detail::is(tokens[i], "{")) {  // a body, a struct, an initialiser
      i = detail::behind_bracket(tokens, i);
      continue;
    }
    if (tokens[i].kind != token_kind::word || tokens[i].text != name || i + 1 == tokens.size() ||
        !detail::is(tokens[i + 1], "(")) {
      ++i;
      continue;
    }
    std::size_t at = detail::behind_bracket(tokens, i + 1);
    // annotations such as __acquires(lock) may stand before the body
    while (at < tokens.size() && tokens[at].kind == token_kind::word) {
      ++at;
      if (at < tokens.size() && detail::is(tokens[at], "(")) at = detail::behind_bracket(tokens, at);
    }
    if (at < tokens.size() && detail::is(tokens[at], "{")) {
      const std::size_t behind = detail::behind_bracket(tokens, at);
      found.push_back({i, {at + 1, behind - 1}});
      i = behind;
    } else {
      i = at;
    }
  }
  return found;
}

/// Where `pattern` begins in a part of the tokens, each time.
[[nodiscard]] inline auto find_tokens(std::span<const token> tokens, token_range within, std::span<const token> pattern)
    -> std::vector<std::size_t> {
  std::vector<std::size_t> found;
  if (pattern.empty()) return found;
  for (std::size_t i = within.begin; i + pattern.size() <= within.end; ++i)
    if (std::equal(pattern.begin(), pattern.end(), tokens.begin() + static_cast<std::ptrdiff_t>(i))) found.push_back(i);
  return found;
}

/// Where most of `pattern`, from its beginning on, is found: what somebody should look at whose code is a little different.
struct partial_match {
  std::size_t at = 0;      ///< first token
  std::size_t length = 0;  ///< how many tokens are as in the pattern
};

[[nodiscard]] inline auto find_nearest(std::span<const token> tokens, token_range within, std::span<const token> pattern)
    -> partial_match {
  partial_match best{within.begin, 0};
  for (std::size_t i = within.begin; i < within.end; ++i) {
    std::size_t length = 0;
    while (length < pattern.size() && i + length < within.end && tokens[i + length] == pattern[length]) ++length;
    if (length > best.length) best = {i, length};
  }
  return best;
}

}  // namespace carveout::patch
