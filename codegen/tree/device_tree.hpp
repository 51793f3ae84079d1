// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <libfdt.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../text.hpp"

/// A device tree in memory: libfdt reads the blob once, from front to back, and what it finds is kept as an array of nodes.
namespace carveout::codegen {

/// Why a tree cannot be used: one sentence, with the offset in the blob where there is one.
struct tree_error : std::runtime_error {
  using runtime_error::runtime_error;
};

/// Bytes that libfdt accepts: aligned, and owned.
class blob {
 public:
  blob() = default;
  explicit blob(std::string_view bytes) : words_((bytes.size() + 7) / 8), size_{bytes.size()} {
    if (!bytes.empty()) std::memcpy(words_.data(), bytes.data(), bytes.size());
  }
  [[nodiscard]] auto data() -> void* { return words_.data(); }
  [[nodiscard]] auto data() const -> const void* { return words_.data(); }
  [[nodiscard]] auto size() const -> std::size_t { return size_; }
  [[nodiscard]] auto text() const -> std::string_view { return {reinterpret_cast<const char*>(words_.data()), size_}; }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_ = 0;
};

namespace detail {

[[nodiscard]] inline auto big_endian(std::string_view bytes, std::size_t at) -> std::uint32_t {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

}  // namespace detail

class device_tree {
 public:
  static constexpr std::size_t none = ~std::size_t{0};
  /// Linux leaves out what is nested deeper (FDT_MAX_DEPTH, drivers/of/fdt.c).
  static constexpr int most_levels = 64;
  static constexpr std::size_t most_bytes = 16 * 1024 * 1024;

  struct property {
    std::string_view name;
    std::string_view value;
  };
  struct node {
    std::string_view name;
    std::size_t parent = none, first_child = none, next_sibling = none;
    std::size_t first_property = 0, properties = 0;
  };

  /// Throws tree_error.
  explicit device_tree(blob bytes) : blob_{std::move(bytes)} {
    check_header();
    read_reservations();
    read_nodes();
    index_phandles();
  }
  device_tree(const device_tree&) = delete;
  auto operator=(const device_tree&) -> device_tree& = delete;

  /// In document order; the root is the first.
  [[nodiscard]] auto nodes() const -> const std::vector<node>& { return nodes_; }
  [[nodiscard]] auto operator[](std::size_t index) const -> const node& { return nodes_[index]; }
  /// Base and size of each /memreserve/.
  [[nodiscard]] auto reservations() const -> const std::vector<std::pair<std::uint64_t, std::uint64_t>>& {
    return reservations_;
  }

  [[nodiscard]] auto properties_of(std::size_t of) const -> const property* {
    return properties_.data() + nodes_[of].first_property;
  }
  /// Null where there is none of that name.
  [[nodiscard]] auto find(std::size_t of, std::string_view name) const -> const property* {
    const node& in = nodes_[of];
    for (std::size_t i = 0; i < in.properties; ++i)
      if (properties_[in.first_property + i].name == name) return &properties_[in.first_property + i];
    return nullptr;
  }
  [[nodiscard]] auto has(std::size_t of, std::string_view name) const -> bool { return find(of, name) != nullptr; }
  [[nodiscard]] auto child(std::size_t of, std::string_view name) const -> std::size_t {
    for (std::size_t i = nodes_[of].first_child; i != none; i = nodes_[i].next_sibling)
      if (nodes_[i].name == name) return i;
    return none;
  }
  /// The first string; empty where there is none.
  [[nodiscard]] auto text(std::size_t of, std::string_view name) const -> std::string_view {
    const property* const it = find(of, name);
    return it == nullptr ? std::string_view{} : it->value.substr(0, it->value.find('\0'));
  }
  /// 32-bit cells; what is left of a value that is no multiple of four is not among them.
  [[nodiscard]] static auto cells(const property& of) -> std::vector<std::uint32_t> {
    std::vector<std::uint32_t> values(of.value.size() / 4);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = detail::big_endian(of.value, 4 * i);
    return values;
  }
  /// The first cell, or `otherwise`.
  [[nodiscard]] auto cell(std::size_t of, std::string_view name, std::uint32_t otherwise) const -> std::uint32_t {
    const property* const it = find(of, name);
    return it == nullptr || it->value.size() < 4 ? otherwise : detail::big_endian(it->value, 0);
  }
  [[nodiscard]] auto path(std::size_t of) const -> std::string {
    std::string name;
    for (; nodes_[of].parent != none; of = nodes_[of].parent) name.insert(0, "/" + printable(nodes_[of].name));
    return name.empty() ? "/" : name;
  }
  [[nodiscard]] auto by_phandle(std::uint32_t phandle) const -> std::size_t {
    const auto it = phandles_.find(phandle);
    return it == phandles_.end() ? none : it->second;
  }
  /// Its own `status`.
  [[nodiscard]] auto is_enabled(std::size_t of) const -> bool {
    const property* const status = find(of, "status");
    return status == nullptr || text(of, "status") == "okay" || text(of, "status") == "ok";
  }

 private:
  [[noreturn]] static void refuse(const std::string& why) { throw tree_error{why}; }
  [[noreturn]] void refuse_at(int offset, const std::string& why) const {
    refuse("at offset " +
           std::to_string(fdt_off_dt_struct(blob_.data()) + static_cast<std::uint32_t>(offset < 0 ? 0 : offset)) + ": " + why);
  }

  void check_header() const {
    const std::string_view bytes = blob_.text();
    constexpr std::size_t smallest_header = 36;  // version 16
    if (bytes.size() < smallest_header)
      refuse("is no device tree: " + std::to_string(bytes.size()) + " bytes, and its header alone has " +
             std::to_string(smallest_header));
    if (detail::big_endian(bytes, 0) != FDT_MAGIC)
      refuse("is no device tree blob: at offset 0 it lacks the magic number d00dfeed");
    const std::uint32_t total = detail::big_endian(bytes, 4);
    if (total > bytes.size())
      refuse("is cut off: its header, at offset 4, says " + std::to_string(total) + " bytes, and there are " +
             std::to_string(bytes.size()));
    if (total > most_bytes) refuse("has more than 16 MiB, which no kernel takes (arm64: 2 MiB)");
    // libfdt takes the last version that is compatible; the kernel 16 and later
    if (const int error = fdt_check_header(blob_.data()); error != 0)
      refuse(std::string{"has a header that makes no sense, at offset 0: "} + fdt_strerror(error));
  }

  void read_reservations() {
    const int count = fdt_num_mem_rsv(blob_.data());
    if (count < 0)
      refuse("at offset " + std::to_string(fdt_off_mem_rsvmap(blob_.data())) + ": the list of /memreserve/ has no end");
    constexpr int most = 1024;
    if (count > most)
      refuse("has " + std::to_string(count) + " entries of /memreserve/; " + std::to_string(most) + " are enough");
    for (int i = 0; i < count; ++i) {
      std::uint64_t base = 0, size = 0;
      if (fdt_get_mem_rsv(blob_.data(), i, &base, &size) == 0) reservations_.emplace_back(base, size);
    }
  }

  void read_nodes() {
    const void* const fdt = blob_.data();
    std::vector<std::size_t> open, last_child;
    for (int offset = 0, next = 0;; offset = next) {
      const std::uint32_t tag = fdt_next_tag(fdt, offset, &next);
      if (next < 0) refuse_at(offset, std::string{"the structure is broken: "} + fdt_strerror(next));
      switch (tag) {
        case FDT_BEGIN_NODE:
          begin_node(offset, open, last_child);
          break;
        case FDT_END_NODE:
          if (open.empty()) refuse_at(offset, "a node ends that never began");
          open.pop_back();
          last_child.pop_back();
          break;
        case FDT_PROP: {
          if (open.empty()) refuse_at(offset, "a property outside every node");
          if (nodes_[open.back()].first_child != none) refuse_at(offset, "a property behind the children of its node");
          const char* name = nullptr;
          int length = 0;
          const void* const value = fdt_getprop_by_offset(fdt, offset, &name, &length);
          if (value == nullptr || name == nullptr) refuse_at(offset, "a property has no name, or ends outside the blob");
          properties_.push_back({name, {static_cast<const char*>(value), static_cast<std::size_t>(length)}});
          ++nodes_[open.back()].properties;
          break;
        }
        case FDT_NOP:
          break;
        default:  // FDT_END
          if (!open.empty()) refuse_at(offset, "the tree ends inside a node");
          if (nodes_.empty()) refuse_at(offset, "the tree has no root node");
          return;
      }
    }
  }
  void begin_node(int offset, std::vector<std::size_t>& open, std::vector<std::size_t>& last_child) {
    int length = 0;
    const char* const name = fdt_get_name(blob_.data(), offset, &length);
    if (name == nullptr) refuse_at(offset, std::string{"a node without a name: "} + fdt_strerror(length));
    if (open.size() >= most_levels)
      refuse_at(offset, "nodes are nested deeper than " + std::to_string(most_levels) + " levels; Linux would leave them out");
    if (open.empty() && !nodes_.empty()) refuse_at(offset, "a second root node");
    const std::size_t index = nodes_.size();
    node fresh{.name = {name, static_cast<std::size_t>(length)}, .first_property = properties_.size()};
    if (!open.empty()) {
      fresh.parent = open.back();
      (last_child.back() == none ? nodes_[open.back()].first_child : nodes_[last_child.back()].next_sibling) = index;
      last_child.back() = index;
    }
    nodes_.push_back(fresh);
    open.push_back(index);
    last_child.push_back(none);
  }

  void index_phandles() {
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      for (const char* const name : {"phandle", "linux,phandle"})
        if (const property* const it = find(i, name); it != nullptr && it->value.size() == 4)
          phandles_.emplace(detail::big_endian(it->value, 0), i);
  }

  blob blob_;
  std::vector<node> nodes_;
  std::vector<property> properties_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> reservations_;
  std::unordered_map<std::uint32_t, std::size_t> phandles_;
};

}  // namespace carveout::codegen
