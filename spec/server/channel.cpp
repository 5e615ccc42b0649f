#include "channel.hpp"

#include <istream>
#include <ostream>

namespace liquid_spec {
namespace {

std::string fault_of(const Json& error) {
    std::string text = text_member(error, "message");
    return text.empty() ? "the callback failed" : text;
}

}  // namespace

bool Channel::read(std::string& line) {
    if (!open_ || !std::getline(in_, line)) return open_ = false;
    return true;
}

void Channel::write(const Json& message) { out_ << to_line(message) << '\n' << std::flush; }

Channel::Answer Channel::call(const std::string& method, Json parameters) {
    const std::uint64_t id = ++last_id_;
    if (!open_) return {nullptr, "the client is gone"};
    write({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(parameters)}});
    std::string line;
    while (read(line)) {
        Json message;
        try {
            message = parse_message(line);
        } catch (const RequestError& error) {
            return {nullptr, error.what()};
        }
        if (text_member(message, "method") == "quit") {
            quit();
            break;
        }
        if (member(message, "id") != Json(id)) continue;
        // The official client puts a callback's error into its result.
        const Json& result = member(message, "result");
        if (!member(message, "error").is_null()) return {nullptr, fault_of(member(message, "error"))};
        if (!member(result, "error").is_null()) return {nullptr, fault_of(member(result, "error"))};
        return {result, {}};
    }
    return {nullptr, "the client is gone"};
}

}  // namespace liquid_spec
