// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <cstddef>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "patch/mail.hpp"
#include "patch/recipes.hpp"

namespace {

using namespace carveout;
using namespace carveout::patch;

/// "word word punctuation": tokens between bars
auto spelled(std::string_view source) -> std::string {
  std::string text;
  for (const token& each : tokens_of(source)) text += '|' + std::string{each.text};
  return text;
}

TEST_CASE("tokens: comments and white space are none, everything else is") {
  CHECK(spelled("a/**/b // c\nd") == "|a|b|d");
  CHECK(spelled("a->b<<=c&&!d") == "|a|->|b|<<=|c|&&|!|d");
  CHECK(spelled("\"a // b\" '\\'' \"\\\"/*\"") == "|\"a // b\"|'\\''|\"\\\"/*\"");
  CHECK(spelled("0x1fUL 1.5e3 .5 0xe+1") == "|0x1fUL|1.5e3|.5|0xe|+|1");
  CHECK(spelled("a\\\nb") == "|a|b");
  CHECK(spelled("  # if A /* x\n y */ && \\\n B\nc # d") == "|# if A /* x\n y */ && \\\n B|c|#|d");
  CHECK(spelled("/* never closed") == "");
  CHECK(spelled("\"never closed\nb") == "|\"never closed|b");
  CHECK(tokens_of(" ab c")[1].begin == 4);
  CHECK(tokens_of("#define X").front().kind == token_kind::directive);
}

TEST_CASE("tokens: a function's definition, not its prototype, not a call, not a member") {
  const std::string_view source =
      "int f(int a);\n"
      "struct s { int (*f)(int); };\n"
      "int g(void) { return f(1); }\n"
      "static int f(int a) __must_hold(x)\n{\n\tif (a) { b(); }\n}\n";
  const auto tokens = tokens_of(source);
  const auto found = find_functions(tokens, "f");
  REQUIRE(found.size() == 1);
  CHECK(line_of(source, tokens[found[0].name].begin) == 4);
  CHECK(tokens[found[0].body.begin].text == "if");
  CHECK(tokens[found[0].body.end].text == "}");
  CHECK(find_functions(tokens, "b").empty());
}

TEST_CASE("tokens: braces in branches of #if are not added up") {
  const std::string_view source =
      "int f(void)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\t\tc();\n\t}\n}\nint g(void) { return 1; }\n"
      "#ifdef B\nint h(void) { x(); }\n#else\nint h(void) { y(); }\n#endif\n";
  const auto tokens = tokens_of(source);
  REQUIRE(find_functions(tokens, "f").size() == 1);
  CHECK(line_of(source, tokens[find_functions(tokens, "f")[0].body.end].begin) == 10);
  CHECK(find_functions(tokens, "g").size() == 1);
  CHECK(find_functions(tokens, "h").size() == 2);
}

TEST_CASE("tokens: where a pattern is, and where it nearly is") {
  const auto tokens = tokens_of("a && b && a && c");
  CHECK(find_tokens(tokens, {0, tokens.size()}, tokens_of("a &&")) == std::vector<std::size_t>{0, 4});
  CHECK(find_tokens(tokens, {1, tokens.size()}, tokens_of("a &&")) == std::vector<std::size_t>{4});
  CHECK(find_tokens(tokens, {0, 5}, tokens_of("a &&")) == std::vector<std::size_t>{0});
  CHECK(find_nearest(tokens, {0, tokens.size()}, tokens_of("a && d")).length == 2);
  CHECK(find_nearest(tokens, {0, tokens.size()}, tokens_of("x")).length == 0);
}

auto with(bool fact) -> template_values {
  return {[fact](std::string_view name) { return name == "yes" || (name == "fact" && fact); },
          [](std::string_view) { return std::string{"16"}; }};
}

TEST_CASE("templates leave no trace of their conditions") {
  const std::string_view text = "a\n//@if fact\nb\n\t//@if !yes\nc\n//@end\n//@else\nd\n//@end\ne @{n}!\n";
  CHECK(render(text, with(true)) == "a\nb\ne 16!\n");
  CHECK(render(text, with(false)) == "a\nd\ne 16!\n");
  CHECK(render("no newline", with(true)) == "no newline");
  CHECK(render("// @if fact\n@{open\n", with(true)) == "// @if fact\n@{open\n");
  CHECK_THROWS_AS(static_cast<void>(render("//@if fact\n", with(true))), std::logic_error);
  CHECK_THROWS_AS(static_cast<void>(render("//@end\n", with(true))), std::logic_error);
  CHECK_THROWS_AS(static_cast<void>(render("//@if fact\n//@else\n//@else\n//@end\n", with(true))), std::logic_error);
  CHECK_THROWS_AS(static_cast<void>(render("//@iffact\n//@end\n", with(true))), std::logic_error);
}

TEST_CASE("diff: as diff -u writes it") {
  CHECK(diff_of({"f", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nfive\n6\n7\n8\n"}) ==
        "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK(diff_of({"f", "a\n", "a\nb"}) ==
        "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n a\n+b\n\\ No newline at end of file\n");
  CHECK(diff_of({"d/f", {}, "a\nb\n"}) ==
        "diff --git a/d/f b/d/f\nnew file mode 100644\n--- /dev/null\n+++ b/d/f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  CHECK(diff_of({"d/f", "a\n", {}}) ==
        "diff --git a/d/f b/d/f\ndeleted file mode 100644\n--- a/d/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
  // what is before the hunk names it; labels do not
  CHECK(diff_of({"f", "int f(void)\nlabel:\n\t1\n\t2\n\t3\n\t4\n", "int f(void)\nlabel:\n\t1\n\t2\n\t3\n\tfour\n"})
            .find("@@ -3,4 +3,4 @@ int f(void)\n") != std::string::npos);
}

auto lines(const std::string& text) -> std::vector<std::string> {
  std::vector<std::string> list;
  for (const std::string_view each : patch::detail::lines_of(text)) list.emplace_back(each);
  return list;
}

/// Applies hunks by their numbers alone; throws where context or counts are wrong.
auto applied(const std::string& before, const std::string& diff) -> std::string {
  const std::vector<std::string> old = lines(before);
  std::string out;
  std::size_t at = 0;
  std::istringstream in{diff};
  std::string line;
  for (int i = 0; i < 3; ++i) std::getline(in, line);
  while (std::getline(in, line)) {
    std::size_t first = 0, count = 1, new_count = 1;
    char ignored = 0;
    std::istringstream head{line};
    std::string word;
    head >> word >> ignored >> first;
    if (head.peek() == ',') head >> ignored >> count;
    head >> word;
    if (const std::size_t comma = word.find(','); comma != std::string::npos) new_count = std::stoul(word.substr(comma + 1));
    if (count != 0) --first;
    while (at < first) out += old.at(at++);
    while (count != 0 || new_count != 0) {
      if (!std::getline(in, line)) throw std::runtime_error{"hunk ends early"};
      const std::string text = line.substr(1) + '\n';
      if (line[0] != '+' && (count-- == 0 || old.at(at++) != text)) throw std::runtime_error{"context"};
      if (line[0] != '-' && new_count-- == 0) throw std::runtime_error{"count"};
      if (line[0] != '-') out += text;
    }
  }
  while (at < old.size()) out += old.at(at++);
  return out;
}

TEST_CASE("diff: any change can be applied by its numbers") {
  std::mt19937 random{7};
  const auto below = [&](std::size_t n) { return std::size_t{random()} % n; };
  for (int round = 0; round < 500; ++round) {
    std::string before, after;
    for (std::size_t i = 0; i < below(60); ++i) {
      const std::string line = std::to_string(below(12)) + '\n';
      before += line;
      const std::size_t change = below(12);
      if (change == 0) after += "new " + line;
      if (change != 1) after += line;
    }
    if (before == after) continue;
    const std::string diff = diff_of({"f", before, after});
    REQUIRE(applied(before, diff) == after);
    const line_counts counts = counts_of({"f", before, after});
    REQUIRE(lines(before).size() + counts.added == lines(after).size() + counts.removed);
  }
}

/// A kernel of one file, in memory.
auto small_kernel(const std::string& source) -> source_tree {
  source_tree tree{"nowhere"};
  tree.set("kernel/dma/direct.c", source);
  for (const char* none : {"kernel/dma/remap.c", "arch/arm64/mm/dma-mapping.c"}) tree.set(none, std::nullopt);
  return tree;
}

TEST_CASE("engine: damaged sources are patched or refused, never misread") {
  const std::string source =
      "#ifdef A\n#define B \"b\"\n#endif\nstatic bool dma_direct_use_pool(struct device *dev, gfp_t gfp)\n{\n"
      "\treturn !gfpflags_allow_blocking(gfp) && !is_swiotlb_for_alloc(dev); /* 'x' */\n}\n\nint f(void) { return (1); }\n";
  const tree_identity identity{tree_kind::kernel, {6, 1}, "Linux 6.1"};
  const recipe& pool = *find_recipe("dma-from-pool");
  std::mt19937 random{11};
  int applied_to = 0, compared = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = source;
    for (std::size_t i = 0; i < 1 + random() % 3; ++i) {
      const std::size_t at = random() % damaged.size();
      if (random() % 3 == 0)
        damaged.erase(at, 1 + random() % 20);
      else
        damaged.insert(at, 1, "{}()\"'#/*\\\n x"[random() % 13]);
      if (damaged.empty()) damaged = "x";
    }
    source_tree tree = small_kernel(damaged);
    const outcome made = apply(pool, tree, identity);
    if (made.state != outcome::state_of::applies) {
      REQUIRE_FALSE(made.reason.reason.empty());
      REQUIRE(tree.read("kernel/dma/direct.c") == damaged);
      continue;
    }
    ++applied_to;
    // nothing but the operand went; where a damage is inside of it, what went is not known here
    const std::size_t from = damaged.find("!gfpflags_allow_blocking(gfp) && !is_swiotlb_for_alloc(dev);"),
                      to = damaged.find("!is_swiotlb");
    if (from == std::string::npos || from > to || damaged.find("/*") < from) continue;
    std::string expected = damaged;
    REQUIRE(*tree.read("kernel/dma/direct.c") == expected.erase(from, to - from));
    ++compared;
  }
  CHECK(compared > 100);
  CHECK(applied_to > 300);
  CHECK(applied_to < 2700);
}

TEST_CASE("authors as mail wants them") {
  for (const char* good : {"Ann Smith <ann@example.org>", "J. R. <j@x>", "J\xc3\xb6rg <j@x.de>"}) CHECK(is_author(good));
  for (const char* bad : {"", "Ann", "ann@example.org", "<ann@example.org>", "Ann <ann>", "Ann <a@b> ", "Ann\n <a@b>",
                          "Ann <a b@c>", "Ann <@b>", "Ann <a@>", "\"Ann\" <a@b>", "Ann <a@b@c>"})
    CHECK_FALSE(is_author(bad));
  CHECK(patch::detail::header_author("J. R. <j@x>") == "\"J. R.\" <j@x>");
  CHECK(patch::detail::header_author("J\xc3\xb6rg <j@x>") == "=?UTF-8?q?J=C3=B6rg?= <j@x>");
}

/// Every text of every recipe, whichever facts hold, is a template that can be rendered, and has no condition left.
TEST_CASE("recipes: texts, names and messages are well formed") {
  for (const recipe& each : recipes()) {
    CAPTURE(each.id);
    CHECK(find_recipe(each.id) == &each);
    CHECK_FALSE(each.summary.empty());
    CHECK_FALSE(each.cost.empty());
    CHECK_FALSE(each.variants.empty());
    for (const evidence& tried : each.tried) CHECK(parse_kernel_version(tried.release).has_value());
    for (const bool holds : {false, true}) {
      const template_values values{[&](std::string_view name) {
                                     bool known = name.find('=') != std::string_view::npos;
                                     for (const fact& one : each.facts) known = known || one.name == name;
                                     CHECK_MESSAGE(known, std::string{name});
                                     return holds;
                                   },
                                   [](std::string_view) { return std::string{"1"}; }};
      const auto clean = [&](std::string_view text) {
        const std::string made = render(text, values);
        CHECK(made.find("//@") == std::string::npos);
        return made;
      };
      for (const variant& shape : each.variants) {
        CHECK(shape.parts.empty() != shape.nothing.empty());
        static_cast<void>(clean(shape.note));
        for (const part& one : shape.parts) {
          CHECK(clean(one.subject).find('\n') == std::string::npos);
          CHECK(one.subject.size() <= 75);
          for (const std::string& line : lines(clean(one.message))) {
            CHECK(line.size() <= 76);  // with its newline
            CHECK_FALSE(line.starts_with("---"));
            CHECK_FALSE(line.starts_with("From "));
          }
          CHECK(one.message.ends_with('\n'));
          for (const place& site : one.places)
            for (const form& shape_of : site.forms) {
              static_cast<void>(clean(shape_of.replace));
              if (shape_of.kind != edit_kind::tokens) continue;
              for (const std::string_view text : {shape_of.find, shape_of.replace})
                CHECK_FALSE((text.starts_with("/*") || text.ends_with("*/")));
            }
        }
      }
    }
  }
  CHECK(find_recipe("nothing") == nullptr);
}

}  // namespace
