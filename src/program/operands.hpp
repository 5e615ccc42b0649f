// What the columns of ops.def say, as a table.
#pragma once

#include <cstddef>
#include <cstdint>

#include "program/program.hpp"

namespace liquid::program {

enum class Operand : std::uint8_t {
    None,
    Begin,  // of a text in the source; the next operand is its length
    Length,
    Nodes,     // in a body
    Jump,      // an address behind this one
    Miss,      // the same; 0: none
    Turn,      // the address behind the begin of the loop around
    Steps,     // that a turn or a call is charged: at least one for each instruction of it
    Site,      // the first of as many sites as there are keys
    Count,     // of values that the instruction takes
    Constant,  // the rest are indices into the table of that name
    Cell,
    Path,
    Key,
    Filter,
    Keyword,
    Failure,
    Loop,
    Tablerow,
    Cycle,
    Partial,
    Tag,
    Operator,   // of n
    Interrupt,  // of n
    Values,     // of n: how many code that is shared leaves, none or one
};

// What the verifier of artifacts has to know beyond the stack.
enum Trait : std::uint8_t {
    Plain = 0,
    Expression = 1,  // may stand in the code of a host tag's argument
    Bare = 2,        // cannot fail: may stand outside of statements
    Ends = 4,        // never goes on to the next instruction
    Releases = 8,    // ends the statement's temporaries: only constants may stay on the stack
    Special = 16,    // rules of its own
};

struct OpInfo {
    const char* name;
    Operand a, b, c, n;
    std::uint8_t pops, pushes, traits;
};

inline constexpr OpInfo kOps[] = {
#define LIQUID_OP(name, a, b, c, n, pops, pushes, traits) \
    {#name, Operand::a, Operand::b, Operand::c, Operand::n, pops, pushes, traits},
#include "program/ops.def"
#undef LIQUID_OP
};
inline constexpr std::size_t kOpCount = sizeof kOps / sizeof kOps[0];

inline const OpInfo& info(Op op) { return kOps[static_cast<std::size_t>(op)]; }

}  // namespace liquid::program
