#include "program/artifact_write.hpp"

#include <cstring>

#include "value/containers.hpp"
#include "value/unicode.hpp"

namespace liquid::program {

using namespace artifact;

struct ArtifactWriter::Sections {
#define LIQUID_TABLE(name, type) std::vector<type> name;
    LIQUID_ARTIFACT_SECTIONS(LIQUID_TABLE)
#undef LIQUID_TABLE
};

namespace {

template <class T>
T zeroed() {
    static_assert(std::is_trivially_copyable_v<T>);
    T raw;
    std::memset(static_cast<void*>(&raw), 0, sizeof raw);  // the gaps too: equal programs are equal bytes
    return raw;
}

template <class T>
std::uint32_t size32(const std::vector<T>& items) {
    return static_cast<std::uint32_t>(items.size());
}

// Counters that are one of a kind are named by the program's number, which the next process gives anew.
std::string portable(std::string_view name) {
    if (!name.starts_with("\2#")) return std::string(name);
    return "\2#" + std::string(name.substr(name.find('.')));
}

}  // namespace

ArtifactWriter::ArtifactWriter(const ArtifactBindings& from) : from_(from), to_(std::make_shared<Sections>()) {
    symbol({});
}

Symbol ArtifactWriter::symbol(std::string_view text) {
    auto [place, is_new] = known_.emplace(std::string(text), size32(to_->symbols));
    if (is_new) {
        to_->symbols.push_back({size32(to_->text), static_cast<std::uint32_t>(text.size())});
        to_->text.insert(to_->text.end(), text.begin(), text.end());
    }
    return place->second;
}

RawConstant ArtifactWriter::constant(Value value) {
    auto raw = zeroed<RawConstant>();
    raw.type = static_cast<std::uint8_t>(value.type());
    double number = 0;
    switch (value.type()) {
        case Type::Int:
            raw.bits = static_cast<std::uint64_t>(value.as_int());
            break;
        case Type::Float:
            number = value.as_float();
            std::memcpy(&raw.bits, &number, sizeof number);
            break;
        case Type::String:
            raw.flags = value.flags() & kStringFlags;
            raw.is_bytes = !is_valid_utf8(value.as_string());
            if (raw.is_bytes == 0) {
                raw.symbol = symbol(value.as_string());
            } else {
                std::string_view bytes = value.as_string();
                raw.symbol = size32(to_->bytes);
                raw.bits = bytes.size();
                to_->bytes.insert(to_->bytes.end(), bytes.begin(), bytes.end());
            }
            break;
        case Type::Array: {
            std::vector<RawConstant> items;
            for (std::uint32_t i = 0; i < value.length(); ++i) items.push_back(constant(value.items()[i]));
            raw.symbol = size32(to_->items);
            raw.bits = items.size();
            to_->items.insert(to_->items.end(), items.begin(), items.end());
            break;
        }
        case Type::BigInt:
            raw.symbol = symbol(bigint_digits(value));
            break;
        case Type::Range: {
            const auto& range = *static_cast<const RangeBox*>(value.box());
            RawRange ends{constant(range.first), constant(range.last)};
            raw.symbol = size32(to_->ends);
            to_->ends.push_back(ends);
            break;
        }
        default:
            break;
    }
    return raw;
}

std::uint32_t ArtifactWriter::filter(std::string_view name) {
    auto [place, is_new] = known_filters_.emplace(symbol(name), size32(to_->filter_bindings));
    if (is_new) {
        auto raw = zeroed<FilterBinding>();
        raw.name = place->first;
        if (const FilterSpec* spec = from_.find_filter(from_.environment, name)) {
            raw.known = 1;
            raw.min_arguments = spec->min_arguments;
            raw.max_arguments = spec->max_arguments;
        }
        to_->filter_bindings.push_back(raw);
    }
    return place->second;
}

std::uint32_t ArtifactWriter::tag(const TagSpec& spec) {
    auto [place, is_new] = known_tags_.emplace(symbol(spec.name), size32(to_->tag_bindings));
    if (is_new) {
        auto raw = zeroed<TagBinding>();
        raw.name = place->first;
        raw.shape = tag_shape(spec);
        to_->tag_bindings.push_back(raw);
    }
    return place->second;
}

void ArtifactWriter::add_tags(const Program& program) {
    for (const TagInfo& info : program.tags) {
        auto raw = zeroed<RawTag>();
        raw.binding = tag(*info.spec);
        raw.markup = symbol(info.markup);
        raw.arguments = {size32(to_->tag_arguments), size32(info.arguments)};
        for (const TagInfo::Argument& argument : info.arguments)
            to_->tag_arguments.push_back({symbol(argument.keyword), argument.code, argument.has_keyword});
        raw.bodies = {size32(to_->tag_bodies), size32(info.bodies)};
        for (const TagInfo::Body& body : info.bodies)
            to_->tag_bodies.push_back({symbol(body.name), body.code, body.is_text});
        raw.on_break = info.on_break;
        raw.on_continue = info.on_continue;
        to_->tags.push_back(raw);
    }
}

void ArtifactWriter::add_failures(const Program& program) {
    for (const FailureRow& row : program.failures) {
        RawFailure raw{static_cast<std::uint32_t>(row.kind),
                       symbol(row.reference),
                       {size32(to_->failure_arguments), size32(row.arguments)}};
        for (const Argument& argument : row.arguments) {
            const auto* text = std::get_if<std::string>(&argument.value);
            RawArgument given{symbol(argument.name), text != nullptr, 0};
            given.value =
                text != nullptr ? symbol(*text) : static_cast<std::uint64_t>(std::get<std::int64_t>(argument.value));
            to_->failure_arguments.push_back(given);
        }
        to_->failures.push_back(raw);
    }
}

void ArtifactWriter::add_tables(const Program& program, const std::vector<std::uint32_t>& links) {
    Sections& to = *to_;
    for (Instruction now : program.code) {
        // What an instruction does not use is nobody's business.
        const OpInfo& op = info(now.op);
        if (op.n == Operand::None) now.n = 0;
        now.flags = 0;
        to.code.push_back(now);
    }
    for (const NodeRow& row : program.nodes) {
        auto raw = zeroed<NodeRow>();
        raw.begin = row.begin;
        raw.end = row.end;
        raw.line = row.line;
        raw.span = row.span;
        raw.blank = row.blank;
        raw.stack = row.stack;
        raw.loops = row.loops;
        raw.buffers = row.buffers;
        to.nodes.push_back(raw);
    }
    to.places.insert(to.places.end(), program.places.begin(), program.places.end());
    to.paths.insert(to.paths.end(), program.paths.begin(), program.paths.end());
    to.argument_names.insert(to.argument_names.end(), program.argument_names.begin(), program.argument_names.end());
    for (const Name& name : program.names) to.names.push_back(symbol(portable(name.text)));
    for (Value name : program.keyword_names) to.keyword_names.push_back(symbol(name.as_string()));
    for (const FilterRef& ref : program.filters) to.filters.push_back(filter(ref.name));
    for (Value value : program.constants) {
        RawConstant raw = constant(value);
        to.constants.push_back(raw);
    }
    for (const PathKey& key : program.keys) {
        RawKey raw{constant(key.key), key.is_command ? static_cast<std::uint32_t>(key.command) + 1 : 0, 0};
        to.keys.push_back(raw);
    }
    for (const ForInfo& loop : program.loops)
        to.loops.push_back({loop.variable,
                            loop.forloop,
                            loop.offset_cell,
                            symbol(loop.name),
                            loop.reversed,
                            loop.has_offset,
                            loop.continues,
                            loop.has_limit,
                            loop.forloop_escapes,
                            {}});
    for (const TablerowInfo& row : program.tablerows)
        to.tablerows.push_back({row.variable, row.tablerowloop, row.has_offset, row.has_limit, row.has_cols, 0});
    for (const CycleInfo& cycle : program.cycles) {
        to.cycles.push_back({cycle.counter, cycle.none, {size32(to.turns), size32(cycle.turns)}});
        to.turns.insert(to.turns.end(), cycle.turns.begin(), cycle.turns.end());
    }
    for (std::size_t i = 0; i < program.partials.size(); ++i) {
        const PartialInfo& partial = program.partials[i];
        std::uint32_t link = i < links.size() ? links[i] : kNone;
        to.partials.push_back({symbol(partial.name),
                               symbol(partial.alias),
                               partial.arguments,
                               partial.argument_count,
                               partial.site,
                               partial.on_pending,
                               link,
                               partial.has_value,
                               partial.is_for,
                               {}});
    }
    add_tags(program);
    add_failures(program);
}

void ArtifactWriter::add(const ArtifactEntry& entry) {
    auto raw = zeroed<RawTemplate>();
    raw.key = symbol(entry.key);
    raw.name = symbol(entry.name);
    raw.path = symbol(entry.path);
    raw.found_name = symbol(entry.found_name);
    // What cannot be parsed may be no text at all.
    std::vector<char>& sources = entry.program != nullptr ? to_->text : to_->bytes;
    raw.source_begin = size32(sources);
    raw.source_size = static_cast<std::uint32_t>(entry.source.size());
    raw.source_hash = source_hash(entry.source);
    sources.insert(sources.end(), entry.source.begin(), entry.source.end());
    raw.is_partial = entry.is_partial;
#define LIQUID_TABLE(name, type) raw.name = size32(to_->name);
    LIQUID_ARTIFACT_TABLES(LIQUID_TABLE)
#undef LIQUID_TABLE
    if (entry.program != nullptr) {
        raw.compiled = 1;
        raw.warned = entry.program->warned;
        raw.ends_trimming = entry.program->ends_trimming;
        raw.sites = entry.program->sites;
        raw.stack_size = entry.program->stack_size;
        raw.work = entry.program->work;
        add_tables(*entry.program, entry.links);
    }
    to_->templates.push_back(raw);
}

std::string ArtifactWriter::finish() {
    auto header = zeroed<Header>();
    std::memcpy(header.magic, kMagic, sizeof kMagic);
    header.byte_order = kByteOrder;
    header.format = kFormat;
    header.layout = kLayout;
    header.overrides = from_.overrides;
    header.error_mode = from_.error_mode;
    header.scored = from_.scored;
    header.folding = from_.folding;
    std::string out(sizeof header, '\0');
    auto put = [&](std::uint32_t& count, const auto& items) {
        count = size32(items);
        if (!items.empty()) out.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(items[0]));
        out.resize((out.size() + 7) & ~std::size_t{7});
    };
#define LIQUID_TABLE(name, type) put(header.name, to_->name);
    LIQUID_ARTIFACT_SECTIONS(LIQUID_TABLE)
#undef LIQUID_TABLE
    if (out.size() >= UINT32_MAX) return {};
    header.file_size = out.size();
    std::memcpy(out.data(), &header, sizeof header);
    header.checksum = checksum(out.data() + kChecked, out.size() - kChecked);
    std::memcpy(out.data(), &header, sizeof header);
    return out;
}

}  // namespace liquid::program
