// The state of one lowering; its members are spread over lower*.cpp by concept.
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "program/lower.hpp"
#include "source/memory.hpp"
#include "value/runtime.hpp"

namespace liquid::program {

class Lowering {
public:
    Lowering(const Ast& ast, Program& program, const Bindings& bindings);
    void run();

private:
    using Index = std::uint32_t;  // of a node
    using Address = std::uint32_t;
    static constexpr std::uint32_t kPasses = 256;  // of code, or of what it is made from

    // What stands between a statement and the loop (or template) around it, and must end when an interrupt leaves it.
    struct Enclosing {
        enum class Kind : std::uint8_t { For, Tablerow, Case, Capture, Ifchanged, TagBody };
        Kind kind;
        std::uint32_t cell = 0;     // Capture, Ifchanged
        Address breaks = kNone;     // For, Tablerow: the chain of instructions whose a = the end of the loop
        Address continues = kNone;  // the chain of jumps to the loop's next turn, or to the case's next value
        bool more = false;          // Case: branches follow that may run too
    };

    void make_room();
    // Who waits for the program looks now and then.
    void pass() {
        if (++passed_ % kPasses == 0) [[unlikely]]
            bindings_.watch();
    }
    // The same where code follows: who waits for a page looks there, too, because a run of code is charged when it
    // begins, however long it is.
    void pass_code(Span at) {
        if (++code_passed_ % kPasses == 0) [[unlikely]]
            look(at);
    }
    void look(Span at);
    void watch_literals();

    // lower.cpp: statements
    void statement(Index i);
    void statement_code(Index i);
    void body(Index i, bool without_blank_text);
    void text(Index i);
    void emit_text(std::uint32_t begin, std::uint32_t length);
    void output(Index i);
    void assign(Index i);
    void capture(Index i);
    void counter(Index i, Op op);
    void ifchanged(Index i);
    void cycle(Index i);
    std::uint32_t cycle_counter(Index first_value, Index end);
    bool append_to_itself(Index i);

    // lower_blocks.cpp: branches and loops
    void branches(Index i, bool inverted);
    void condition_jumps(Index first, Index end, bool inverted, Address& to_body, Address& to_next);
    void case_block(Index i);
    void call_shared(Address& calls, std::uint16_t values);
    template <class Code>
    void shared(Address calls, std::uint16_t values, Code code);
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
    bool is_falsy(Index i) const;
    void include(Index i);
    void render(Index i);
    void custom_tag(Index i);
    std::pair<Address, Address> interrupt_stubs();

    // lower_expression.cpp
    void expression(Index i);
    void lookup(Index i);
    void pipeline(Index i);
    const FilterSpec* found_filter(Index i);
    void filter(Index i);
    void keywords(Index i);
    void filters(Index child, Index end);
    bool is_literal(Index i) const;
    bool is_literal_key(Index i) const;
    Value literal(Index i);
    Value literal_range(Index i);
    std::uint32_t path(Index i, Index& rest);
    void add_key(Index segment);
    void add_keys(Index& rest, Index end);
    void add_many_keys(Index& rest, Index end);
    std::string_view loop_name(Index i, Span collection);

    // lower_fold.cpp
    bool fold(Index i, Value& input);
    Value folded(Index& child, Index end);
    bool print_constant(Value value);

    // emitting
    Address here() const { return static_cast<Address>(program_.code.size()); }
    Address emit(Op op, std::uint32_t a = 0, std::uint32_t b = 0, std::uint16_t n = 0) {
        program_.code.push_back(Instruction{op, 0, n, a, b, 0});
        return here() - 1;
    }
    // What the code from `from` on is charged, which stood at `extra` when it began: folding and fused instructions do
    // not change it.
    std::uint32_t work(Address from, std::size_t extra) const {
        return static_cast<std::uint32_t>(here() - from + (extra_work_ - extra));
    }
    void pushed(int n = 1) {
        depth_ += n;
        auto depth = static_cast<std::uint32_t>(depth_);
        if (depth > program_.stack_size) program_.stack_size = depth;
    }
    void popped(int n = 1) { depth_ -= n; }
    // Jumps to a place that is not known yet: each one's a is the one before, until all are patched.
    void chain(Address& jumps, Address jump) {
        program_.code[jump].a = jumps;
        jumps = jump;
    }
    void patch(Address jumps, Address to) {
        for (; jumps != kNone; pass()) jumps = std::exchange(program_.code[jumps].a, to);
    }
    void place(Span span) { program_.places.push_back({here(), span}); }
    std::uint32_t constant(Value value) {
        program_.constants.push_back(value);
        return static_cast<std::uint32_t>(program_.constants.size() - 1);
    }
    std::uint32_t cell(std::string_view name);
    std::uint32_t new_cell(std::string_view name, std::uint32_t hash, std::size_t at);
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
        if (ref.begin < source_size_) return piece_of(program_.source, ref.begin, ref.length);
        return std::string_view(program_.pool).substr(ref.begin - source_size_, ref.length);
    }
    std::string_view text_of(Index i) const { return text_of(nodes_[i].text); }
    // Tag#blank? and BlockBody#blank? of the reference.
    bool blank(Index i) const { return next_facts_[i].prints >= nodes_[i].next; }
    // Whether something in the subtree may keep a forloop.
    bool escapes(Index i) const { return next_facts_[i].escapes < nodes_[i].next; }
    bool interrupts(Index i) const { return next_facts_[i].interrupts < nodes_[i].next; }
    bool leaves_many(Index i) const { return next_facts_[i].many < nodes_[i].next; }
    bool may_keep_loop(Index i);

    // At the places of statements and bodies: the first node there or behind that prints, that may keep a forloop, that
    // may leave with an interrupt, and that may leave with several.
    struct NextFacts {
        Index prints;
        Index escapes;
        Index interrupts;
        Index many;
    };
    void gather_facts();
    void gather_facts(Index begin, Index end, NextFacts& behind);

    const Node* const nodes_;
    const Index node_count_;
    std::size_t source_size_;
    Program& program_;
    const Bindings& bindings_;
    memory::Room<NextFacts> next_facts_;
    std::vector<Enclosing> enclosing_;
    std::vector<std::uint32_t> name_table_ =
        std::vector<std::uint32_t>(64);  // open addressing over program_.names, index + 1
    Runtime runtime_;                    // for the conversion of literals
    bool checked_ = false;               // this code may begin while an interrupt is pending
    int depth_ = 0;
    std::size_t folded_bytes_ = 0;
    std::size_t extra_work_ = 0;  // that the code does beyond one step for each instruction
    Index found_at_ = 0;          // the filter that was asked for last
    const FilterSpec* found_ = nullptr;
    std::unordered_set<std::string_view> unknown_filters_;
    std::unordered_map<std::string_view, std::uint32_t> unknown_operators_;      // rows of failures
    std::map<std::pair<const FilterSpec*, int>, std::uint32_t> arity_failures_;  // rows, by filter and count
    std::uint32_t passed_ = 0;                                                   // what is walked over: nodes, jumps
    std::uint32_t code_passed_ = 0;                                              // statements, expressions, filters
    std::uint16_t loop_depth_ = 0;
    std::uint16_t buffer_depth_ = 0;
};

inline std::uint32_t Lowering::cell(std::string_view name) {
    const std::uint32_t hash = hash_key(name);
    const std::uint32_t* table = name_table_.data();
    const std::size_t mask = name_table_.size() - 1;
    std::size_t at = hash & mask;
    for (; table[at] != 0; at = (at + 1) & mask) {
        const Name& known = program_.names[table[at] - 1];
        if (known.hash == hash && known.text.size() == name.size() &&
            same_bytes(known.text.data(), name.data(), name.size()))
            return table[at] - 1;
    }
    return new_cell(name, hash, at);
}

}  // namespace liquid::program
