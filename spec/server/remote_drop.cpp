#include "remote_drop.hpp"

#include <set>

#include "values.hpp"

namespace liquid_spec {
namespace {

using liquid::DropContext;
using liquid::Value;

// For these names the official client's drop_get calls the method, whether templates may see it or not.
bool is_called_directly(std::string_view key) {
    static const std::set<std::string_view> kNames = {
        "to_s", "to_liquid", "to_liquid_value", "to_number", "size", "length", "first", "last", "blank?"};
    return kNames.contains(key);
}

// The client's texts may carry the prefix that the engine adds itself.
Value fail(DropContext& context, std::string_view fault) {
    constexpr std::string_view kPrefix = "Liquid error: ";
    if (fault.starts_with(kPrefix)) fault.remove_prefix(kPrefix.size());
    return context.fail(fault);
}

}  // namespace

RemoteDrop::Reply RemoteDrop::ask(const Json& property) const {
    auto answer = values_.channel().call("drop_get", {{"drop_id", id_}, {"property", property}});
    return {member(answer.result, "value"), answer.fault};
}

RemoteDrop::Reply RemoteDrop::call(const std::string& method, Json arguments) const {
    auto answer =
        values_.channel().call("drop_call", {{"drop_id", id_}, {"method", method}, {"args", std::move(arguments)}});
    return {member(answer.result, "value"), answer.fault};
}

Value RemoteDrop::kept(DropContext& context, const Reply& reply) const {
    if (!reply.fault.empty()) return fail(context, reply.fault);
    return values_.keep(reply.value);
}

Value RemoteDrop::own(DropContext& context, const std::string& method) const {
    Value value = kept(context, ask(method));
    return value.is_nil() ? Value::unset() : value;
}

Value RemoteDrop::get(DropContext& context, std::string_view key) {
    if (!is_called_directly(key)) return kept(context, ask(std::string(key)));
    return kept(context, call("[]", Json::array({std::string(key)})));
}

Value RemoteDrop::get_key(DropContext& context, Value key) { return kept(context, ask(to_json(key))); }

// The client answers for an object that is no list with a list of the object itself.
bool RemoteDrop::is_iterable() const {
    auto answer = values_.channel().call("drop_iterate", {{"drop_id", id_}});
    const Json& items = member(answer.result, "items");
    if (!items.is_array()) return false;
    if (items.size() == 1 && items[0].is_object() && items[0].contains("_rpc_drop") &&
        text_member(items[0], "type") == type_)
        return false;
    items_ = items;
    return true;
}

bool RemoteDrop::iterate(DropContext&, const std::function<bool(Value)>& each) {
    if (!items_ && !is_iterable()) return false;
    Json items = std::move(*items_);
    items_.reset();
    for (const Json& item : items)
        if (!each(values_.keep(item))) break;
    return true;
}

std::optional<std::int64_t> RemoteDrop::size(DropContext& context) {
    Value value = own(context, "size");
    return value.is_int() ? std::optional<std::int64_t>(value.as_int()) : std::nullopt;
}

Value RemoteDrop::first(DropContext& context) { return own(context, "first"); }
Value RemoteDrop::last(DropContext& context) { return own(context, "last"); }

Value RemoteDrop::slice(DropContext& context, std::int64_t from, std::optional<std::int64_t> to) {
    Reply reply = call("load_slice", Json::array({from, to ? Json(*to) : Json()}));
    if (reply.fault.starts_with("Method load_slice not found")) return Value::unset();
    return kept(context, reply);
}

std::string RemoteDrop::to_text(DropContext& context) {
    Reply reply = ask("to_s");
    if (!reply.fault.empty()) fail(context, reply.fault);
    return reply.value.is_string() ? reply.value.get<std::string>() : std::string();
}

std::optional<bool> RemoteDrop::equals(DropContext&, Value other) {
    if (other.is(liquid::Type::Drop)) {
        const auto* drop = dynamic_cast<const RemoteDrop*>(other.as_drop());
        return drop != nullptr && drop->id_ == id_;
    }
    Reply reply = call("==", Json::array({to_json(other)}));
    return reply.fault.empty() && reply.value.is_boolean() ? std::optional<bool>(reply.value.get<bool>())
                                                           : std::nullopt;
}

std::optional<int> RemoteDrop::compare(DropContext&, Value other) {
    Reply reply = call("<=>", Json::array({to_json(other)}));
    if (!reply.fault.empty() || !reply.value.is_number_integer()) return std::nullopt;
    return reply.value.get<int>();
}

std::optional<bool> RemoteDrop::is_empty(DropContext&) {
    Reply reply = call("empty?", Json::array());
    return reply.fault.empty() && reply.value.is_boolean() ? std::optional<bool>(reply.value.get<bool>())
                                                           : std::nullopt;
}

std::optional<bool> RemoteDrop::is_blank(DropContext&) {
    Reply reply = ask("blank?");
    return reply.fault.empty() && reply.value.is_boolean() ? std::optional<bool>(reply.value.get<bool>())
                                                           : std::nullopt;
}

Value RemoteDrop::to_number(DropContext& context) { return own(context, "to_number"); }
Value RemoteDrop::to_value(DropContext& context) { return own(context, "to_liquid_value"); }

}  // namespace liquid_spec
