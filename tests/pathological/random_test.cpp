// Templates that nobody thought of: blocks in blocks, and pieces that are repeated, put together at random. What one
// construct multiplies with another shows as work for a byte that no single construct costs.
#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <random>

#include "support.hpp"

namespace {

using hostile::times;

class RandomTemplate {
public:
    explicit RandomTemplate(unsigned seed) : random_(seed) {}

    std::string body(int depth) {
        std::string out;
        for (std::size_t i = 1 + below(3); i > 0 && out.size() < kLargest; --i) out += statement(depth);
        return out;
    }

private:
    static constexpr std::size_t kLargest = 4'000;

    std::size_t below(std::size_t end) { return random_() % end; }
    std::string one_of(std::initializer_list<const char*> texts) { return texts.begin()[below(texts.size())]; }
    // Mostly few, now and then many.
    std::size_t count() {
        static constexpr unsigned kMost[] = {2, 2, 2, 20, 200};
        return 1 + below(kMost[below(std::size(kMost))]);
    }
    std::string repeated(std::string_view piece) {
        return times(std::min(count(), kLargest / (1 + piece.size())), piece);
    }

    std::string expression() {
        switch (below(6)) {
            case 0:
                return "l" + repeated(one_of({".k", "[0]", "[x]", ".first", "[s]", ".size"}));
            case 1: {
                std::size_t deep = below(30);
                return times(deep, "l[") + "x" + times(deep, "]");
            }
            default:
                return one_of({"x", "s", "l", "l[0]", "h.k", "'q'", "1", "nil", "(1..x)", "forloop.index", "nope"});
        }
    }
    std::string pipeline() {
        return expression() + repeated(one_of({" | upcase", " | split: ''", " | append: s", " | join", " | sort",
                                               " | plus: 1", " | times: 99999999999", " | uniq", " | size", " | nope",
                                               " | replace: 'a', s", " | concat: l", " | map: 'k'", " | default: l"}));
    }
    std::string list(const char* separator) { return expression() + repeated(separator + expression()); }
    std::string condition() {
        return expression() + one_of({"", " == 1", " contains s", " < 5"}) + repeated(" and x") + repeated(" or l");
    }
    std::string block(const std::string& tag, const std::string& markup, const std::string& inside) {
        return "{% " + tag + " " + markup + " %}" + inside + "{% end" + tag + " %}";
    }
    std::string nested(int depth) {
        static const char* const kTags[][3] = {
            {"if", "x", ""},       {"for", "i in l", ""},      {"capture", "s", ""},
            {"ifchanged", "", ""}, {"tablerow", "i in l", ""}, {"case", "x", "{% when 1, x or l %}"},
            {"unless", "x", ""}};
        const auto& [tag, markup, begin] = kTags[below(std::size(kTags))];
        std::size_t deep = 1 + below(40);
        std::string open = "{% " + std::string(tag) + " " + markup + " %}" + begin;
        return times(deep, open) + body(depth - 2) + times(deep, "{% end" + std::string(tag) + " %}");
    }
    std::string statement(int depth) {
        switch (below(depth > 0 ? 16 : 6)) {
            case 0:
                return "text";
            case 1:
                return "{{ " + pipeline() + " }}";
            case 2:
                return "{% assign " + one_of({"x", "s", "l"}) + " = " + pipeline() + " %}";
            case 3:
                return one_of({"{% break %}", "{% continue %}", "{% increment x %}", "{% render 'p' %}"});
            case 4:
                return "{% cycle " + list(", ") + " %}";
            case 5:
                return "{% liquid\n" + repeated("assign x = " + expression() + "\n") + "%}";
            case 6:
            case 7:
                return block("if", condition(), body(depth - 1) + repeated("{% elsif " + condition() + " %}y"));
            case 8:
            case 9:
            case 10:
                return block("case", expression(), repeated("{% when " + list(", ") + " %}" + body(depth - 1)));
            case 11:
            case 12:
                return block("for", "i in " + expression(), body(depth - 1) + "{% else %}" + body(depth - 1));
            case 13:
                return block("capture", one_of({"x", "s"}), body(depth - 1));
            case 14:
                return repeated(body(depth - 2));
            default:
                return nested(depth);
        }
    }

    std::mt19937 random_;
};

TEST(Random, TemplatesAreParsedWithBoundedWork) {
    liquid::Data data =
        liquid::Data::parse(R"({"x": 2, "s": "hello", "l": [0, 1, {"k": 2}, "z"], "h": {"k": [1]}})").value;
    for (unsigned seed = 0; seed < 1'500; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        hostile::render(RandomTemplate(seed).body(5), data);
    }
}

}  // namespace
