#include "log.hpp"

#include <cstdio>
#include <ctime>
#include <iostream>
#include <stdexcept>

namespace storefront {
namespace {

constexpr std::size_t kMostLines = 50;

// 2026-05-04T12:00:00.123Z
std::string now() {
    timespec time{};
    clock_gettime(CLOCK_REALTIME, &time);
    std::tm parts{};
    gmtime_r(&time.tv_sec, &parts);
    char day[32];
    std::strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
    char text[48];
    std::snprintf(text, sizeof text, "%s.%03dZ", day, static_cast<int>(time.tv_nsec / 1'000'000));
    return text;
}

std::string opening(Log::Fields fields) {
    std::string line = "{\"time\":\"" + now() + '"';
    for (const auto& [name, value] : fields) line += "," + quoted(name) + ":" + quoted(value);
    return line;
}

// The bytes of the UTF-8 character that begins `text`; 0: none does.
std::size_t utf8_length(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc2 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf5 ? 4
                                             : 0;
    if (length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
    return length;
}

}  // namespace

std::string quoted(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const char c = text.front();
        if (length == 0) {
            out += '?';
        } else if (length > 1) {
            out += text.substr(0, length);
        } else if (c == '"' || c == '\\') {
            (out += '\\') += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
            out += code;
        } else {
            out += c;
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out + '"';
}

Log::Log(std::filesystem::path file) : file_(std::move(file)) {
    reopen();
    if (!file_.empty() && !stream_) throw std::runtime_error("cannot write " + file_.string());
}

void Log::reopen() {
    const std::scoped_lock lock(mutex_);
    if (file_.empty()) return;
    stream_.close();
    stream_.clear();
    stream_.open(file_, std::ios::binary | std::ios::app);
}

void Log::write(std::string_view lines) {
    const std::scoped_lock lock(mutex_);
    std::ostream& out = file_.empty() ? std::cerr : stream_;
    out << lines << std::flush;
}

void Log::event(std::string_view name, Fields fields) {
    const std::string line = opening(fields);
    // The time, then the name, then the fields.
    const std::size_t behind_time = line.find(',') == std::string::npos ? line.size() : line.find(',');
    write(line.substr(0, behind_time) + ",\"event\":" + quoted(name) + line.substr(behind_time) + "}\n");
}

void Log::diagnostics(const liquid::Diagnostics& diagnostics, Fields fields) {
    if (diagnostics.empty()) return;
    const std::string begin = opening(fields);
    std::string lines;
    for (std::size_t i = 0; i < diagnostics.size() && i < kMostLines; ++i)
        lines += begin + "," + liquid::to_json(diagnostics[i]).substr(1) + "\n";  // one object of both
    if (diagnostics.size() > kMostLines)
        lines +=
            begin + ",\"event\":\"more\",\"diagnostics\":" + std::to_string(diagnostics.size() - kMostLines) + "}\n";
    write(lines);
}

}  // namespace storefront
