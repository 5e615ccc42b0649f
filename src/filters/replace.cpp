// replace, replace_first, replace_last, remove, remove_first, remove_last
#include <string>

#include "filters/replacement.hpp"
#include "filters/standard.hpp"

namespace liquid::filters {

namespace {

// Ruby raises RegexpError for a pattern that is not valid in its encoding; the reference shows it as `internal`.
Value fail_broken_pattern(FilterCall& call) {
    return call.runtime().fail_internal("the text to look for is not valid in its encoding");
}

// Bytes of the character at `at`, which the empty pattern steps over.
std::size_t step_over(Value text, std::size_t at) {
    return text.has(Value::Binary) ? 1 : first_character(text.as_string().substr(at));
}

Value replace_all(FilterCall& call, Value text, Value pattern, Value replacement) {
    std::string_view from = text.as_string();
    std::string_view what = pattern.as_string();
    charge(call, from.size());
    if (is_broken(call, pattern)) return fail_broken_pattern(call);
    if (!are_compatible(call, text, pattern)) return fail_incompatible(call, text, pattern);
    std::size_t at = find_text(call.runtime(), from, what, 0);
    if (at == from.npos) return text;

    TextBuilder out(call, from.size(), text.flags());
    Replacement writer(call, replacement, text);
    std::size_t copied = 0;
    auto copy_to = [&](std::size_t end) {
        bool fits = out.join(part_of(text, from.substr(copied, end - copied)));
        copied = end;
        return fits;
    };
    while (at != from.npos) {
        call.runtime().step(1);
        if (!copy_to(at)) return out.fail(text);
        if (!writer.append(out, at, what.size())) return Value::failed();
        copied = at + what.size();
        std::size_t next = copied;
        if (what.empty()) {
            if (at == from.size()) break;
            next = at + step_over(text, at);
        }
        at = find_text(call.runtime(), from, what, next);
    }
    if (!copy_to(from.size())) return out.fail(text);
    return out.finish();
}

Value replace_one(FilterCall& call, Value text, Value pattern, Value replacement) {
    std::string_view from = text.as_string();
    charge(call, from.size());
    if (is_broken(call, pattern)) return fail_broken_pattern(call);
    if (!are_compatible(call, text, pattern)) return fail_incompatible(call, text, pattern);
    std::size_t at = find_text(call.runtime(), from, pattern.as_string(), 0);
    if (at == from.npos) return text;

    TextBuilder out(call, from.size() + replacement.length(), text.flags());
    Replacement writer(call, replacement, text);
    if (!out.join(part_of(text, from.substr(0, at)))) return out.fail(text);
    if (!writer.append(out, at, pattern.length())) return Value::failed();
    Value rest = part_of(text, from.substr(at + pattern.length()));
    if (!out.join(rest)) return out.fail(rest);
    return out.finish();
}

// String#[]= with the last place found: the replacement is literal here.
Value replace_end(FilterCall& call, Value text, Value pattern, Value replacement) {
    std::string_view from = text.as_string();
    charge(call, from.size());
    if (!are_compatible(call, text, pattern)) return fail_incompatible(call, text, pattern);
    std::size_t at = is_broken(call, pattern) ? from.npos : find_last_text(call.runtime(), from, pattern.as_string());
    if (at == from.npos) return text;
    if (!are_compatible(call, text, replacement)) return fail_incompatible(call, text, replacement);

    Value rest = part_of(text, from.substr(at + pattern.length()));
    TextBuilder out(call, at + replacement.length() + rest.length(), text.flags());
    if (!out.join(part_of(text, from.substr(0, at))) || !out.join(replacement) || !out.join(rest))
        return out.fail(replacement);
    return out.finish();
}

using Edit = Value (*)(FilterCall& call, Value text, Value pattern, Value replacement);

Value edit(FilterCall& call, Value input, Arguments arguments, Edit how) {
    Value pattern = to_text(call, arguments[0]);
    Value replacement = arguments.has(1) ? to_text(call, arguments[1]) : empty_text();
    return how(call, to_text(call, input), pattern, replacement);
}

}  // namespace

Value replace(FilterCall& call, Value input, Arguments arguments) { return edit(call, input, arguments, replace_all); }

Value replace_first(FilterCall& call, Value input, Arguments arguments) {
    return edit(call, input, arguments, replace_one);
}

Value replace_last(FilterCall& call, Value input, Arguments arguments) {
    return edit(call, input, arguments, replace_end);
}

Value remove(FilterCall& call, Value input, Arguments arguments) { return edit(call, input, arguments, replace_all); }

Value remove_first(FilterCall& call, Value input, Arguments arguments) {
    return edit(call, input, arguments, replace_one);
}

Value remove_last(FilterCall& call, Value input, Arguments arguments) {
    return edit(call, input, arguments, replace_end);
}

}  // namespace liquid::filters
