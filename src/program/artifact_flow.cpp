// The ways through a program's code. Jumps go forward, except to the next turn of the loop around; so one walk from the
// first instruction to the last knows how every place can be reached.
#include <algorithm>

#include "program/artifact_check.hpp"
#include "program/operands.hpp"

namespace liquid::program {

namespace {

// More than any parser lets pass.
constexpr std::uint32_t kDeepestContexts = 2200;
constexpr std::uint32_t kMostBuffers = 5000;

constexpr const char* kTooDeep = "loops are nested too deep";
constexpr const char* kUnsteady = "values would outlive their statement";
constexpr const char* kUnfinished = "something was begun and not ended";

}  // namespace

const char* FlowCheck::check(const Program& program) {
    program_ = &program;
    std::size_t size = program.code.size();
    if (size == 0) return "there is no code";
    if (program.stack_size > size + 1) return "the value stack is larger than the code";
    // The one that is looked at last: what memory ended in between leaves nothing that is too short.
    if (reached_.size() < size) reached_.resize(size);
    if (seen_.size() < size) seen_.resize(size, 0);
    ++number_;
    contexts_.assign(1, Context{});
    rows_.clear();
    next_row_ = 0;
    work_ = 0;
    held_row_ = nullptr;
    held_context_ = kNone;
    state_ = State{};
    live_ = true;
    for (std::uint32_t address = 0; address < size; ++address) {
        if (seen_[address] == number_) {
            if (live_ && !join(reached_[address], state_)) return "two ways to one place do not agree";
            state_ = reached_[address];
            live_ = true;
        }
        if (const char* fault = rows_at(address)) return fault;
        if (!live_) continue;
        if (const char* fault = step(address)) return fault;
    }
    if (live_) return "the code runs over its end";
    if (next_row_ != program.nodes.size()) return "a statement is not in the code";
    return nullptr;
}

// Opens and closes the rows of the node table on the way. An error goes on at its row's end, with what was there when
// the row began.
const char* FlowCheck::rows_at(std::uint32_t address) {
    while (!rows_.empty() && rows_.back().row->end <= address) rows_.pop_back();
    const Table<NodeRow>& nodes = program_->nodes;
    while (next_row_ < nodes.size() && nodes[next_row_].begin == address) {
        const NodeRow& row = nodes[next_row_++];
        if (row.begin == row.end) continue;
        if (!rows_.empty() && row.end > rows_.back().row->end) return "two statements overlap";
        rows_.push_back({&row, state_.context, live_});
        if (!live_) continue;
        if (row.stack != state_.depth || row.stack != state_.stable || row.buffers != state_.buffers ||
            row.loops != contexts_[state_.context].depth || state_.mode != 0)
            return "a statement begins otherwise than it says";
        State after = state_;
        after.pending = false;
        if (const char* fault = reach(address, row.end, after)) return fault;
    }
    return nullptr;
}

// Whether an error here can be unwound to the row.
bool FlowCheck::row_holds(const OpenRow& open) {
    const NodeRow& row = *open.row;
    if (!open.entered || state_.depth < row.stack || state_.stable < row.stack || state_.buffers < row.buffers)
        return false;
    if (held_row_ == &row && held_context_ == state_.context) return true;
    std::uint32_t context = state_.context;
    auto is_inside = [&](const Context& inner) {
        return inner.depth > row.loops || inner.kind == Context::Kind::Shared;
    };
    while (context != open.context && is_inside(contexts_[context]) && contexts_[context].parent != kNone)
        context = contexts_[context].parent;
    if (context != open.context) return false;
    held_row_ = &row;
    held_context_ = state_.context;
    return true;
}

// All ways to a place are known before the walk comes there. What is steady on one only is not.
bool FlowCheck::join(State& known, const State& other) {
    known.stable = std::min(known.stable, other.stable);
    return known.depth == other.depth && known.context == other.context && known.buffers == other.buffers &&
           known.mode == other.mode && known.pending == other.pending;
}

const char* FlowCheck::reach(std::uint32_t address, std::uint32_t target, const State& state) {
    if (target <= address || target >= program_->code.size()) return "a jump goes where none may";
    if (seen_[target] == number_) return join(reached_[target], state) ? nullptr : "two ways to one place do not agree";
    seen_[target] = number_;
    reached_[target] = state;
    return nullptr;
}

const char* FlowCheck::step(std::uint32_t address) {
    const Instruction& now = program_->code[address];
    const OpInfo& op = info(now.op);
    const Context& context = contexts_[state_.context];
    if (context.kind == Context::Kind::Argument) {
        if ((op.traits & Expression) == 0) return "an argument is no expression";
    } else if ((op.traits & Bare) == 0 && (rows_.empty() || !row_holds(rows_.back()))) {
        return "an error would have nowhere to go";
    }
    if ((op.traits & Special) != 0) return special(address, now);
    if (state_.mode != 0 && (op.traits & Expression) == 0 && now.op != Op::Jump) return kUnfinished;

    bool pending = state_.pending && (now.op == Op::Pop || now.op == Op::Jump);
    state_.pending = false;
    std::uint32_t taken = op.pops;
    if (op.b == Operand::Count) {
        if (now.b > state_.depth) return "the value stack runs empty";
        taken += now.b;
    }
    if (const char* fault = take(taken)) return fault;
    if ((op.traits & Releases) != 0 && state_.stable != state_.depth) return kUnsteady;
    if (now.op == Op::Return) {
        if (context.kind == Context::Kind::Argument) {
            if (state_.depth == 0) return "an argument has no value";
        } else if (state_.mode != 0 || (context.kind != Context::Kind::Page && context.kind != Context::Kind::Body) ||
                   state_.buffers != context.floor) {
            return kUnfinished;
        }
    }
    state_.depth += op.pushes;
    if (state_.depth > program_->stack_size) return "the value stack runs over";
    if (now.op == Op::Constant && state_.stable + 1 == state_.depth) ++state_.stable;
    if (op.a == Operand::Jump)
        if (const char* fault = reach(address, now.a, state_)) return fault;
    if (op.c == Operand::Miss && now.c != 0)
        if (const char* fault = reach(address, now.c, state_)) return fault;
    state_.pending = pending || now.op == Op::SkipUnlessPending;
    live_ = (op.traits & Ends) == 0;
    return nullptr;
}

const char* FlowCheck::special(std::uint32_t address, const Instruction& now) {
    bool pending = state_.pending;
    state_.pending = false;
    Mode kind = kind_of(state_.mode);
    bool in_partial = kind == Mode::Include || kind == Mode::IncludeScope || kind == Mode::Render;
    switch (now.op) {
        case Op::CycleEnd:
            if (state_.mode != mode(Mode::Cycle, now.a)) return "a cycle ends that did not begin";
            if (const char* fault = take(1)) return fault;
            state_.mode = 0;
            return state_.stable != state_.depth ? kUnsteady : nullptr;
        case Op::IncludeDefault:
            if (kind != Mode::Include) return "a partial's name is missing";
            if (++state_.depth > program_->stack_size) return "the value stack runs over";
            return nullptr;
        case Op::IncludeScope:
            if (kind != Mode::Include) return "a partial's scope has no partial";
            state_.mode = mode(Mode::IncludeScope, state_.mode & 0x0fffffffu);
            return nullptr;
        case Op::SetVisible:
            if (kind != Mode::IncludeScope) return "a partial's argument has no scope";
            return take(1);
        case Op::IncludeRun: {
            if (state_.mode != mode(Mode::IncludeScope, now.a)) return "a partial runs that was not found";
            if (const char* fault = take(1)) return fault;
            if (state_.stable != state_.depth) return kUnsteady;
            state_.mode = 0;
            live_ = false;
            if (const char* fault = reach(address, now.c, state_)) return fault;
            State left = state_;
            left.pending = true;
            return reach(address, program_->partials[now.a].on_pending, left);
        }
        case Op::RenderEmpty: {
            if (kind != Mode::Render) return "a partial's list has no partial";
            State empty = state_;
            if (const char* fault = take(1)) return fault;
            std::swap(empty, state_);
            empty.mode = 0;
            return reach(address, now.a, empty);
        }
        case Op::RenderRun: {
            if (state_.mode != mode(Mode::Render, now.a)) return "a partial runs that was not found";
            const PartialInfo& partial = program_->partials[now.a];
            if (partial.argument_count > state_.depth) return "the value stack runs empty";
            if (const char* fault = take(partial.argument_count + (partial.has_value ? 1u : 0u))) return fault;
            state_.mode = 0;
            return state_.stable != state_.depth ? kUnsteady : nullptr;
        }
        default:
            break;
    }
    if (in_partial || kind == Mode::Cycle) return kUnfinished;
    switch (now.op) {
        case Op::JumpIfFlag:
            if (state_.depth == 0) return "the value stack runs empty";
            return reach(address, now.a, state_);
        case Op::SetFlag:
            if (const char* fault = take(1)) return fault;
            if (state_.stable == state_.depth++) ++state_.stable;
            return nullptr;
        case Op::CallShared:
            return call_shared(address, now);
        case Op::ReturnShared:
            return return_shared(address, now);
        case Op::CaptureBegin:
        case Op::IfchangedBegin:
            return ++state_.buffers > kMostBuffers ? "captures are nested too deep" : nullptr;
        case Op::CaptureEnd:
        case Op::IfchangedEnd:
            if (state_.buffers <= contexts_[state_.context].floor) return "a capture ends that did not begin";
            if (state_.stable != state_.depth) return kUnsteady;
            --state_.buffers;
            state_.pending = pending;
            return nullptr;
        case Op::ForBegin: {
            const ForInfo& loop = program_->loops[now.a];
            return loop_begin(address, 1 + (loop.has_offset ? 1 : 0) + (loop.has_limit ? 1 : 0), now.b,
                              Context::Kind::For);
        }
        case Op::TablerowBegin: {
            const TablerowInfo& row = program_->tablerows[now.a];
            return loop_begin(address, 1 + (row.has_offset ? 1 : 0) + (row.has_limit ? 1 : 0) + (row.has_cols ? 1 : 0),
                              now.b, Context::Kind::Tablerow);
        }
        case Op::ForNext:
            return loop_next(address, now, Context::Kind::For);
        case Op::TablerowNext:
            return loop_next(address, now, Context::Kind::Tablerow);
        case Op::ForBreak:
            return loop_break(address, now.a, Context::Kind::For);
        case Op::TablerowBreak:
            return loop_break(address, now.a, Context::Kind::Tablerow);
        case Op::SkipUnlessTrue: {
            State skipped = state_;
            if (const char* fault = take(1)) return fault;
            std::swap(skipped, state_);
            return reach(address, now.a, skipped);
        }
        case Op::TakeInterrupt:
            if (!pending) return "an interrupt is taken that nobody left";
            return reach(address, now.a, state_);
        case Op::CycleNamed:
            if (const char* fault = take(1)) return fault;
            return turns(address, now.a);
        case Op::Cycle:
            return turns(address, now.a);
        case Op::IncludeLoad:
            if (const char* fault = take(1)) return fault;
            state_.mode = mode(Mode::Include, now.a);
            return nullptr;
        case Op::RenderLoad:
            state_.mode = mode(Mode::Render, now.a);
            return nullptr;
        case Op::CallTag:
            return call_tag(address, now);
        default:
            return "an instruction has no rule";
    }
}

// --- loops ---

const char* FlowCheck::loop_begin(std::uint32_t address, std::uint32_t values, std::uint32_t to_end,
                                  Context::Kind kind) {
    if (const char* fault = take(values)) return fault;
    if (state_.stable != state_.depth) return kUnsteady;
    if (const char* fault = reach(address, to_end, state_)) return fault;
    Context loop = contexts_[state_.context];
    loop.kind = kind;
    loop.parent = state_.context;
    loop.start = address + 1;
    loop.stack = state_.depth;
    loop.buffers = state_.buffers;
    ++loop.depth;
    if (++loop.nesting > kDeepestContexts) return kTooDeep;
    state_.context = static_cast<std::uint32_t>(contexts_.size());
    contexts_.push_back(loop);
    return nullptr;
}

const char* FlowCheck::loop_next(std::uint32_t address, const Instruction& now, Context::Kind kind) {
    const Context& loop = contexts_[state_.context];
    if (loop.kind == kind && loop.start == now.a && now.b < address + 1 - now.a) return "a turn is charged too little";
    if (loop.kind != kind || loop.start != now.a || loop.stack != state_.depth || loop.buffers != state_.buffers)
        return "a loop's turn ends in another loop";
    if (state_.stable != state_.depth) return kUnsteady;
    state_.context = loop.parent;
    return nullptr;
}

const char* FlowCheck::loop_break(std::uint32_t address, std::uint32_t to, Context::Kind kind) {
    const Context& loop = contexts_[state_.context];
    if (loop.kind != kind) return "a loop is left that is not open";
    if (state_.stable != state_.depth) return kUnsteady;
    state_.context = loop.parent;
    live_ = false;
    return reach(address, to, state_);
}

// --- shared code ---

// All calls find the same there, and go on behind themselves with what they had and the values of the code.
const char* FlowCheck::call_shared(std::uint32_t address, const Instruction& now) {
    if (state_.stable != state_.depth) return kUnsteady;
    State inside = state_;
    inside.stable = ++inside.depth;
    if (now.a < program_->code.size() && seen_[now.a] == number_) {
        Context& known = contexts_[reached_[now.a].context];
        if (known.kind != Context::Kind::Shared || known.start != now.a || known.parent != state_.context ||
            known.values != now.n)
            return "shared code is called from two places that do not agree";
        known.charged = std::min(known.charged, now.b);
        inside.context = reached_[now.a].context;
    } else {
        Context shared = contexts_[state_.context];
        shared.kind = Context::Kind::Shared;
        shared.parent = state_.context;
        shared.start = now.a;
        shared.stack = shared.bottom = inside.depth;
        shared.buffers = state_.buffers;
        shared.charged = now.b;
        shared.values = now.n;
        if (++shared.nesting > kDeepestContexts) return kTooDeep;
        inside.context = static_cast<std::uint32_t>(contexts_.size());
        contexts_.push_back(shared);
    }
    if (inside.depth > program_->stack_size) return "the value stack runs over";
    state_.depth += now.n;
    return reach(address, now.a, inside);
}

const char* FlowCheck::return_shared(std::uint32_t address, const Instruction& now) {
    const Context& shared = contexts_[state_.context];
    if (shared.kind != Context::Kind::Shared || shared.values != now.n || shared.stack + now.n != state_.depth ||
        shared.buffers != state_.buffers || state_.stable < shared.stack)
        return "shared code goes back otherwise than it was called";
    if (shared.charged < address + 1 - shared.start) return "shared code is charged too little";
    live_ = false;
    return nullptr;
}

// --- cycles and tags ---

const char* FlowCheck::turns(std::uint32_t address, std::uint32_t index) {
    const CycleInfo& cycle = program_->cycles[index];
    work_ += cycle.turns.size();
    if (work_ > program_->code.size()) return "there are more jumps than code";
    state_.mode = mode(Mode::Cycle, index);
    for (std::uint32_t turn : cycle.turns)
        if (const char* fault = reach(address, turn, state_)) return fault;
    live_ = false;
    return reach(address, cycle.none, state_);
}

// Arguments and bodies are run by themselves, with what they begin with; a body keeps the depths of its row.
const char* FlowCheck::call_tag(std::uint32_t address, const Instruction& now) {
    if (state_.stable != state_.depth) return kUnsteady;
    const TagInfo& tag = program_->tags[now.a];
    work_ += tag.arguments.size() + tag.bodies.size();
    if (work_ > program_->code.size()) return "there are more jumps than code";
    const NodeRow& row = *rows_.back().row;
    const std::uint32_t bottom = contexts_[state_.context].bottom;
    auto enter = [&](Context::Kind kind, std::uint32_t at, std::uint32_t stack, std::uint32_t loops,
                     std::uint32_t buffers) {
        Context begin;
        begin.kind = kind;
        begin.depth = loops;
        begin.floor = begin.buffers = buffers;
        begin.bottom = std::min(bottom, stack);
        State state;
        state.depth = state.stable = stack;
        state.buffers = buffers;
        state.context = static_cast<std::uint32_t>(contexts_.size());
        contexts_.push_back(begin);
        return reach(address, at, state);
    };
    for (const TagInfo::Argument& argument : tag.arguments)
        if (const char* fault = enter(Context::Kind::Argument, argument.code, 0, 0, 0)) return fault;
    for (const TagInfo::Body& body : tag.bodies)
        if (const char* fault = enter(Context::Kind::Body, body.code, row.stack, row.loops, row.buffers)) return fault;
    if (const char* fault = reach(address, tag.on_break, state_)) return fault;
    if (const char* fault = reach(address, tag.on_continue, state_)) return fault;
    live_ = false;
    return reach(address, now.c, state_);
}

}  // namespace liquid::program
