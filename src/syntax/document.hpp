// The block structure of a template: reads pieces and lines in order, keeps the open blocks on a stack, and goes on
// after every fault. What the reference would raise first is the first error.
#pragma once

#include <vector>

#include "syntax/parse.hpp"
#include "syntax/scanner.hpp"
#include "syntax/strict.hpp"
#include "syntax/tree.hpp"

namespace liquid::syntax {

// How the markup of one kind of tag is read, from the fastest way to the most forgiving.
struct Forms {
    bool (*core)(Tree&, Span);
    bool (*strict2)(Tree&, Span, BareBrackets, Fault&);
    bool (*strict)(Tree&, Span, BareBrackets, Fault&);  // null: strict mode reads this tag by its lax form
    bool (*lax)(Tree&, Span, Fault&);
};

class Document {
public:
    Document(std::string_view source, const Options& options);
    Parsed run() &&;

private:
    struct Block {
        NodeKind kind = NodeKind::Document;
        std::uint32_t node = 0;
        std::uint32_t branch = 0;     // the Branch or When whose body is open; 0: the node's own body
        std::uint32_t body = 0;       // 0 in the document, which has none
        std::uint32_t last_text = 0;  // the body's last node, when it is a Text
        std::uint32_t line = 0;       // of the opening tag
        Span span;                    // of the opening tag
        std::string_view name;
        const TagSpec* spec = nullptr;
        bool has_else = false;  // For
    };

    // The lines of a liquid tag. Trailing empty lines do not exist for the reference.
    struct Lines {
        Span rest;
        std::uint32_t line;  // of the line after the one that was read last
        Lines(std::string_view source, Span markup, std::uint32_t first_line);
        bool next(std::string_view source, Span& found);
    };

    // A tag under way: in a document from `{%` to `%}`, in a liquid tag one line.
    struct Tag {
        Span whole;
        Span name;
        Span markup;
    };

    // document.cpp: pieces and lines
    void piece(const Piece& piece);
    void text(Span span);
    void output(Span span);
    void unclosed_output_piece(Span span);
    void tag(Span span);
    void control_whitespace(Span span);
    void liquid(const Tag& tag);
    void liquid_line(Span line, Lines& lines);
    bool split_line(Span line, Tag& tag) const;
    void finish();
    std::uint32_t line_at(std::uint32_t offset);
    std::string_view text_of(Span span) const { return piece_of(source_, span); }

    // statements.cpp: what one tag is
    bool statement(const Tag& tag);  // false: no tag of that name
    const TagSpec* host_tag(std::string_view name) const;
    void host_statement(const Tag& tag, const TagSpec& spec);
    void host_markup(const Tag& tag, const TagSpec& spec);
    void single(NodeKind kind, const Tag& tag, const Forms& forms);
    void plain(NodeKind kind, const Tag& tag);
    void assign(const Tag& tag);
    bool assign_sides(const Tag& tag);
    void echo(const Tag& tag);
    void inline_comment(const Tag& tag);
    bool read(const Forms& forms, Span markup, std::uint32_t line);
    bool read_pipeline(Span markup, const Span* outer);
    void placeholder(NodeKind kind, Span place);
    std::uint32_t begin(NodeKind kind, const Tag& tag);
    BareBrackets brackets() const {
        return options_.mode == ErrorMode::Strict2 ? BareBrackets::Refused : BareBrackets::Allowed;
    }

    // blocks.cpp: blocks, branches and ends
    void open_block(NodeKind kind, const Tag& tag, const Forms* forms);
    void open_condition(NodeKind kind, const Tag& tag);
    void push_block(Block block, const Tag& tag);
    bool too_deep(Span span);
    void open_body(std::uint32_t begin, TextRef name = {});
    void close_body(std::uint32_t end);
    void close_block(std::uint32_t end);
    void close_down_to(std::size_t count, std::uint32_t end);
    void begin_branch(NodeKind kind, const Tag& tag);
    void elsif_branch(const Tag& tag);
    void else_branch(const Tag& tag);
    void when(const Tag& tag);
    void for_else(const Tag& tag);
    bool branch(const Tag& tag);  // a tag that continues the innermost block
    void end_or_unknown(const Tag& tag);
    void misplaced(const Tag& tag);
    void unknown(const Tag& tag);
    void suggest(Fault& fault, const Tag& tag) const;
    void unclosed(std::size_t down_to, std::uint32_t end);

    // raw.cpp: bodies that are not read
    void comment(const Tag& tag);
    void skip_lines();
    std::string_view skip_comment_lines();
    std::string_view skip_comment_pieces();
    void raw(const Tag& tag, NodeKind kind, const TagSpec* spec);
    bool raw_content(const Tag& tag, NodeKind kind, Span& content);
    Block& block() { return stack_.back(); }
    bool has_open_block() const { return stack_.size() > base_; }

    void error(Fault fault, std::uint32_t line);
    void error(Fault fault) { error(std::move(fault), line_); }
    void warning(Fault fault, std::uint32_t line);

    std::string_view source_;
    const Options& options_;
    Parsed parsed_;
    Tree tree_;
    Scanner scanner_;
    std::vector<Block> stack_;
    std::size_t base_ = 1;    // blocks below belong to what surrounds the liquid tag
    Lines* lines_ = nullptr;  // inside a liquid tag
    std::uint32_t line_ = 1;  // the reference's line number, with its quirks
    bool keep_line_ = false;  // after a liquid tag the next piece has that tag's count of lines
    bool trim_next_ = false;  // the last tag or output ended with a dash
    bool stopped_ = false;    // nothing after this can be read sensibly
    bool ran_out_ = false;    // a raw body or comment took the rest: more unclosed blocks say nothing new
    std::uint32_t counted_to_ = 0;
    std::uint32_t counted_lines_ = 1;
    std::uint64_t host_initials_ = 0;  // a bit for each first letter of a host tag: most names need no comparison
    std::vector<std::string_view> unknown_names_;
};

}  // namespace liquid::syntax
