#include "liquidc/data.hpp"

#include <string>
#include <utility>
#include <vector>

#include "liquidc/input.hpp"
#include "liquidc/stop.hpp"

namespace liquidc {
namespace {

using liquid::Data;
using liquid::Value;

std::string kind_of(Value value) {
    if (value.is_nil()) return "null";
    if (value.is_array()) return "a list";
    if (value.is_string()) return "a string";
    return value.is_bool() ? "a boolean" : "a number";
}

Data read_document(const std::string& file, Report& report) {
    const std::string path = file == "-" ? "<stdin>" : file;
    liquid::Result<Data> read = Data::parse(read_input(file), path);
    report.add(read.diagnostics);
    if (!read.ok()) throw Stop{};
    if (read.value.root().is_map()) return std::move(read.value);
    liquid::Diagnostic diagnostic;
    diagnostic.kind = liquid::Kind::DataNotObject;
    diagnostic.location.path = path;
    diagnostic.with("found", kind_of(read.value.root()));
    report.add({diagnostic});
    throw Stop{};
}

// `a.b=1` as the document {"a": {"b": 1}}.
Data read_setting(const std::string& path, const std::string& text) {
    Data::Builder builder;
    Value value;
    if (const liquid::Result<Data> json = Data::parse(text, "--set"); json.ok()) {
        builder.keep(json.value);
        value = json.value.root();
    } else {
        value = builder.string(text);
    }
    std::string_view rest = path;
    while (true) {
        const std::size_t dot = rest.rfind('.');
        const std::string_view key = dot == std::string_view::npos ? rest : rest.substr(dot + 1);
        if (key.empty()) throw Stop{Exit::Usage, "--set: `" + path + "` has an empty name"};
        value = builder.map({{key, value}});
        if (dot == std::string_view::npos) return builder.finish(value);
        rest = rest.substr(0, dot);
    }
}

}  // namespace

Data read_data(const Options& options, Report& report) {
    Data::Builder none;
    const Value nothing = none.map({});
    std::vector<Data> documents = {none.finish(nothing)};
    for (const std::string& file : options.data) documents.push_back(read_document(file, report));
    for (const auto& [path, text] : options.set) documents.push_back(read_setting(path, text));
    return Data::merge(documents);
}

Data with_text(const Data& data, std::string_view name, std::string_view text) {
    Data::Builder builder;
    const Value value = builder.map({{name, builder.string(text)}});
    return Data::merge({data, builder.finish(value)});
}

}  // namespace liquidc
