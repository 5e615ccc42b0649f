// liquid.h beside the C++ headers.
#include <liquid.h>
#include <liquid/liquid.hpp>

bool same(liquid_template* page, const liquid::Template& other) {
    liquid_template_free(page);
    return liquid::version() == liquid_version() && other.valid();
}
