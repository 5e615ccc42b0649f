#pragma once

#include <liquid/data.hpp>

namespace liquidpy {

struct PythonData {
    liquid::Data data;
};

}  // namespace liquidpy
