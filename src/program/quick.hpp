// Instructions that the renderer does faster than the plain ones, because of what they promise.
#pragma once

#include "program/program.hpp"

namespace liquid::program {

// Whether an instruction writes a part of the source.
inline bool is_text(Op op) { return op == Op::Text || op == Op::WideText || op == Op::WideTextField; }

// A text that may be copied in whole pieces: the last one, too, ends inside the source.
inline bool fits_wide(std::size_t source_size, std::uint32_t begin, std::uint32_t length) {
    constexpr std::size_t kLongest = 256;  // longer texts gain nothing
    std::size_t pieces = (std::size_t{length} + Buffer::kWide - 1) / Buffer::kWide * Buffer::kWide;
    return length != 0 && length <= kLongest && begin <= source_size && pieces <= source_size - begin;
}

// Whether the instruction at `address`, whose operands are in range one by one, keeps its promise. Code that was not
// made by lowering must be asked.
inline bool keeps_promise(const Program& program, std::size_t address) {
    const Instruction& now = program.code[address];
    switch (now.op) {
        case Op::WideTextField:
            if (address + 1 >= program.code.size() || program.code[address + 1].op != Op::EmitField) return false;
            [[fallthrough]];
        case Op::WideText:
            return fits_wide(program.source.size(), now.a, now.b);
        case Op::EmitField:
            return program.paths[now.a].key_count == 1 && program.paths[now.a].cell == now.c;
        default:
            return true;
    }
}

}  // namespace liquid::program
