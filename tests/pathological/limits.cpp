#include "limits.hpp"

namespace hostile {

const std::map<std::string, std::string>& partials() {
    static const std::map<std::string, std::string> all = {
        {"p", "abc{{ 1 }}"},
        {"q", "{% assign x = 'abcdef' %}"},
        {"deep1", "{% render 'deep2' %}"},
        {"deep2", "{% include 'deep3' %}"},
        {"deep2b", "{% render 'deep3' %}"},
        {"deep3", "bottom"},
        {"item", "{{ item }}"},
        {"way", "b\n{% render 'end' %}"},
        {"end",
         "c\n {% if true %}{% assign x = (1..9999) | join: ',' %}{% capture y %}{% if x %}{{ x }}{% endif %}{% "
         "endcapture %}{% endif %}{{ y }}"},
        {"grow", "{% assign x = x | append: '0123456789abcdef' %}"},
        {"large", "{% assign y = (1..9000) | join: ',' %}"}};
    return all;
}

Outcome with_limit(std::string_view name, std::uint64_t amount, std::string_view source, liquid::ErrorMode mode) {
    liquid::Limits limits;
    EXPECT_TRUE(limits.set(name, amount)) << name;
    liquid::TagSpec box;
    box.name = "box";
    box.shape = liquid::TagSpec::Shape::Block;
    box.render = [](liquid::TagCall& call) {
        liquid::Interrupt interrupt;
        call.write(call.capture_body(0, interrupt));
        return liquid::Value::nil();
    };
    auto environment = liquid::EnvironmentBuilder()
                           .limits(limits)
                           .error_mode(mode)
                           .on_error(liquid::OnError::Inline)
                           .tag(box)
                           .loader(liquid::memory_loader(partials()))
                           .build();
    return render(environment, source);
}

std::string place_of(const liquid::Diagnostic& diagnostic) {
    auto at = [](const liquid::Location& location) {
        return location.path + ':' + std::to_string(location.line) + ':' + std::to_string(location.column);
    };
    std::string text = at(diagnostic.location);
    for (auto hop = diagnostic.chain.rbegin(); hop != diagnostic.chain.rend(); ++hop)
        text += " < " + hop->tag + ' ' + at(hop->location);
    return text;
}

}  // namespace hostile
