// The three text forms: what `{{ }}` prints, to_s, and inspect.
#include <liquid/drop.hpp>

#include "value/containers.hpp"
#include "value/drops.hpp"
#include "value/operations.hpp"
#include "value/quote.hpp"
#include "value/stretches.hpp"
#include "value/time.hpp"

namespace liquid {

namespace {

void append_int(Buffer& out, std::int64_t number) {
    out.append_with([=](char* to) { return write_int(to, number); });
}
void append_float(Buffer& out, double number) {
    out.append_with([=](char* to) { return write_float(to, number); });
}

// Time#inspect is Time#to_s with the fraction of the second after the time of day.
void append_time_inspect(Buffer& out, const TimeBox& time) {
    std::size_t start = out.size();
    append_time_text(out, time);
    if (time.nanoseconds == 0) return;
    std::string text(out.view().substr(start));
    std::string fraction = std::to_string(1'000'000'000 + time.nanoseconds);
    fraction[0] = '.';
    fraction.erase(fraction.find_last_not_of('0') + 1);
    std::size_t zone = text.find(' ', text.find(' ') + 1);
    out.truncate(start);
    out.append(text.insert(zone == std::string::npos ? text.size() : zone, fraction));
}

// #<Date: 2024-01-01 ((2460311j,0s,0n),+0s,2299161j)>
void append_date_inspect(Buffer& out, const DateBox& date) {
    constexpr std::int64_t kJulianDayOfEpoch = 2440588;
    out.append("#<Date: ");
    append_date_text(out, date);
    out.append(" ((");
    append_int(out, date.days + kJulianDayOfEpoch);
    out.append("j,0s,0n),+0s,2299161j)>");
}

// BigDecimal#inspect: 0.15e1.
void append_decimal_inspect(Buffer& out, std::string_view text) {
    std::string_view sign = text.substr(0, text.starts_with('-') ? 1 : 0);
    std::string_view number = text.substr(sign.size());
    std::size_t point = number.find('.');
    if (point == std::string_view::npos) return out.append(text);  // NaN, Infinity
    std::string digits(number.substr(0, point));
    digits.append(number.substr(point + 1));
    std::size_t first = digits.find_first_not_of('0');
    if (first == std::string::npos) return out.append(text);  // zero
    std::size_t last = digits.find_last_not_of('0');
    out.append(sign);
    out.append("0.");
    out.append(std::string_view(digits).substr(first, last - first + 1));
    out.append('e');
    append_int(out, static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first));
}

void append_range(Runtime& runtime, Buffer& out, const RangeBox& range) {
    append_text(runtime, out, range.first);
    out.append(range.exclude_last ? "..." : "..");
    append_text(runtime, out, range.last);
}

void append_drop(Runtime& runtime, Buffer& out, Drop& drop, bool inspect) {
    std::string text = call_drop(
        runtime, [&](DropContext& context) { return inspect ? drop.inspect(context) : drop.to_text(context); },
        std::string());
    out.append(text);
}

// Everything that is no string and no container: to_s, or inspect where it differs.
void append_plain(Runtime& runtime, Buffer& out, Value value, bool inspect) {
    switch (value.type()) {
        case Type::Nil:
            if (inspect) out.append("nil");
            return;
        case Type::False:
            return out.append("false");
        case Type::True:
            return out.append("true");
        case Type::Int:
            return append_int(out, value.as_int());
        case Type::Float:
            return append_float(out, value.as_float());
        case Type::BigInt:
            return append_bytes(runtime, out, bigint_digits(value));
        case Type::Decimal:
            return inspect ? append_decimal_inspect(out, decimal_text(value))
                           : append_bytes(runtime, out, decimal_text(value));
        case Type::Range:
            return append_range(runtime, out, range_of(value));
        case Type::Time:
            return inspect ? append_time_inspect(out, time_of(value)) : append_time_text(out, time_of(value));
        case Type::Date:
            return inspect ? append_date_inspect(out, date_of(value)) : append_date_text(out, date_of(value));
        case Type::Drop:
            return append_drop(runtime, out, *value.as_drop(), inspect);
        case Type::ForLoop:
        case Type::TablerowLoop:
        case Type::Self:
            return out.append(class_name(value));
        default:
            return;  // unset, blank and empty print nothing
    }
}

void inspect_list(Runtime& runtime, Buffer& out, Value list, const Trail* up);
void inspect_map(Runtime& runtime, Buffer& out, Value map, const Trail* up);

void append_inspect(Runtime& runtime, Buffer& out, Value value, const Trail* up) {
    if (value.is_string()) return append_quoted(runtime, out, value);
    if (value.is_array()) return inspect_list(runtime, out, value, up);
    if (value.is_map()) return inspect_map(runtime, out, value, up);
    append_plain(runtime, out, value, true);
}

bool may_enter(const Trail* up, const void* container) {
    return up == nullptr || (up->depth < kDeepest && (container == nullptr || !up->holds(container)));
}

void inspect_list(Runtime& runtime, Buffer& out, Value list, const Trail* up) {
    Trail here{up, identity(list), up == nullptr ? 1 : up->depth + 1};
    if (!may_enter(up, here.at)) return out.append("[...]");
    std::size_t count = list_size(list);
    runtime.step(count);
    out.append('[');
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) out.append(", ");
        append_inspect(runtime, out, list_item(runtime, list, i), &here);
    }
    out.append(']');
}

void inspect_map(Runtime& runtime, Buffer& out, Value map, const Trail* up) {
    Trail here{up, identity(map), up == nullptr ? 1 : up->depth + 1};
    if (!may_enter(up, here.at)) return out.append("{...}");
    runtime.step(map_size(map));
    bool first = true;
    out.append('{');
    each_entry(runtime, map, [&](Value key, Value value) {
        if (!first) out.append(", ");
        first = false;
        append_inspect(runtime, out, key, &here);
        out.append("=>");
        append_inspect(runtime, out, value, &here);
        return true;
    });
    out.append('}');
}

// Arrays print as what is in them, one after the other. The reference never ends on a cyclic one; here it prints once.
void output_list(Runtime& runtime, Buffer& out, Value list, const Trail* up) {
    Trail here{up, identity(list), up == nullptr ? 1 : up->depth + 1};
    if (!may_enter(up, here.at)) return out.append("[...]");
    std::size_t count = list_size(list);
    runtime.step(count);
    for (std::size_t i = 0; i < count; ++i) {
        Value item = list_item(runtime, list, i);
        if (item.is_array())
            output_list(runtime, out, item, &here);
        else
            append_text(runtime, out, item);
    }
}

// Text being built is temporary memory of the render, whatever the page's own limit is.
template <class Append>
std::string_view build_text(Runtime& runtime, Value value, Append append) {
    Buffer text;
    std::uint64_t limit = runtime.budget.limit;
    std::uint64_t used = runtime.budget.used;
    text.set_limit(limit > used ? limit - used : 0);
    try {
        append(runtime, text, value);
    } catch (const LimitHit& hit) {
        if (hit.kind != Kind::OutputLimit) throw;
        throw LimitHit{Kind::MemoryLimit, limit, used + hit.used};
    }
    return runtime.arena.copy(text.view());
}

}  // namespace

void append_output(Runtime& runtime, Buffer& out, Value value) {
    if (value.is_string()) [[likely]]
        return append_bytes(runtime, out, value.as_string());
    if (value.is_int()) return append_int(out, value.as_int());
    if (value.is_nil()) return;
    if (value.is_array()) return output_list(runtime, out, value, nullptr);
    append_text(runtime, out, value);
}

void append_text(Runtime& runtime, Buffer& out, Value value) {
    if (value.is_string()) return append_bytes(runtime, out, value.as_string());
    if (value.is_array()) return inspect_list(runtime, out, value, nullptr);
    if (value.is_map()) return inspect_map(runtime, out, value, nullptr);
    append_plain(runtime, out, value, false);
}

void append_inspect(Runtime& runtime, Buffer& out, Value value) { append_inspect(runtime, out, value, nullptr); }

std::string_view text_of(Runtime& runtime, Value value) {
    switch (value.type()) {
        case Type::String:
            return value.as_string();
        case Type::Unset:
        case Type::Nil:
        case Type::Blank:
        case Type::Empty:
            return {};
        case Type::False:
            return "false";
        case Type::True:
            return "true";
        case Type::Int: {
            char text[24];
            return runtime.arena.copy({text, write_int(text, value.as_int())});
        }
        case Type::Float: {
            char text[32];
            return runtime.arena.copy({text, write_float(text, value.as_float())});
        }
        default:
            return build_text(runtime, value, append_text);
    }
}

std::string_view output_of(Runtime& runtime, Value value) {
    return value.is_array() ? build_text(runtime, value, append_output) : text_of(runtime, value);
}

Value string_of(Runtime& runtime, Value value) {
    if (value.is_string()) return value;
    bool ascii = value.type() < Type::String || value.is(Type::BigInt) || value.is(Type::Decimal);
    return Value::string(text_of(runtime, value), Storage::Temp, ascii ? Value::Ascii | Value::ValidUtf8 : 0);
}

std::string_view class_name(Value value) {
    switch (value.type()) {
        case Type::False:
            return "FalseClass";
        case Type::True:
            return "TrueClass";
        case Type::Int:
        case Type::BigInt:
            return "Integer";
        case Type::Float:
            return "Float";
        case Type::String:
            return "String";
        case Type::Array:
        case Type::ForeignArray:
            return "Array";
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap:
            return "Hash";
        case Type::Decimal:
            return "BigDecimal";
        case Type::Range:
            return "Range";
        case Type::Time:
            return "Time";
        case Type::Date:
            return "Date";
        case Type::Drop:
            return "Liquid::Drop";
        case Type::ForLoop:
            return "Liquid::ForloopDrop";
        case Type::TablerowLoop:
            return "Liquid::TablerowloopDrop";
        case Type::Self:
            return "Liquid::SelfDrop";
        case Type::Blank:
        case Type::Empty:
            return "Liquid::Condition::MethodLiteral";
        default:
            return "NilClass";
    }
}

}  // namespace liquid
