#include <algorithm>

#include "syntax/characters.hpp"
#include "syntax/core.hpp"
#include "syntax/document.hpp"
#include "syntax/faults.hpp"
#include "syntax/host_tags.hpp"
#include "syntax/lax.hpp"
#include "syntax/tags.hpp"

namespace liquid::syntax {
namespace {

constexpr Forms cycle_forms{core::cycle, strict::cycle, nullptr, lax::cycle};
constexpr Forms include_forms{core::include, strict::include, nullptr, lax::include};
constexpr Forms render_forms{core::render, strict::render, nullptr, lax::render};
constexpr Forms counter_forms{core::variable, strict::variable, nullptr, lax::counter};
constexpr Forms capture_forms{core::variable, strict::variable, nullptr, lax::capture};
constexpr Forms case_forms{core::case_value, strict::case_value, nullptr, lax::case_value};
constexpr Forms for_forms{core::for_loop, strict::for_loop, strict::for_loop, lax::for_loop};
constexpr Forms tablerow_forms{core::tablerow, strict::tablerow, nullptr, lax::tablerow};

}  // namespace

bool Document::statement(const Tag& tag) {
    if (const TagSpec* spec = host_tag(text_of(tag.name))) {
        host_statement(tag, *spec);
        return true;
    }
    switch (standard_tag(text_of(tag.name))) {
        case StandardTag::None:
            return false;
        case StandardTag::Assign:
            assign(tag);
            break;
        case StandardTag::Break:
            plain(NodeKind::Break, tag);
            break;
        case StandardTag::Capture:
            open_block(NodeKind::Capture, tag, &capture_forms);
            break;
        case StandardTag::Case:
            open_block(NodeKind::Case, tag, &case_forms);
            break;
        case StandardTag::Comment:
            comment(tag);
            break;
        case StandardTag::Continue:
            plain(NodeKind::Continue, tag);
            break;
        case StandardTag::Cycle:
            single(NodeKind::Cycle, tag, cycle_forms);
            break;
        case StandardTag::Decrement:
            single(NodeKind::Decrement, tag, counter_forms);
            break;
        case StandardTag::Doc:
            raw(tag, NodeKind::Doc, nullptr);
            break;
        case StandardTag::Echo:
            echo(tag);
            break;
        case StandardTag::For:
            open_block(NodeKind::For, tag, &for_forms);
            break;
        case StandardTag::If:
            open_condition(NodeKind::If, tag);
            break;
        case StandardTag::Ifchanged:
            open_block(NodeKind::Ifchanged, tag, nullptr);
            break;
        case StandardTag::Include:
            single(NodeKind::Include, tag, include_forms);
            break;
        case StandardTag::Increment:
            single(NodeKind::Increment, tag, counter_forms);
            break;
        case StandardTag::InlineComment:
            inline_comment(tag);
            break;
        case StandardTag::Raw:
            raw(tag, NodeKind::Raw, nullptr);
            break;
        case StandardTag::Render:
            single(NodeKind::Render, tag, render_forms);
            break;
        case StandardTag::Tablerow:
            open_block(NodeKind::Tablerow, tag, &tablerow_forms);
            break;
        case StandardTag::Unless:
            open_condition(NodeKind::Unless, tag);
            break;
    }
    return true;
}

std::uint32_t Document::begin(NodeKind kind, const Tag& tag) {
    block().last_text = 0;
    std::uint32_t node = tree_.open(kind, tag.whole);
    tree_.last().line = line_;
    tree_.statement = node;
    return node;
}

void Document::single(NodeKind kind, const Tag& tag, const Forms& forms) {
    std::uint32_t node = begin(kind, tag);
    if (!read(forms, tag.markup, line_)) placeholder(kind, tag.markup);
    tree_.close(node);
}

void Document::plain(NodeKind kind, const Tag& tag) { tree_.close(begin(kind, tag)); }

void Document::echo(const Tag& tag) {
    std::uint32_t node = begin(NodeKind::Echo, tag);
    if (!core::pipeline(tree_, tag.markup)) read_pipeline(tag.markup, nullptr);
    tree_.close(node);
}

void Document::inline_comment(const Tag& tag) {
    std::string_view text = text_of(tag.markup);
    for (std::size_t at = text.find('\n'); at < text.size();) {
        std::size_t begin = skip_space(text, at);
        if (begin < text.size() && text[begin] != '#') {
            std::size_t end = std::min(text.find('\n', begin), text.size());
            Span line{tag.markup.begin + static_cast<std::uint32_t>(begin),
                      tag.markup.begin + static_cast<std::uint32_t>(end)};
            error(syntax::inline_comment(line));
            break;
        }
        tree_.pass(begin - at + Tree::kToken);
        at = text.find('\n', begin);
    }
    plain(NodeKind::InlineComment, tag);
}

// The right side is a pipeline, read as an output's; the left side has forms of its own.
void Document::assign(const Tag& tag) {
    std::uint32_t node = begin(NodeKind::Assign, tag);
    if (!core::assign(tree_, tag.markup)) assign_sides(tag);
    tree_.close(node);
}

bool Document::assign_sides(const Tag& tag) {
    Fault fault;
    lax::Assignment sides;
    bool strict2 = options_.mode == ErrorMode::Strict2 || options_.mode == ErrorMode::Warn;
    if (!lax::split_assignment(tree_, tag.markup, sides, fault)) {
        if (options_.mode == ErrorMode::Warn) {
            Fault explained = fault;
            add_markup(explained, text_of(tag.markup));
            warning(std::move(explained), line_);
        } else if (options_.mode != ErrorMode::Lax) {
            add_markup(fault, text_of(tag.markup));
        }
        error(std::move(fault));
        return false;
    }
    if (strict2 && !strict::variable(tree_, sides.variable, brackets(), fault)) {
        add_markup(fault, text_of(tag.markup));
        if (options_.mode == ErrorMode::Strict2) {
            error(std::move(fault));
            return false;
        }
        warning(std::move(fault), line_);
    }
    tree_[tree_.statement].text = ref(sides.variable);
    return core::pipeline(tree_, sides.value) || read_pipeline(sides.value, &tag.markup);
}

// `outer` is the markup of the assignment, whose context replaces the pipeline's own in the strict modes.
bool Document::read_pipeline(Span markup, const Span* outer) {
    std::uint32_t mark = tree_.size();
    Fault fault;
    auto rules = options_.mode == ErrorMode::Strict2 ? strict::Rules::Strict2 : strict::Rules::Strict;
    if (strict::pipeline(tree_, markup, rules, brackets(), fault)) return true;
    tree_.truncate(mark);
    bool strict_mode = options_.mode == ErrorMode::Strict || options_.mode == ErrorMode::Strict2;
    if (strict_mode && outer) {
        add_markup(fault, text_of(*outer));
    } else if (fault.syntax_error) {
        fault.reference.append(" in \"{{").append(text_of(markup)).append("}}\"");
    }
    if (strict_mode || !fault.syntax_error) {
        error(std::move(fault));
        return false;
    }
    if (options_.mode == ErrorMode::Warn) warning(std::move(fault), line_);
    if (lax::pipeline(tree_, markup, fault)) return true;
    tree_.truncate(mark);
    error(std::move(fault));
    return false;
}

// `line` is the one that a strict reading's error names: the tag's own, for `elsif` that of its `if`.
bool Document::read(const Forms& forms, Span markup, std::uint32_t line) {
    if (forms.core(tree_, markup)) return true;
    std::uint32_t mark = tree_.size();
    Node statement = tree_[tree_.statement];
    auto undo = [&] {
        tree_.truncate(mark);
        tree_[tree_.statement] = statement;
    };
    Fault fault;
    ErrorMode mode = options_.mode;
    auto form = mode == ErrorMode::Lax ? nullptr : mode == ErrorMode::Strict ? forms.strict : forms.strict2;
    if (form) {
        if (form(tree_, markup, brackets(), fault)) return true;
        undo();
        add_markup(fault, text_of(markup));
        if (mode != ErrorMode::Warn || !fault.syntax_error) {
            error(std::move(fault), line);
            return false;
        }
        warning(std::move(fault), line);
        fault = Fault();
    }
    if (forms.lax(tree_, markup, fault)) return true;
    undo();
    if (mode == ErrorMode::Strict) {
        add_markup(fault, text_of(markup));
        error(std::move(fault), line);
    } else {
        error(std::move(fault));
    }
    return false;
}

// Keeps the tree well-formed behind a markup that could not be read.
void Document::placeholder(NodeKind kind, Span place) {
    switch (kind) {
        case NodeKind::If:
        case NodeKind::Unless: {
            std::uint32_t node = tree_.open(NodeKind::Condition, place);
            tree_.leaf(NodeKind::Nil, place);
            return tree_.close(node);
        }
        case NodeKind::Render:
            tree_.leaf(NodeKind::String, place);
            return;
        case NodeKind::For:
        case NodeKind::Tablerow:
        case NodeKind::Case:
        case NodeKind::When:
        case NodeKind::Cycle:
        case NodeKind::Include:
            tree_.leaf(NodeKind::Nil, place);
            return;
        default:
            return;
    }
}

void Document::host_statement(const Tag& tag, const TagSpec& spec) {
    if (spec.shape == TagSpec::Shape::RawBlock) return raw(tag, NodeKind::CustomTag, &spec);
    std::uint32_t node = begin(NodeKind::CustomTag, tag);
    host_markup(tag, spec);
    if (spec.shape == TagSpec::Shape::Tag) return tree_.close(node);
    Block opened;
    opened.kind = NodeKind::CustomTag;
    opened.node = node;
    opened.spec = &spec;
    push_block(opened, tag);
    if (!stopped_) open_body(tag.whole.end, ref(tag.name));
}

void Document::host_markup(const Tag& tag, const TagSpec& spec) {
    tree_.last().text = ref(tag.name);
    tree_.last().aux = static_cast<std::uint16_t>(&spec - options_.tags->data());
    std::uint32_t arguments = tree_.size();
    Fault fault;
    if (read_host_tag(tree_, spec, tag.markup, brackets(), fault)) return;
    tree_.truncate(arguments + 1);
    add_markup(fault, text_of(tag.markup));
    error(std::move(fault));
}

}  // namespace liquid::syntax
