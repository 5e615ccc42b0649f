// Diagnostics for tools: one JSON object each. The schema is in docs/diagnostics.md.
#include <string>
#include <string_view>

#include <liquid/diagnostic.hpp>

#include "diagnostics/character.hpp"

namespace liquid {
namespace {

std::string_view name_of(Fix::Safety safety) {
    switch (safety) {
        case Fix::Safety::Safe:
            return "safe";
        case Fix::Safety::Unsafe:
            return "unsafe";
        case Fix::Safety::DisplayOnly:
            return "display-only";
    }
    return "unsafe";
}

// Writes JSON from left to right. Keys and order are the caller's.
class JsonWriter {
public:
    void open(char bracket) {
        separate();
        out_ += bracket;
        fresh_ = true;
    }
    void close(char bracket) {
        out_ += bracket;
        fresh_ = false;
    }
    void key(std::string_view name) {
        string(name);
        out_ += ':';
        fresh_ = true;
    }
    void integer(std::int64_t number) {
        separate();
        out_ += std::to_string(number);
    }
    void string(std::string_view text) {
        separate();
        out_ += '"';
        while (!text.empty()) text.remove_prefix(character(text));
        out_ += '"';
    }
    std::string take() { return std::move(out_); }

private:
    void separate() {
        if (!fresh_) out_ += ',';
        fresh_ = false;
    }

    // Appends the first character; bytes that are not UTF-8 become U+FFFD. Gives the bytes read.
    std::size_t character(std::string_view text) {
        const diagnostics::Character read = diagnostics::first_character(text);
        if (!read.valid) {
            out_ += "\xef\xbf\xbd";
        } else if (read.bytes == 1) {
            ascii(text.front());
        } else {
            out_ += text.substr(0, read.bytes);
        }
        return read.bytes;
    }

    void ascii(char c) {
        constexpr std::string_view digits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out_ += '\\';
            out_ += c;
        } else if (c == '\n') {
            out_ += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            out_ += "\\u00";
            out_ += digits[byte >> 4];
            out_ += digits[byte & 15];
        } else {
            out_ += c;
        }
    }

    std::string out_;
    bool fresh_ = true;  // no comma is due
};

void member(JsonWriter& json, std::string_view name, std::string_view text) {
    json.key(name);
    json.string(text);
}

void member(JsonWriter& json, std::string_view name, std::uint32_t number) {
    json.key(name);
    json.integer(number);
}

// `name: [item, ...]`
template <class Items, class Write>
void members(JsonWriter& json, std::string_view name, const Items& items, Write write) {
    json.key(name);
    json.open('[');
    for (const auto& item : items) write(item);
    json.close(']');
}

void write_location(JsonWriter& json, const Location& location) {
    json.key("location");
    json.open('{');
    member(json, "path", location.path);
    member(json, "line", location.line);
    member(json, "column", location.column);
    member(json, "end_line", location.end_line);
    member(json, "end_column", location.end_column);
    member(json, "start", location.span.begin);
    member(json, "end", location.span.end);
    member(json, "excerpt", location.excerpt);
    json.close('}');
}

void write_hop(JsonWriter& json, const Hop& hop) {
    json.open('{');
    member(json, "tag", hop.tag);
    write_location(json, hop.location);
    json.close('}');
}

void write_label(JsonWriter& json, const Label& label) {
    json.open('{');
    write_location(json, label.location);
    member(json, "text", label.text);
    json.close('}');
}

void write_fix(JsonWriter& json, const Fix& fix) {
    json.open('{');
    member(json, "title", fix.title);
    member(json, "start", fix.span.begin);
    member(json, "end", fix.span.end);
    member(json, "replacement", fix.replacement);
    member(json, "safety", name_of(fix.safety));
    json.close('}');
}

void write_arguments(JsonWriter& json, const std::vector<Argument>& arguments) {
    json.key("arguments");
    json.open('{');
    for (const Argument& argument : arguments) {
        json.key(argument.name);
        if (const auto* text = std::get_if<std::string>(&argument.value)) {
            json.string(*text);
        } else {
            json.integer(std::get<std::int64_t>(argument.value));
        }
    }
    json.close('}');
}

void write_diagnostic(JsonWriter& json, const Diagnostic& diagnostic) {
    json.open('{');
    member(json, "version", 1);
    member(json, "code", diagnostic.code());
    member(json, "name", diagnostic.name());
    member(json, "severity", name_of(diagnostic.severity));
    member(json, "message", diagnostic.message());
    member(json, "reference", diagnostic.reference);
    write_location(json, diagnostic.location);
    members(json, "chain", diagnostic.chain, [&](const Hop& hop) { write_hop(json, hop); });
    write_arguments(json, diagnostic.arguments);
    members(json, "labels", diagnostic.labels, [&](const Label& label) { write_label(json, label); });
    members(json, "notes", diagnostic.notes, [&](const std::string& note) { json.string(note); });
    members(json, "fixes", diagnostic.fixes, [&](const Fix& fix) { write_fix(json, fix); });
    json.close('}');
}

}  // namespace

std::string to_json(const Diagnostic& diagnostic) {
    JsonWriter json;
    write_diagnostic(json, diagnostic);
    return json.take();
}

std::string to_json(const Diagnostics& diagnostics) {
    JsonWriter json;
    json.open('{');
    member(json, "version", 1);
    members(json, "diagnostics", diagnostics,
            [&](const Diagnostic& diagnostic) { write_diagnostic(json, diagnostic); });
    json.close('}');
    return json.take();
}

}  // namespace liquid
