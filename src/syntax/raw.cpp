#include "syntax/characters.hpp"
#include "syntax/document.hpp"
#include "syntax/faults.hpp"

namespace liquid::syntax {

// A comment's content need not be Liquid, but comments and raw blocks in it must be closed.
void Document::comment(const Tag& tag) {
    std::uint32_t node = begin(NodeKind::Comment, tag);
    if (!too_deep(tag.whole)) {
        std::string_view open = lines_ ? skip_comment_lines() : skip_comment_pieces();
        if (!open.empty()) {
            error(unclosed_block(tag.whole, open));
            ran_out_ = true;
        }
    }
    tree_.close(node);
}

void Document::skip_lines() {
    Span line;
    while (lines_->next(source_, line)) tree_.pass(line.size() + Tree::kToken);
}

// Both return the name of the tag that was never closed, or nothing.
std::string_view Document::skip_comment_lines() {
    std::size_t depth = 1;
    Span line;
    while (lines_->next(source_, line)) {
        tree_.pass(line.size() + Tree::kToken);
        Tag tag;
        if (!split_line(line, tag)) continue;
        std::string_view name = text_of(tag.name);
        if (name == "raw") {
            skip_lines();
            return "raw";
        }
        if (name == "comment") ++depth;
        if (name == "endcomment" && --depth == 0) return {};
    }
    return "comment";
}

std::string_view Document::skip_comment_pieces() {
    std::size_t depth = 1;
    bool raw = false;
    Piece piece;
    while (scanner_.next(piece)) {
        tree_.pass(piece.span.size() + Tree::kToken);
        InnerTag inner;
        TagParts parts;
        if (raw) {
            raw = !(find_inner_tag(source_, piece.span, inner) && inner.name == "endraw");
            continue;
        }
        if (piece.kind != PieceKind::Tag || !split_tag(source_, piece.span, parts)) continue;
        std::string_view name = text_of(parts.name);
        if (name == "raw") raw = true;
        if (name == "comment") ++depth;
        if (name == "endcomment" && --depth == 0) {
            trim_next_ = source_[piece.span.end - 3] == '-';
            return {};
        }
    }
    return raw ? "raw" : "comment";
}

// raw, doc, and raw blocks of the host.
void Document::raw(const Tag& tag, NodeKind kind, const TagSpec* spec) {
    std::uint32_t node = begin(kind, tag);
    if (spec) {
        host_markup(tag, *spec);
    } else if (!is_blank(text_of(tag.markup))) {
        error(kind == NodeKind::Doc ? doc_arguments(tag.markup, "doc") : raw_arguments(tag.markup, "raw"));
    }
    Span content{tag.whole.end, tag.whole.end};
    if (!raw_content(tag, kind, content)) {
        error(unclosed_block(tag.whole, text_of(tag.name)));
        ran_out_ = true;
    }
    if (spec) {
        std::uint32_t body = tree_.open(NodeKind::Body, content, ref(tag.name));
        tree_.leaf(NodeKind::Text, content, ref(content)).line = line_;
        tree_.close(body);
    } else {
        tree_[node].text = ref(content);
    }
    tree_.close(node);
}

// False when the end is missing: in a liquid tag always, because no line holds `{% endraw %}`.
bool Document::raw_content(const Tag& tag, NodeKind kind, Span& content) {
    std::string_view name = text_of(tag.name);
    if (lines_) {
        skip_lines();
        return false;
    }
    bool nested = false;
    Piece piece;
    while (scanner_.next(piece)) {
        tree_.pass(piece.span.size() + Tree::kToken);
        InnerTag inner;
        if (!find_inner_tag(source_, piece.span, inner)) continue;
        if (kind == NodeKind::Doc && inner.name == name && !nested) {
            error(nested_doc(piece.span));
            nested = true;
        }
        if (!inner.name.starts_with("end") || inner.name.substr(3) != name) continue;
        content.end = inner.begin;
        trim_next_ = source_[piece.span.end - 3] == '-';
        return true;
    }
    content.end = static_cast<std::uint32_t>(source_.size());
    return false;
}

}  // namespace liquid::syntax
