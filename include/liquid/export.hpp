// What the shared library shows.
#pragma once

/// On every class and function of the public API. All else is compiled with hidden visibility, so that the shared
/// library exports the API alone and calls inside it need no table.
#if defined(__GNUC__)
#define LIQUID_API __attribute__((visibility("default")))
#else
#define LIQUID_API
#endif
