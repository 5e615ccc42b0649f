// Runs programs: the loop over instructions, and what the large ones do.
#pragma once

#include <cstdint>

#include <liquid/tag.hpp>

#include "render/context.hpp"
#include "value/operations.hpp"
#include "value/stretches.hpp"

namespace liquid::render {

// A filter, host or drop must not hold a variable's block by accident: only whole variables carry the mark.
inline Value unrooted(Value value) { return value.with_storage(value.storage()); }

inline bool compare_integers(Operator op, std::int64_t a, std::int64_t b) {
    switch (op) {
        case Operator::Equal:
            return a == b;
        case Operator::NotEqual:
            return a != b;
        case Operator::Less:
            return a < b;
        case Operator::Greater:
            return a > b;
        case Operator::LessEqual:
            return a <= b;
        case Operator::GreaterEqual:
            return a >= b;
        default:
            return false;
    }
}

class Renderer {
public:
    explicit Renderer(Context& context) : c_(context), runtime_(context.runtime) {}

    // How deep loops, buffers and the value stack are at the static depth 0 of a run.
    struct Base {
        std::size_t loops = 0;
        std::size_t buffers = 0;
        std::size_t saved = 0;
        std::uint32_t stack = 0;  // values that the code believes to be below it
    };
    Base base() const { return {c_.loops.size(), c_.buffer_depth(), c_.saved.size(), 0}; }

    // Runs from `at` to the Return. Errors become diagnostics and text on the way.
    Interrupt run(Activation& activation, std::uint32_t at, const Base& base);
    // Runs an argument's code; Failed when it fails.
    Value evaluate(Activation& activation, std::uint32_t at);
    Value* new_stack(const program::Program& program);
    std::uint32_t trimmed_start(const program::Program& program);

    // Reports Runtime::failure at `address` and writes its text (unless the statement is blank).
    void report(const Activation& activation, std::uint32_t address);
    void report_limit(const Activation& activation, std::uint32_t address, const LimitHit& hit);
    static void place(const Activation& activation, std::uint32_t address, ReferenceLimitHit& hit);
    void report_end_of_memory(const Activation& activation, std::uint32_t address);
    // The innermost statement around an address.
    static const program::NodeRow* row_of(const program::Program& program, std::uint32_t address);
    // The narrowest place that is known for an address.
    static Span span_of(const program::Program& program, std::uint32_t address);
    // What the policy puts on the page for a diagnostic that was reported.
    void write_error(const Diagnostic& diagnostic);
    Diagnostic& add(const Activation& activation, std::uint32_t address, Diagnostic diagnostic);
    static std::vector<Hop> chain(const Activation& activation);

private:
    friend class Call;
    Interrupt loop(Activation& activation, std::uint32_t at, const Base& base, Value* stack, bool evaluating);
    // quick.cpp
    const program::Instruction* quick(const Activation& activation, const program::Instruction* ip, Value*& top,
                                      Arena::Mark mark);
    void unwind(const program::NodeRow& row, const Base& base);

    // look-ups
    Value read_strict(Activation& activation, Cell& cell);
    Value key(Value object, const program::PathKey& key, Site& site);
    Value missing_key(Value object, const program::PathKey& key);
    Value follow(Activation& activation, const program::Path& path, Site* sites);
    Value find_name(Activation& activation, Value name);
    Value index(Value object, Value by);
    Value range_end(Value value);

    // operators
    Value compare(Operator op, Value left, Value right);
    bool truthy(Value value) {
        if (value.is(Type::Drop)) [[unlikely]]
            return primitive(runtime_, value).truthy();
        return value.truthy();
    }
    Value compare_values(Operator op, Value left, Value right);
    Value call_filter(const program::FilterRef& filter, Value* arguments, std::uint32_t count);
    Value fail_thrown(const std::string& where);
    Value keywords(const program::Program& program, std::uint32_t first, Value* values, std::uint32_t count);
    bool append_to(Cell& cell, Activation& activation, Value text);

    // loops.cpp
    enum class Begin : std::uint8_t { Failed, Empty, Ready };
    // They take their values from the stack.
    Begin for_begin(Activation& activation, const program::ForInfo& info, Value*& top);
    bool for_next(std::uint64_t work);
    void next_turn(Loop& loop, std::uint64_t work) {
        ++loop.record->index;
        ++loop.index;
        runtime_.arena.release(loop.turn);
        runtime_.step(work);
        set_item(loop);
    }
    void for_end();
    Begin tablerow_begin(Activation& activation, const program::TablerowInfo& info, Value*& top);
    bool tablerow_next(std::uint64_t work);
    void tablerow_end();
    void open_loop(Activation& activation, Cell& variable, Cell& loop_cell, Arena::Mark mark);
    bool items_of(Loop& to, Value collection, std::int64_t from, std::optional<std::int64_t> until);
    static void set_item(Loop& loop) {
        std::int64_t at = loop.reversed ? loop.count - 1 - loop.index : loop.index;
        loop.variable->visible = loop.items == nullptr ? Value::integer(loop.range_first + at) : loop.items[at];
    }

    // turns.cpp: cycle, increment, capture, ifchanged
    std::uint32_t cycle_turn(const program::CycleInfo& info, Cell& counter);
    Cell& cycle_cell(Activation& activation, Value name);
    bool cycle_end(const program::CycleInfo& info, Cell& counter, Value value);
    bool count(Activation& activation, Cell& cell, int step, bool print_new);
    void capture_begin();
    void capture_end(Cell* cell);
    void ifchanged_end(Cell& last);

    // partial_calls.cpp
    Watch watch();
    bool load(Activation& activation, const program::PartialInfo& info, std::uint32_t number, std::string_view name,
              std::uint32_t address);
    void parsed(const Partial& partial);
    // What parsing the partial warned of, once a render (an invalid one is parsed each time).
    void warn(const Activation& activation, const Partial& partial, std::uint32_t address);
    bool fail_load(const Partial& partial, std::string_view name);
    bool include_load(Activation& activation, std::uint32_t number, Value name, std::uint32_t address);
    bool include_scope(Activation& activation);
    void include_run(Activation& activation, const program::PartialInfo& info, Value variable, std::uint32_t address);
    bool render_run(Activation& activation, const program::PartialInfo& info, Value* values, std::uint32_t address);
    bool render_one(Activation& activation, const Partial& partial, const program::PartialInfo& info, Value* arguments,
                    Value value, ForLoopRecord* record, std::uint32_t address);
    Interrupt run_partial(Activation& activation);
    // The reference's bound on scopes open one inside another, whatever `nesting` is.
    static constexpr int kMostScopes = 100;
    bool too_deep(int scopes) {
        if (scopes <= kMostScopes) [[likely]]
            return false;
        fail_too_deep(scopes);
        return true;
    }
    void fail_too_deep(int scopes);
    void close_scopes(std::size_t to);

    // tag_call.cpp
    bool call_tag(Activation& activation, const program::TagInfo& info, std::uint32_t address, const Base& base,
                  Interrupt& interrupt);

    // False: a host object failed while it was printed.
    bool emit(const Value& value) {
        Buffer& out = c_.out();
        if (value.is_string()) {
            append_bytes(runtime_, out, value.as_string());
        } else if (value.is_int()) {
            emit_int(value.as_int());
        } else if (!value.is_nil()) {
            append_output(runtime_, out, value);
            return !host_failed();
        }
        return true;
    }
    void emit_int(std::int64_t number) {
        c_.out().append_with([=](char* to) { return write_int(to, number); });
    }
    // Operations without a result of their own (text, ==) leave word of a host's exception in the Runtime.
    bool host_failed() {
        if (!runtime_.host_failed) [[likely]]
            return false;
        runtime_.host_failed = false;
        return true;
    }
    void flush_if_full();

    Context& c_;
    Runtime& runtime_;
    Value result_;  // of evaluate()
};

}  // namespace liquid::render
