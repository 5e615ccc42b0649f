// Loaders that need no file system: memory, chain, callback.
#include <algorithm>
#include <cctype>

#include <liquid/loader.hpp>

namespace liquid {

namespace {

bool ends_with_extension(std::string_view name) {
    constexpr std::string_view kExtension = ".liquid";
    return name.size() > kExtension.size() && name.substr(name.size() - kExtension.size()) == kExtension;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

class MemoryLoader final : public Loader {
public:
    explicit MemoryLoader(std::map<std::string, std::string> templates) : templates_(std::move(templates)) {
        for (const auto& [name, text] : templates_) folded_.emplace(lower(name), name);
    }

    Lookup load(std::string_view name) const override {
        std::string exact(name);
        std::string full = ends_with_extension(name) ? exact : exact + ".liquid";
        for (const std::string& key : {exact, full})
            if (auto found = templates_.find(key); found != templates_.end())
                return {Source{found->second, {}, {}}, {}};
        for (const std::string& key : {lower(exact), lower(full)})
            if (auto found = folded_.find(key); found != folded_.end())
                return {Source{templates_.at(found->second), {}, found->second}, {}};
        Lookup missing;
        missing.missing.reference = "Could not find asset " + exact;
        return missing;
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> all;
        for (const auto& [name, text] : templates_)
            all.push_back(ends_with_extension(name) ? name.substr(0, name.size() - 7) : name);
        return all;
    }

private:
    std::map<std::string, std::string> templates_;
    std::map<std::string, std::string> folded_;
};

class ChainLoader final : public Loader {
public:
    explicit ChainLoader(std::vector<std::shared_ptr<Loader>> loaders) : loaders_(std::move(loaders)) {}

    // The last loader's words stand for a miss, with every place that was searched.
    Lookup load(std::string_view name) const override {
        Lookup last;
        std::vector<std::string> searched;
        for (const auto& loader : loaders_) {
            last = loader->load(name);
            if (last.source || last.missing.reason == Missing::Reason::IllegalPath) return last;
            searched.insert(searched.end(), last.missing.searched.begin(), last.missing.searched.end());
        }
        last.missing.searched = std::move(searched);
        return last;
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> all;
        for (const auto& loader : loaders_) {
            std::vector<std::string> some = loader->names();
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }
    // Of all that have one: a template may appear in a loader before the one that has it now.
    std::optional<std::uint64_t> stamp(std::string_view name) const override {
        std::optional<std::uint64_t> all;
        for (const auto& loader : loaders_)
            if (auto one = loader->stamp(name)) all = all.value_or(0) * 0x9e3779b97f4a7c15u + *one + 1;
        return all;
    }

private:
    std::vector<std::shared_ptr<Loader>> loaders_;
};

class CallbackLoader final : public Loader {
public:
    CallbackLoader(std::function<Lookup(std::string_view)> load, std::function<std::vector<std::string>()> names,
                   std::function<std::optional<std::uint64_t>(std::string_view)> stamp)
        : load_(std::move(load)), names_(std::move(names)), stamp_(std::move(stamp)) {}
    Lookup load(std::string_view name) const override { return load_(name); }
    std::vector<std::string> names() const override { return names_ ? names_() : std::vector<std::string>(); }
    std::optional<std::uint64_t> stamp(std::string_view name) const override {
        return stamp_ ? stamp_(name) : std::nullopt;
    }

private:
    std::function<Lookup(std::string_view)> load_;
    std::function<std::vector<std::string>()> names_;
    std::function<std::optional<std::uint64_t>(std::string_view)> stamp_;
};

}  // namespace

std::shared_ptr<Loader> memory_loader(std::map<std::string, std::string> templates) {
    return std::make_shared<MemoryLoader>(std::move(templates));
}
std::shared_ptr<Loader> chain_loader(std::vector<std::shared_ptr<Loader>> loaders) {
    return std::make_shared<ChainLoader>(std::move(loaders));
}
std::shared_ptr<Loader> callback_loader(std::function<Lookup(std::string_view)> load,
                                        std::function<std::vector<std::string>()> names,
                                        std::function<std::optional<std::uint64_t>(std::string_view)> stamp) {
    return std::make_shared<CallbackLoader>(std::move(load), std::move(names), std::move(stamp));
}

}  // namespace liquid
