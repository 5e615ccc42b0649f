// liquid-spec's JSON-RPC protocol on standard input and output (README.md of this folder).
#include <iostream>

#include "channel.hpp"
#include "server.hpp"

int main() {
    std::ios::sync_with_stdio(false);
    liquid_spec::Channel channel(std::cin, std::cout);
    liquid_spec::Server(channel).run();
    return std::cout ? 0 : 1;
}
