// Properties of items, for filters that take a property's name.
#pragma once

#include <cstdint>
#include <optional>

#include "filters/text.hpp"

namespace liquid::filters {

// Reads item[property] as Ruby's [] does, for many items and one property.
class PropertyReader {
public:
    PropertyReader(FilterCall& call, Value property);

    enum class Status : std::uint8_t {
        Found,     // value is set; nil when there is none
        Unusable,  // the item has [] but not for such a property: Ruby's TypeError
        Missing,   // the item has no []: Ruby's NoMethodError
        Failed,    // Runtime::failure is set
    };
    struct Result {
        Status status = Status::Found;
        Value value;
    };
    Result read(Value item);
    // `cannot select the property 'x'`
    Value fail();

private:
    Result read_text(Value text);
    Result read_bits(Value number);
    Result found(Value value);

    FilterCall& call_;
    Value property_;
    std::uint32_t hash_ = 0;
    std::uint32_t hint_ = 0;
};

// Whether the item responds to [].
bool has_properties(Value item);

}  // namespace liquid::filters
