// Filters by name.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include <liquid/filter.hpp>

#include "value/rep.hpp"

namespace liquid::engine {

// Open addressing over filters that stay where they are, with the hash that names have everywhere.
class FilterIndex {
public:
    FilterIndex() = default;
    explicit FilterIndex(const std::vector<FilterSpec>& filters)
        : slots_(std::bit_ceil(std::max<std::size_t>(filters.size() * 2, 2))) {
        for (const FilterSpec& spec : filters) {
            std::uint32_t hash = hash_key(spec.name);
            slots_[place_of(spec.name, hash)] = {&spec, hash};
        }
    }

    const FilterSpec* find(std::string_view name) const {
        return slots_.empty() ? nullptr : slots_[place_of(name, hash_key(name))].spec;
    }

private:
    struct Slot {
        const FilterSpec* spec = nullptr;
        std::uint32_t hash = 0;
    };
    static bool is_named(const FilterSpec& spec, std::string_view name) {
        return spec.name.size() == name.size() && same_bytes(spec.name.data(), name.data(), name.size());
    }
    std::size_t place_of(std::string_view name, std::uint32_t hash) const {
        std::size_t mask = slots_.size() - 1;
        std::size_t at = hash & mask;
        while (slots_[at].spec != nullptr && (slots_[at].hash != hash || !is_named(*slots_[at].spec, name)))
            at = (at + 1) & mask;
        return at;
    }

    std::vector<Slot> slots_;
};

}  // namespace liquid::engine
