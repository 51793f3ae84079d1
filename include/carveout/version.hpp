// SPDX-License-Identifier: BSL-1.0
#pragma once

/// The library's version; CMake, the pkg-config file and the banner of every generated file read it from here.
namespace carveout {

inline constexpr int version_major = 0;
inline constexpr int version_minor = 1;
inline constexpr int version_patch = 0;

/// "major.minor.patch"
inline constexpr char version_text[]{'0' + version_major, '.', '0' + version_minor, '.', '0' + version_patch, '\0'};
static_assert(version_major < 10 && version_minor < 10 && version_patch < 10, "version_text writes one digit each");

}  // namespace carveout
