// The listing of `liquidc program`.
#include <cstdio>
#include <cstring>
#include <string>

#include "program/program.hpp"
#include "value/operations.hpp"

namespace liquid::program {

namespace {

const char* name_of(Op op) {
    static constexpr const char* kNames[] = {
#define LIQUID_OP(name) #name,
#include "program/ops.def"
#undef LIQUID_OP
    };
    return kNames[static_cast<std::size_t>(op)];
}

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

std::string operands(const Program& program, const Instruction& now) {
    switch (now.op) {
        case Op::Text:
        case Op::WideText:
        case Op::WideTextField:
            return quoted(std::string_view(program.source).substr(now.a, now.b));
        case Op::Constant:
        case Op::EmitConstant: {
            Runtime runtime;
            Buffer text;
            append_inspect(runtime, text, program.constants[now.a]);
            return quoted(text.view());
        }
        case Op::Variable:
        case Op::EmitVariable:
        case Op::Assign:
        case Op::AppendTo:
        case Op::CaptureEnd:
        case Op::Increment:
        case Op::Decrement:
        case Op::SetVisible:
            return cell(program, now.a);
        case Op::Path:
        case Op::EmitPath:
        case Op::EmitField:
            return path(program, program.paths[now.a]);
        case Op::Filter:
            return std::string(program.filters[now.a].name) + " " + std::to_string(now.b);
        case Op::UnknownFilter:
            return std::string(program.filters[now.a].name) + " " + std::to_string(now.b);
        case Op::Jump:
        case Op::JumpIfFalse:
        case Op::JumpIfTrue:
        case Op::JumpIfFlag:
        case Op::ForBreak:
        case Op::TablerowBreak:
        case Op::RenderEmpty:
        case Op::SkipUnlessTrue:
        case Op::SkipUnlessPending:
        case Op::TakeInterrupt:
            return "-> " + std::to_string(now.a);
        case Op::ForNext:
        case Op::TablerowNext:
            return "-> " + std::to_string(now.a) + " steps " + std::to_string(now.b);
        case Op::JumpUnless:
            return "operator " + std::to_string(now.n) + " -> " + std::to_string(now.a);
        case Op::Compare:
            return "operator " + std::to_string(now.n);
        case Op::ForBegin:
            return std::string(program.loops[now.a].name) + " else -> " + std::to_string(now.b);
        case Op::RenderLoad:
            return quoted(program.partials[now.a].name);
        case Op::CallTag:
            return program.tags[now.a].spec->name;
        case Op::Enter:
            return std::to_string(now.a);
        case Op::Return:
            return now.n == 0 ? "" : now.n == 1 ? "break" : "continue";
        default:
            return {};
    }
}

}  // namespace

std::string dump(const Program& program) {
    std::string out;
    for (std::size_t i = 0; i < program.code.size(); ++i) {
        char head[64];
        std::snprintf(head, sizeof head, "%5zu  %-15s", i, name_of(program.code[i].op));
        std::string line = head + operands(program, program.code[i]);
        while (!line.empty() && line.back() == ' ') line.pop_back();
        out += line + "\n";
    }
    return out;
}

}  // namespace liquid::program
