// Compiled templates in memory that somebody else wrote: bound to an environment, and believed in nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "program/artifact_format.hpp"
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

// Why an artifact, or a template of it, is refused.
struct ArtifactFault {
    Kind kind = Kind::ArtifactDamaged;
    std::vector<Argument> arguments;
};

// Much of a file may point at one part of it. What is looked through and made for that is kept in proportion to the
// file; nothing that compilers write comes near.
class Effort {
public:
    explicit Effort(std::size_t file_size) : left_(file_size * 64) {}
    // Whether that may be done as well.
    bool affords(std::uint64_t bytes) {
        if (bytes > left_) return false;
        left_ -= bytes;
        return true;
    }

private:
    std::uint64_t left_;
};

// The file as a whole: immutable once it is open.
class Archive {
public:
    struct Entry {
        std::string_view key, name, path, found_name, source;
        std::uint64_t source_hash = 0;
        bool is_partial = false;
        bool is_compiled = false;  // no: kept as source
        bool warned = false;
    };

    // Checks what is told of the file as a whole, and binds names. `bytes` begin at a multiple of eight and stay as
    // long as the archive, as does `to`.
    std::optional<ArtifactFault> open(std::span<const char> bytes, const ArtifactBindings& to);

    std::size_t size() const { return file_.templates().size(); }
    Entry operator[](std::size_t number) const;  // by key, a page before a partial
    // Of a page or a partial; kNone when there is none.
    std::uint32_t find(std::string_view key, bool partial) const;
    bool has_partials() const { return has_partials_; }
    std::vector<std::string_view> filters() const;
    std::vector<std::string_view> tags() const;

private:
    friend class ArtifactReader;
    std::optional<ArtifactFault> open_header() const;
    std::optional<ArtifactFault> open_environment() const;
    std::optional<ArtifactFault> bind_filters(Effort& effort);
    std::optional<ArtifactFault> bind_tags(Effort& effort);
    std::optional<ArtifactFault> open_directory(Effort& effort);
    const char* open_entry(const artifact::RawTemplate& raw, Effort& effort) const;
    bool is_text(artifact::Symbol symbol, Effort& effort) const;

    std::span<const char> bytes_;
    artifact::View file_;
    const ArtifactBindings* bindings_ = nullptr;
    std::vector<const FilterSpec*> filters_;  // in the order of the file; null: unknown
    std::vector<const TagSpec*> tags_;
    bool has_partials_ = false;
};

}  // namespace liquid::program
