// The methods of the protocol.
#pragma once

#include <string>

#include <liquid/liquid.hpp>

#include "channel.hpp"
#include "pages.hpp"

namespace liquid_spec {

class Server {
public:
    explicit Server(Channel& channel, const liquid::SafetyLimits& limits = Pages::default_limits())
        : channel_(channel), pages_(limits) {}
    // Answers requests until the client quits or the input ends.
    void run();

private:
    void answer(const std::string& line);
    Json result_of(const std::string& method, const Json& parameters);
    Json compile(const Json& parameters);
    Json render(const Json& parameters);

    Channel& channel_;
    Pages pages_;
    liquid::RenderContext context_;
};

}  // namespace liquid_spec
