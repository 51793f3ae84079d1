// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <carveout/core/sink.hpp>
#include <carveout/emit/svg.hpp>

/// What the HTML pages have in common: one file that needs nothing else, and that loads nothing.
namespace carveout::codegen::detail {

inline constexpr std::string_view page_style = R"(
:root { color-scheme: light dark; --back: #fff; --text: #1d1d22; --line: #c9c9d0; --mark: #ffe9a8; --focus: #1c6fc0;
  --error: #c01c28; --warning: #945800; --note: #1c6fc0 }
@media (prefers-color-scheme: dark) { :root { --back: #1b1b1f; --text: #e4e4e8; --line: #44444c; --mark: #4d4420;
  --focus: #7db7f5; --error: #ff7b7b; --warning: #f5b74e; --note: #7db7f5 } }
body { margin: 0; padding: 1rem; background: var(--back); color: var(--text); font: 14px/1.4 sans-serif }
h1 { font-size: 1.3rem } h2 { font-size: 1.1rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px }
details { border-left: 4px solid var(--line); padding: .2rem .7rem; margin: .5rem 0 }
summary { cursor: pointer }
)";

/// Up to and with the heading. `style` is the page's own, behind the common one.
inline void begin_page(text_buffer& out, std::string_view title, std::string_view style) {
  carveout::detail::xml_text<text_buffer> text{out};
  put(out,
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'; img-src data:\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" "
      "href=\"data:,\">\n<title>");
  put(text, title);
  put(out, "</title>\n<style>", page_style, style, "</style>\n</head>\n<body>\n<h1>");
  put(text, title);
  put(out, "</h1>\n");
}

}  // namespace carveout::codegen::detail
