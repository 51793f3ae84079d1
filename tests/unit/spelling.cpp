// SPDX-License-Identifier: BSL-1.0
#include <carveout/core/spelling.hpp>

#include <string>

#include "const_check.hpp"
#include "written.hpp"

using namespace carveout;

TEST_CASE("labels: letters, digits and underscores, no digit first (specification 6.2)") {
  CONST_CHECK(is_label("linux_cma"));
  CONST_CHECK(is_label("_x9"));
  CONST_CHECK(!is_label(""));
  CONST_CHECK(!is_label("9x"));
  CONST_CHECK(!is_label("linux-cma"));
  CONST_CHECK(!is_label("linux,cma"));
  CONST_CHECK(!is_label("a b"));
}

TEST_CASE("node names: 1 to 31 of [a-zA-Z0-9,._+-], a letter first (specification 2.2.1)") {
  CONST_CHECK(is_node_name("linux,cma"));
  CONST_CHECK(is_node_name("a,._+-9"));
  CONST_CHECK(is_node_name("abcdefghijklmnopqrstuvwxyz01234"));    // 26 + 5 = 31
  CONST_CHECK(!is_node_name("abcdefghijklmnopqrstuvwxyz012345"));  // 32
  CONST_CHECK(!is_node_name(""));
  CONST_CHECK(!is_node_name("9p"));
  CONST_CHECK(!is_node_name(",cma"));
  CONST_CHECK(!is_node_name("gpu@0"));  // '@' begins the unit address
  CONST_CHECK(!is_node_name("a/b"));
  CONST_CHECK(!is_node_name("a#b"));
}

TEST_CASE("property names: 1 to 31 of [a-zA-Z0-9,._+?#-] (specification 2.2.4.1)") {
  CONST_CHECK(is_property_name("#address-cells"));
  CONST_CHECK(is_property_name("linux,cma-default"));
  CONST_CHECK(is_property_name("9is_fine+.?"));
  CONST_CHECK(is_property_name("abcdefghijklmnopqrstuvwxyz01234"));
  CONST_CHECK(!is_property_name("abcdefghijklmnopqrstuvwxyz012345"));
  CONST_CHECK(!is_property_name(""));
  CONST_CHECK(!is_property_name("a b"));
  CONST_CHECK(!is_property_name("a@b"));
}

TEST_CASE("node references: a label or a full path") {
  CONST_CHECK(is_node_reference("&gpu_3d0"));
  CONST_CHECK(is_node_reference("/soc@0/gpu@53100000"));
  CONST_CHECK(!is_node_reference(""));
  CONST_CHECK(!is_node_reference("&"));
  CONST_CHECK(!is_node_reference("&gpu-3d0"));
  CONST_CHECK(!is_node_reference("gpu"));
  CONST_CHECK(!is_node_reference("/"));
  CONST_CHECK(!is_node_reference("/soc/"));
  CONST_CHECK(!is_node_reference("/soc//gpu"));
  CONST_CHECK(!is_node_reference("/soc/gpu\""));
}

TEST_CASE("plain text goes into a quoted string and a comment") {
  CONST_CHECK(is_plain_text(""));
  CONST_CHECK(is_plain_text("accepted: the firmware never writes there (v2)"));
  CONST_CHECK(!is_plain_text("say \"no\""));
  CONST_CHECK(!is_plain_text("back\\slash"));
  CONST_CHECK(!is_plain_text("two\nlines"));
  CONST_CHECK(!is_plain_text("tab\t"));
  CONST_CHECK(!is_plain_text("\x7f"));
  CONST_CHECK(!is_plain_text("caf\xc3\xa9"));
  CONST_CHECK(!is_plain_text("ends */ early"));
  CONST_CHECK(!is_plain_text("opens /* another"));  // gcc's -Wcomment
}

TEST_CASE("kernel arguments stay whole in every boot loader") {
  CONST_CHECK(is_argument_text("console=ttyLP0,115200 root=/dev/mmcblk1p2"));
  CONST_CHECK(!is_argument_text("a=$b"));   // U-Boot and make expand it
  CONST_CHECK(!is_argument_text("a=#1"));   // a comment in make and extlinux
  CONST_CHECK(!is_argument_text("a='b'"));  // U-Boot's shell
  CONST_CHECK(!is_argument_text("a=`b`"));
  CONST_CHECK(!is_argument_text("a=\"b\""));
}

TEST_CASE("file stems") {
  CONST_CHECK(is_file_stem("imx8qm-mek_v1.2"));
  CONST_CHECK(is_file_stem("9tripod"));
  CONST_CHECK(!is_file_stem(""));
  CONST_CHECK(!is_file_stem(".hidden"));
  CONST_CHECK(!is_file_stem("-o"));  // would look like an option
  CONST_CHECK(!is_file_stem("../up"));
  CONST_CHECK(!is_file_stem("a b"));
}

TEST_CASE("a bad name is quoted so that a terminal can take it") {
  using testing::written;
  CHECK(written(safely_quoted{"gpu"}) == "'gpu'");
  CHECK(written(safely_quoted{""}) == "''");
  CHECK(written(safely_quoted{"a\x1b[2J\n"}) == "'a?[2J?'");
  CHECK(written(safely_quoted{"\xff"}) == "'?'");
  const std::string forty(40, 'x');
  CHECK(written(safely_quoted{forty}) == "'" + forty + "'");
  const std::string longer = forty + "y";
  CHECK(written(safely_quoted{longer}) == "'" + forty + "...'");
}
