#include "syntax/document.hpp"

#include <algorithm>

#include "source/newlines.hpp"
#include "syntax/characters.hpp"
#include "syntax/core.hpp"
#include "syntax/faults.hpp"

namespace liquid::syntax {
namespace {

// The few bytes between the parts of a tag.
bool holds_newline(std::string_view blanks) {
    for (char c : blanks)
        if (c == '\n') return true;
    return false;
}

std::uint64_t initial(std::string_view name) { return std::uint64_t{1} << (static_cast<unsigned>(name[0]) & 63u); }

}  // namespace

// The last one registered under a name counts.
const TagSpec* Document::host_tag(std::string_view name) const {
    if (!(host_initials_ & initial(name))) return nullptr;
    auto found = std::find_if(options_.tags->rbegin(), options_.tags->rend(),
                              [&](const TagSpec& spec) { return spec.name == name; });
    return found == options_.tags->rend() ? nullptr : &*found;
}

Document::Document(std::string_view source, const Options& options)
    : source_(source),
      options_(options),
      tree_((parsed_.ast.source = source, parsed_.ast), options.watch),
      scanner_(source, options.watch) {
    if (!options.tags) return;
    for (const TagSpec& spec : *options.tags) {
        if (!spec.name.empty()) host_initials_ |= initial(spec.name);
    }
}

Parsed Document::run() && {
    tree_.nodes.reserve(source_.size() / 8 + 16);
    stack_.reserve(16);
    stack_.emplace_back();
    tree_.open(NodeKind::Document, Span{0, static_cast<std::uint32_t>(source_.size())});
    tree_.last().line = 1;
    Piece next;
    std::uint32_t watched = Tree::kStretch;
    while (!stopped_ && scanner_.next(next)) {
        piece(next);
        if (next.span.end < watched) continue;
        watched = next.span.end + Tree::kStretch;
        options_.watch();
    }
    finish();
    parsed_.ast.nodes = std::move(tree_.nodes);
    return std::move(parsed_);
}

void Document::finish() {
    auto end = static_cast<std::uint32_t>(source_.size());
    if (!keep_line_) line_ = line_at(end);
    if (!stopped_) unclosed(1, end);
    close_down_to(1, end);
    tree_.close(0);
}

// The line at an offset. Offsets mostly grow, so each newline is counted once.
std::uint32_t Document::line_at(std::uint32_t offset) {
    if (offset < counted_to_) [[unlikely]]
        counted_lines_ -= count_newlines(source_, offset, counted_to_);
    else
        counted_lines_ += count_newlines(source_, counted_to_, offset);
    counted_to_ = offset;
    return counted_lines_;
}

inline void Document::piece(const Piece& piece) {
    if (!keep_line_) line_ = line_at(piece.span.begin);
    keep_line_ = false;
    switch (piece.kind) {
        case PieceKind::Text:
            return text(piece.span);
        case PieceKind::Output:
            return output(piece.span);
        case PieceKind::Tag:
            return tag(piece.span);
    }
}

inline void Document::text(Span span) {
    std::string_view text = text_of(span);
    if (trim_next_) text = strip_left(text);
    trim_next_ = false;
    std::uint32_t length = static_cast<std::uint32_t>(text.size());
    block().last_text = tree_.size();
    Node& node = tree_.leaf(NodeKind::Text, span, {span.end - length, length});
    node.line = line_;
}

// A dash at the begin trims the text before, if that is the last node of the same body; a dash at the end trims the
// next text, wherever it stands.
inline void Document::control_whitespace(Span span) {
    if (span.size() > 2 && source_[span.begin + 2] == '-' && block().last_text) {
        Node& before = tree_[block().last_text];
        before.text.length = static_cast<std::uint32_t>(strip_right(tree_.text(before.text)).size());
    }
    trim_next_ = span.size() > 2 && source_[span.end - 3] == '-';
}

inline void Document::output(Span span) {
    control_whitespace(span);
    if (span.size() < 4 || !text_of(span).ends_with("}}")) return unclosed_output_piece(span);
    Span markup{span.begin + 2, span.end - 2};
    if (source_[markup.begin] == '-') ++markup.begin;
    if (source_[markup.end - 1] == '-') --markup.end;
    if (markup.end < markup.begin) markup = {span.begin + 2, span.begin + 2};
    block().last_text = 0;
    std::uint32_t node = tree_.open(NodeKind::Output, span);
    tree_.statement = node;
    tree_.last().line = line_;
    if (!core::pipeline(tree_, markup)) read_pipeline(markup, nullptr);
    tree_.close(node);
}

// What the output has swallowed is read after all.
void Document::unclosed_output_piece(Span span) {
    std::string_view text = text_of(span);
    error(unclosed_output({span.begin, std::min(span.end, span.begin + 2)}, text));
    trim_next_ = false;
    std::size_t inner = text.find("{%", 2);
    if (inner != std::string_view::npos) scanner_.rewind(span.begin + static_cast<std::uint32_t>(inner));
}

void Document::tag(Span span) {
    control_whitespace(span);
    TagParts parts;
    if (!split_tag(source_, span, parts)) {
        if (text_of(span).ends_with("%}")) return end_or_unknown({span, span, span});
        error(unclosed_tag(span, text_of(span)));
        stopped_ = true;
        return;
    }
    // A long tag counts as standing where its markup begins.
    Span before_name{span.begin, parts.name.begin};
    Span behind_name{parts.name.end, parts.markup.begin};
    if (holds_newline(text_of(before_name)) || holds_newline(text_of(behind_name))) [[unlikely]]
        line_ += count_newlines(source_, span.begin, parts.markup.begin);
    Tag tag{span, parts.name, parts.markup};
    if (text_of(tag.name) == "liquid") return liquid(tag);
    if (!statement(tag)) end_or_unknown(tag);
}

Document::Lines::Lines(std::string_view source, Span markup, std::uint32_t first_line)
    : rest(markup), line(first_line) {
    while (!rest.empty() && source[rest.end - 1] == '\n') --rest.end;
}

bool Document::Lines::next(std::string_view source, Span& found) {
    if (rest.begin >= rest.end) return false;
    std::size_t newline = source.substr(0, rest.end).find('\n', rest.begin);
    found = {rest.begin, newline == std::string_view::npos ? rest.end : static_cast<std::uint32_t>(newline)};
    rest.begin = found.end + 1;
    ++line;
    return true;
}

// The tags of a liquid tag belong to the surrounding body, but blocks begin and end inside.
void Document::liquid(const Tag& tag) {
    std::uint32_t node = tree_.open(NodeKind::Liquid, tag.whole);
    tree_.last().line = line_;
    Lines lines(source_, tag.markup, line_);
    std::size_t outer_base = base_;
    base_ = stack_.size();
    lines_ = &lines;
    Span line;
    while (!stopped_ && lines.next(source_, line)) {
        liquid_line(line, lines);
        tree_.pass(line.size() + Tree::kToken);
    }
    unclosed(base_, tag.markup.end);
    lines_ = nullptr;
    base_ = outer_base;
    ran_out_ = false;
    keep_line_ = true;
    tree_.close(node);
}

bool Document::split_line(Span line, Tag& tag) const {
    std::string_view text = source_.substr(0, line.end);
    std::size_t begin = skip_space(text, line.begin);
    std::size_t end = begin < text.size() && text[begin] == '#' ? begin + 1 : skip(text, begin, character::Word);
    if (end == begin) return false;
    std::size_t markup = skip_space(text, end);
    tag.name = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    tag.markup = {static_cast<std::uint32_t>(markup), line.end};
    tag.whole = {tag.name.begin, std::max(tag.name.end, static_cast<std::uint32_t>(strip_right(text).size()))};
    return true;
}

// One line. `liquid liquid assign a = 1` is a liquid tag of one line in another, and counts a line less for each.
void Document::liquid_line(Span line, Lines& lines) {
    std::size_t outer_base = base_;
    Lines inner = lines;
    for (bool nested = false;; nested = true) {
        Tag tag;
        if (is_blank(text_of(line))) break;
        if (!split_line(line, tag)) {
            end_or_unknown({line, line, line});
            break;
        }
        if (text_of(tag.name) == "liquid") {
            --line_;
            if (tag.markup.empty()) {
                lines_ = &lines;
                base_ = outer_base;
                return;
            }
            inner.rest = {line.end, line.end};
            inner.line = line_ + 1;
            lines_ = &inner;
            base_ = stack_.size();
            line = tag.markup;
            tree_.pass(Tree::kToken);
            continue;
        }
        if (!statement(tag)) end_or_unknown(tag);
        if (nested && has_open_block()) {
            line_ = lines_->line;
            unclosed(base_, tag.whole.end);
        }
        break;
    }
    line_ = lines_->line;
    lines_ = &lines;
    base_ = outer_base;
}

// Nobody reads more, and each one holds text.
constexpr std::size_t most_faults = 1000;

void Document::error(Fault fault, std::uint32_t line) {
    options_.watch();
    fault.line = fault.syntax_error ? line : 0;
    parsed_.errors.push_back(std::move(fault));
    if (parsed_.errors.size() == most_faults) stopped_ = true;
}

void Document::warning(Fault fault, std::uint32_t line) {
    if (parsed_.warnings.size() == most_faults) return;
    options_.watch();
    fault.line = fault.syntax_error ? line : 0;
    fault.arguments.push_back({"reason", fault.reference});
    fault.kind = Kind::LaxSyntax;
    parsed_.warnings.push_back(std::move(fault));
}

}  // namespace liquid::syntax
