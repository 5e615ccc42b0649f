// Runs the fuzz targets over files, without a fuzzer.
//
//     fuzz_replay FOLDER...
//
// Each FOLDER has a folder for each target: seeds, or inputs that once failed.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

// In the build folder; made by CMake from the files that are here.
struct Target {
    const char* name;
    int (*run)(const std::uint8_t*, std::size_t);
};
extern const std::vector<Target> targets;

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    if (!fs::is_directory(folder)) return files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

// The input that runs, for the last words of a process that one ends.
std::string running;

extern "C" void tell_and_end(int signal) {
    static constexpr char kText[] = "ended by ";
    (void)!write(2, kText, sizeof kText - 1);
    (void)!write(2, running.data(), running.size());
    (void)!write(2, "\n", 1);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void run(const Target& target, const fs::path& file) {
    running = file.string();
    std::ifstream in(file, std::ios::binary);
    std::string input((std::istreambuf_iterator<char>(in)), {});
    // Of its exact size on the heap, so that a read past its end is seen.
    std::vector<std::uint8_t> bytes(input.begin(), input.end());
    target.run(bytes.data(), bytes.size());
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<fs::path> folders(arguments + 1, arguments + count);
    for (int signal : {SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGFPE, SIGBUS}) std::signal(signal, tell_and_end);
    std::size_t all = 0;
    for (const Target& target : targets) {
        std::size_t here = 0;
        auto started = std::chrono::steady_clock::now();
        for (const fs::path& folder : folders)
            for (const fs::path& file : files_in(folder / target.name)) {
                run(target, file);
                ++here;
            }
        double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        std::printf("%s: %zu inputs in %.1f s\n", target.name, here, seconds);
        all += here;
    }
    if (all == 0) std::puts("no input was found");
    return all == 0 ? 1 : 0;
}
