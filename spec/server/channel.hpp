// The connection to the client: requests come in, answers go out, and callbacks go the other way round.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "message.hpp"

namespace liquid_spec {

class Channel {
public:
    Channel(std::istream& in, std::ostream& out) : in_(in), out_(out) {}

    // The next line; false at the end of the input, or when the client has quit.
    bool read(std::string& line);
    void write(const Json& message);
    void quit() { open_ = false; }

    // What the client answered to a callback: its result, or why there is none.
    struct Answer {
        Json result;
        std::string fault;
    };
    // Sends a callback and waits for its answer.
    Answer call(const std::string& method, Json parameters);

private:
    std::istream& in_;
    std::ostream& out_;
    std::uint64_t last_id_ = 0;
    bool open_ = true;
};

}  // namespace liquid_spec
