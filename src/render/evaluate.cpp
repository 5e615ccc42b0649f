// What look-ups and operators do away from the loop: names met at run time, strict variables, ranges, keyword
// arguments.
#include <exception>
#include <new>

#include "render/renderer.hpp"
#include "value/drops.hpp"

namespace liquid::render {

using program::Program;

namespace {

// What strict variables say of a property that is not there.
Value fail_missing(Runtime& runtime, Value object, const std::string& name) {
    if (object.is(Type::ForLoop) || object.is(Type::TablerowLoop))
        return runtime.fail(Kind::UndefinedDropMethod, "undefined method " + name,
                            {{"name", name}, {"drop", object.is(Type::ForLoop) ? "forloop" : "tablerowloop"}});
    if (!object.is(Type::Drop))
        return runtime.fail(Kind::UndefinedVariable, "undefined variable " + name, {{"name", name}});
    std::string type = call_drop(
        runtime, [&](DropContext&) { return object.as_drop()->type_name(); }, std::string("Drop"));
    return runtime.fail(Kind::UndefinedDropMethod, "undefined method " + name, {{"name", name}, {"drop", type}});
}

}  // namespace

// --- look-ups ---

Value Renderer::missing_key(Value object, const program::PathKey& key) {
    if (key.is_command) {
        Value found = command(runtime_, object, key.command);
        if (!found.is_unset()) return found.is_failed() ? found : unrooted(found);
    }
    if (!runtime_.strict_variables) return Value::unset();
    Buffer name;
    liquid::append_text(runtime_, name, key.key);
    return fail_missing(runtime_, object, std::string(name.view()));
}

Value Renderer::read_strict(Activation& activation, Cell& cell) {
    Value value = c_.read(*activation.frame, cell);
    if (value.is_nil() && !c_.is_defined(*activation.frame, cell)) {
        std::string name(cell.name);
        return runtime_.fail(Kind::UndefinedVariable, "undefined variable " + name, {{"name", name}});
    }
    return value;
}

Value Renderer::find_name(Activation& activation, Value name) {
    name = primitive(runtime_, name);
    if (!name.is_string() && !runtime_.strict_variables) return name.is_failed() ? name : Value::nil();
    if (!name.is_string()) {
        std::string text(text_of(runtime_, name));
        return runtime_.fail(Kind::UndefinedVariable, "undefined variable " + text, {{"name", text}});
    }
    Cell& cell = *activation.frame->cell(name.as_string(), hash_key(name.as_string()));
    return runtime_.strict_variables ? read_strict(activation, cell) : c_.read(*activation.frame, cell);
}

Value Renderer::index(Value object, Value by) {
    by = primitive(runtime_, by);
    if (by.is_failed()) return by;
    Value found = find(runtime_, object, by);
    if (!found.is_unset()) return found;
    if (!runtime_.strict_variables) return found;
    return fail_missing(runtime_, object, std::string(text_of(runtime_, by)));
}

// The ends of a computed range: nil and strings convert as to_i, others must be integers.
Value Renderer::range_end(Value value) {
    if (value.is_nil() || value.is_string()) return ruby_to_i(runtime_, value).value_or(Value::integer(0));
    return to_integer(runtime_, value);
}

// --- operators ---

// In a handler: what a host's filter or tag threw becomes a failure; what ends the render passes.
Value Renderer::fail_thrown(const std::string& where) {
    try {
        throw;
    } catch (const LimitHit&) {
        throw;
    } catch (const ReferenceLimitHit&) {
        throw;
    } catch (const FirstErrorStops&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& failure) {
        return fail_host(runtime_, where, failure.what());
    } catch (...) {
        return fail_host(runtime_, where, "unknown exception");
    }
}

Value Renderer::keywords(const Program& program, std::uint32_t first, Value* values, std::uint32_t count) {
    auto* entries = static_cast<std::pair<std::string_view, Value>*>(
        runtime_.arena.allocate(sizeof(std::pair<std::string_view, Value>) * count));
    for (std::uint32_t i = 0; i < count; ++i)
        new (&entries[i]) std::pair<std::string_view, Value>(program.keyword_names[first + i].as_string(), values[i]);
    return runtime_.map(entries, count).with(Value::Keywords);
}

// {% assign a = a | append: x %}: in place when the variable is a text that nothing shadows.
bool Renderer::append_to(Cell& cell, Activation& activation, Value text) {
    Value now = runtime_.strict_variables ? read_strict(activation, cell) : c_.read(*activation.frame, cell);
    if (now.is_failed()) return false;
    constexpr std::uint8_t kBinary = Value::Binary;
    if (cell.shadows == 0 && cell.bottom.is_string() && text.is_string() &&
        ((cell.bottom.flags() | text.flags()) & kBinary) == 0 &&
        cell.bottom.length() + std::uint64_t{text.length()} < UINT32_MAX) {
        c_.append_text(cell, text.as_string());
        if (c_.scored) c_.score_assign(cell.bottom.length());
        return true;
    }
    Value both[2] = {now, text};
    Value result = call_filter({"append", c_.settings->append}, both + 1, 1);
    if (result.is_failed()) return false;
    c_.assign(cell, result);
    return true;
}

}  // namespace liquid::render
