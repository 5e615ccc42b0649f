#include "syntax/faults.hpp"
#include "syntax/strict.hpp"

namespace liquid::syntax {

TokenReader::TokenReader(Tree& tree, Span markup, BareBrackets brackets, Fault& fault, LexerRules rules)
    : tree_(tree), brackets_(brackets), fault_(fault), lexed_(lex(tree, markup, rules, tokens_, fault)) {
    if (lexed_) return;
    tokens_.resize(0);
    tokens_.push_back({TokenKind::End, {markup.end, markup.end}});
}

const Token& TokenReader::peek(std::size_t ahead) const {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : tokens_.back();
}

bool TokenReader::fail(Fault&& fault) {
    fault_ = std::move(fault);
    return false;
}

bool TokenReader::accept(TokenKind kind) {
    if (!look(kind)) return false;
    advance();
    return true;
}

bool TokenReader::accept_word(std::string_view word) {
    if (!look(TokenKind::Id) || text(peek()) != word) return false;
    advance();
    return true;
}

bool TokenReader::expect(TokenKind kind, Token* taken) {
    const Token& token = peek();
    if (token.kind == kind) {
        if (taken) *taken = token;
        advance();
        return true;
    }
    std::string message = "Expected ";
    message.append(name_of(kind)).append(" but found ").append(name_of(token.kind));
    return fail(
        with(with(make_fault(Kind::UnexpectedToken, token.span, std::move(message)), "expected", described(kind)),
             "found", shown(tree_.source, token)));
}

bool TokenReader::skip_expression(std::uint32_t depth) {
    const Token& token = peek();
    if (depth > max_expression_depth) return fail(nesting_too_deep(token.span, "brackets", max_expression_depth));
    switch (token.kind) {
        case TokenKind::Id:
            advance();
            return skip_lookups(depth);
        case TokenKind::String:
        case TokenKind::Number:
            advance();
            return true;
        case TokenKind::OpenSquare:
            if (brackets_ == BareBrackets::Refused) return fail(bare_bracket(token.span));
            advance();
            return skip_expression(depth + 1) && expect(TokenKind::CloseSquare) && skip_lookups(depth);
        case TokenKind::OpenRound:
            advance();
            return skip_expression(depth + 1) && expect(TokenKind::DotDot) && skip_expression(depth + 1) &&
                   expect(TokenKind::CloseRound);
        default:
            break;
    }
    std::string message = inspect(tree_.source, token) + " is not a valid expression";
    Fault invalid = make_fault(Kind::InvalidExpression, token.span, std::move(message));
    return fail(with(std::move(invalid), "found", shown(tree_.source, token)));
}

bool TokenReader::skip_lookups(std::uint32_t depth) {
    for (;;) {
        if (accept(TokenKind::OpenSquare)) {
            if (!skip_expression(depth + 1) || !expect(TokenKind::CloseSquare)) return false;
        } else if (accept(TokenKind::Dot)) {
            if (!expect(TokenKind::Id)) return false;
        } else {
            return true;
        }
    }
}

bool TokenReader::compose(Composed& composed, std::string_view before) {
    std::size_t first = at_;
    if (!skip_expression(0)) return false;
    composed.span = {tokens_[first].span.begin, tokens_[at_ - 1].span.end};
    bool contiguous = before.empty();
    for (std::size_t i = first + 1; contiguous && i < at_; ++i) {
        contiguous = tokens_[i].span.begin == tokens_[i - 1].span.end;
        tree_.pass(1);
    }
    if (contiguous) {
        composed.text = ref(composed.span);
        return true;
    }
    std::string text(before);
    for (std::size_t i = first; i < at_; ++i) {
        text.append(tree_.text(tokens_[i].span));
        tree_.pass(tokens_[i].span.size());
    }
    composed.text = tree_.ast.keep(text);
    return true;
}

bool TokenReader::expression_of(const Composed& composed, Literals literals) {
    return parse_expression(tree_, composed.text, composed.span, literals, fault_);
}

bool TokenReader::expression(Literals literals) {
    Composed composed;
    return compose(composed) && expression_of(composed, literals);
}

}  // namespace liquid::syntax
