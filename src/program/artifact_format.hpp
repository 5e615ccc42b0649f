// How compiled templates lie in a file. docs/artifact.md tells it in words. Everything here is read and written as it
// stands in memory; the header says of which machine and which build.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "program/operands.hpp"
#include "program/program.hpp"

namespace liquid::program::artifact {

inline constexpr char kMagic[8] = {'\x89', 'L', 'Q', 'C', '\r', '\n', '\x1a', '\n'};
inline constexpr std::uint32_t kByteOrder = 0x01020304;
inline constexpr std::uint32_t kFormat = 2;

// A part of a section: of items, not of bytes.
struct Range {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
};

using Symbol = std::uint32_t;  // index of a text

struct RawSymbol {
    std::uint32_t begin;  // in the section `text`
    std::uint32_t length;
};
struct RawConstant {
    std::uint8_t type;
    std::uint8_t flags;     // of a String
    std::uint8_t is_bytes;  // a String that is not UTF-8
    std::uint8_t zero;
    std::uint32_t
        symbol;          // String, BigInt: the text, or where it begins in `bytes`; Range: in `ends`; Array: in `items`
    std::uint64_t bits;  // Int, Float; of an Array, or a String in `bytes`: the length
};
inline constexpr std::uint8_t kStringFlags = Value::Binary | Value::Ascii | Value::ValidUtf8 | Value::UsAscii;
struct RawRange {
    RawConstant first, last;
};
struct RawKey {
    RawConstant key;
    std::uint32_t command;  // 0: none; Command + 1
    std::uint32_t zero;
};
struct RawLoop {
    std::uint32_t variable, forloop, offset_cell;
    Symbol name;
    std::uint8_t reversed, has_offset, continues, has_limit, escapes, zero[3];
};
struct RawTablerow {
    std::uint32_t variable, tablerowloop;
    std::uint8_t has_offset, has_limit, has_cols, zero;
};
struct RawCycle {
    std::uint32_t counter, none;
    Range turns;
};
struct RawPartial {
    Symbol name, alias;
    std::uint32_t arguments, argument_count, site, on_pending, link;
    std::uint8_t has_value, is_for, zero[2];
};
struct RawTag {
    std::uint32_t binding;
    Symbol markup;
    Range arguments, bodies;
    std::uint32_t on_break, on_continue;
};
struct RawTagArgument {
    Symbol keyword;
    std::uint32_t code, has_keyword;
};
struct RawTagBody {
    Symbol name;
    std::uint32_t code, is_text;
};
struct RawFailure {
    std::uint32_t kind;
    Symbol reference;
    Range arguments;
};
struct RawArgument {
    Symbol name;
    std::uint32_t is_text;
    std::uint64_t value;  // the number, or the text's symbol
};

// What has to be there by name when the file is loaded.
struct FilterBinding {
    Symbol name;
    std::uint8_t min_arguments, max_arguments, known, zero;
};
struct TagBinding {
    Symbol name;
    std::uint32_t zero;
    std::uint64_t shape;  // what the parser and lowering go by
};

// The tables of a template, each with the form it has in the file.
#define LIQUID_ARTIFACT_TABLES(TABLE)    \
    TABLE(code, Instruction)             \
    TABLE(nodes, NodeRow)                \
    TABLE(places, PlaceRow)              \
    TABLE(paths, Path)                   \
    TABLE(argument_names, std::uint32_t) \
    TABLE(names, Symbol)                 \
    TABLE(keyword_names, Symbol)         \
    TABLE(filters, std::uint32_t)        \
    TABLE(constants, RawConstant)        \
    TABLE(keys, RawKey)                  \
    TABLE(loops, RawLoop)                \
    TABLE(tablerows, RawTablerow)        \
    TABLE(cycles, RawCycle)              \
    TABLE(partials, RawPartial)          \
    TABLE(tags, RawTag)                  \
    TABLE(failures, RawFailure)
// And what all programs share.
#define LIQUID_ARTIFACT_SECTIONS(TABLE)   \
    LIQUID_ARTIFACT_TABLES(TABLE)         \
    TABLE(ends, RawRange)                 \
    TABLE(items, RawConstant)             \
    TABLE(bytes, char)                    \
    TABLE(turns, std::uint32_t)           \
    TABLE(tag_arguments, RawTagArgument)  \
    TABLE(tag_bodies, RawTagBody)         \
    TABLE(failure_arguments, RawArgument) \
    TABLE(filter_bindings, FilterBinding) \
    TABLE(tag_bindings, TagBinding)       \
    TABLE(symbols, RawSymbol)             \
    TABLE(templates, RawTemplate)         \
    TABLE(text, char)

struct RawTemplate {
    Symbol key;   // how it is asked for
    Symbol name;  // in reference texts
    Symbol path;
    Symbol found_name;                        // a partial that was found by letter case only: its own name
    std::uint32_t source_begin, source_size;  // in `text`; of what is not compiled, in `bytes`
    std::uint64_t source_hash;
    std::uint8_t is_partial, compiled, warned, ends_trimming;
    std::uint32_t sites, stack_size, work;
// Where its part of each table begins. It ends where that of the next template does, the last one with the table.
#define LIQUID_TABLE(name, type) std::uint32_t name;
    LIQUID_ARTIFACT_TABLES(LIQUID_TABLE)
#undef LIQUID_TABLE
};

struct Header {
    char magic[8];
    std::uint32_t byte_order, format;
    std::uint64_t checksum;  // of all that follows it
    std::uint64_t file_size;
    std::uint64_t layout;     // kLayout of the build that wrote it
    std::uint64_t overrides;  // the standard tags that the host's own replace
    std::uint64_t folding;    // the standard filters that are called when templates are compiled
    std::uint8_t error_mode, scored, zero[6];
// How many items each section has. Sections follow the header and each other, each at the next multiple of eight.
#define LIQUID_TABLE(name, type) std::uint32_t name;
    LIQUID_ARTIFACT_SECTIONS(LIQUID_TABLE)
#undef LIQUID_TABLE
};
static_assert(sizeof(Header) % 8 == 0);
inline constexpr std::size_t kChecked = offsetof(Header, checksum) + sizeof(std::uint64_t);

// A template's part of each table.
struct Parts {
#define LIQUID_TABLE(name, type) std::span<const type> name;
    LIQUID_ARTIFACT_TABLES(LIQUID_TABLE)
#undef LIQUID_TABLE
};

// The sections where they lie.
class View {
public:
    // Whether the sections that the header tells of are as long as the file.
    bool open(std::span<const char> bytes) {
        file_ = bytes.data();
        std::uint64_t at = sizeof(Header);
#define LIQUID_TABLE(name, type)       \
    static_assert(alignof(type) <= 8); \
    name##_ = at;                      \
    at = (at + header().name * std::uint64_t{sizeof(type)} + 7) & ~std::uint64_t{7};
        LIQUID_ARTIFACT_SECTIONS(LIQUID_TABLE)
#undef LIQUID_TABLE
        return at == bytes.size();
    }

    const Header& header() const { return *reinterpret_cast<const Header*>(file_); }
#define LIQUID_TABLE(name, type) \
    std::span<const type> name() const { return {reinterpret_cast<const type*>(file_ + name##_), header().name}; }
    LIQUID_ARTIFACT_SECTIONS(LIQUID_TABLE)
#undef LIQUID_TABLE
    Parts parts_of(std::uint32_t number) const {
        const RawTemplate& from = templates()[number];
        const RawTemplate* next = number + 1 < templates().size() ? &from + 1 : nullptr;
        Parts parts;
#define LIQUID_TABLE(name, type) \
    parts.name = name().subspan(from.name, (next != nullptr ? next->name : header().name) - from.name);
        LIQUID_ARTIFACT_TABLES(LIQUID_TABLE)
#undef LIQUID_TABLE
        return parts;
    }
    std::string_view text_of(Symbol symbol) const {
        RawSymbol raw = symbols()[symbol];
        return {text().data() + raw.begin, raw.length};
    }

private:
    const char* file_;
#define LIQUID_TABLE(name, type) std::uint64_t name##_;  // where it begins
    LIQUID_ARTIFACT_SECTIONS(LIQUID_TABLE)
#undef LIQUID_TABLE
};

inline bool inside(Range range, std::size_t size) { return std::uint64_t{range.begin} + range.count <= size; }
inline bool is_flag(std::uint32_t byte) { return byte <= 1; }

// --- fingerprints ---

constexpr std::uint64_t stir(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
    return hash ^ (hash >> 29);
}
constexpr std::uint64_t stir(std::uint64_t hash, std::string_view text) {
    for (char c : text) hash = stir(hash, static_cast<unsigned char>(c));
    return stir(hash, text.size());
}

// Of instructions, tables and kinds as this build has them: another build that differs reads nothing of ours.
constexpr std::uint64_t layout() {
    std::uint64_t hash = kFormat;
    for (const OpInfo& op : kOps) {
        hash = stir(hash, op.name);
        for (Operand operand : {op.a, op.b, op.c, op.n}) hash = stir(hash, static_cast<std::uint64_t>(operand));
        hash = stir(hash, std::uint64_t{op.pops} << 16 | std::uint64_t{op.pushes} << 8 | op.traits);
    }
#define LIQUID_KIND(enumerator, code, name, severity, format) hash = stir(hash, code);
#include <liquid/kinds.def>
#undef LIQUID_KIND
#define LIQUID_TABLE(name, type) hash = stir(stir(hash, #name), sizeof(type));
    LIQUID_ARTIFACT_SECTIONS(LIQUID_TABLE)
#undef LIQUID_TABLE
    for (std::size_t number : {sizeof(void*), sizeof(Value), offsetof(NodeRow, blank), offsetof(NodeRow, stack),
                               static_cast<std::size_t>(Type::Empty), static_cast<std::size_t>(Operator::Unknown)})
        hash = stir(hash, number);
    return hash;
}
inline constexpr std::uint64_t kLayout = layout();

// Finds damage, not intent: eight sums and eight sums of these, so that the order counts as well. As fast as memory.
std::uint64_t checksum(const char* bytes, std::size_t size);
// Tells sources apart, in every process alike.
std::uint64_t source_hash(std::string_view text);
// Of what the parser and lowering go by in a host's tag.
std::uint64_t tag_shape(const TagSpec& tag);

}  // namespace liquid::program::artifact
