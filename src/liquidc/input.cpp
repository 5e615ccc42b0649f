#include "liquidc/input.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "liquidc/stop.hpp"

namespace liquidc {
namespace {

// More than any template or document that the engine would take; a device without an end stops here.
constexpr std::size_t most_bytes = std::size_t{2} << 30;

struct Close {
    void operator()(std::FILE* file) const {
        if (file != stdin) std::fclose(file);
    }
};

[[noreturn]] void cannot_read(const std::string& path, const std::string& reason) {
    throw Stop{Exit::Usage, "cannot read " + (path == "-" ? "standard input" : path) + ": " + reason};
}

}  // namespace

std::string read_input(const std::string& path) {
    const std::unique_ptr<std::FILE, Close> file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
    if (file == nullptr) cannot_read(path, std::strerror(errno));
    std::string text;
    std::array<char, 1 << 16> piece;
    errno = 0;
    while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), file.get())) {
        if (text.size() + size > most_bytes) cannot_read(path, "it has more than 2 GiB");
        text.append(piece.data(), size);
    }
    if (std::ferror(file.get()) != 0) cannot_read(path, std::strerror(errno));
    return text;
}

}  // namespace liquidc
