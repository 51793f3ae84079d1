// SPDX-License-Identifier: BSL-1.0
#if !defined(__cpp_static_assert) || __cpp_static_assert < 202306L
#error "static_assert takes no computed text"
#endif
