// SPDX-License-Identifier: BSL-1.0
#include <sys/resource.h>
#include <sys/time.h>

#include <cstdlib>
#include <sstream>

#define DOCTEST_CONFIG_IMPLEMENT
#define DOCTEST_CONFIG_NO_POSIX_SIGNALS
#include <doctest/doctest.h>

#include "judge.hpp"

#define CARVEOUT_MUTATION_PART(name) void name();
#include "parts.inc"
#undef CARVEOUT_MUTATION_PART

namespace {

/// The unit tests, up to the first that fails; its name is the section.
void unit_tests() {
  std::ostringstream text;
  doctest::Context context;
  context.setCout(&text);
  context.setOption("abort-after", 1);
  context.setOption("no-colors", true);
  context.setOption("no-path-filenames", true);
  const int status = context.run();
  const std::string all = text.str();
  const std::size_t name = all.find("TEST CASE:");
  std::string section = "unit tests";
  if (status != 0 && name != std::string::npos) section += all.substr(name + 10, all.find('\n', name) - name - 10);
  mutation::section(section, [&](mutation::string_sink& sink) { sink.append(status == 0 ? "pass\n" : all); });
}

/// A mutant that never ends is ended by SIGPROF, after a processor time that does not depend on what else runs; one that never
/// stops writing does not fill the machine's memory.
void limit_resources() {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
#ifndef __SANITIZE_ADDRESS__  // that one takes terabytes of addresses, and has a limit of its own
  const rlimit memory{rlim_t{1} << 29, rlim_t{1} << 29};
  setrlimit(RLIMIT_AS, &memory);
#endif
  const char* const text = std::getenv("CARVEOUT_MUTATION_MILLISECONDS");
  const long limit = text != nullptr ? std::atol(text) : 0;
  const itimerval timer{{0, 0}, {limit / 1000, limit % 1000 * 1000}};
  setitimer(ITIMER_PROF, &timer, nullptr);
}

/// Before the initialisation of tables and boards, in which a mutant can loop too.
[[gnu::init_priority(101)]] const struct limiter {
  limiter() { limit_resources(); }
} first;

}  // namespace

auto main() -> int {
#define CARVEOUT_MUTATION_PART(name) name();
#include "parts.inc"
#undef CARVEOUT_MUTATION_PART
  unit_tests();
  mutation::say("== end\n");
  std::fflush(stdout);
  std::_Exit(0);
}
