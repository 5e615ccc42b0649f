// The state of one lowering; its members are spread over lower*.cpp by concept.
#pragma once

#include <string_view>
#include <vector>

#include "program/lower.hpp"
#include "value/runtime.hpp"

namespace liquid::program {

class Lowering {
public:
    Lowering(const Ast& ast, Program& program, const Bindings& bindings);
    void run();

private:
    using Index = std::uint32_t;  // of a node
    using Address = std::uint32_t;

    // What stands between a statement and the loop (or template) around it, and must end when an interrupt leaves it.
    struct Enclosing {
        enum class Kind : std::uint8_t { For, Tablerow, Case, Capture, Ifchanged, TagBody };
        Kind kind;
        std::uint32_t cell = 0;          // Capture, Ifchanged
        std::vector<Address> breaks;     // For, Tablerow: instructions whose a = the end of the loop
        std::vector<Address> continues;  // jumps to the loop's next turn, or to the case's next value
        bool more = false;               // Case: branches follow that may run too
    };

    // lower.cpp: statements
    void statement(Index i);
    void statement_code(Index i);
    void body(Index i, bool without_blank_text);
    void text(Index i);
    void output(Index i);
    void assign(Index i);
    void capture(Index i);
    void counter(Index i, Op op);
    void ifchanged(Index i);
    void cycle(Index i);
    void raw(Index i);
    std::uint32_t cycle_counter(Index first_value, Index end);
    bool append_to_itself(Index i);

    // lower_blocks.cpp: branches and loops
    void branches(Index i, bool inverted);
    void condition_jumps(Index first, Index end, bool inverted, std::vector<Address>& to_body,
                         std::vector<Address>& to_next);
    void case_block(Index i);
    void for_block(Index i);
    void tablerow(Index i);
    void loop_turn(Index at, bool without_blank_text);
    void interrupt(Interrupt kind);
    void check_pending();
    void leave_pending();
    bool falls_through_pending(Index i) const;
    Enclosing leave();

    // lower_partials.cpp: include, render, host tags
    std::vector<std::pair<std::uint32_t, Index>> arguments(Index at, Index end);
    void include(Index i);
    void render(Index i);
    void custom_tag(Index i);
    std::pair<Address, Address> interrupt_stubs();

    // lower_expression.cpp
    void expression(Index i);
    void lookup(Index i);
    void pipeline(Index i);
    void filter(Index i);
    bool is_literal(Index i) const;
    bool is_literal_key(Index i) const;
    Value literal(Index i);
    Value literal_range(Index i);
    std::uint32_t path(Index i, Index& rest);
    PathKey path_key(Index segment);
    std::string_view squeezed(Span span);

    // emitting
    Address here() const { return static_cast<Address>(program_.code.size()); }
    Address emit(Op op, std::uint32_t a = 0, std::uint32_t b = 0, std::uint16_t n = 0) {
        program_.code.push_back(Instruction{op, 0, n, a, b, 0});
        return here() - 1;
    }
    void pushed(int n = 1) {
        depth_ += n;
        if (depth_ > program_.stack_size) program_.stack_size = static_cast<std::uint16_t>(depth_);
    }
    void popped(int n = 1) { depth_ -= n; }
    void patch(const std::vector<Address>& jumps, Address to) {
        for (Address jump : jumps) program_.code[jump].a = to;
    }
    void place(Span span) { program_.places.push_back({here(), span}); }
    std::uint32_t constant(Value value) {
        program_.constants.push_back(value);
        return static_cast<std::uint32_t>(program_.constants.size() - 1);
    }
    std::uint32_t cell(std::string_view name);
    std::uint32_t own_cell(char kind, std::string_view rest);
    std::string_view keep(std::string_view text);
    Value kept(Value value);
    std::uint32_t sites(std::uint32_t count) {
        std::uint32_t first = program_.sites;
        program_.sites += count;
        return first;
    }

    // the tree
    const Node& node(Index i) const { return nodes_[i]; }
    std::string_view text_of(TextRef ref) const {
        if (ref.begin < source_size_) return std::string_view(program_.source).substr(ref.begin, ref.length);
        return std::string_view(program_.pool).substr(ref.begin - source_size_, ref.length);
    }
    std::string_view text_of(Index i) const { return text_of(nodes_[i].text); }
    bool blank(Index i) const { return (facts_[i] & kBlank) != 0; }
    void gather_facts();
    std::uint8_t facts_of(Index i, std::uint8_t below, std::uint8_t any) const;

    static constexpr std::uint8_t kBlank = 1;       // Tag#blank? / BlockBody#blank? of the reference
    static constexpr std::uint8_t kEscapes = 2;     // something below may keep a forloop
    static constexpr std::uint8_t kInterrupts = 4;  // an interrupt may come out
    static constexpr std::uint8_t kMany = 8;        // more than one at once may come out

    const std::vector<Node>& nodes_;
    std::size_t source_size_;
    Program& program_;
    const Bindings& bindings_;
    std::vector<std::uint8_t> facts_;
    std::vector<Enclosing> enclosing_;
    std::vector<std::uint32_t> name_table_;  // open addressing over program_.names, index + 1
    Runtime runtime_;                        // for the conversion of literals
    bool checked_ = false;                   // this code may begin while an interrupt is pending
    int depth_ = 0;
    std::uint16_t loop_depth_ = 0;
    std::uint16_t buffer_depth_ = 0;
};

}  // namespace liquid::program
