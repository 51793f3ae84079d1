// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <exception>
#include <optional>

#include <carveout/alloc/allocator.hpp>

/// What basic_allocator does about a refusal, where the reason as an answer (return_reason) is not what is wanted.
namespace carveout {

/// The offset, or nothing.
struct return_optional {
  [[nodiscard]] static constexpr auto give(const allocation& result) -> std::optional<bytes> {
    return result ? std::optional{*result} : std::nullopt;
  }
};

struct allocation_failure : std::exception {
  refusal why;
  explicit allocation_failure(refusal reason) : why{reason} {}
  [[nodiscard]] auto what() const noexcept -> const char* override { return message_of(why).data(); }
};

/// The offset, or an exception: for tests, where the first refusal is the end.
struct throw_failure {
  [[nodiscard]] static constexpr auto give(const allocation& result) -> bytes {
    if (!result) throw allocation_failure{result.why};
    return *result;
  }
};

namespace detail {

// not constexpr: in a constant evaluation the call itself is the error, and its name the message
[[noreturn]] inline void the_buffer_does_not_fit() { std::abort(); }
[[noreturn]] inline void the_request_makes_no_sense() { std::abort(); }

}  // namespace detail

/// The offset, or no program: in a static_assert a refusal stops the build, at run time it aborts.
struct must_fit {
  [[nodiscard]] static constexpr auto give(const allocation& result) -> bytes {
    if (result.why == refusal::no_hole || result.why == refusal::beyond_pool) detail::the_buffer_does_not_fit();
    if (!result) detail::the_request_makes_no_sense();
    return *result;
  }
};

}  // namespace carveout
