// What went wrong, where, by which way, and what would mend it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <liquid/export.hpp>
#include <liquid/span.hpp>

namespace liquid {

/// Every kind of diagnostic, from kinds.def: the only list.
enum class Kind : std::uint8_t {
#define LIQUID_KIND(enumerator, code, name, severity, format) enumerator,
#include <liquid/kinds.def>
#undef LIQUID_KIND
};

enum class Severity : std::uint8_t { Error, Warning, Info };

/// The fixed facts of a Kind: `LQ1001`, `missing-partial`, its default severity and its message format.
struct KindInfo {
    std::string_view code;
    std::string_view name;
    Severity severity;
    std::string_view format;
};
LIQUID_API const KindInfo& info(Kind kind);
LIQUID_API std::size_t kind_count();
LIQUID_API std::string_view name_of(Severity severity);

/// A place in a named source, self-contained: it stays valid when the source and the Template are gone.
struct Location {
    std::string path;          ///< the template's name, or its file; empty when unknown
    Span span;                 ///< byte offsets into that source
    std::uint32_t line = 0;    ///< 1-based; 0 = no place is known
    std::uint32_t column = 0;  ///< 1-based, in bytes
    std::uint32_t end_line = 0;
    std::uint32_t end_column = 0;      ///< the column after the last byte
    std::string excerpt;               ///< the source line `line`, without its newline, shortened when very long
    std::uint32_t excerpt_column = 1;  ///< the column at which `excerpt` begins: not 1 when its start was cut off
};

/// One hop of the way from the page down to the failing place: the tag that rendered the next template.
struct Hop {
    std::string tag;  ///< `include`, `render`, `layout`, or a host tag's name
    Location location;
};

/// A second place with its own text ("the block was opened here").
struct Label {
    Location location;
    std::string text;
};

/// An edit that would mend the fault.
struct Fix {
    enum class Safety : std::uint8_t { Safe, Unsafe, DisplayOnly };
    std::string title;
    Span span;  ///< in the diagnostic's own source
    std::string replacement;
    Safety safety = Safety::Unsafe;
};

/// A typed argument of the message, so that tools need not parse prose.
struct Argument {
    std::string name;
    std::variant<std::string, std::int64_t> value;

    Argument() = default;
    Argument(std::string argument, std::variant<std::string, std::int64_t> is)
        : name(std::move(argument)), value(std::move(is)) {}
    // libstdc++ takes a variant of a string for one that always holds something, and destroys what is not there when
    // copying it throws. Copied as a string and then moved, it never does.
    Argument(const Argument& other) : name(other.name) {
        if (const auto* text = std::get_if<std::string>(&other.value))
            value = std::string(*text);
        else
            value = std::get<std::int64_t>(other.value);
    }
    Argument(Argument&&) noexcept = default;
    Argument& operator=(const Argument& other) { return *this = Argument(other); }
    Argument& operator=(Argument&&) noexcept = default;
    ~Argument() = default;
};

/// One fault, as data, for any thread: it refers to nothing. The message is made from the kind's format and arguments.
struct LIQUID_API Diagnostic {
    Kind kind = Kind::Internal;
    Severity severity = Severity::Error;
    Location location;       ///< the narrowest part at fault
    std::vector<Hop> chain;  ///< from the page (first) to the template that holds `location` (last hop's target)
    std::vector<Argument> arguments;
    std::vector<Label> labels;
    std::vector<std::string> notes;
    std::vector<Fix> fixes;
    std::string reference;  ///< the reference engine's exact text, e.g. `Liquid error (line 3): divided by 0`
    std::uint32_t reference_line = 0;  ///< the line that text names (may differ from location.line)

    std::string message() const;
    std::string_view code() const { return info(kind).code; }
    std::string_view name() const { return info(kind).name; }
    const Argument* argument(std::string_view name) const;
    Diagnostic& with(std::string name, std::string value) {
        arguments.push_back({std::move(name), std::move(value)});
        return *this;
    }
    Diagnostic& with(std::string name, std::int64_t value) {
        arguments.push_back({std::move(name), value});
        return *this;
    }
};

using Diagnostics = std::vector<Diagnostic>;

LIQUID_API bool has_errors(const Diagnostics& diagnostics);

/// How text for people is made.
struct TextStyle {
    bool color = false;
    bool excerpts = true;
};
/// Severity, code, message; file:line:col with excerpt and caret; the chain; labels, notes and fixes. Ends with a
/// newline.
LIQUID_API std::string to_text(const Diagnostic& diagnostic, const TextStyle& style = {});
/// One JSON object, `version` 1; the schema is in docs/diagnostics.md.
LIQUID_API std::string to_json(const Diagnostic& diagnostic);
/// `{"version":1,"diagnostics":[...]}`
LIQUID_API std::string to_json(const Diagnostics& diagnostics);
/// One object a line.
LIQUID_API std::string to_json_lines(const Diagnostics& diagnostics);

}  // namespace liquid
