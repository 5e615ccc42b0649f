#include "program/artifact_check.hpp"

#include <cstddef>
#include <cstring>

#include "program/operands.hpp"
#include "program/quick.hpp"

namespace liquid::program {

namespace {

bool inside(std::uint64_t begin, std::uint64_t count, std::uint64_t size) { return begin + count <= size; }

bool is_place(const Program& program, Span span) { return span.begin <= span.end && span.end <= program.source.size(); }

const char* check_rows(const Program& program) {
    std::size_t size = program.code.size();
    std::uint32_t before = 0;
    for (const NodeRow& row : program.nodes) {
        if (row.begin < before || row.begin > row.end || row.end >= size) return "a statement ends outside of the code";
        unsigned char blank = 0;
        std::memcpy(&blank, reinterpret_cast<const char*>(&row) + offsetof(NodeRow, blank), 1);
        if (blank > 1) return "a statement's mark is neither yes nor no";
        if (!is_place(program, row.span)) return "a statement's place is outside of the source";
        before = row.begin;
    }
    before = 0;
    for (const PlaceRow& row : program.places) {
        if (row.address < before || row.address >= size) return "a place belongs to no instruction";
        if (!is_place(program, row.span)) return "a place is outside of the source";
        before = row.address;
    }
    return nullptr;
}

const char* check_tags(const Program& program) {
    std::size_t size = program.code.size();
    for (const TagInfo& tag : program.tags) {
        if (tag.on_break >= size || tag.on_continue >= size) return "a tag goes on outside of the code";
        for (const TagInfo::Argument& argument : tag.arguments)
            if (argument.code >= size) return "a tag's argument is outside of the code";
        for (const TagInfo::Body& body : tag.bodies)
            if (body.code >= size) return "a tag's body is outside of the code";
    }
    return nullptr;
}

}  // namespace

const char* check_tables(const Program& program) {
    std::size_t cells = program.names.size();
    std::size_t size = program.code.size();
    for (const Path& path : program.paths)
        if (path.cell >= cells || !inside(path.first_key, path.key_count, program.keys.size()))
            return "a look-up has keys that are not there";
    for (std::uint32_t cell : program.argument_names)
        if (cell >= cells) return "an argument has no name";
    for (const ForInfo& loop : program.loops)
        if (loop.variable >= cells || loop.forloop >= cells || loop.offset_cell >= cells)
            return "a loop has no variable";
    for (const TablerowInfo& row : program.tablerows)
        if (row.variable >= cells || row.tablerowloop >= cells) return "a tablerow has no variable";
    for (const CycleInfo& cycle : program.cycles) {
        if (cycle.counter != kNone && cycle.counter >= cells) return "a cycle has no counter";
        if (cycle.none >= size) return "a cycle goes on outside of the code";
        for (std::uint32_t turn : cycle.turns)
            if (turn >= size) return "a cycle's value is outside of the code";
    }
    for (const PartialInfo& partial : program.partials)
        if (!inside(partial.arguments, partial.argument_count, program.argument_names.size()) ||
            partial.on_pending >= size)
            return "a partial's arguments are not there";
    if (const char* fault = check_tags(program)) return fault;
    return check_rows(program);
}

const char* check_operands(const Program& program) {
    std::uint64_t limits[32];
    for (std::uint64_t& limit : limits) limit = UINT64_MAX;
    auto set = [&](Operand kind, std::uint64_t limit) { limits[static_cast<std::size_t>(kind)] = limit; };
    set(Operand::Jump, program.code.size());
    set(Operand::Miss, program.code.size());
    set(Operand::Turn, program.code.size());
    set(Operand::Site, program.sites);
    set(Operand::Constant, program.constants.size());
    set(Operand::Cell, program.names.size());
    set(Operand::Path, program.paths.size());
    set(Operand::Key, program.keys.size());
    set(Operand::Filter, program.filters.size());
    set(Operand::Failure, program.failures.size());
    set(Operand::Loop, program.loops.size());
    set(Operand::Tablerow, program.tablerows.size());
    set(Operand::Cycle, program.cycles.size());
    set(Operand::Partial, program.partials.size());
    set(Operand::Tag, program.tags.size());
    set(Operand::Operator, static_cast<std::uint64_t>(Operator::Unknown));
    set(Operand::Interrupt, 3);
    set(Operand::Values, 2);
    auto limit = [&](Operand kind) { return limits[static_cast<std::size_t>(kind)]; };

    for (std::size_t address = 0; address < program.code.size(); ++address) {
        const Instruction& now = program.code[address];
        auto number = static_cast<std::uint8_t>(now.op);
        if (number >= kOpCount) return "an instruction is none";
        const OpInfo& op = kOps[number];
        if (now.a >= limit(op.a) || now.b >= limit(op.b) || now.c >= limit(op.c) || now.n >= limit(op.n))
            return "an instruction points at what is not there";
        switch (op.a) {
            case Operand::Begin:
                if (!inside(now.a, now.b, program.source.size())) return "a text is outside of the source";
                break;
            case Operand::Path:
                if (!inside(now.b, program.paths[now.a].key_count, program.sites)) return "a look-up has no site";
                break;
            case Operand::Keyword:
                if (now.b == 0 || !inside(now.a, now.b, program.keyword_names.size())) return "a keyword has no name";
                break;
            case Operand::Filter:
                if (now.op == Op::Filter && program.filters[now.a].function == nullptr)
                    return "a filter is called that is not known";
                break;
            case Operand::Constant:
                if (now.op == Op::EmitConstant && !program.constants[now.a].is_string())
                    return "what is printed is no text";
                break;
            case Operand::Cycle:
                if (now.op == Op::Cycle && program.cycles[now.a].counter == kNone) return "a cycle has no counter";
                break;
            default:
                break;
        }
        if (op.n == Operand::Operator && now.n == static_cast<std::uint16_t>(Operator::None))
            return "a comparison has no operator";
        if (!keeps_promise(program, address)) return "a quick instruction does not keep its promise";
    }
    return nullptr;
}

}  // namespace liquid::program
