// The syntax tree: flat, in reading order, without behaviour. Made by syntax, read by program and analysis.
#pragma once

#include <cstdint>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include <liquid/span.hpp>

#include "ast/operator.hpp"
#include "source/memory.hpp"

namespace liquid {

// A node's children follow it at once; `next` is the index after its last descendant, so that a subtree is the
// half-open index range [i, next). The comment of each kind lists its children in order; `?` optional, `*` any number.
enum class NodeKind : std::uint8_t {
    // statements (they carry `line`, the reference engine's line number)
    Document,   // statement*
    Text,       // text: what is printed, after whitespace control; may be empty (it still counts as a node)
    Output,     // pipeline children: (expression filter*)?        {{ ... }}
    Echo,       // pipeline children                                {% echo ... %}
    Assign,     // text: the variable; pipeline children
    Capture,    // text: the variable; Body
    Increment,  // text: the variable
    Decrement,  // text: the variable
    If,         // Branch+        (first `if`, then elsif / else)
    Unless,     // Branch+
    Case,       // expression, Body (what stands before the first when), (When | Branch-else)*
    For,        // text: the variable; expression (collection), Attribute* (limit, offset), Body, Branch-else?
                //   flags: Reversed. An Attribute offset with flag Continue has no child.
    Tablerow,   // text: the variable; expression, Attribute* (cols, limit, offset, range; in source order), Body
    Cycle,      // flags: Named; Named: expression (the name); then expression+
    Ifchanged,  // Body
    Include,    // expression (the template's name), With?, Attribute*;   text: the alias after `as`, or empty
    Render,     // String (the template's name), With?, Attribute*;       text: the alias, or empty
    Comment,    // (no children; the content is not kept)
    InlineComment,
    Raw,  // text: the content
    Doc,  // text: the content
    Break,
    Continue,
    Liquid,     // statement*     {% liquid %}; its statements belong to the surrounding body's node list
    CustomTag,  // text: the tag's name; aux: index of the TagSpec; Markup, (Attribute | expression)* as arguments,
                //   Body* with text: the tag that opened it; for a raw block one Body with one Text

    // parts of statements
    Body,       // statement*     flags: BlankBody is left to lowering
    Branch,     // Condition+, Body; for else: flags Else, Body only;   line: the branch tag's own line
    When,       // expression+, Body                                    (`when 1, 2 or 3`)
    Condition,  // expression, expression?; aux: Operator; flags: And/Or = relation to the next Condition;
                //   text: the operator's text (for UnknownOperator). In lax the right side may be missing: Nil stands.
    Attribute,  // text: the name; expression
    With,       // expression; flags: ForEach when written `for`
    Markup,     // text: the raw markup of a custom tag, stripped
    Filter,     // text: the name; expression* positional and Attribute* keyword arguments, in source order

    // expressions
    Nil,
    True,
    False,
    Blank,  // the literal in a condition (elsewhere `blank` is an empty String)
    Empty,
    Integer,  // text: -?digits, of any length
    Float,    // text: a number that Ruby's to_f reads whole
    String,   // text: the content without quotes
    Range,    // expression, expression. Both ends literal: they convert as Ruby's to_i, never an error
    Lookup,   // text: the first name; flags: NamedByExpression (first child is its name's expression), NoName;
              //   then segments
    Key,      // segment `.name`: text. flags: IsCommand for size, first, last
    Index,    // segment `[expression]`: expression
};

enum NodeFlag : std::uint8_t {
    Reversed = 1,           // For
    ContinueOffset = 1,     // Attribute `offset: continue`
    Named = 1,              // Cycle
    Else = 1,               // Branch
    And = 1,                // Condition
    Or = 2,                 // Condition
    ForEach = 1,            // With
    NamedByExpression = 1,  // Lookup
    NoName = 2,             // Lookup of nothing at all (`{{ % }}` in lax): nil
    IsCommand = 1,          // Key
};

// A piece of the source, or, at offsets from source.size() on, of the tree's pool (texts that the parser composed).
struct TextRef {
    std::uint32_t begin = 0;
    std::uint32_t length = 0;
};

// A power of two in size: the place of a node, and the count of nodes, are shifts and not multiplications.
struct alignas(8) Node {
    NodeKind kind = NodeKind::Document;
    std::uint8_t flags = 0;
    std::uint16_t aux = 0;
    std::uint32_t next = 0;
    std::uint32_t line = 0;  // statements, Branch and When: the line that the reference engine would name
    Span span;               // the place: a tag from `{%` to `%}`, an output likewise, an expression its own text
    TextRef text;
};
static_assert(sizeof(Node) == 32);

// The nodes of a tree. What a vector would do, with a count that need not be computed.
class Nodes {
public:
    Nodes() = default;
    Nodes(Nodes&& other) noexcept { swap(other); }
    Nodes& operator=(Nodes&& other) noexcept {
        swap(other);
        return *this;
    }
    ~Nodes() { memory::release(items_, capacity_ * sizeof(Node)); }

    std::uint32_t size() const { return size_; }
    const Node* begin() const { return items_; }
    const Node* end() const { return items_ + size_; }
    Node* begin() { return items_; }
    Node* end() { return items_ + size_; }
    const Node& operator[](std::uint32_t i) const { return items_[i]; }
    Node& operator[](std::uint32_t i) { return items_[i]; }
    Node& back() { return items_[size_ - 1]; }

    Node& add() {
        if (size_ == capacity_) [[unlikely]]
            reserve(capacity_ < 16 ? 16 : std::size_t{capacity_} * 2);
        return *new (items_ + size_++) Node;
    }
    void truncate(std::uint32_t count) { size_ = count; }
    [[gnu::noinline]] void reserve(std::size_t count) {
        items_ = static_cast<Node*>(memory::grow(items_, capacity_ * sizeof(Node), count * sizeof(Node)));
        capacity_ = static_cast<std::uint32_t>(count);
    }

private:
    void swap(Nodes& other) noexcept {
        std::swap(items_, other.items_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }

    Node* items_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
};

// The part of a text that a place names; unlike substr it checks nothing.
constexpr std::string_view piece_of(std::string_view text, std::uint32_t begin, std::uint32_t length) {
    return {text.data() + begin, length};
}
constexpr std::string_view piece_of(std::string_view text, Span span) {
    return piece_of(text, span.begin, span.size());
}

struct Ast {
    std::string_view source;  // not owned: must outlive the tree
    std::string pool;
    Nodes nodes;  // nodes[0] is the Document

    std::string_view text(TextRef ref) const {
        if (ref.begin < source.size()) return piece_of(source, ref.begin, ref.length);
        return std::string_view(pool).substr(ref.begin - source.size(), ref.length);
    }
    std::string_view text(const Node& node) const { return text(node.text); }
    TextRef keep(std::string_view text) {
        TextRef ref{static_cast<std::uint32_t>(source.size() + pool.size()), static_cast<std::uint32_t>(text.size())};
        pool.append(text);
        return ref;
    }
};

// An indented listing, one node a line: kind, flags, text, span. For `liquidc ast` and tests.
std::string dump(const Ast& ast);

}  // namespace liquid
