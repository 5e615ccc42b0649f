// Diagnostics for people.
#include <algorithm>
#include <string>
#include <string_view>

#include <liquid/diagnostic.hpp>

#include "diagnostics/excerpt.hpp"
#include "diagnostics/visible.hpp"

namespace liquid {
namespace {

using diagnostics::draw_excerpt;
using diagnostics::Excerpt;
using diagnostics::visible;

// A chain of this many hops is shown whole; of a longer one (a partial that asks for itself) both ends are.
constexpr std::size_t most_hops = 8;
constexpr std::size_t inner_hops = 4;
constexpr std::size_t outer_hops = 3;

constexpr std::string_view plain_color = "\x1b[0m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view frame_color = "\x1b[1;34m";
constexpr std::string_view help_color = "\x1b[1;36m";

std::string_view color_of(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return "\x1b[1;31m";
        case Severity::Warning:
            return "\x1b[1;33m";
        case Severity::Info:
            return "\x1b[1;32m";
    }
    return plain_color;
}

std::string place_of(const Location& location) {
    std::string place = location.path.empty() ? "(unnamed template)" : visible(location.path, 400);
    if (location.line > 0) place += ":" + std::to_string(location.line) + ":" + std::to_string(location.column);
    return place;
}

bool is_known(const Location& location) { return location.line > 0 || !location.path.empty(); }

class TextPrinter {
public:
    TextPrinter(const Diagnostic& diagnostic, const TextStyle& style)
        : diagnostic_(diagnostic), style_(style), gutter_(gutter_width()) {}

    std::string print() {
        print_header();
        print_place();
        for (const Label& label : diagnostic_.labels) print_label(label);
        print_chain();
        for (const std::string& note : diagnostic_.notes) print_remark("note", bold, visible(note));
        for (const Fix& fix : diagnostic_.fixes) print_fix(fix);
        return std::move(out_);
    }

private:
    std::size_t gutter_width() const {
        std::uint32_t last = diagnostic_.location.line;
        for (const Hop& hop : diagnostic_.chain) last = std::max(last, hop.location.line);
        for (const Label& label : diagnostic_.labels) last = std::max(last, label.location.line);
        return std::to_string(last).size();
    }

    void paint(std::string_view color, std::string_view text) {
        if (style_.color) out_ += color;
        out_ += text;
        if (style_.color) out_ += plain_color;
    }

    void print_header() {
        std::string mark(name_of(diagnostic_.severity));
        mark += "[";
        mark += diagnostic_.code();
        mark += " ";
        mark += diagnostic_.name();
        mark += "]";
        paint(color_of(diagnostic_.severity), mark);
        paint(bold, ": " + visible(diagnostic_.message()));
        out_ += '\n';
    }

    void print_place() {
        if (!is_known(diagnostic_.location)) return;
        print_arrow("-->", diagnostic_.location);
        print_marked(diagnostic_.location, '^', color_of(diagnostic_.severity), {});
    }

    void print_label(const Label& label) {
        if (!is_known(label.location)) return print_remark("note", bold, visible(label.text));
        print_arrow(":::", label.location);
        if (!print_marked(label.location, '-', frame_color, visible(label.text))) {
            print_remark("note", bold, visible(label.text));
        }
    }

    // From the failing place up to the page: the nearest asker first.
    void print_chain() {
        const auto& chain = diagnostic_.chain;
        for (std::size_t inner = 0; inner < chain.size(); ++inner) {
            if (chain.size() > most_hops && inner == inner_hops) {
                const std::size_t skipped = chain.size() - inner_hops - outer_hops;
                print_frame(" =", " ... " + std::to_string(skipped) + " more ...");
                inner += skipped - 1;
                continue;
            }
            const Hop& hop = chain[chain.size() - 1 - inner];
            std::string text = " asked for by `" + visible(hop.tag) + "`";
            if (is_known(hop.location)) text += " at " + place_of(hop.location);
            print_frame(" =", text);
            if (style_.excerpts && !hop.location.excerpt.empty()) {
                print_line(hop.location, draw_excerpt(hop.location).line);
            }
        }
    }

    void print_fix(const Fix& fix) {
        print_remark("help", help_color,
                     fix.title.empty() ? "replace it with `" + visible(fix.replacement) + "`" : visible(fix.title));
    }

    void print_remark(std::string_view word, std::string_view color, std::string_view text) {
        print_gutter();
        paint(frame_color, " = ");
        paint(color, std::string(word) + ":");
        out_ += ' ';
        out_ += text;
        out_ += '\n';
    }

    void print_gutter(std::string_view number = {}) {
        std::string cell(gutter_ - std::min(gutter_, number.size()), ' ');
        cell += number;
        if (number.empty()) {
            out_ += cell;
        } else {
            paint(frame_color, cell);
        }
    }

    void print_frame(std::string_view frame, std::string_view text) {
        print_gutter();
        paint(frame_color, frame);
        out_ += text;
        out_ += '\n';
    }

    void print_arrow(std::string_view arrow, const Location& location) {
        print_gutter();
        paint(frame_color, arrow);
        out_ += " " + place_of(location) + "\n";
    }

    void print_line(const Location& location, std::string_view line) {
        print_gutter(std::to_string(location.line));
        paint(frame_color, " |");
        out_ += ' ';
        out_ += line;
        out_ += '\n';
    }

    // False: there is no excerpt to show.
    bool print_marked(const Location& location, char mark, std::string_view color, std::string_view text) {
        if (!style_.excerpts || location.line == 0 || location.excerpt.empty()) return false;
        const Excerpt excerpt = draw_excerpt(location);
        print_frame(" |", "");
        print_line(location, excerpt.line);
        print_gutter();
        paint(frame_color, " |");
        out_.append(1 + excerpt.mark_begin, ' ');
        std::string run(excerpt.mark_width, mark);
        if (!text.empty()) run.append(" ").append(text);
        paint(color, run);
        out_ += '\n';
        return true;
    }

    const Diagnostic& diagnostic_;
    const TextStyle& style_;
    const std::size_t gutter_;
    std::string out_;
};

}  // namespace

std::string to_text(const Diagnostic& diagnostic, const TextStyle& style) {
    return TextPrinter(diagnostic, style).print();
}

}  // namespace liquid
