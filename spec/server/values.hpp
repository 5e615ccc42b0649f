// Values of the protocol, to and from the engine's.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <liquid/data.hpp>
#include <liquid/drop.hpp>

#include "channel.hpp"

namespace liquid_spec {

// What one render reads: documents and host objects, made from JSON with its markers (`_ruby_type`, `_instantiate`,
// `_rpc_drop`). All of it lives as long as the render.
class Values {
public:
    explicit Values(Channel& channel) : channel_(channel) {}

    // Throws RequestError for markers that are not known and for data that is nested too deeply.
    liquid::Value keep(const Json& json);
    liquid::Value keep_drop(std::unique_ptr<liquid::Drop> drop);
    Channel& channel() { return channel_; }

private:
    liquid::Value make(liquid::Data::Builder& builder, const Json& json, unsigned depth);
    liquid::Value make_map(liquid::Data::Builder& builder, const Json& json, unsigned depth);
    liquid::Value make_typed(liquid::Data::Builder& builder, const Json& marker, unsigned depth);
    liquid::Value make_hash(liquid::Data::Builder& builder, const Json& marker, unsigned depth);

    Channel& channel_;
    std::deque<liquid::Data> documents_;
    std::vector<std::unique_ptr<liquid::Drop>> drops_;
};

// An argument of a callback. Mappings have no place there; they become null.
Json to_json(liquid::Value value);

// RFC 4648. Reading, what is not of its alphabet is skipped.
std::string to_base64(const std::string& bytes);
std::string from_base64(const std::string& text);

}  // namespace liquid_spec
