#include <algorithm>

#include "source/near.hpp"
#include "syntax/characters.hpp"
#include "syntax/core.hpp"
#include "syntax/document.hpp"
#include "syntax/faults.hpp"
#include "syntax/lax.hpp"

namespace liquid::syntax {
namespace {

constexpr Forms condition_forms{core::condition, strict::condition, strict::condition, lax::condition};

}  // namespace

void Document::open_block(NodeKind kind, const Tag& tag, const Forms* forms) {
    std::uint32_t node = begin(kind, tag);
    if (forms && !read(*forms, tag.markup, line_)) placeholder(kind, tag.markup);
    Block opened;
    opened.kind = kind;
    opened.node = node;
    push_block(opened, tag);
    if (!stopped_) open_body(tag.whole.end);
}

void Document::open_condition(NodeKind kind, const Tag& tag) {
    std::uint32_t node = begin(kind, tag);
    Block opened;
    opened.kind = kind;
    opened.node = node;
    opened.line = line_;
    opened.branch = tree_.open(NodeKind::Branch, tag.whole);
    tree_.last().line = line_;
    tree_.statement = opened.branch;
    if (!read(condition_forms, tag.markup, line_)) placeholder(kind, tag.markup);
    push_block(opened, tag);
    if (!stopped_) open_body(tag.whole.end);
}

// Too deep is too deep for the whole template: the reference raises at once.
void Document::push_block(Block opened, const Tag& tag) {
    bool deep = too_deep(tag.whole);
    opened.span = tag.whole;
    opened.line = line_;
    opened.name = text_of(tag.name);
    if (deep) {
        if (opened.branch) tree_.close(opened.branch);
        tree_.close(opened.node);
    } else {
        stack_.push_back(opened);
    }
}

bool Document::too_deep(Span span) {
    if (stack_.size() - 1 < options_.max_nesting) return false;
    Fault fault = nesting_too_deep(span, "blocks", options_.max_nesting);
    fault.notes.push_back("nesting: " + std::to_string(stack_.size()) + " of " + std::to_string(options_.max_nesting));
    error(std::move(fault));
    stopped_ = true;
    return true;
}

void Document::open_body(std::uint32_t begin, TextRef name) {
    block().body = tree_.open(NodeKind::Body, Span{begin, begin}, name);
    block().last_text = 0;
}

void Document::close_body(std::uint32_t end) {
    Block& closed = block();
    if (closed.body) tree_.close(closed.body, std::max(end, tree_[closed.body].span.begin));
    if (closed.branch) tree_.close(closed.branch);
    closed.body = closed.branch = 0;
}

void Document::close_block(std::uint32_t end) {
    close_body(end);
    tree_.close(block().node);
    stack_.pop_back();
}

void Document::close_down_to(std::size_t count, std::uint32_t end) {
    while (stack_.size() > count) close_block(end);
}

void Document::begin_branch(NodeKind kind, const Tag& tag) {
    close_body(tag.whole.begin);
    block().branch = tree_.statement = tree_.open(kind, tag.whole);
    tree_.last().line = line_;
}

// Errors of the strict readings name the line of the block.
void Document::elsif_branch(const Tag& tag) {
    begin_branch(NodeKind::Branch, tag);
    if (!read(condition_forms, tag.markup, block().line)) placeholder(NodeKind::If, tag.markup);
    open_body(tag.whole.end);
}

void Document::else_branch(const Tag& tag) {
    begin_branch(NodeKind::Branch, tag);
    tree_.last().flags |= Else;
    open_body(tag.whole.end);
}

// True when the tag belongs to the innermost block.
bool Document::branch(const Tag& tag) {
    std::string_view name = text_of(tag.name);
    switch (block().kind) {
        case NodeKind::If:
        case NodeKind::Unless:
            if (name == "else") return else_branch(tag), true;
            if (name == "elsif") return elsif_branch(tag), true;
            return false;
        case NodeKind::Case:
            if (name == "when") return when(tag), true;
            if (name != "else") return false;
            if (!strip(text_of(tag.markup)).empty()) error(case_else_syntax(tag.markup));
            return else_branch(tag), true;
        case NodeKind::For:
            if (name != "else") return false;
            return for_else(tag), true;
        case NodeKind::CustomTag: {
            const auto& branches = block().spec->branches;
            if (std::find(branches.begin(), branches.end(), name) == branches.end()) return false;
            close_body(tag.whole.begin);
            open_body(tag.whole.end, ref(tag.name));
            return true;
        }
        default:
            return false;
    }
}

// The values of `when` have two forms only, and no context in their errors.
void Document::when(const Tag& tag) {
    begin_branch(NodeKind::When, tag);
    std::uint32_t values = tree_.size();
    if (!core::when_values(tree_, tag.markup)) {
        Fault fault;
        bool strict2 = options_.mode == ErrorMode::Strict2;
        bool read = strict2 ? strict::when_values(tree_, tag.markup, brackets(), fault)
                            : lax::when_values(tree_, tag.markup, fault);
        if (!read) {
            tree_.truncate(values);
            placeholder(NodeKind::When, tag.markup);
            error(std::move(fault));
        }
    }
    open_body(tag.whole.end);
}

// A second `else` ends the loop, with nothing in its else: what follows belongs to the block around it.
void Document::for_else(const Tag& tag) {
    if (!block().has_else) {
        else_branch(tag);
        block().has_else = true;
        return;
    }
    tree_.truncate(block().body + 1);
    close_block(tag.whole.begin);
}

void Document::end_or_unknown(const Tag& tag) {
    std::string_view name = text_of(tag.name);
    if (has_open_block()) {
        if (name.starts_with("end") && name.substr(3) == block().name) return close_block(tag.whole.begin);
        if (branch(tag)) return;
    }
    bool is_end = name.starts_with("end");
    // The end of an unknown block is no news.
    if (is_end && std::count(unknown_names_.begin(), unknown_names_.end(), name.substr(3))) return;
    if (is_end || name == "else") return misplaced(tag);
    unknown(tag);
}

// An end or an else that the innermost block does not take. If it closes an outer block, the ones inside end with it.
void Document::misplaced(const Tag& tag) {
    std::string_view name = text_of(tag.name);
    bool is_else = name == "else";
    if (!has_open_block() && !lines_) {
        Fault fault = is_else || name == "end" ? unexpected_outer(tag.name, name) : unknown_tag(tag.name, name);
        fault.kind = Kind::UnexpectedTag;
        error(std::move(fault));
        return;
    }
    std::string block_name = has_open_block() ? std::string(block().name) : "liquid";
    std::string delimiter = has_open_block() ? "end" + block_name : "%}";
    Fault fault =
        is_else ? unexpected_else(tag.name, block_name) : wrong_delimiter(tag.name, name, block_name, delimiter);
    if (has_open_block()) {
        fault.labels.emplace_back(block().span, "the open block");
        if (!is_else) {
            fault.fixes.push_back({"write `" + delimiter + "`", tag.name, delimiter, Fix::Safety::Unsafe});
        }
    }
    error(std::move(fault));
    if (is_else) return;
    for (std::size_t i = stack_.size(); i > base_; --i) {
        if (stack_[i - 1].name == name.substr(3)) return close_down_to(i - 1, tag.whole.begin);
    }
}

void Document::unknown(const Tag& tag) {
    std::string_view name = text_of(tag.name);
    Fault fault = unknown_tag(tag.name, name);
    bool is_branch = name == "elsif" || name == "when";
    if (is_branch) {
        fault.kind = Kind::UnexpectedTag;
    } else {
        suggest(fault, tag);
        unknown_names_.push_back(name);
    }
    error(std::move(fault));
}

void Document::suggest(Fault& fault, const Tag& tag) const {
    std::vector<std::string> names(standard_tag_names().begin(), standard_tag_names().end());
    if (options_.tags) {
        for (const TagSpec& spec : *options_.tags) names.push_back(spec.name);
    }
    std::sort(names.begin(), names.end());
    std::vector<std::string> near = nearest(text_of(tag.name), names);
    if (near.empty()) return;
    fault.notes.push_back("did you mean `" + near.front() + "`?");
    for (std::string& name : near) {
        std::string title = "write `" + name + "`";
        fault.fixes.push_back({std::move(title), tag.name, std::move(name), Fix::Safety::Unsafe});
    }
}

void Document::unclosed(std::size_t down_to, std::uint32_t end) {
    for (std::size_t i = stack_.size(); i > down_to && !ran_out_ && !stopped_; --i) {
        Fault fault = unclosed_block(stack_[i - 1].span, stack_[i - 1].name);
        std::string close = lines_ ? "end" : "{% end";
        close.append(stack_[i - 1].name).append(lines_ ? "" : " %}");
        fault.notes.push_back("it is closed with `" + close + "`");
        error(std::move(fault));
    }
    close_down_to(down_to, end);
}

}  // namespace liquid::syntax
