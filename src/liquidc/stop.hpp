// Why a command cannot go on.
#pragma once

#include <string>

namespace liquidc {

enum class Exit : int {
    Clean = 0,
    Errors = 1,    // diagnostics of severity error
    Usage = 2,     // wrong arguments, input that cannot be read, output that cannot be written
    Internal = 3,  // a fault of liquidc
};

// Thrown to end the command. An empty message: the diagnostics say it all.
struct Stop {
    Exit code = Exit::Usage;
    std::string message;
};

}  // namespace liquidc
