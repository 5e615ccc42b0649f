#include "filters/replacement.hpp"

#include <string>

namespace liquid::filters {

Replacement::Replacement(FilterCall& call, Value replacement, Value text)
    : call_(call),
      replacement_(replacement),
      text_(text),
      literal_(find_byte(call.runtime(), replacement.as_string(), '\\') == std::string_view::npos) {}

bool Replacement::append(TextBuilder& out, std::size_t at, std::size_t size) {
    return literal_ ? add(out, replacement_) : expand(out, at, size);
}

bool Replacement::add(TextBuilder& out, Value piece) {
    call_.runtime().step(piece.length() >> 10);
    if (out.join(piece)) return true;
    out.fail(piece);
    return false;
}

bool Replacement::expand(TextBuilder& out, std::size_t at, std::size_t size) {
    std::string_view from = text_.as_string();
    std::string_view rest = replacement_.as_string();
    call_.runtime().step(rest.size());
    while (!rest.empty()) {
        std::size_t slash = find_byte(call_.runtime(), rest, '\\');
        // A backslash at the very end stands for itself.
        if (slash == rest.npos || slash + 1 == rest.size()) return add(out, part_of(replacement_, rest));
        if (!add(out, part_of(replacement_, rest.substr(0, slash)))) return false;
        char escape = rest[slash + 1];
        std::string_view escaped = rest.substr(slash, 2);
        rest.remove_prefix(slash + 2);
        bool fits = true;
        switch (escape) {
            case '0':
            case '&':
                fits = add(out, part_of(text_, from.substr(at, size)));
                break;
            case '`':
                fits = add(out, part_of(text_, from.substr(0, at)));
                break;
            case '\'':
                fits = add(out, part_of(text_, from.substr(at + size)));
                break;
            case '\\':
                fits = add(out, part_of(replacement_, escaped.substr(1)));
                break;
            case 'k':
                if (!rest.empty() && rest[0] == '<') {
                    std::size_t end = find_byte(call_.runtime(), rest, '>');
                    if (end == rest.npos)
                        call_.runtime().fail_internal("invalid group name reference format");
                    else
                        call_.runtime().fail_internal("undefined group name reference: " +
                                                      std::string(rest.substr(1, end - 1)));
                    return false;
                }
                fits = add(out, part_of(replacement_, escaped));
                break;
            case '+':
                break;
            default:
                if (escape < '1' || escape > '9') fits = add(out, part_of(replacement_, escaped));
        }
        if (!fits) return false;
    }
    return true;
}

}  // namespace liquid::filters
