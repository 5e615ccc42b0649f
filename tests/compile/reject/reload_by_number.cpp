// error: (cannot convert|could not convert|no (viable|known) conversion)
// An interval has a unit.
#include <liquid/liquid.hpp>

liquid::Environment make() { return liquid::EnvironmentBuilder().reload(liquid::Reload::ByStamp, 500).build(); }
