// A compiled template: flat instructions and their tables. Immutable, shared by threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <liquid/diagnostic.hpp>
#include <liquid/filter.hpp>
#include <liquid/span.hpp>
#include <liquid/tag.hpp>
#include <liquid/value.hpp>

#include "ast/operator.hpp"
#include "source/table.hpp"
#include "value/arena.hpp"
#include "value/operations.hpp"
#include "value/rep.hpp"

namespace liquid::program {

enum class Op : std::uint8_t {
#define LIQUID_OP(name, ...) name,
#include "program/ops.def"
#undef LIQUID_OP
};

// Sixteen bytes; what a, b, c and n mean stands in ops.def.
struct Instruction {
    Op op = Op::Return;
    std::uint8_t flags = 0;
    std::uint16_t n = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
};
static_assert(sizeof(Instruction) == 16);

inline constexpr std::uint32_t kNone = UINT32_MAX;

// A variable's name; its index in Program::names is its cell number. Names that begin with a control character are
// the program's own: loop offsets (\1), cycle counters (\2), the last ifchanged text (\3).
struct Name {
    std::string_view text;
    std::uint32_t hash = 0;
};

struct PathKey {
    Value key;                // a String, or any other literal
    std::uint32_t hash = 0;   // of a String
    bool is_command = false;  // .size, .first, .last
    Command command = Command::Size;
};
struct Path {
    std::uint32_t cell = 0;
    std::uint32_t first_key = 0;
    std::uint32_t key_count = 0;
};

struct FilterRef {
    std::string_view name;
    FilterFunction function = nullptr;
    void* data = nullptr;  // FilterSpec::data; the environment keeps it
};

struct ForInfo {
    std::uint32_t variable = 0;
    std::uint32_t forloop = 0;
    std::uint32_t offset_cell = 0;  // remembers where `offset: continue` goes on
    std::string_view name;          // forloop.name: `item-collection`
    bool reversed = false;
    bool has_offset = false;
    bool continues = false;
    bool has_limit = false;
    bool forloop_escapes = false;  // somebody may keep the forloop beyond its loop
};
struct TablerowInfo {
    std::uint32_t variable = 0;
    std::uint32_t tablerowloop = 0;
    bool has_offset = false;
    bool has_limit = false;
    bool has_cols = false;
};
struct CycleInfo {
    std::uint32_t counter = kNone;     // the counter's cell; kNone: named by an expression
    std::vector<std::uint32_t> turns;  // where the code of each value begins
    std::uint32_t none = 0;            // where a turn beyond the list goes (a counter shared with a longer list)
};
struct PartialInfo {
    std::string_view name;   // literal; empty: computed (include)
    std::string_view alias;  // after `as`
    bool has_value = false;  // with / for
    bool is_for = false;
    std::uint32_t arguments = 0;  // index into argument_names
    std::uint32_t argument_count = 0;
    std::uint32_t site = 0;
    std::uint32_t on_pending = 0;  // include: where it goes on when an interrupt is pending after it
    std::uint32_t link = kNone;    // in an artifact: the template that the name leads to
};
struct TagInfo {
    const TagSpec* spec = nullptr;
    std::string_view markup;
    struct Argument {
        std::string_view keyword;  // empty: positional
        bool has_keyword = false;
        std::uint32_t code = 0;  // evaluates and returns
    };
    std::vector<Argument> arguments;
    struct Body {
        std::string_view name;
        std::uint32_t code = 0;
        bool is_text = false;
    };
    std::vector<Body> bodies;
    std::uint32_t on_break = 0;
    std::uint32_t on_continue = 0;
};

// Where an error inside [begin, end) goes on, and what the reference engine says of it. Rows are in order of `begin`;
// the innermost row of an address is the last one that contains it.
struct NodeRow {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t line = 0;
    Span span;
    bool blank = false;       // prints nothing, not even its error
    std::uint16_t stack = 0;  // values below the statement
    std::uint16_t loops = 0;
    std::uint16_t buffers = 0;
};
// The narrowest place of an instruction that can fail.
struct PlaceRow {
    std::uint32_t address = 0;
    Span span;
};
struct FailureRow {
    Kind kind = Kind::Internal;
    std::string reference;
    std::vector<Argument> arguments;
};

// What lowering noticed: unknown filters, with the place.
struct Remark {
    Kind kind = Kind::UnknownFilter;
    Span span;
    std::string name;
};

// Never given twice in the process.
std::uint64_t next_program_id();

struct Program {
    std::uint64_t id = 0;
    std::string name;         // in reference texts; empty: unnamed
    std::string path;         // in diagnostics
    std::string_view source;  // in owned_source, or in an artifact
    std::string owned_source;
    std::string pool;            // texts that are not in the source
    bool warned = false;         // parsing it left warnings, which loading has to repeat
    bool ends_trimming = false;  // its last token is a tag or output that trims what follows

    std::unique_ptr<char[]> room;  // where the tables begin; one that outgrows it has memory of its own
    Table<Instruction> code;
    Table<Value> constants;
    Table<PathKey> keys;
    Table<Path> paths;
    Table<Name> names;
    Table<FilterRef> filters;
    Table<ForInfo> loops;
    Table<TablerowInfo> tablerows;
    std::vector<CycleInfo> cycles;
    Table<PartialInfo> partials;
    std::vector<TagInfo> tags;
    Table<std::uint32_t> argument_names;  // cells (include) or names (render) of partial arguments
    Table<Value> keyword_names;
    Table<NodeRow> nodes;
    Table<PlaceRow> places;
    std::vector<FailureRow> failures;
    std::vector<Remark> remarks;
    std::uint32_t sites = 0;
    std::uint32_t work = 0;        // steps that a run is charged; at least one for each instruction
    std::uint32_t stack_size = 0;  // the deepest value stack
    Arena memory{nullptr, 1000};   // boxes behind constants
};

// One instruction a line, with its operands told by name.
std::string dump(const Program& program);

}  // namespace liquid::program
