// The listing of `liquidc program`.
#include <cstdio>
#include <string>

#include "program/operands.hpp"
#include "value/operations.hpp"

namespace liquid::program {

namespace {

std::string quoted(std::string_view text) {
    constexpr std::size_t kLongest = 40;
    std::string out = "\"";
    for (char c : text.substr(0, kLongest)) {
        if (c == '\n')
            out += "\\n";
        else if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20)
            out += '?';
        else
            out += c;
    }
    return out + (text.size() > kLongest ? "\"..." : "\"");
}

std::string cell(const Program& program, std::uint32_t i) {
    std::string_view name = program.names[i].text;
    if (!name.empty() && name[0] < 4) return quoted(name);
    return std::string(name);
}

std::string path(const Program& program, const Path& path) {
    Runtime runtime;
    std::string out = cell(program, path.cell);
    for (std::uint32_t i = 0; i < path.key_count; ++i) {
        const PathKey& key = program.keys[path.first_key + i];
        Buffer text;
        append_inspect(runtime, text, key.key);
        out += "[" + std::string(text.view()) + "]";
        if (key.is_command) out += "!";
    }
    return out;
}

std::string constant(Value value) {
    Runtime runtime;
    Buffer text;
    append_inspect(runtime, text, value);
    return quoted(text.view());
}

std::string operand(const Program& program, const Instruction& now, Operand kind, std::uint32_t i) {
    switch (kind) {
        case Operand::Begin:
            return quoted(std::string_view(program.source).substr(i, now.b));
        case Operand::Nodes:
        case Operand::Count:
            return std::to_string(i);
        case Operand::Jump:
        case Operand::Turn:
            return "-> " + std::to_string(i);
        case Operand::Steps:
            return "steps " + std::to_string(i);
        case Operand::Miss:
            return i == 0 ? "" : "-> " + std::to_string(i);
        case Operand::Constant:
            return constant(program.constants[i]);
        case Operand::Cell:
            return cell(program, i);
        case Operand::Path:
            return path(program, program.paths[i]);
        case Operand::Key:
            return constant(program.keys[i].key);
        case Operand::Filter:
            return std::string(program.filters[i].name);
        case Operand::Failure:
            return quoted(program.failures[i].reference);
        case Operand::Loop:
            return std::string(program.loops[i].name);
        case Operand::Partial:
            return program.partials[i].name.empty() ? "" : quoted(program.partials[i].name);
        case Operand::Tag:
            return program.tags[i].spec->name;
        case Operand::Operator:
            return "operator " + std::to_string(i);
        case Operand::Interrupt:
            return i == 0 ? "" : i == 1 ? "break" : "continue";
        case Operand::Values:
            return i == 0 ? "" : "value";
        case Operand::None:
        case Operand::Length:
        case Operand::Site:
        case Operand::Keyword:
        case Operand::Tablerow:
        case Operand::Cycle:
            return {};
    }
    return {};
}

std::string operands(const Program& program, const Instruction& now) {
    const OpInfo& op = info(now.op);
    std::string out;
    auto add = [&](Operand kind, std::uint32_t i) {
        std::string text = operand(program, now, kind, i);
        if (!text.empty()) out += (out.empty() ? "" : " ") + text;
    };
    add(op.n, now.n);
    add(op.a, now.a);
    add(op.b, now.b);
    add(op.c, now.c);
    return out;
}

}  // namespace

std::string dump(const Program& program) {
    std::string out;
    for (std::size_t i = 0; i < program.code.size(); ++i) {
        char head[64];
        std::snprintf(head, sizeof head, "%5zu  %-15s", i, info(program.code[i].op).name);
        std::string line = head + operands(program, program.code[i]);
        while (!line.empty() && line.back() == ' ') line.pop_back();
        out += line + "\n";
    }
    return out;
}

}  // namespace liquid::program
