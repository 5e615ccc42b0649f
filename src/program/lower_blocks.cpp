// Lowering of branches and loops.
#include "program/lowering.hpp"

namespace liquid::program {

namespace {

FailureRow unknown_operator(std::string_view text) {
    FailureRow failure;
    failure.kind = Kind::UnknownOperator;
    failure.reference = "Unknown operator " + std::string(text);
    failure.arguments.push_back({"operator", std::string(text)});
    return failure;
}

}  // namespace

// --- if, unless ---

void Lowering::branches(Index i, bool inverted) {
    const Node& n = nodes_[i];
    bool drop_blanks = blank(i);
    Address to_end = kNone;
    for (Index branch = i + 1; branch < n.next; branch = nodes_[branch].next) {
        const Node& b = nodes_[branch];
        Address to_next = kNone;
        Index first = branch + 1;
        Index end = first;
        for (; nodes_[end].kind == NodeKind::Condition; pass()) end = nodes_[end].next;
        if ((b.flags & Else) == 0) {
            Address to_body = kNone;
            condition_jumps(first, end, inverted && branch == i + 1, to_body, to_next);
            patch(to_body, here());
        }
        body(end, drop_blanks);
        // What follows an else can never be reached.
        if ((b.flags & Else) != 0) break;
        if (b.next < n.next) chain(to_end, emit(Op::Jump));
        patch(to_next, here());
    }
    patch(to_end, here());
}

// `and` and `or` have no precedence and group to the right: the first condition that decides, decides all.
void Lowering::condition_jumps(Index first, Index end, bool inverted, Address& to_body, Address& to_next) {
    Address& on_true = inverted ? to_next : to_body;
    Address& on_false = inverted ? to_body : to_next;
    for (Index c = first; c < end; c = nodes_[c].next) {
        const Node& n = nodes_[c];
        bool is_last = n.next >= end;
        bool jump_when = is_last ? inverted : (n.flags & Or) != 0;
        expression(c + 1);
        auto op = static_cast<Operator>(n.aux);
        if (op == Operator::None) {
            chain(jump_when ? on_true : on_false, emit(jump_when ? Op::JumpIfTrue : Op::JumpIfFalse));
            popped();
            continue;
        }
        expression(nodes_[c + 1].next);
        place(n.span);
        if (op == Operator::Unknown) {
            auto [failure, is_new] = unknown_operators_.emplace(text_of(c), program_.failures.size());
            if (is_new) program_.failures.push_back(unknown_operator(text_of(c)));
            emit(Op::Fail, failure->second);
            popped(2);
            continue;
        }
        if (jump_when) {
            emit(Op::Compare, 0, 0, n.aux);
            chain(on_true, emit(Op::JumpIfTrue));
        } else {
            chain(on_false, emit(Op::JumpUnless, 0, 0, n.aux));
        }
        popped(2);
    }
}

// --- case ---

// Code that several places run stands once: a template must not become the product of what it says. It is called, and
// goes back to behind the call. The calls are a chain until it is placed.
void Lowering::call_shared(Address& calls, std::uint16_t values) { chain(calls, emit(Op::CallShared, 0, 0, values)); }

template <class Code>
void Lowering::shared(Address calls, std::uint16_t values, Code code) {
    Address over = emit(Op::Jump);
    Address entry = here();
    std::size_t extra = extra_work_;
    pushed();  // where to go back to
    code();
    emit(Op::ReturnShared, 0, 0, values);
    popped(1 + values);
    std::uint32_t steps = work(entry, extra);
    for (; calls != kNone; pass()) {
        Instruction& call = program_.code[calls];
        calls = std::exchange(call.a, entry);
        call.b = steps;
    }
    program_.code[over].a = here();
}

// Every matching `when` runs, once per matching value; an else runs if nothing before it matched. The flag under the
// bodies says whether something did. The subject is evaluated anew for each value, as in the reference.
void Lowering::case_block(Index i) {
    constexpr Index kLongSubject = 8;  // nodes; a shorter one stands where it is compared
    const Node& n = nodes_[i];
    bool drop_blanks = blank(i);
    Index subject = i + 1;
    Index before_first_when = nodes_[subject].next;
    bool is_long = before_first_when - subject > kLongSubject;
    Address subjects = kNone;
    emit(Op::Constant, constant(Value::boolean(false)));
    pushed();
    enclosing_.push_back({Enclosing::Kind::Case});
    Index last_when = 0;
    for (Index branch = nodes_[before_first_when].next; branch < n.next; branch = nodes_[branch].next, pass())
        if (nodes_[branch].kind != NodeKind::Branch) last_when = branch;
    // An interrupt does not leave the case: what matches after it still begins.
    bool checked_before = checked_;
    auto branch_body = [&](Index body_at, bool more) {
        enclosing_.back().more = more;
        body(body_at, drop_blanks);
        patch(enclosing_.back().continues, here());
        enclosing_.back().continues = kNone;
        if (more && interrupts(body_at)) checked_ = true;
    };
    auto match = [&](Index value, auto&& then) {
        if (is_long) {
            call_shared(subjects, 1);
            pushed();
        } else {
            expression(subject);
        }
        expression(value);
        place(nodes_[value].span);
        Address skip = emit(Op::JumpUnless, 0, 0, static_cast<std::uint16_t>(Operator::Equal));
        popped(2);
        emit(Op::SetFlag);
        then();
        program_.code[skip].a = here();
    };
    for (Index branch = nodes_[before_first_when].next; branch < n.next; branch = nodes_[branch].next) {
        if (nodes_[branch].kind == NodeKind::Branch) {
            Address skip = emit(Op::JumpIfFlag);
            branch_body(branch + 1, nodes_[branch].next < n.next);
            program_.code[skip].a = here();
            continue;
        }
        Index when_body = branch + 1;
        for (; nodes_[when_body].kind != NodeKind::Body; pass()) when_body = nodes_[when_body].next;
        if (nodes_[branch + 1].next == when_body) {
            match(branch + 1, [&] { branch_body(when_body, branch < last_when); });
            continue;
        }
        Address calls = kNone;
        for (Index value = branch + 1; value < when_body; value = nodes_[value].next)
            match(value, [&] { call_shared(calls, 0); });
        shared(calls, 0, [&] {
            if (interrupts(when_body)) checked_ = true;
            branch_body(when_body, true);
        });
    }
    if (is_long) shared(subjects, 1, [&] { expression(subject); });
    checked_ = checked_before;
    enclosing_.pop_back();
    emit(Op::Pop);
    popped();
}

// --- for ---

void Lowering::for_block(Index i) {
    const Node& n = nodes_[i];
    Index collection = i + 1;
    Index limit = 0;
    Index offset = 0;
    ForInfo info;
    Index at = nodes_[collection].next;
    for (; nodes_[at].kind == NodeKind::Attribute; at = nodes_[at].next, pass()) {
        if (text_of(at) == "limit") {
            limit = at;
        } else {
            offset = at;
            info.continues = (nodes_[at].flags & ContinueOffset) != 0;
        }
    }
    Index loop_body = at;
    Index else_branch = nodes_[loop_body].next < n.next ? nodes_[loop_body].next : 0;

    info.variable = cell(text_of(i));
    info.forloop = cell("forloop");
    std::string_view own_name = loop_name(i, nodes_[collection].span);
    info.name = own_name.substr(1);
    info.offset_cell = cell(own_name);
    info.reversed = (n.flags & Reversed) != 0;
    info.has_offset = offset != 0 && !info.continues;
    info.has_limit = limit != 0;
    info.forloop_escapes = escapes(loop_body);

    // The reference's order of evaluation: offset, collection, limit.
    if (info.has_offset) {
        expression(offset + 1);
        if (nodes_[offset + 1].kind != NodeKind::Integer) emit(Op::ToInteger);
    }
    expression(collection);
    if (info.has_limit) expression(limit + 1);
    auto number = static_cast<std::uint32_t>(program_.loops.size());
    program_.loops.push_back(info);
    Address begin = emit(Op::ForBegin, number);
    popped(1 + (info.has_offset ? 1 : 0) + (info.has_limit ? 1 : 0));

    Address start = here();
    std::size_t extra = extra_work_;
    enclosing_.push_back({Enclosing::Kind::For});
    ++loop_depth_;
    loop_turn(loop_body, blank(i));
    --loop_depth_;
    Enclosing loop = leave();
    patch(loop.continues, here());
    emit(Op::ForNext, start, work(start, extra) + 1);
    Address to_end = loop.breaks;
    if (else_branch != 0) {
        chain(to_end, emit(Op::Jump));
        program_.code[begin].b = here();
        body(else_branch + 1, blank(i));
    } else {
        program_.code[begin].b = here();
    }
    patch(to_end, here());
}

Lowering::Enclosing Lowering::leave() {
    Enclosing last = enclosing_.back();
    enclosing_.pop_back();
    return last;
}

// A turn may begin with interrupts that the last one left over.
void Lowering::loop_turn(Index at, bool without_blank_text) {
    bool before = checked_;
    if (leaves_many(at)) checked_ = true;
    body(at, without_blank_text);
    if (checked_) check_pending();
    checked_ = before;
}

// --- tablerow ---

void Lowering::tablerow(Index i) {
    Index collection = i + 1;
    Index offset = 0;
    Index limit = 0;
    Index cols = 0;
    Index at = nodes_[collection].next;
    for (; nodes_[at].kind == NodeKind::Attribute; at = nodes_[at].next, pass()) {
        std::string_view name = text_of(at);
        if (name == "offset") offset = at;
        if (name == "limit") limit = at;
        if (name == "cols") cols = at;
    }
    TablerowInfo info;
    info.variable = cell(text_of(i));
    info.tablerowloop = cell("tablerowloop");
    info.has_offset = offset != 0;
    info.has_limit = limit != 0;
    info.has_cols = cols != 0;

    expression(collection);
    Address skip = emit(Op::SkipUnlessTrue);
    if (offset != 0) expression(offset + 1);
    if (limit != 0) expression(limit + 1);
    if (cols != 0) expression(cols + 1);
    auto number = static_cast<std::uint32_t>(program_.tablerows.size());
    program_.tablerows.push_back(info);
    Address begin = emit(Op::TablerowBegin, number);
    popped(1 + (offset != 0) + (limit != 0) + (cols != 0));

    Address start = here();
    std::size_t extra = extra_work_;
    enclosing_.push_back({Enclosing::Kind::Tablerow});
    ++loop_depth_;
    loop_turn(at, false);
    --loop_depth_;
    Enclosing loop = leave();
    patch(loop.continues, here());
    emit(Op::TablerowNext, start, work(start, extra) + 1);
    patch(loop.breaks, here());
    program_.code[begin].b = here();
    program_.code[skip].a = here();
}

// --- break, continue ---

// Ends what is open between here and the loop, then leaves it; with no loop around, the template (or the host tag's
// body) returns the interrupt to its caller. None: an interrupt that is pending, of which the loop takes one.
void Lowering::interrupt(Interrupt kind) {
    bool is_pending = kind == Interrupt::None;
    for (std::size_t e = enclosing_.size(); e-- > 0;) {
        Enclosing& around = enclosing_[e];
        switch (around.kind) {
            case Enclosing::Kind::Case:
                if (around.more) {
                    if (!is_pending) emit(Op::PushInterrupt, 0, 0, static_cast<std::uint16_t>(kind));
                    chain(around.continues, emit(Op::Jump));
                    return;
                }
                emit(Op::Pop);
                break;
            case Enclosing::Kind::Capture:
                emit(Op::CaptureEnd, around.cell);
                break;
            case Enclosing::Kind::Ifchanged:
                emit(Op::IfchangedEnd, around.cell);
                break;
            case Enclosing::Kind::For:
            case Enclosing::Kind::Tablerow:
                if (kind != Interrupt::Break) chain(around.continues, emit(is_pending ? Op::TakeInterrupt : Op::Jump));
                if (kind != Interrupt::Continue)
                    chain(around.breaks, emit(around.kind == Enclosing::Kind::For ? Op::ForBreak : Op::TablerowBreak));
                return;
            case Enclosing::Kind::TagBody:
                emit(Op::Return, 0, 0, static_cast<std::uint16_t>(kind));
                return;
        }
    }
    emit(Op::Return, 0, 0, static_cast<std::uint16_t>(kind));
}

// --- pending interrupts ---

// The reference keeps interrupts on a stack that each body looks at after each of its nodes that is no text, and each
// loop after each turn. Nearly always one interrupt goes straight to its loop, which is a jump. But the values of a
// case and the items of an include go on while one is pending, begin their bodies all the same, and may add more. Code
// that can begin so (checked_), and what may leave with an interrupt over, looks at the stack.

bool Lowering::falls_through_pending(Index i) const {
    switch (nodes_[i].kind) {
        case NodeKind::Case:
        case NodeKind::For:
        case NodeKind::Tablerow:
        case NodeKind::CustomTag:
            return leaves_many(i);
        default:
            return false;
    }
}

void Lowering::check_pending() {
    Address skip = emit(Op::SkipUnlessPending);
    leave_pending();
    program_.code[skip].a = here();
}

void Lowering::leave_pending() { interrupt(Interrupt::None); }

}  // namespace liquid::program
