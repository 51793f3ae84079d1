// SPDX-License-Identifier: BSL-1.0
#include <carveout/check/finding.hpp>

#include <doctest/doctest.h>

#include "written.hpp"

using namespace carveout;
using testing::emitted;

namespace {

auto text_of(const finding& value) -> std::string {
  return emitted([&](auto& sink) { write_to(sink, value); });
}

auto made(severity level, std::string_view message, std::string_view fix) -> finding {
  finding value;
  value.rule = "my-rule";
  value.level = level;
  put(value.message, message);
  put(value.fix, fix);
  return value;
}

}  // namespace

TEST_CASE("level[rule]: message; fix") {
  CHECK(text_of(made(severity::error, "pool 'a' is bad", "make it good")) == "error[my-rule]: pool 'a' is bad; make it good");
  CHECK(text_of(made(severity::warning, "m", "f")) == "warning[my-rule]: m; f");
  CHECK(text_of(made(severity::note, "m", "")) == "note[my-rule]: m");  // nothing to change
}

TEST_CASE("a waived finding says why it is accepted") {
  finding value = made(severity::error, "m", "f");
  value.waived_because = "known since 2019";
  CHECK(text_of(value) == "error[my-rule]: m; f (waived: known since 2019)");
}

TEST_CASE("only errors that nobody accepted stop") {
  CHECK(made(severity::error, "m", "f").stops());
  CHECK_FALSE(made(severity::warning, "m", "f").stops());
  CHECK_FALSE(made(severity::note, "m", "f").stops());
  finding waived = made(severity::error, "m", "f");
  waived.waived_because = "reason";
  CHECK_FALSE(waived.stops());
}

TEST_CASE("subjects of every kind, with a range when they have one") {
  region pool{};
  pool.label = "vpu";
  const auto text = [](const auto& about) { return testing::written(subject_of(about)); };
  CHECK(text(pool) == "pool 'vpu'");
  pool.range = {0x6fc00000, 0x6fd00000};
  CHECK(text(pool) == "pool 'vpu' [0x6fc00000..0x6fd00000)");
  CHECK(text(bank{.name = "dram", .base = 0x1000, .size = 0x1000}) == "bank 'dram' [0x1000..0x2000)");
  CHECK(text(plan_device{.name = "gpu"}) == "device 'gpu'");
  CHECK(text(memory_plan{.board = "mek"}) == "board 'mek'");
}

TEST_CASE("a finding is about its subjects") {
  findings all;
  all.set_rule("r", severity::warning);
  const finding& one = all.add(subject{"pool", "a"}, subject{"device", "b"});
  CHECK(one.rule == "r");
  CHECK(one.level == severity::warning);
  CHECK(one.is_about("a"));
  CHECK(one.is_about("b"));
  CHECK_FALSE(one.is_about("c"));
  CHECK(all.add_as(severity::error, subject{"pool", "a"}).level == severity::error);
  CHECK(all.errors() == 1);
}

TEST_CASE("beyond the limit errors are counted, not kept") {
  findings all{2};
  all.set_rule("r", severity::error);
  for (unsigned i = 0; i < 5; ++i) put(all.add(subject{"pool", "a"}).message, i);
  CHECK(all.list().size() == 2);
  CHECK(all.list()[1].message.view() == "1");
  CHECK(all.errors() == 5);
  all.add_as(severity::warning, subject{"pool", "a"});  // nobody is stopped by a warning
  CHECK(all.errors() == 5);
}
