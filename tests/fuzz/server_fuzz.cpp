// What a client of liquid-spec-server may send: lines of JSON-RPC.
#include <sstream>
#include <string>

#include "../../spec/server/channel.hpp"
#include "../../spec/server/server.hpp"
#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    liquid::SafetyLimits limits;
    limits.steps = 100'000;
    limits.memory_bytes = 8 << 20;
    limits.output_bytes = 1 << 20;
    std::istringstream in{std::string(fuzz::text_of(data, size))};
    std::ostringstream out;
    liquid_spec::Channel channel(in, out);
    liquid_spec::Server(channel, limits).run();
    std::istringstream lines(out.str());
    for (std::string line; std::getline(lines, line);) fuzz::check(liquid_spec::Json::accept(line));
    return 0;
}
