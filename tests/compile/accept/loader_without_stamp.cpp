// A loader need not know of stamps.
#include <memory>
#include <optional>
#include <string_view>

#include <liquid/liquid.hpp>

struct Plain : liquid::Loader {
    liquid::Lookup load(std::string_view) const override { return {}; }
};
struct Stamped : Plain {
    std::optional<std::uint64_t> stamp(std::string_view) const override { return 1; }
};

liquid::Environment make() {
    return liquid::EnvironmentBuilder()
        .loader(liquid::chain_loader({std::make_shared<Plain>(), std::make_shared<Stamped>()}))
        .build();
}
