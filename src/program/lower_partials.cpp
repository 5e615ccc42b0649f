// Lowering of include, render and the host's tags.
#include <unordered_map>

#include "program/lowering.hpp"

namespace liquid::program {

// An interrupt that comes out of a host tag goes on as if `break` stood here.
std::pair<Lowering::Address, Lowering::Address> Lowering::interrupt_stubs() {
    Address on_break = here();
    interrupt(Interrupt::Break);
    Address on_continue = here();
    interrupt(Interrupt::Continue);
    return {on_break, on_continue};
}

// The cells of a partial's arguments and their expressions. Of two with one name the last counts, at the first's place.
std::vector<std::pair<std::uint32_t, Lowering::Index>> Lowering::arguments(Index at, Index end) {
    std::vector<std::pair<std::uint32_t, Index>> given;
    std::unordered_map<std::uint32_t, std::size_t> known;
    for (; at < end; at = nodes_[at].next, pass()) {
        std::uint32_t to = cell(text_of(at));
        auto [place, is_new] = known.emplace(to, given.size());
        if (is_new)
            given.emplace_back(to, at + 1);
        else
            given[place->second].second = at + 1;
    }
    return given;
}

// `with nil` and `with false` are to the reference as if nothing stood there.
bool Lowering::is_falsy(Index i) const { return nodes_[i].kind == NodeKind::Nil || nodes_[i].kind == NodeKind::False; }

// The reference evaluates, in this order: the name, `with`, then each argument inside the partial's scope, where the
// later ones see the earlier.
void Lowering::include(Index i) {
    const Node& n = nodes_[i];
    Index name = i + 1;
    Index at = nodes_[name].next;
    PartialInfo info;
    info.alias = text_of(i);
    if (nodes_[name].kind == NodeKind::String) info.name = text_of(name);
    info.site = sites(1);
    expression(name);
    auto number = static_cast<std::uint32_t>(program_.partials.size());
    program_.partials.push_back(info);
    place(nodes_[name].span);
    emit(Op::IncludeLoad, number);
    popped();
    bool has_with = at < n.next && nodes_[at].kind == NodeKind::With;
    if (has_with && !is_falsy(at + 1)) {
        expression(at + 1);
    } else {
        emit(Op::IncludeDefault);
        pushed();
    }
    if (has_with) at = nodes_[at].next;
    emit(Op::IncludeScope);
    for (auto& [to, expression_at] : arguments(at, n.next)) {
        expression(expression_at);
        emit(Op::SetVisible, to);
        popped();
    }
    Address run = emit(Op::IncludeRun, number);
    popped();
    program_.partials[number].on_pending = here();
    leave_pending();
    program_.code[run].c = here();
}

void Lowering::render(Index i) {
    const Node& n = nodes_[i];
    Index name = i + 1;
    Index at = nodes_[name].next;
    if (nodes_[name].kind != NodeKind::String) {
        // `render 'a'"b"` in lax: the reference finds no text where it expects one
        FailureRow failure;
        failure.kind = Kind::Internal;
        failure.reference = "internal";
        failure.arguments.push_back({"reason", std::string("the name of a template to render is not a text")});
        program_.failures.push_back(std::move(failure));
        emit(Op::Fail, static_cast<std::uint32_t>(program_.failures.size() - 1));
        return;
    }
    PartialInfo info;
    info.name = text_of(name);
    info.alias = text_of(i);
    info.site = sites(1);
    auto number = static_cast<std::uint32_t>(program_.partials.size());
    program_.partials.push_back(info);
    place(nodes_[name].span);
    emit(Op::RenderLoad, number);
    Address skip = kNone;
    if (at < n.next && nodes_[at].kind == NodeKind::With) {
        info.has_value = !is_falsy(at + 1);
        info.is_for = (nodes_[at].flags & ForEach) != 0;
        if (info.has_value) expression(at + 1);
        if (info.has_value && info.is_for) skip = emit(Op::RenderEmpty);
        at = nodes_[at].next;
    }
    auto given = arguments(at, n.next);
    info.arguments = static_cast<std::uint32_t>(program_.argument_names.size());
    info.argument_count = static_cast<std::uint32_t>(given.size());
    for (auto& [to, expression_at] : given) program_.argument_names.push_back(to);
    for (auto& [to, expression_at] : given) expression(expression_at);
    program_.partials[number] = info;
    emit(Op::RenderRun, number);
    popped(static_cast<int>(given.size()) + (info.has_value ? 1 : 0));
    if (skip != kNone) program_.code[skip].a = here();
}

// Arguments and bodies are pieces of code of their own, which the TagCall runs when the host asks for them.
void Lowering::custom_tag(Index i) {
    const Node& n = nodes_[i];
    auto number = static_cast<std::uint32_t>(program_.tags.size());
    program_.tags.emplace_back();
    TagInfo info;
    info.spec = &(*bindings_.tags)[n.aux];
    Address call = emit(Op::CallTag, number);
    for (Index child = i + 1; child < n.next; child = nodes_[child].next) {
        const Node& c = nodes_[child];
        if (c.kind == NodeKind::Markup) {
            info.markup = text_of(child);
        } else if (c.kind == NodeKind::Body) {
            TagInfo::Body b{text_of(child), here(), info.spec->shape == TagSpec::Shape::RawBlock};
            enclosing_.push_back({Enclosing::Kind::TagBody});
            body(child, false);
            enclosing_.pop_back();
            emit(Op::Return, 0, 0, static_cast<std::uint16_t>(Interrupt::None));
            info.bodies.push_back(b);
        } else {
            TagInfo::Argument argument;
            argument.has_keyword = c.kind == NodeKind::Attribute;
            if (argument.has_keyword) argument.keyword = text_of(child);
            argument.code = here();
            expression(argument.has_keyword ? child + 1 : child);
            popped();
            emit(Op::Return, 0, 0, static_cast<std::uint16_t>(Interrupt::None));
            info.arguments.push_back(argument);
        }
    }
    auto [on_break, on_continue] = interrupt_stubs();
    info.on_break = on_break;
    info.on_continue = on_continue;
    program_.tags[number] = std::move(info);
    program_.code[call].c = here();
}

}  // namespace liquid::program
