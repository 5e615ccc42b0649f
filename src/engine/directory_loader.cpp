// Snippets from directories, which look-ups never leave.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <system_error>

#include <liquid/loader.hpp>

namespace liquid {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNames = 20'000;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// A relative name of plain parts: no root, no `.` or `..`, nothing that another system would read as either.
bool is_legal(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
        name.find('\0') != std::string_view::npos || name.find(':') != std::string_view::npos)
        return false;
    for (std::size_t at = 0; at <= name.size();) {
        std::size_t slash = std::min(name.find('/', at), name.size());
        std::string_view part = name.substr(at, slash - at);
        if (part.empty() || part == "." || part == "..") return false;
        at = slash + 1;
    }
    return true;
}

bool is_inside(const fs::path& file, const fs::path& root) {
    std::error_code error;
    fs::path real_file = fs::canonical(file, error);
    if (error) return false;
    fs::path real_root = fs::canonical(root, error);
    if (error) return false;
    auto [left, rest] = std::mismatch(real_root.begin(), real_root.end(), real_file.begin(), real_file.end());
    return left == real_root.end() || (std::next(left) == real_root.end() && left->empty());
}

class DirectoryLoader final : public Loader {
public:
    DirectoryLoader(std::vector<fs::path> roots, DirectoryOptions options)
        : roots_(std::move(roots)), options_(std::move(options)) {}

    Lookup load(std::string_view name) const override {
        std::string full = with_extension(name);
        Lookup lookup;
        lookup.missing.reference = not_found_text(full);
        if (!is_legal(name)) {
            lookup.missing.reason = Missing::Reason::IllegalPath;
            lookup.missing.detail = "names are relative, without `..`";
            return lookup;
        }
        for (const fs::path& root : roots_) {
            lookup.missing.searched.push_back((root / full).generic_string());
            if (exists(root / full)) return read(root, full, {});
        }
        if (!options_.ignore_case) return lookup;
        for (const fs::path& root : roots_)
            if (std::string other = folded(root, full); !other.empty()) return read(root, other, other);
        return lookup;
    }

    std::vector<std::string> names() const override {
        std::vector<std::string> all;
        for (const fs::path& root : roots_) {
            std::error_code error;
            fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, error);
            for (; !error && at != fs::recursive_directory_iterator() && all.size() < kMostNames; at.increment(error)) {
                fs::path file = at->path();
                if (file.extension() != options_.extension) continue;
                fs::path relative = file.lexically_relative(root);
                all.push_back(relative.replace_extension().generic_string());
            }
        }
        std::sort(all.begin(), all.end());
        return all;
    }

    // 0: no such file.
    std::optional<std::uint64_t> stamp(std::string_view name) const override {
        if (!is_legal(name)) return 0;
        std::string full = with_extension(name);
        for (std::size_t i = 0; i < roots_.size(); ++i)
            if (exists(roots_[i] / full)) return stamp_of(roots_[i] / full, i);
        if (!options_.ignore_case) return 0;
        for (std::size_t i = 0; i < roots_.size(); ++i)
            if (std::string other = folded(roots_[i], full); !other.empty()) return stamp_of(roots_[i] / other, i);
        return 0;
    }

private:
    // Time and size, and in which of the directories it lies.
    static std::uint64_t stamp_of(const fs::path& file, std::size_t root) {
        std::error_code error;
        auto time = static_cast<std::uint64_t>(fs::last_write_time(file, error).time_since_epoch().count());
        auto size = static_cast<std::uint64_t>(fs::file_size(file, error));
        return error ? 0 : (time * 31 + size) * 31 + root + 1;
    }
    std::string with_extension(std::string_view name) const {
        std::string full(name);
        const std::string& extension = options_.extension;
        bool has = full.size() > extension.size() &&
                   full.compare(full.size() - extension.size(), extension.size(), extension) == 0;
        return has ? full : full + extension;
    }
    std::string not_found_text(const std::string& full) const {
        std::string text = options_.not_found;
        std::size_t at = text.find("{name}");
        return at == std::string::npos ? text : text.replace(at, 6, full);
    }
    static bool exists(const fs::path& file) {
        std::error_code error;
        return fs::is_regular_file(file, error);
    }
    // The name as the directory spells it, when only letter case differs; empty otherwise.
    static std::string folded(const fs::path& root, const std::string& full) {
        fs::path at = root;
        fs::path found;
        for (const fs::path& part : fs::path(full)) {
            std::string wanted = lower(part.string());
            std::string best;
            std::error_code error;
            for (fs::directory_iterator entry(at, error); !error && entry != fs::directory_iterator();
                 entry.increment(error)) {
                std::string name = entry->path().filename().string();
                if (lower(name) == wanted && (best.empty() || name < best)) best = name;
            }
            if (best.empty()) return {};
            at /= best;
            found /= best;
        }
        return exists(at) ? found.generic_string() : std::string();
    }
    Lookup read(const fs::path& root, const std::string& full, std::string found_name) const {
        Lookup lookup;
        fs::path file = root / full;
        lookup.missing.reference = not_found_text(full);
        if (!is_inside(file, root)) {
            lookup.missing.reason = Missing::Reason::IllegalPath;
            lookup.missing.detail = "a link leads out of the directory";
            return lookup;
        }
        std::ifstream in(file, std::ios::binary);
        std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        if (!in && !in.eof()) {
            lookup.missing.reason = Missing::Reason::Unreadable;
            lookup.missing.detail = "the file cannot be read";
            return lookup;
        }
        if (!found_name.empty()) found_name = fs::path(found_name).replace_extension().generic_string();
        lookup.source = Source{std::move(text), file.generic_string(), std::move(found_name)};
        return lookup;
    }

    std::vector<fs::path> roots_;
    DirectoryOptions options_;
};

}  // namespace

std::shared_ptr<Loader> directory_loader(std::vector<fs::path> roots, DirectoryOptions options) {
    return std::make_shared<DirectoryLoader>(std::move(roots), std::move(options));
}

}  // namespace liquid
