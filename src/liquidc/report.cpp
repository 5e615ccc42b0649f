#include "liquidc/report.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

namespace liquidc {
namespace {

void write_to_stderr(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

bool wants_color(Color color) {
    if (color != Color::Auto) return color == Color::Always;
    const char* no_color = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    return stderr_is_terminal() && (no_color == nullptr || *no_color == '\0') &&
           (terminal == nullptr || std::strcmp(terminal, "dumb") != 0);
}

}  // namespace

void Report::print() const {
    switch (options_.format) {
        case Format::Text:
            return print_text();
        case Format::Json:
            return write_to_stderr(to_json(diagnostics_) + "\n");
        case Format::JsonLines:
            return write_to_stderr(liquid::to_json_lines(diagnostics_));
    }
}

// A fault in a loop comes once a turn; people need it once.
void Report::print_text() const {
    const liquid::TextStyle style{.color = wants_color(options_.color)};
    std::vector<const std::string*> order;
    std::unordered_map<std::string, std::size_t> times;
    for (const liquid::Diagnostic& diagnostic : diagnostics_) {
        const auto [entry, fresh] = times.try_emplace(to_text(diagnostic, style), 0);
        ++entry->second;
        if (fresh) order.push_back(&entry->first);
    }
    for (const std::string* text : order) {
        write_to_stderr(*text);
        const std::size_t count = times.find(*text)->second;
        if (count > 1) write_to_stderr("  (" + std::to_string(count) + " times)\n");
    }
}

void complain(std::string_view message) { write_to_stderr("liquidc: " + std::string(message) + "\n"); }

void mention(std::string_view message) {
    if (stderr_is_terminal()) complain(message);
}

}  // namespace liquidc
