#include "syntax/lexer.hpp"

#include "syntax/characters.hpp"
#include "syntax/faults.hpp"
#include "value/unicode.hpp"

namespace liquid::syntax {
namespace {

class Lexer {
public:
    Lexer(Tree& tree, Span markup, LexerRules rules)
        : tree_(tree), source_(tree.source.substr(0, markup.end)), at_(markup.begin), rules_(rules) {}

    bool run(Tokens& tokens) {
        tokens.reserve((source_.size() - at_) / 2 + 2);
        for (std::size_t before = at_;; before = at_) {
            at_ = skip_space(source_, at_);
            if (at_ == source_.size()) break;
            std::size_t begin = at_;
            TokenKind kind = next();
            if (kind == TokenKind::End) {
                at_ = begin;
                return false;
            }
            Span span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
            bool after_dot = !tokens.empty() && tokens.back().kind == TokenKind::Dot;
            bool contains = kind == TokenKind::Id && !after_dot && source_.substr(begin, at_ - begin) == "contains";
            tokens.push_back({contains ? TokenKind::Comparison : kind, span});
            tree_.pass(at_ - before + Tree::kToken);
        }
        tokens.push_back({TokenKind::End, {static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(at_)}});
        return true;
    }

    Fault fault() const {
        std::size_t length = first_character(source_.substr(at_));
        Span span{static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(at_ + length)};
        return unexpected_character(span, source_.substr(at_, length));
    }

private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }
    TokenKind take(std::size_t length, TokenKind kind) {
        at_ += length;
        return kind;
    }

    // The token at at_, which is moved behind it; End when none begins here.
    TokenKind next() {
        char c = peek();
        switch (c) {
            case '|':
                return take(1, TokenKind::Pipe);
            case '.':
                return peek(1) == '.' ? take(2, TokenKind::DotDot) : take(1, TokenKind::Dot);
            case ':':
                return take(1, TokenKind::Colon);
            case ',':
                return take(1, TokenKind::Comma);
            case '[':
                return take(1, TokenKind::OpenSquare);
            case ']':
                return take(1, TokenKind::CloseSquare);
            case '(':
                return take(1, TokenKind::OpenRound);
            case ')':
                return take(1, TokenKind::CloseRound);
            case '?':
                return take(1, TokenKind::Question);
            case '-':
                return is_digit(peek(1)) ? number() : take(1, TokenKind::Dash);
            case '=':
                if (peek(1) == '=') return take(2, TokenKind::Comparison);
                return rules_ == LexerRules::HostTag ? take(1, TokenKind::Equal) : TokenKind::End;
            case '!':
                return peek(1) == '=' ? take(2, TokenKind::Comparison) : TokenKind::End;
            case '<':
                return take(peek(1) == '=' || peek(1) == '>' ? 2 : 1, TokenKind::Comparison);
            case '>':
                return take(peek(1) == '=' ? 2 : 1, TokenKind::Comparison);
            case '"':
            case '\'':
                return string(c);
            default:
                break;
        }
        if (is(c, character::NameStart)) return identifier();
        return is_digit(c) ? number() : TokenKind::End;
    }

    TokenKind string(char quote) {
        std::size_t end = source_.find(quote, at_ + 1);
        if (end == std::string_view::npos) return TokenKind::End;
        at_ = end + 1;
        return TokenKind::String;
    }

    TokenKind identifier() {
        at_ = skip(source_, at_, character::Name);
        return take(peek() == '?' ? 1 : 0, TokenKind::Id);
    }

    TokenKind number() {
        at_ = skip(source_, at_ + 1, character::Digit);
        if (peek() == '.' && is_digit(peek(1))) at_ = skip(source_, at_ + 1, character::Digit);
        return TokenKind::Number;
    }

    Tree& tree_;
    std::string_view source_;
    std::size_t at_;
    LexerRules rules_;
};

}  // namespace

bool lex(Tree& tree, Span markup, LexerRules rules, Tokens& tokens, Fault& fault) {
    Lexer lexer(tree, markup, rules);
    if (lexer.run(tokens)) return true;
    fault = lexer.fault();
    return false;
}

std::string_view name_of(TokenKind kind) {
    static constexpr std::string_view names[] = {
        "id",          "number",   "string", "comparison",  "colon",        "comma",
        "dot",         "dotdot",   "pipe",   "open_square", "close_square", "open_round",
        "close_round", "question", "dash",   "equal",       "end_of_string"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view described(TokenKind kind) {
    switch (kind) {
        case TokenKind::Id:
            return "a name";
        case TokenKind::String:
            return "a quoted string";
        case TokenKind::DotDot:
            return "`..`";
        case TokenKind::Colon:
            return "`:`";
        case TokenKind::CloseSquare:
            return "`]`";
        case TokenKind::CloseRound:
            return "`)`";
        case TokenKind::End:
            return "the end";
        default:
            return name_of(kind);
    }
}

std::string shown(std::string_view source, const Token& token) {
    if (token.kind == TokenKind::End) return "the end";
    std::string text = "`";
    return text.append(source.substr(token.span.begin, token.span.size())).append("`");
}

std::string inspect(std::string_view source, const Token& token) {
    std::string text = "[:";
    text.append(name_of(token.kind));
    if (token.kind != TokenKind::End) {
        text.append(", \"").append(source.substr(token.span.begin, token.span.size())).append("\"");
    }
    return text.append("]");
}

}  // namespace liquid::syntax
