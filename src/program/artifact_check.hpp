// Whether a program that came from a file keeps to the rules that lowering keeps by construction. Each answers what is
// wrong, or null.
#pragma once

#include <cstdint>
#include <vector>

#include "program/program.hpp"

namespace liquid::program {

// Every entry of every table points at what is there.
const char* check_tables(const Program& program);
// Every operand of every instruction does.
const char* check_operands(const Program& program);

// Follows all ways that the code can take: the stack, the open loops and captures, and what instructions leave for
// later ones are the same on every way to a place, and as the node rows say. Keeps its memory from program to program.
class FlowCheck {
public:
    const char* check(const Program& program);

private:
    struct State {
        std::uint32_t depth = 0;    // of the value stack
        std::uint32_t stable = 0;   // values at its bottom that no release of temporaries can touch
        std::uint32_t context = 0;  // the innermost loop, or what the code was entered as
        std::uint32_t buffers = 0;
        std::uint32_t mode = 0;  // what waits for its end: Mode and an index
        bool pending = false;    // an interrupt is known to be
    };
    enum class Mode : std::uint32_t { None, Cycle, Include, IncludeScope, Render };
    static std::uint32_t mode(Mode kind, std::uint32_t index) { return static_cast<std::uint32_t>(kind) << 28 | index; }
    static Mode kind_of(std::uint32_t mode) { return static_cast<Mode>(mode >> 28); }

    struct Context {
        enum class Kind : std::uint8_t { Page, Body, Argument, For, Tablerow, Shared };
        Kind kind = Kind::Page;
        std::uint32_t parent = kNone;
        std::uint32_t nesting = 0;  // contexts around
        std::uint32_t depth = 0;    // loops that are open
        std::uint32_t start = 0;    // of a loop: where each turn begins, and how it was there; so of shared code
        std::uint32_t stack = 0;
        std::uint32_t buffers = 0;
        std::uint32_t floor = 0;    // buffers that belong to somebody else
        std::uint32_t bottom = 0;   // values that do: the places to go back to
        std::uint32_t charged = 0;  // Shared: what each call is charged at least
        std::uint16_t values = 0;   // Shared: that it leaves
    };
    struct OpenRow {
        const NodeRow* row;
        std::uint32_t context;
        bool entered;  // its first instruction can be reached
    };

    const char* rows_at(std::uint32_t address);
    const char* step(std::uint32_t address);
    const char* special(std::uint32_t address, const Instruction& now);
    const char* loop_begin(std::uint32_t address, std::uint32_t values, std::uint32_t to_end, Context::Kind kind);
    const char* loop_next(std::uint32_t address, const Instruction& now, Context::Kind kind);
    const char* loop_break(std::uint32_t address, std::uint32_t to, Context::Kind kind);
    const char* call_shared(std::uint32_t address, const Instruction& now);
    const char* return_shared(std::uint32_t address, const Instruction& now);
    const char* turns(std::uint32_t address, std::uint32_t index);
    const char* call_tag(std::uint32_t address, const Instruction& now);
    const char* reach(std::uint32_t address, std::uint32_t target, const State& state);
    static bool join(State& known, const State& other);
    bool row_holds(const OpenRow& row);
    const char* take(std::uint32_t count) {
        if (std::uint64_t{count} + contexts_[state_.context].bottom > state_.depth) return "the value stack runs empty";
        state_.depth -= count;
        if (state_.stable > state_.depth) state_.stable = state_.depth;
        return nullptr;
    }

    const Program* program_ = nullptr;
    State state_;
    bool live_ = false;
    std::vector<State> reached_;       // by address, of jumps' targets
    std::vector<std::uint32_t> seen_;  // the program that reached it
    std::uint32_t number_ = 0;
    std::vector<Context> contexts_;
    std::vector<OpenRow> rows_;
    std::size_t next_row_ = 0;
    std::uint64_t work_ = 0;  // jumps of cycles and tags
    std::uint32_t held_context_ = kNone;
    const NodeRow* held_row_ = nullptr;
};

}  // namespace liquid::program
