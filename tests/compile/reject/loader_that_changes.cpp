// error: (marked .?override.?, but does not override|non-virtual member function marked 'override')
// Loaders are called by several threads at once: their functions are const.
#include <liquid/liquid.hpp>

struct Counting : liquid::Loader {
    liquid::Lookup load(std::string_view) const override { return {}; }
    std::optional<std::uint64_t> stamp(std::string_view) override { return ++count; }
    std::uint64_t count = 0;
};
