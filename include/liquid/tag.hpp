// Tags and blocks of the host.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <liquid/diagnostic.hpp>
#include <liquid/export.hpp>
#include <liquid/value.hpp>

namespace liquid {

class Runtime;

/// Names one argument that a TagParser has read; TagCall::argument(i) evaluates it, in the order of reading.
using ArgumentIndex = std::size_t;

/// Reads a tag's markup, left to right, while the template is parsed. By the parser; valid for the call, on its thread.
/// The token rules are the reference's (strict2) in every mode.
class LIQUID_API TagParser {
public:
    virtual ~TagParser() = default;
    virtual std::string_view tag_name() const = 0;
    virtual std::string_view markup() const = 0;
    /// Reads an expression: a literal, a lookup, a range. False after a syntax error (already reported).
    virtual bool expression(std::optional<std::string_view> keyword = std::nullopt) = 0;
    /// Reads the identifier `word` if it is next.
    virtual bool accept_word(std::string_view word) = 0;
    /// Reads one of `, : | . = ( ) [ ]` if it is next.
    virtual bool accept_symbol(char symbol) = 0;
    /// Reads an identifier; nullopt, and nothing read, if none is next.
    virtual std::optional<std::string_view> identifier() = 0;
    /// Reads an integer literal; nullopt, and nothing read, if none is next.
    virtual std::optional<std::int64_t> integer() = 0;
    /// Adds a constant argument.
    virtual void constant(Value value, std::optional<std::string_view> keyword = std::nullopt) = 0;
    virtual bool at_end() = 0;
    /// Reports a syntax error with the reference-style text `message` at what is next. Always false.
    virtual bool fail(std::string_view message) = 0;
};

/// How a body ended.
enum class Interrupt : std::uint8_t { None, Break, Continue };

/// What a host tag gets when it is rendered. Implemented by the renderer; valid for the call, on its thread.
class LIQUID_API TagCall {
public:
    virtual ~TagCall() = default;
    virtual std::string_view tag_name() const = 0;
    virtual std::string_view markup() const = 0;
    virtual std::size_t argument_count() const = 0;
    /// Evaluates an argument; each call evaluates anew. Value::failed() when it cannot be (give it back to render).
    virtual Value argument(std::size_t index) = 0;
    /// Evaluates the argument read with that keyword; unset if there is none.
    virtual Value argument(std::string_view keyword) = 0;
    /// Renders body `index` (0: the block's own; then one per branch, in order of the source).
    virtual Interrupt render_body(std::size_t index = 0) = 0;
    /// An interrupt of a body goes on after the tag, to the loop around it. A tag that loops itself takes it instead.
    virtual void consume_interrupt() = 0;
    virtual std::size_t body_count() const = 0;
    /// The tag that opened body `index`: the block's name, or the branch's.
    virtual std::string_view body_name(std::size_t index) const = 0;
    /// Renders a body into text instead of the page.
    virtual std::string capture_body(std::size_t index, Interrupt& interrupt) = 0;
    /// A scope for the bodies' variables. Every push needs its pop; the renderer pops what a failing tag left.
    virtual void push_scope() = 0;
    virtual void pop_scope() = 0;
    /// Sets a variable in the innermost scope; without push_scope, as `assign` does.
    virtual void set(std::string_view name, Value value) = 0;
    virtual Value variable(std::string_view name) = 0;
    virtual void write(std::string_view text) = 0;
    virtual Value host_register(std::string_view name) = 0;
    virtual Value fail(std::string_view message) = 0;
    virtual Runtime& runtime() = 0;
};

/// A tag or block, as data plus a function (or two) that all threads call. Register it with EnvironmentBuilder::tag.
struct TagSpec {
    enum class Shape : std::uint8_t {
        Tag,       ///< stands alone
        Block,     ///< `{% name %} template {% endname %}`
        RawBlock,  ///< the same, but the body is text
    };
    enum class Grammar : std::uint8_t {
        None,         ///< anything, ignored, kept as markup()
        Expression,   ///< one expression, then `key: value` pairs
        KeywordList,  ///< `key: value` pairs
        Identifier,   ///< one identifier, given as a constant string
        FreeText,     ///< the stripped markup, given as a constant string
        Callback,     ///< `parse` reads it
    };

    std::string name;
    Shape shape = Shape::Tag;
    std::vector<std::string> branches;  ///< tags inside the block that begin another body, as `else`
    Grammar grammar = Grammar::None;
    std::function<bool(TagParser&)> parse;  ///< for Grammar::Callback; false after fail()
    std::function<Value(TagCall&)> render;  ///< Value::failed() after fail(); otherwise the value is ignored
    bool blank = false;                     ///< writes nothing: a block of blanks around it is dropped
    std::vector<std::string> disables;      ///< tags that may not be used in its bodies
};

}  // namespace liquid
