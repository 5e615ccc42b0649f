// A diagnostic's message, made from its kind's format and its arguments.
#include <algorithm>

#include <liquid/diagnostic.hpp>

namespace liquid {
namespace {

// The length of the field's name when `text` (after a `{`) is `name}`; 0: the brace stands for itself.
std::size_t field_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && ((text[length] >= 'a' && text[length] <= 'z') || text[length] == '_')) ++length;
    return length < text.size() && text[length] == '}' ? length : 0;
}

void append_argument(std::string& out, const Argument* argument) {
    if (argument == nullptr) {
        out += '?';
    } else if (const auto* text = std::get_if<std::string>(&argument->value)) {
        out += *text;
    } else {
        out += std::to_string(std::get<std::int64_t>(argument->value));
    }
}

}  // namespace

std::string Diagnostic::message() const {
    std::string_view format = info(kind).format;
    std::string out;
    while (!format.empty()) {
        const std::size_t length = format.front() == '{' ? field_length(format.substr(1)) : 0;
        if (length == 0) {
            out += format.front();
            format.remove_prefix(1);
        } else {
            append_argument(out, argument(format.substr(1, length)));
            format.remove_prefix(length + 2);
        }
    }
    return out;
}

const Argument* Diagnostic::argument(std::string_view name) const {
    const auto found = std::find_if(arguments.begin(), arguments.end(),
                                    [&](const Argument& candidate) { return candidate.name == name; });
    return found == arguments.end() ? nullptr : &*found;
}

bool has_errors(const Diagnostics& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::Error; });
}

}  // namespace liquid
