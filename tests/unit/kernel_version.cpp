// SPDX-License-Identifier: BSL-1.0
#include <carveout/kernel/target.hpp>

#include "const_check.hpp"
#include "written.hpp"

using namespace carveout;

TEST_CASE("versions of two and three numbers") {
  CONST_CHECK(parse_kernel_version("6.1") == kernel_version{6, 1, 0});
  CONST_CHECK(parse_kernel_version("6.1.192") == kernel_version{6, 1, 192});
  CONST_CHECK(parse_kernel_version("4.14.98") == kernel_version{4, 14, 98});
  CONST_CHECK(parse_kernel_version("5.10.209") == kernel_version{5, 10, 209});
  CONST_CHECK(kernel_version{} == kernel_version{0, 0, 0});
  CONST_CHECK(parse_kernel_version("65535.65535.65535") == kernel_version{65535, 65535, 65535});
}

TEST_CASE("anything else is no version") {
  CONST_CHECK(!parse_kernel_version(""));
  CONST_CHECK(!parse_kernel_version("6"));
  CONST_CHECK(!parse_kernel_version("6."));
  CONST_CHECK(!parse_kernel_version(".6"));
  CONST_CHECK(!parse_kernel_version("6.1."));
  CONST_CHECK(!parse_kernel_version("6..1"));
  CONST_CHECK(!parse_kernel_version("6.1.2."));
  CONST_CHECK(!parse_kernel_version("6.1.2.3"));
  CONST_CHECK(!parse_kernel_version("a.b"));
  CONST_CHECK(!parse_kernel_version("6.x"));
  CONST_CHECK(!parse_kernel_version("6.1-rc3"));
  CONST_CHECK(!parse_kernel_version(" 6.1"));
  CONST_CHECK(!parse_kernel_version("6.1 "));
  CONST_CHECK(!parse_kernel_version("+6.1"));
  CONST_CHECK(!parse_kernel_version("-6.1"));
}

TEST_CASE("numbers that 16 bits cannot hold are refused, not wrapped") {
  CONST_CHECK(!parse_kernel_version("70000.1"));
  CONST_CHECK(!parse_kernel_version("6.65536"));
  CONST_CHECK(!parse_kernel_version("6.1.65536"));
  CONST_CHECK(!parse_kernel_version("4294967302.1"));  // 2^32 + 6
}

TEST_CASE("versions are ordered number by number") {
  CONST_CHECK(kernel_version{4, 9} < kernel_version{4, 14});
  CONST_CHECK(kernel_version{5, 19} < kernel_version{6, 0});
  CONST_CHECK(kernel_version{6, 1} < kernel_version{6, 1, 1});
}

TEST_CASE("how messages name a kernel") {
  using testing::written;
  CHECK(written(kernel_version{6, 1}) == "6.1");
  CHECK(written(kernel_version{4, 14, 98}) == "4.14.98");
  CHECK(written(linux_kernel{.version = {4, 19}}) == "arm64, 4 KiB pages, Linux 4.19");
  CHECK(written(linux_kernel{.version = {4, 14, 98}, .page = 65536, .vendor = vendor::nxp}) ==
        "arm64, 64 KiB pages, NXP Linux 4.14.98");
}
