// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "../../codegen/tree/device_tree.hpp"

extern "C" auto LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most) -> std::size_t;

/// Mutations that leave a blob readable: a byte more in one place moves all that is behind it, which plain mutations of a
/// blob's bytes hardly ever survive.
namespace fuzz {

class blob_mutator {
 public:
  explicit blob_mutator(unsigned seed) : random_{seed} {}

  /// Nothing where `bytes` is no tree; otherwise one that differs in a property, a name or the nesting.
  auto operator()(std::string_view bytes) -> std::string {
    if (!parse(bytes)) return {};
    switch (pick(8)) {
      case 0:
        rename();
        break;
      case 1:
        copy_item();
        break;
      case 2:
        remove_item();
        break;
      case 3:
        copy_node();
        break;
      case 4:
        reservations_ = mutated(reservations_, 16);
        reservations_.resize(reservations_.size() / 16 * 16);
        break;
      case 5:
        cell();
        break;
      default:
        value();
    }
    return assemble();
  }

 private:
  struct item {
    std::uint32_t tag = 0;
    std::string name, value;
  };

  auto pick(std::size_t below) -> std::size_t { return below == 0 ? 0 : random_() % below; }

  auto mutated(std::string text, std::size_t room) -> std::string {
    const std::size_t size = text.size();
    text.resize(size + room);
    text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
    return text;
  }

  auto parse(std::string_view bytes) -> bool {
    try {
      const carveout::codegen::blob copy{bytes};
      const carveout::codegen::device_tree checked{copy};
      for (const auto& [base, size] : checked.reservations()) {
        put(reservations_, static_cast<std::uint32_t>(base >> 32));
        put(reservations_, static_cast<std::uint32_t>(base));
        put(reservations_, static_cast<std::uint32_t>(size >> 32));
        put(reservations_, static_cast<std::uint32_t>(size));
      }
      const void* const fdt = copy.data();
      for (int offset = 0, next = 0;; offset = next) {
        const std::uint32_t tag = fdt_next_tag(fdt, offset, &next);
        if (next < 0 || tag == FDT_END) break;
        item read{.tag = tag, .name = {}, .value = {}};
        int length = 0;
        const char* name = nullptr;
        if (tag == FDT_BEGIN_NODE) {
          name = fdt_get_name(fdt, offset, &length);
        } else if (tag == FDT_PROP) {
          const void* const value = fdt_getprop_by_offset(fdt, offset, &name, &length);
          if (value != nullptr) read.value.assign(static_cast<const char*>(value), static_cast<std::size_t>(length));
        }
        if (name != nullptr) read.name = name;
        items_.push_back(read);
      }
    } catch (const carveout::codegen::tree_error&) {
      return false;
    }
    return items_.size() > 1;
  }

  /// Of that kind, or the root.
  auto any(std::uint32_t tag) -> std::size_t {
    for (int tries = 0; tries < 64; ++tries)
      if (const std::size_t i = pick(items_.size()); items_[i].tag == tag) return i;
    return 0;
  }
  /// Behind the last item of the node that begins there.
  [[nodiscard]] auto end_of(std::size_t node) const -> std::size_t {
    std::size_t depth = 0, i = node;
    do {
      depth += items_[i].tag == FDT_BEGIN_NODE ? 1U : 0U;
      depth -= items_[i].tag == FDT_END_NODE ? 1U : 0U;
      ++i;
    } while (depth != 0 && i < items_.size());
    return i;
  }

  void rename() {
    item& it = items_[any(pick(2) == 0 ? FDT_BEGIN_NODE : FDT_PROP)];
    if (pick(2) == 0) {
      it.name = mutated(it.name, 16);
      it.name = it.name.substr(0, it.name.find('\0'));
    } else {
      it.name = items_[any(it.tag)].name;
    }
  }
  void value() {
    item& it = items_[any(FDT_PROP)];
    it.value = pick(4) == 0 ? items_[any(FDT_PROP)].value : mutated(it.value, 24);
  }
  /// A number in the middle of a value takes a value at which something happens.
  void cell() {
    item& it = items_[any(FDT_PROP)];
    if (it.value.size() < 4) return value();
    constexpr std::uint32_t edges[] = {0,        1,          2,          3,          0x1000,     0x200000,
                                       0x400000, 0x40000000, 0x7fffffff, 0x80000000, 0xfffff000, 0xffffffff};
    std::string number;
    put(number, edges[pick(std::size(edges))]);
    it.value.replace(4 * pick(it.value.size() / 4), 4, number);
  }
  void copy_item() {
    const std::size_t from = any(FDT_PROP);
    if (items_[from].tag != FDT_PROP) return;
    const item copy = items_[from];
    items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(any(FDT_BEGIN_NODE)) + 1, copy);
  }
  void remove_item() {
    const std::size_t at = any(pick(3) == 0 ? FDT_BEGIN_NODE : FDT_PROP);
    if (at == 0) return;
    const std::size_t end = items_[at].tag == FDT_PROP ? at + 1 : end_of(at);
    items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(at), items_.begin() + static_cast<std::ptrdiff_t>(end));
  }
  void copy_node() {
    const std::size_t from = any(FDT_BEGIN_NODE), end = end_of(from), into = any(FDT_BEGIN_NODE);
    if (from == 0 || end - from > 200) return;
    const std::vector<item> copy(items_.begin() + static_cast<std::ptrdiff_t>(from),
                                 items_.begin() + static_cast<std::ptrdiff_t>(end));
    std::size_t at = into + 1;
    while (at < items_.size() && (items_[at].tag == FDT_PROP || items_[at].tag == FDT_NOP)) ++at;
    items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(at), copy.begin(), copy.end());
  }

  static void put(std::string& to, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<char>(value >> shift));
  }
  static void pad(std::string& text, std::size_t unit) { text.resize((text.size() + unit - 1) / unit * unit); }

  [[nodiscard]] auto assemble() const -> std::string {
    std::string structure, strings;
    for (const item& each : items_) {
      put(structure, each.tag);
      if (each.tag == FDT_PROP) {
        put(structure, static_cast<std::uint32_t>(each.value.size()));
        const std::string name = each.name + '\0';
        std::size_t at = strings.find(name);
        if (at == std::string::npos) {
          at = strings.size();
          strings += name;
        }
        put(structure, static_cast<std::uint32_t>(at));
        structure += each.value;
      } else if (each.tag == FDT_BEGIN_NODE) {
        structure += each.name;
        structure += '\0';
      }
      pad(structure, 4);
    }
    put(structure, FDT_END);
    constexpr std::uint32_t header = 40;
    const auto reserved = static_cast<std::uint32_t>(reservations_.size() + 16);
    const auto structures = static_cast<std::uint32_t>(structure.size()), names = static_cast<std::uint32_t>(strings.size());
    std::string all;
    for (const std::uint32_t word : {FDT_MAGIC, header + reserved + structures + names, header + reserved,
                                     header + reserved + structures, header, 17U, 16U, 0U, names, structures})
      put(all, word);
    return all + reservations_ + std::string(16, '\0') + structure + strings;
  }

  std::minstd_rand random_;
  std::vector<item> items_;
  std::string reservations_;
};

}  // namespace fuzz
