// From programs to the bytes of an artifact.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "program/artifact.hpp"

namespace liquid::program {

// One template of an artifact.
struct ArtifactEntry {
    std::string key;
    std::string name;
    std::string path;
    std::string found_name;
    std::string_view source;
    const Program* program = nullptr;  // null: kept as source, because it cannot be parsed
    bool is_partial = false;
    std::vector<std::uint32_t> links;  // by PartialInfo: the entry it leads to, or kNone; empty: none
};

class ArtifactWriter {
public:
    // `from`: what the programs were bound to.
    explicit ArtifactWriter(const ArtifactBindings& from);

    // Entries come in the order of their keys, a page before a partial of the same key.
    void add(const ArtifactEntry& entry);
    // Empty: more than four gigabytes.
    std::string finish();

private:
    artifact::Symbol symbol(std::string_view text);
    artifact::RawConstant constant(Value value);
    std::uint32_t filter(std::string_view name);
    std::uint32_t tag(const TagSpec& spec);
    void add_tables(const Program& program, const std::vector<std::uint32_t>& links);
    void add_tags(const Program& program);
    void add_failures(const Program& program);

    const ArtifactBindings& from_;
    std::unordered_map<std::string, artifact::Symbol> known_;
    std::unordered_map<artifact::Symbol, std::uint32_t> known_filters_;
    std::unordered_map<artifact::Symbol, std::uint32_t> known_tags_;
    struct Sections;
    std::shared_ptr<Sections> to_;
};

}  // namespace liquid::program
