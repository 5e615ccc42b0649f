#include "liquidc/output.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "liquidc/stop.hpp"

namespace liquidc {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(const std::string& what, int error) {
    throw Stop{Exit::Usage, "cannot write " + what + ": " + std::strerror(error)};
}

// A file that is gone again unless it was kept.
class FileBeside {
public:
    explicit FileBeside(const fs::path& target) : target_(target) {
        path_ = (target.parent_path() / ("." + target.filename().string() + ".XXXXXX")).string();
        descriptor_ = ::mkstemp(path_.data());
        if (descriptor_ < 0) cannot_write(target.string(), errno);
    }
    ~FileBeside() {
        if (descriptor_ >= 0) ::close(descriptor_);
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    FileBeside(const FileBeside&) = delete;
    FileBeside& operator=(const FileBeside&) = delete;

    void write(std::string_view text) {
        while (!text.empty()) {
            const ssize_t written = ::write(descriptor_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail();
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    void replace_target() {
        if (::fchmod(descriptor_, permissions()) != 0 || ::fsync(descriptor_) != 0) fail();
        const int descriptor = descriptor_;
        descriptor_ = -1;
        if (::close(descriptor) != 0 || ::rename(path_.c_str(), target_.c_str()) != 0) fail();
        path_.clear();
    }

private:
    [[noreturn]] void fail() const { cannot_write(target_.string(), errno); }

    // Of the old file, or as a new file would have them; mkstemp's are for the owner only.
    mode_t permissions() const {
        struct stat old {};
        if (::stat(target_.c_str(), &old) == 0) return old.st_mode & 0777;
        const mode_t mask = ::umask(0);
        ::umask(mask);
        return 0666 & ~mask;
    }

    fs::path target_;
    std::string path_;
    int descriptor_ = -1;
};

void write_to_stream(std::FILE* stream, std::string_view text, const std::string& what) {
    if (std::fwrite(text.data(), 1, text.size(), stream) != text.size() || std::fflush(stream) != 0) {
        cannot_write(what, errno);
    }
}

}  // namespace

void write_to_stdout(std::string_view text) { write_to_stream(stdout, text, "standard output"); }

void write_to_file(const std::string& path, std::string_view text) {
    std::error_code error;
    // A link keeps pointing to where it did; its target is replaced.
    fs::path target = fs::weakly_canonical(path, error);
    if (error) target = path;
    const fs::file_status status = fs::status(target, error);
    if (fs::is_directory(status)) cannot_write(path, EISDIR);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        std::FILE* device = std::fopen(target.c_str(), "wb");
        if (device == nullptr) cannot_write(path, errno);
        write_to_stream(device, text, path);
        std::fclose(device);
        return;
    }
    error.clear();
    if (target.has_parent_path()) fs::create_directories(target.parent_path(), error);
    if (error) cannot_write(path, error.value());
    FileBeside file(target);
    file.write(text);
    file.replace_target();
}

}  // namespace liquidc
