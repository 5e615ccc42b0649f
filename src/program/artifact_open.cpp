// What can be said of an artifact without looking into its templates: whose file it is, whether it is whole, whether
// its names are there, and which templates it has. This is all that loading does, so it is kept lean.
#include <algorithm>
#include <cstring>

#include "program/artifact.hpp"
#include "value/unicode.hpp"

namespace liquid::program {

using namespace artifact;

namespace {

ArtifactFault damaged(std::string reason) { return {Kind::ArtifactDamaged, {{"reason", std::move(reason)}}}; }
ArtifactFault mismatch(std::string reason) { return {Kind::ArtifactMismatch, {{"reason", std::move(reason)}}}; }
ArtifactFault other_format(std::string reason) { return {Kind::ArtifactFormat, {{"reason", std::move(reason)}}}; }

const char* mode_name(std::uint8_t mode) {
    static constexpr const char* kNames[] = {"lax", "warn", "strict", "strict2"};
    return mode < 4 ? kNames[mode] : "unknown";
}

}  // namespace

std::optional<ArtifactFault> Archive::open(std::span<const char> bytes, const ArtifactBindings& to) {
    bytes_ = bytes;
    bindings_ = &to;
    if (auto fault = open_header()) return fault;
    if (!file_.open(bytes_)) return damaged("its tables are not as long as it is");
    if (auto fault = open_environment()) return fault;
    Effort effort(bytes.size());
    if (auto fault = bind_filters(effort)) return fault;
    if (auto fault = bind_tags(effort)) return fault;
    return open_directory(effort);
}

// --- the file as a whole ---

std::optional<ArtifactFault> Archive::open_header() const {
    if (bytes_.size() < sizeof kMagic || std::memcmp(bytes_.data(), kMagic, sizeof kMagic) != 0)
        return damaged("it is no artifact of liquidc");
    if (bytes_.size() < sizeof(Header)) return damaged("it is cut off");
    const auto& header = *reinterpret_cast<const Header*>(bytes_.data());
    if (header.byte_order != kByteOrder) return other_format("its numbers are in another byte order");
    if (header.format != kFormat)
        return other_format("it has format " + std::to_string(header.format) + ", this library reads " +
                            std::to_string(kFormat));
    if (header.file_size != bytes_.size())
        return damaged(header.file_size > bytes_.size() ? "it is cut off" : "it is longer than it says");
    if (header.checksum != checksum(bytes_.data() + kChecked, bytes_.size() - kChecked))
        return damaged("its checksum does not match");
    if (header.layout != kLayout) return other_format("its instructions are those of another build");
    return std::nullopt;
}

std::optional<ArtifactFault> Archive::open_environment() const {
    const Header& header = file_.header();
    if (header.error_mode != bindings_->error_mode)
        return mismatch("its error mode is " + std::string(mode_name(header.error_mode)) + ", here it is " +
                        mode_name(bindings_->error_mode));
    if (header.scored != (bindings_->scored ? 1 : 0))
        return mismatch(header.scored != 0 ? "it counts for reference limits, which are not set here"
                                           : "it does not count for reference limits, which are set here");
    if (header.folding != bindings_->folding) return mismatch("other standard filters are replaced by the host's");
    if (header.overrides != bindings_->overrides) return mismatch("other standard tags are replaced by the host's");
    return std::nullopt;
}

bool Archive::is_text(Symbol symbol, Effort& effort) const {
    if (symbol >= file_.symbols().size()) return false;
    RawSymbol raw = file_.symbols()[symbol];
    return inside({raw.begin, raw.length}, file_.text().size()) && effort.affords(raw.length) &&
           is_valid_utf8(file_.text_of(symbol));
}

// --- what is bound by name ---

std::optional<ArtifactFault> Archive::bind_filters(Effort& effort) {
    if (file_.filter_bindings().empty()) return std::nullopt;
    filters_.reserve(file_.filter_bindings().size());
    for (const FilterBinding& binding : file_.filter_bindings()) {
        if (!is_text(binding.name, effort) || !is_flag(binding.known)) return damaged("a filter has no name");
        std::string_view name = file_.text_of(binding.name);
        const FilterSpec* spec = bindings_->find_filter(bindings_->environment, name);
        if (binding.known != 0 && spec == nullptr)
            return ArtifactFault{Kind::ArtifactFilter, {{"name", std::string(name)}}};
        if (binding.known == 0 && spec != nullptr)
            return mismatch("`" + std::string(name) + "` is a filter here and was none");
        if (spec != nullptr &&
            (spec->min_arguments != binding.min_arguments || spec->max_arguments != binding.max_arguments))
            return mismatch("the filter `" + std::string(name) + "` takes other arguments here");
        filters_.push_back(spec);
    }
    return std::nullopt;
}

std::optional<ArtifactFault> Archive::bind_tags(Effort& effort) {
    if (file_.tag_bindings().empty()) return std::nullopt;
    tags_.reserve(file_.tag_bindings().size());
    for (const TagBinding& binding : file_.tag_bindings()) {
        if (!is_text(binding.name, effort)) return damaged("a tag has no name");
        std::string_view name = file_.text_of(binding.name);
        auto spec = std::find_if(bindings_->tags->begin(), bindings_->tags->end(),
                                 [&](const TagSpec& one) { return one.name == name; });
        if (spec == bindings_->tags->end()) return ArtifactFault{Kind::ArtifactTag, {{"name", std::string(name)}}};
        if (tag_shape(*spec) != binding.shape)
            return mismatch("the tag `" + std::string(name) + "` is read in another way here");
        tags_.push_back(&*spec);
    }
    return std::nullopt;
}

// --- the templates ---

std::optional<ArtifactFault> Archive::open_directory(Effort& effort) {
    RawTemplate end{};
#define LIQUID_TABLE(name, type) end.name = file_.header().name;
    LIQUID_ARTIFACT_TABLES(LIQUID_TABLE)
#undef LIQUID_TABLE
    std::uint32_t steps = 0;  // from each part of a table to the next, added up by bits: one that is negative shows
    const RawTemplate* next = &end;
    for (std::size_t i = file_.templates().size(); i-- != 0;) {
        const RawTemplate& raw = file_.templates()[i];
        if (const char* fault = open_entry(raw, effort)) return damaged(fault);
        if (next != &end &&
            std::pair(file_.text_of(raw.key), raw.is_partial) >= std::pair(file_.text_of(next->key), next->is_partial))
            return damaged("its templates are not in order");
        if (raw.compiled != 0 && raw.source_size > bindings_->template_bytes)
            return ArtifactFault{Kind::TemplateTooLarge,
                                 {{"size", static_cast<std::int64_t>(raw.source_size)},
                                  {"limit", static_cast<std::int64_t>(bindings_->template_bytes)}}};
#define LIQUID_TABLE(name, type) steps |= raw.name | (next->name - raw.name);
        LIQUID_ARTIFACT_TABLES(LIQUID_TABLE)
#undef LIQUID_TABLE
        has_partials_ |= raw.is_partial != 0;
        next = &raw;
    }
    if (steps >> 31 != 0) return damaged("a template's part of a table is none");
    return std::nullopt;
}

const char* Archive::open_entry(const RawTemplate& raw, Effort& effort) const {
    // Most templates have one text for all three.
    if (!is_text(raw.key, effort) || (raw.name != raw.key && !is_text(raw.name, effort)) ||
        (raw.path != raw.key && !is_text(raw.path, effort)) || !is_text(raw.found_name, effort))
        return "a template has no name";
    if (!is_flag(raw.is_partial | raw.compiled | raw.warned | raw.ends_trimming))
        return "a template's mark is neither yes nor no";
    std::size_t sources = raw.compiled != 0 ? file_.text().size() : file_.bytes().size();
    return inside({raw.source_begin, raw.source_size}, sources) ? nullptr : "a source is outside of its texts";
}

Archive::Entry Archive::operator[](std::size_t number) const {
    const RawTemplate& raw = file_.templates()[number];
    Entry entry;
    entry.key = file_.text_of(raw.key);
    entry.name = file_.text_of(raw.name);
    entry.path = file_.text_of(raw.path);
    entry.found_name = file_.text_of(raw.found_name);
    entry.source = {(raw.compiled != 0 ? file_.text() : file_.bytes()).data() + raw.source_begin, raw.source_size};
    entry.source_hash = raw.source_hash;
    entry.is_partial = raw.is_partial != 0;
    entry.is_compiled = raw.compiled != 0;
    entry.warned = raw.warned != 0;
    return entry;
}

std::uint32_t Archive::find(std::string_view key, bool partial) const {
    auto all = file_.templates();
    auto wanted = std::pair(key, partial);
    auto key_of = [&](const RawTemplate& raw) { return std::pair(file_.text_of(raw.key), raw.is_partial != 0); };
    auto found = std::lower_bound(all.begin(), all.end(), wanted,
                                  [&](const RawTemplate& raw, const auto& other) { return key_of(raw) < other; });
    if (found == all.end() || key_of(*found) != wanted) return kNone;
    return static_cast<std::uint32_t>(found - all.begin());
}

std::vector<std::string_view> Archive::filters() const {
    std::vector<std::string_view> names;
    for (const FilterBinding& binding : file_.filter_bindings()) names.push_back(file_.text_of(binding.name));
    return names;
}

std::vector<std::string_view> Archive::tags() const {
    std::vector<std::string_view> names;
    for (const TagBinding& binding : file_.tag_bindings()) names.push_back(file_.text_of(binding.name));
    return names;
}

}  // namespace liquid::program
