// The reference's tokens of a markup, as its strict readings see them.
#pragma once

#include <string_view>

#include "source/table.hpp"
#include "syntax/parse.hpp"
#include "syntax/tree.hpp"

namespace liquid::syntax {

enum class TokenKind : std::uint8_t {
    Id,
    Number,
    String,
    Comparison,
    Colon,
    Comma,
    Dot,
    DotDot,
    Pipe,
    OpenSquare,
    CloseSquare,
    OpenRound,
    CloseRound,
    Question,
    Dash,
    Equal,  // host tags only
    End,
};

struct Token {
    TokenKind kind = TokenKind::End;
    Span span;
};

using Tokens = Table<Token>;

enum class LexerRules : std::uint8_t {
    Reference,
    HostTag,  // `=` is a token too
};

// Lexes all of `markup`; the last token is End. False, with the fault, at a character that begins no token.
bool lex(Tree& tree, Span markup, LexerRules rules, Tokens& tokens, Fault& fault);

// `comma`, `end_of_string`: the names in the reference's messages.
std::string_view name_of(TokenKind kind);
// `a name`: for people.
std::string_view described(TokenKind kind);
// The token's text in backticks, or `the end`.
std::string shown(std::string_view source, const Token& token);
// `[:comma, ","]`
std::string inspect(std::string_view source, const Token& token);

}  // namespace liquid::syntax
