// The host filter `json`: compact JSON of a map, without its own `collections`.
#include <array>
#include <cstdio>
#include <string>

#include "theme_runner_host.hpp"

namespace bench {

using liquid::FilterCall;
using liquid::Type;
using liquid::Value;

namespace {

constexpr int kDeepest = 100;

constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0x20; c < table.size(); ++c) table[c] = c != '"' && c != '\\';
    return table;
}();
constexpr bool is_plain(char c) { return plain[static_cast<unsigned char>(c)]; }

void append_string(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::size_t end = at;
        while (end < text.size() && is_plain(text[end])) ++end;
        out.append(text, at, end - at);
        at = end;
        if (at == text.size()) break;
        char c = text[at];
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            default:
                char escape[8];
                std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
                out += escape;
        }
    }
    out += '"';
}

// False: nested too deep.
bool append_json(FilterCall& call, std::string& out, Value value, int depth, std::string_view left_out = {}) {
    if (depth > kDeepest) return false;
    call.step();
    bool ok = true, first = true;
    if (value.is_map()) {
        out += '{';
        call.iterate(value, [&](Value pair) {
            Value key = pair.items()[0];
            if (!left_out.empty() && key.is_string() && key.as_string() == left_out) return true;
            if (!first) out += ',';
            first = false;
            append_string(out, call.text(key));
            out += ':';
            ok = append_json(call, out, pair.items()[1], depth + 1);
            return ok;
        });
        out += '}';
    } else if (value.is_array()) {
        out += '[';
        call.iterate(value, [&](Value item) {
            if (!first) out += ',';
            first = false;
            ok = append_json(call, out, item, depth + 1);
            return ok;
        });
        out += ']';
    } else if (value.is_nil()) {
        out += "null";
    } else if (value.is_int() || value.is_float() || value.is_bool() || value.is(Type::BigInt)) {
        out += call.text(value);
    } else {
        append_string(out, call.text(value));
    }
    return ok;
}

Value json(FilterCall& call, Value input, liquid::Arguments) {
    if (!input.is_map()) return call.fail("json needs a map");
    std::string out;
    if (!append_json(call, out, input, 0, "collections")) return call.fail("json: nested too deep");
    return call.string(out);
}

}  // namespace

void add_json_filter(liquid::EnvironmentBuilder& builder) { builder.filter("json", json); }

}  // namespace bench
