// The standard test drops of the corpora, and Ruby's symbols.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <liquid/drop.hpp>

namespace conformance {

bool is_standard_drop(std::string_view name);

// `value` is the parameter of that name, Unset when there is none; it must outlive the drop. nullptr: NilDrop, which
// the reference replaces by nil wherever a template meets it.
std::unique_ptr<liquid::Drop> make_drop(std::string_view name, liquid::Value value);

// A Symbol prints its name, is inspected otherwise (`:name`) and equals only itself: one object for each name.
std::unique_ptr<liquid::Drop> make_symbol(std::string name, std::string inspected);

}  // namespace conformance
