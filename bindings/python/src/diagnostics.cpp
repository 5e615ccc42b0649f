#include "diagnostics.hpp"

#include <variant>

namespace liquidpy {

namespace {

using liquid::Diagnostic;

const char* safety_name(liquid::Fix::Safety safety) {
    switch (safety) {
        case liquid::Fix::Safety::Safe:
            return "safe";
        case liquid::Fix::Safety::Unsafe:
            return "unsafe";
        default:
            return "display-only";
    }
}

nb::object location_tuple(const liquid::Location& at) {
    return nb::make_tuple(text_of(at.path), at.line, at.column, at.end_line, at.end_column, at.span.begin, at.span.end,
                          text_of(at.excerpt));
}

}  // namespace

nb::str text_of(std::string_view utf8) {
    nb::object text = nb::steal(PyUnicode_DecodeUTF8(utf8.data(), static_cast<Py_ssize_t>(utf8.size()), "replace"));
    if (!text.is_valid()) throw nb::python_error();
    return nb::borrow<nb::str>(text);
}

nb::object diagnostic_object(const Diagnostic& diagnostic) {
    nb::list chain, labels, notes, fixes;
    for (const liquid::Hop& hop : diagnostic.chain)
        chain.append(nb::make_tuple(text_of(hop.tag), location_tuple(hop.location)));
    for (const liquid::Label& label : diagnostic.labels)
        labels.append(nb::make_tuple(text_of(label.text), location_tuple(label.location)));
    for (const std::string& note : diagnostic.notes) notes.append(text_of(note));
    for (const liquid::Fix& fix : diagnostic.fixes)
        fixes.append(nb::make_tuple(text_of(fix.title), fix.span.begin, fix.span.end, text_of(fix.replacement),
                                    safety_name(fix.safety)));
    nb::dict arguments;
    for (const liquid::Argument& argument : diagnostic.arguments) {
        if (const auto* text = std::get_if<std::string>(&argument.value))
            arguments[text_of(argument.name)] = text_of(*text);
        else
            arguments[text_of(argument.name)] = std::get<std::int64_t>(argument.value);
    }
    static const auto* make = new nb::object(nb::module_::import_("liquidc._diagnostics").attr("make_diagnostic"));
    return (*make)(text_of(diagnostic.code()), text_of(diagnostic.name()),
                   text_of(liquid::name_of(diagnostic.severity)), text_of(diagnostic.message()),
                   location_tuple(diagnostic.location), chain, arguments, labels, notes, fixes,
                   text_of(diagnostic.reference), diagnostic.reference_line, text_of(to_text(diagnostic)));
}

nb::object diagnostics_tuple(const liquid::Diagnostics& diagnostics) {
    nb::list made;
    for (const Diagnostic& diagnostic : diagnostics) made.append(diagnostic_object(diagnostic));
    return nb::tuple(made);
}

}  // namespace liquidpy
