#include "diagnostics/character.hpp"

#include <utf8proc.h>

namespace liquid::diagnostics {

bool Character::is_disguising() const {
    // The two joiners only shape the letters beside them; several scripts and most composed emoji need them.
    constexpr std::int32_t zero_width_non_joiner = 0x200c;
    constexpr std::int32_t zero_width_joiner = 0x200d;
    if (code_point == zero_width_non_joiner || code_point == zero_width_joiner) return false;
    switch (utf8proc_category(code_point)) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return true;
        default:
            return false;
    }
}

std::size_t Character::columns() const {
    const int columns = utf8proc_charwidth(code_point);
    return columns < 0 ? 0 : static_cast<std::size_t>(columns);
}

Character first_character(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return {1, first, true};
    std::int32_t code_point = 0;
    const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    if (bytes <= 0) return {1, first, false};
    return {static_cast<std::size_t>(bytes), code_point, true};
}

}  // namespace liquid::diagnostics
