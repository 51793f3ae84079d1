// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <carveout/core/growing.hpp>
#include <carveout/core/interval.hpp>
#include <carveout/core/sink.hpp>
#include <carveout/core/vector.hpp>
#include <carveout/plan/memory_plan.hpp>

/// What a rule has to say, as values. Works in constant evaluation.
namespace carveout {

/// The thing that a finding speaks of: pool 'vpu' [0x6fc00000..0x6fd00000).
struct subject {
  std::string_view what{};  ///< "pool", "bank", "device", "board"
  std::string_view name{};
  interval range{};
};

[[nodiscard]] constexpr auto subject_of(const subject& value) -> subject { return value; }
[[nodiscard]] constexpr auto subject_of(const region& value) -> subject {
  return value.path.empty() ? subject{"pool", value.label, value.range} : subject{"node", value.path, value.range};
}
[[nodiscard]] constexpr auto subject_of(const bank& value) -> subject { return {"bank", value.name, value.range()}; }
[[nodiscard]] constexpr auto subject_of(const plan_device& value) -> subject { return {"device", value.name, {}}; }
[[nodiscard]] constexpr auto subject_of(const memory_plan& value) -> subject {
  return {value.wording("board", "tree"), value.board, {}};
}

template <text_sink Sink>
constexpr void write_to(Sink& sink, const subject& value) {
  put(sink, value.what, " '", value.name, '\'');
  if (!value.range.empty()) put(sink, ' ', hex_range{value.range});
}

/// One finding. `message` is a sentence without a full stop that names its subjects; `fix` says what to change.
struct finding {
  std::string_view rule{};
  severity level = severity::error;
  text_buffer message{};
  text_buffer fix{};
  fixed_vector<subject, 2> subjects{};
  std::string_view waived_because{};  ///< not empty: the board accepts it, for this reason

  [[nodiscard]] constexpr auto stops() const -> bool { return level == severity::error && waived_because.empty(); }
  [[nodiscard]] constexpr auto is_about(std::string_view name) const -> bool {
    for (const subject& each : subjects)
      if (each.name == name) return true;
    return false;
  }
};

/// error[cma-alignment]: pool 'vpu' [0x6fc00000..0x6fd00000): size 1 MiB is not ...; make it 4 MiB
template <text_sink Sink>
constexpr void write_to(Sink& sink, const finding& value) {
  put(sink, name_of(value.level), '[', value.rule, "]: ", value.message.view());
  if (value.fix.size() != 0) put(sink, "; ", value.fix.view());
  if (!value.waived_because.empty()) put(sink, " (waived: ", value.waived_because, ')');
}

/// Collects findings, and marks those that a waiver accepts.
///
/// At most `limit` are kept, errors before others, so that a board with thousands of mistakes ends with a readable error
/// instead of the compiler's own limit; `errors()` counts all.
class findings {
 public:
  constexpr explicit findings(std::size_t limit = ~std::size_t{0}) : limit_(limit) {}
  constexpr explicit findings(const memory_plan& plan, std::size_t limit = ~std::size_t{0})
      : severities_(plan.severities), waivers_(plan.waivers), limit_(limit) {}

  /// A new finding about up to two subjects, to write message and fix into. The reference lasts until the next call.
  template <typename... About>
  constexpr auto add(const About&... about) -> finding& {
    return add_as(level_, about...);
  }
  /// The same, milder or harsher than the rule usually is.
  template <typename... About>
  constexpr auto add_as(severity level, const About&... about) -> finding& {
    finding fresh;
    fresh.rule = rule_;
    fresh.level = level;
    for (const judge& each : severities_)
      if (each.rule == rule_) fresh.level = each.as;
    (fresh.subjects.push_back(subject_of(about)), ...);
    for (const waive& each : waivers_)
      if (each.rule == rule_ && fresh.is_about(each.on)) fresh.waived_because = each.reason;
    return keep(fresh);
  }

  [[nodiscard]] constexpr auto list() const -> std::span<const finding> { return {kept_.data(), kept_.size()}; }

  /// What stands between the board and its files.
  [[nodiscard]] constexpr auto errors() const -> std::size_t {
    std::size_t count = errors_beyond_limit_;
    for (const finding& each : kept_) count += each.stops() ? 1 : 0;
    return count;
  }

  /// Whose findings follow; called by the runner.
  constexpr void set_rule(std::string_view id, severity level) {
    rule_ = id;
    level_ = level;
    ran_.push_back(id);
  }
  [[nodiscard]] constexpr auto has_run(std::string_view id) const -> bool {
    for (const std::string_view each : ran_)
      if (each == id) return true;
    return false;
  }
  constexpr void erase(std::size_t index) { kept_.erase(index); }

 private:
  constexpr auto keep(const finding& fresh) -> finding& {
    if (kept_.size() < limit_) return kept_.push_back(fresh);
    if (fresh.stops()) {
      for (finding& each : kept_)
        if (!each.stops()) return each = fresh;
      ++errors_beyond_limit_;
    }
    return beyond_limit_ = fresh;
  }

  std::span<const judge> severities_{};
  std::span<const waive> waivers_{};
  growing<finding> kept_;
  finding beyond_limit_{};
  std::size_t limit_;
  std::size_t errors_beyond_limit_ = 0;
  growing<std::string_view> ran_;
  std::string_view rule_{};
  severity level_ = severity::error;
};

}  // namespace carveout
