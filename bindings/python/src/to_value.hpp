// From Python objects to the engine's Values, one at a time and only when a template asks.
#pragma once

#include <string>
#include <string_view>

#include <liquid/foreign.hpp>

#include "render.hpp"

namespace liquidpy {

// The value of a borrowed object. Strings are read in place; dicts, lists and tuples are read when a template asks for
// their parts; other objects become Drops. The render keeps what the value views.
liquid::Value to_value(Render& render, PyObject* object);
// The same for a new reference, which is taken: a text that nobody else holds is copied to the render's memory.
liquid::Value take_value(Render& render, PyObject* object);
// Where no error can be told: a value that fails with the exception that is set as soon as a template uses it.
liquid::Value broken_value(Render& render);

// The str for a name, from a cache; borrowed. Null with an exception set.
PyObject* key_object(std::string_view key);
// UTF-8 of a str, in place. False with an exception set: it has lone surrogates.
bool utf8_of(PyObject* text, std::string_view& utf8);
// The same for an argument, which must be a str; `what` says of what. Raises.
std::string utf8_argument(nb::handle text, const char* what);

// A str as the value that views it.
liquid::Value text_in_place(PyObject* text, std::string_view utf8);
// How dicts are read.
const liquid::ForeignTable& dict_table();
// A dict as the root of a render's data.
liquid::Value dict_value(PyObject* dict);
// The list, tuple, dict or other object behind a value that came from Python; null for the engine's own values.
PyObject* python_object(liquid::Value value);

}  // namespace liquidpy
