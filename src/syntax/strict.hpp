// The strict readings: token by token, as the reference's lexer and parser, with their messages. They read what the
// core grammar refuses, and explain what no reading accepts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "syntax/expression.hpp"
#include "syntax/lexer.hpp"
#include "syntax/tree.hpp"

namespace liquid::syntax {

enum class BareBrackets : std::uint8_t { Allowed, Refused };

// Walks the tokens of one markup. Every function that returns false has set the fault.
class TokenReader {
public:
    TokenReader(Tree& tree, Span markup, BareBrackets brackets, Fault& fault, LexerRules rules = LexerRules::Reference);

    // False when the markup has a character that begins no token. To be asked first.
    bool lexed() const { return lexed_; }

    const Token& peek(std::size_t ahead = 0) const;
    bool look(TokenKind kind, std::size_t ahead = 0) const { return peek(ahead).kind == kind; }
    std::string_view text(const Token& token) const { return tree_.text(token.span); }
    void advance() {
        ++at_;
        tree_.pass(Tree::kToken);
    }
    bool accept(TokenKind kind);
    bool accept_word(std::string_view word);
    bool expect(TokenKind kind, Token* taken = nullptr);
    bool expect_end() { return expect(TokenKind::End); }

    // An expression's tokens, put together as the reference does: blanks between them are gone.
    struct Composed {
        TextRef text;
        Span span;
    };
    bool compose(Composed& composed, std::string_view before = {});
    // The same, and its nodes.
    bool expression(Literals literals = Literals::Values);
    bool expression_of(const Composed& composed, Literals literals = Literals::Values);

    Tree& tree() { return tree_; }
    Fault& fault() { return fault_; }
    bool fail(Fault&& fault);

private:
    bool skip_expression(std::uint32_t depth);
    bool skip_lookups(std::uint32_t depth);

    Tree& tree_;
    Tokens tokens_;
    std::size_t at_ = 0;
    BareBrackets brackets_;
    Fault& fault_;
    bool lexed_;
};

namespace strict {

enum class Rules : std::uint8_t { Strict, Strict2 };

// Each adds the children of its statement (tree.statement, already open) and sets that node's text and flags.
bool pipeline(Tree& tree, Span markup, Rules rules, BareBrackets brackets, Fault& fault);
bool condition(Tree& tree, Span markup, BareBrackets brackets, Fault& fault);
bool for_loop(Tree& tree, Span markup, BareBrackets brackets, Fault& fault);
bool tablerow(Tree& tree, Span markup, BareBrackets brackets, Fault& fault);
bool cycle(Tree& tree, Span markup, BareBrackets brackets, Fault& fault);
bool include(Tree& tree, Span markup, BareBrackets brackets, Fault& fault);
bool render(Tree& tree, Span markup, BareBrackets brackets, Fault& fault);
bool case_value(Tree& tree, Span markup, BareBrackets brackets, Fault& fault);
bool when_values(Tree& tree, Span markup, BareBrackets brackets, Fault& fault);
// capture, increment, decrement, the left side of assign
bool variable(Tree& tree, Span markup, BareBrackets brackets, Fault& fault);

}  // namespace strict

}  // namespace liquid::syntax
