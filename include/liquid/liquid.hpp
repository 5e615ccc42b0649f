// liquidc: a Liquid engine. This header is all that a host needs; start with examples/hello.cpp.
//
// When the host has no more memory, Template::render_into tells it (LQ5005) and never throws; Environment::parse and
// get, Data::parse and Template::render tell it as well, and throw std::bad_alloc only when not even the diagnostic can
// be made. What builds and copies (constructors, EnvironmentBuilder, Data::Builder, Data::merge, texts of diagnostics)
// throws std::bad_alloc, as the standard library does. Nothing leaks, and what was there before stays usable.
#pragma once

#include <liquid/artifact.hpp>     // IWYU pragma: export
#include <liquid/data.hpp>         // IWYU pragma: export
#include <liquid/diagnostic.hpp>   // IWYU pragma: export
#include <liquid/drop.hpp>         // IWYU pragma: export
#include <liquid/environment.hpp>  // IWYU pragma: export
#include <liquid/export.hpp>       // IWYU pragma: export
#include <liquid/filter.hpp>       // IWYU pragma: export
#include <liquid/limits.hpp>       // IWYU pragma: export
#include <liquid/loader.hpp>       // IWYU pragma: export
#include <liquid/result.hpp>       // IWYU pragma: export
#include <liquid/span.hpp>         // IWYU pragma: export
#include <liquid/tag.hpp>          // IWYU pragma: export
#include <liquid/template.hpp>     // IWYU pragma: export
#include <liquid/value.hpp>        // IWYU pragma: export
