// Compiled templates in memory that somebody else wrote: bound to an environment, and believed in nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "program/program.hpp"

namespace liquid::program {

// What an artifact is bound to.
struct ArtifactBindings {
    const FilterSpec* (*find_filter)(const void* environment, std::string_view name) = nullptr;
    const void* environment = nullptr;
    const std::vector<TagSpec>* tags = nullptr;
    FilterFunction append = nullptr;  // the standard filter
    std::uint8_t error_mode = 0;
    bool scored = false;
    std::uint64_t overrides = 0;
    std::uint64_t folding = 0;
    std::uint64_t template_bytes = UINT64_MAX;
};

// Why an artifact is refused.
struct ArtifactFault {
    Kind kind = Kind::ArtifactDamaged;
    std::vector<Argument> arguments;
};

class Archive {
public:
    struct Entry {
        std::string_view key, name, path, found_name, source;
        std::uint64_t source_hash = 0;
        const Program* program = nullptr;  // null: kept as source
        bool is_partial = false;
        bool warned = false;
    };

    // Reads, checks and binds everything. `bytes` begin at a multiple of eight and stay as long as the archive.
    std::optional<ArtifactFault> open(std::span<const char> bytes, const ArtifactBindings& to);

    const std::vector<Entry>& entries() const { return entries_; }
    // Of a page or a partial; kNone when there is none.
    std::uint32_t find(std::string_view key, bool partial) const;
    const std::vector<std::string_view>& filters() const { return filters_; }
    const std::vector<std::string_view>& tags() const { return tags_; }

private:
    friend class ArtifactReader;
    std::vector<Entry> entries_;  // by key, a page before a partial
    std::vector<std::string_view> filters_;
    std::vector<std::string_view> tags_;
    std::unique_ptr<Program[]> programs_;
    std::unique_ptr<std::byte[]> tables_;  // those that cannot lie in a file
};

}  // namespace liquid::program
