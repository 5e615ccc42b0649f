#include "syntax/host_tags.hpp"

#include <charconv>
#include <cmath>

#include "syntax/characters.hpp"
#include "syntax/faults.hpp"

namespace liquid::syntax {
namespace {

class MarkupParser final : public TagParser {
public:
    MarkupParser(Tree& tree, const TagSpec& spec, Span markup, BareBrackets brackets, Fault& fault)
        : tree_(tree), spec_(spec), markup_(markup), reader_(tree, markup, brackets, fault, LexerRules::HostTag) {
        failed_ = !reader_.lexed();
    }

    bool failed() const { return failed_; }
    TokenReader& reader() { return reader_; }

    std::string_view tag_name() const override { return spec_.name; }
    std::string_view markup() const override { return strip(tree_.text(markup_)); }

    bool expression(std::optional<std::string_view> keyword) override {
        if (failed_) return false;
        std::uint32_t mark = tree_.size();
        Span place = reader_.peek().span;
        if (keyword) tree_.open(NodeKind::Attribute, place, tree_.ast.keep(*keyword));
        if (!reader_.expression()) {
            tree_.truncate(mark);
            return !(failed_ = true);
        }
        if (keyword) tree_.close(mark, tree_[mark + 1].span.end);
        return true;
    }

    bool accept_word(std::string_view word) override { return !failed_ && reader_.accept_word(word); }

    bool accept_symbol(char symbol) override {
        static constexpr std::string_view symbols = ",:|.=()[]";
        static constexpr TokenKind kinds[] = {TokenKind::Comma,      TokenKind::Colon,      TokenKind::Pipe,
                                              TokenKind::Dot,        TokenKind::Equal,      TokenKind::OpenRound,
                                              TokenKind::CloseRound, TokenKind::OpenSquare, TokenKind::CloseSquare};
        std::size_t index = symbols.find(symbol);
        return !failed_ && index != std::string_view::npos && reader_.accept(kinds[index]);
    }

    std::optional<std::string_view> identifier() override {
        if (failed_ || !reader_.look(TokenKind::Id)) return std::nullopt;
        std::string_view name = reader_.text(reader_.peek());
        reader_.advance();
        return name;
    }

    std::optional<std::int64_t> integer() override {
        if (failed_ || !reader_.look(TokenKind::Number)) return std::nullopt;
        std::string_view text = reader_.text(reader_.peek());
        std::int64_t number = 0;
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
        reader_.advance();
        return number;
    }

    void constant(Value value, std::optional<std::string_view> keyword) override {
        Span place = reader_.peek().span;
        std::uint32_t node = tree_.size();
        if (keyword) tree_.open(NodeKind::Attribute, place, tree_.ast.keep(*keyword));
        literal(value, place);
        if (keyword) tree_.close(node, place.end);
    }

    bool at_end() override { return failed_ || reader_.look(TokenKind::End); }

    bool fail(std::string_view message) override {
        if (failed_) return false;
        failed_ = true;
        return reader_.fail(tag_syntax(spec_.name, reader_.peek().span, std::string(message), message));
    }

    // What the fixed grammars share: `key: value` pairs up to the end, commas between them optional.
    bool keywords() {
        reader_.accept(TokenKind::Comma);
        while (auto key = identifier()) {
            if (!reader_.expect(TokenKind::Colon)) return !(failed_ = true);
            if (!expression(*key)) return false;
            reader_.accept(TokenKind::Comma);
        }
        return finish();
    }
    bool finish() { return reader_.expect_end() || !(failed_ = true); }

private:
    void literal(Value value, Span place) {
        switch (value.type()) {
            case Type::False:
                tree_.leaf(NodeKind::False, place);
                break;
            case Type::True:
                tree_.leaf(NodeKind::True, place);
                break;
            case Type::Int:
                tree_.leaf(NodeKind::Integer, place, tree_.ast.keep(std::to_string(value.as_int())));
                break;
            case Type::Float:
                floating(value.as_float(), place);
                break;
            case Type::String:
                tree_.leaf(NodeKind::String, place, tree_.ast.keep(value.as_string()));
                break;
            default:
                tree_.leaf(NodeKind::Nil, place);
                break;
        }
    }

    void floating(double number, Span place) {
        char digits[64];
        auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
        if (error != std::errc() || !std::isfinite(number)) {
            tree_.leaf(NodeKind::Nil, place);
        } else {
            tree_.leaf(NodeKind::Float, place, tree_.ast.keep({digits, static_cast<std::size_t>(end - digits)}));
        }
    }

    Tree& tree_;
    const TagSpec& spec_;
    Span markup_;
    TokenReader reader_;
    bool failed_ = false;
};

bool read_identifier(MarkupParser& parser) {
    Token name;
    if (!parser.reader().expect(TokenKind::Id, &name)) return false;
    parser.constant(Value::string(parser.reader().text(name)), std::nullopt);
    return parser.finish();
}

bool read_callback(MarkupParser& parser, const TagSpec& spec, Fault& fault, Span markup) {
    bool read = false;
    try {
        read = spec.parse(parser);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (...) {
        // A host's function may throw; a parse never does.
        fault = tag_syntax(spec.name, markup, "internal", "the host's function failed");
        return false;
    }
    if (read && !parser.failed()) return true;
    if (!parser.failed()) parser.fail("Syntax Error in '" + spec.name + "'");
    return false;
}

}  // namespace

bool read_host_tag(Tree& tree, const TagSpec& spec, Span markup, BareBrackets brackets, Fault& fault) {
    std::string_view stripped = strip(tree.text(markup));
    std::uint32_t begin = stripped.empty() ? markup.begin : tree.offset(stripped.data());
    Span inner{begin, begin + static_cast<std::uint32_t>(stripped.size())};
    tree.leaf(NodeKind::Markup, inner, ref(inner));
    if (spec.grammar == TagSpec::Grammar::None) return true;
    if (spec.grammar == TagSpec::Grammar::FreeText) {
        tree.leaf(NodeKind::String, inner, ref(inner));
        return true;
    }
    MarkupParser parser(tree, spec, markup, brackets, fault);
    if (parser.failed()) return false;
    switch (spec.grammar) {
        case TagSpec::Grammar::Expression:
            return parser.expression(std::nullopt) && parser.keywords();
        case TagSpec::Grammar::KeywordList:
            return parser.keywords();
        case TagSpec::Grammar::Identifier:
            return read_identifier(parser);
        default:
            return !spec.parse || read_callback(parser, spec, fault, markup);
    }
}

}  // namespace liquid::syntax
