// Any duration that is whole milliseconds.
#include <chrono>

#include <liquid/liquid.hpp>

using namespace std::chrono_literals;

liquid::Environment make() {
    return liquid::EnvironmentBuilder().reload(liquid::Reload::ByStamp).reload(liquid::Reload::ByStamp, 2s).build();
}
