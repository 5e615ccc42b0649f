#include "syntax/tags.hpp"

#include "syntax/parse.hpp"

namespace liquid::syntax {
namespace {

StandardTag either(std::string_view name, std::string_view wanted, StandardTag tag) {
    return name == wanted ? tag : StandardTag::None;
}

StandardTag six_letters(std::string_view name) {
    switch (name[0]) {
        case 'a':
            return either(name, "assign", StandardTag::Assign);
        case 'r':
            return either(name, "render", StandardTag::Render);
        case 'u':
            return either(name, "unless", StandardTag::Unless);
        default:
            return StandardTag::None;
    }
}

StandardTag seven_letters(std::string_view name) {
    if (name == "include") return StandardTag::Include;
    if (name == "capture") return StandardTag::Capture;
    return either(name, "comment", StandardTag::Comment);
}

StandardTag nine_letters(std::string_view name) {
    if (name == "increment") return StandardTag::Increment;
    if (name == "decrement") return StandardTag::Decrement;
    return either(name, "ifchanged", StandardTag::Ifchanged);
}

}  // namespace

StandardTag standard_tag(std::string_view name) {
    switch (name.size()) {
        case 1:
            return either(name, "#", StandardTag::InlineComment);
        case 2:
            return either(name, "if", StandardTag::If);
        case 3:
            if (name == "for") return StandardTag::For;
            if (name == "raw") return StandardTag::Raw;
            return either(name, "doc", StandardTag::Doc);
        case 4:
            return name[0] == 'c' ? either(name, "case", StandardTag::Case) : either(name, "echo", StandardTag::Echo);
        case 5:
            return name[0] == 'b' ? either(name, "break", StandardTag::Break)
                                  : either(name, "cycle", StandardTag::Cycle);
        case 6:
            return six_letters(name);
        case 7:
            return seven_letters(name);
        case 8:
            return name[0] == 't' ? either(name, "tablerow", StandardTag::Tablerow)
                                  : either(name, "continue", StandardTag::Continue);
        case 9:
            return nine_letters(name);
        default:
            return StandardTag::None;
    }
}

const std::vector<std::string_view>& standard_tag_names() {
    static const std::vector<std::string_view> names = {
        "#",           "assign",     "break",  "capture",  "case",      "comment",      "continue",
        "cycle",       "decrement",  "doc",    "echo",     "else",      "elsif",        "endcapture",
        "endcase",     "endcomment", "enddoc", "endfor",   "endif",     "endifchanged", "endraw",
        "endtablerow", "endunless",  "for",    "if",       "ifchanged", "include",      "increment",
        "liquid",      "raw",        "render", "tablerow", "unless",    "when"};
    return names;
}

}  // namespace liquid::syntax
