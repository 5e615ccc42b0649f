// Characters whose upper or title case is more than one character (Unicode's unconditional special casings).
#pragma once

namespace liquid {

// At most three characters, 0 ends.
struct Casing {
    char32_t text[3];
};

bool find_special_upper(char32_t c, Casing& casing);
bool find_special_title(char32_t c, Casing& casing);

}  // namespace liquid
