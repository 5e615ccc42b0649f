// error: (cannot convert|no matching function|invalid conversion)
// The C library's handles are types of their own.
#include <liquid.h>

void end(liquid_data* data) { liquid_template_free(data); }
