#include <liquid/drop.hpp>

#include "value/document.hpp"
#include "value/runtime.hpp"
#include "value/time_civil.hpp"

namespace liquid {

Value DropContext::string(std::string_view text) { return runtime_.string(text); }
Value DropContext::array(const Value* items, std::size_t count) { return runtime_.array(items, count); }
Value DropContext::map(const std::pair<std::string_view, Value>* entries, std::size_t count) {
    return runtime_.map(entries, count);
}
Value DropContext::integer(std::string_view digits) { return runtime_.integer_from_digits(digits); }
Value DropContext::range(std::int64_t first, std::int64_t last) {
    return runtime_.range(Value::integer(first), Value::integer(last));
}

Value DropContext::decimal(std::string_view digits) {
    auto* box = new (runtime_.arena.allocate(sizeof(DecimalBox))) DecimalBox();
    box->text = runtime_.arena.copy(plain_decimal(digits));
    return Value::boxed(Type::Decimal, box, Storage::Temp);
}

Value DropContext::date(int year, unsigned month, unsigned day) {
    auto* box = new (runtime_.arena.allocate(sizeof(DateBox))) DateBox();
    box->days = days_from_civil(year, static_cast<int>(month), static_cast<std::int64_t>(day));
    return Value::boxed(Type::Date, box, Storage::Temp);
}

Value DropContext::time(std::int64_t seconds, std::int32_t nanoseconds, std::int32_t utc_offset,
                        std::string_view zone) {
    auto* box = new (runtime_.arena.allocate(sizeof(TimeBox))) TimeBox();
    box->seconds = seconds;
    box->nanoseconds = nanoseconds;
    box->utc_offset = utc_offset;
    box->zone = runtime_.arena.copy(zone);
    return Value::boxed(Type::Time, box, Storage::Temp);
}

Value DropContext::fail(std::string_view message) {
    return runtime_.fail(Kind::InvalidArgument, message, {{"reason", std::string(message)}});
}

bool DropContext::strict_variables() const { return runtime_.strict_variables; }

}  // namespace liquid
