// liquidc: a Liquid engine. This header is all that a host needs; start with examples/hello.cpp.
#pragma once

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
