// Writing: Environment::compile and Template::serialize.
#include <algorithm>
#include <deque>
#include <map>
#include <new>
#include <set>

#include "diagnostics/locate.hpp"
#include "diagnostics/out_of_memory.hpp"
#include "engine/artifact.hpp"
#include "engine/compile.hpp"
#include "program/artifact_write.hpp"
#include "source/near.hpp"

namespace liquid {

namespace {

constexpr std::size_t kMostSuggestions = 3;

// All templates that go into one artifact. Partials are followed from the pages on, so that the way to each is known.
class Linker {
public:
    Linker(const EnvironmentState& environment, const ArtifactOptions& options, Diagnostics& diagnostics)
        : environment_(environment), options_(options), diagnostics_(diagnostics) {}

    void add_page(const ArtifactSource& source) {
        if (!pages_.insert(source.name).second) {
            Diagnostic twice;
            twice.kind = Kind::InvalidArgument;
            twice.location.path = source.path;
            twice.with("reason", "two templates are named `" + source.name + "`");
            diagnostics_.push_back(std::move(twice));
            return;
        }
        Unit& unit = units_.emplace_back();
        unit.entry.key = unit.entry.name = source.name;
        unit.entry.path = source.path.empty() ? source.name : source.path;
        compile(unit, source.text, {});
    }

    void add_partials() {
        for (; followed_ < units_.size(); ++followed_) follow(followed_);
        std::vector<std::string> names = options_.partials;
        if (options_.all_partials && environment_.loader) {
            std::vector<std::string> listed = environment_.loader->names();
            names.insert(names.end(), listed.begin(), listed.end());
        }
        for (const std::string& name : names) {
            if (known_.count(name) == 0) load(name, {});
            for (; followed_ < units_.size(); ++followed_) follow(followed_);
        }
    }

    std::string write() {
        std::vector<Unit*> order;
        for (Unit& unit : units_) order.push_back(&unit);
        std::sort(order.begin(), order.end(), [](const Unit* a, const Unit* b) {
            return std::pair(std::string_view(a->entry.key), a->entry.is_partial) <
                   std::pair(std::string_view(b->entry.key), b->entry.is_partial);
        });
        std::map<std::string_view, std::uint32_t> partials;
        for (std::size_t i = 0; i < order.size(); ++i)
            if (order[i]->entry.is_partial) partials.emplace(order[i]->entry.key, static_cast<std::uint32_t>(i));
        program::ArtifactWriter writer(environment_.artifact_bindings);
        for (Unit* unit : order) {
            program::ArtifactEntry& entry = unit->entry;
            entry.program = unit->compiled.program.get();
            entry.source = entry.program != nullptr ? entry.program->source : unit->compiled.source;
            if (entry.program != nullptr)
                for (const program::PartialInfo& partial : entry.program->partials) {
                    auto found = partial.name.empty() ? partials.end() : partials.find(partial.name);
                    entry.links.push_back(found == partials.end() ? program::kNone : found->second);
                }
            writer.add(entry);
        }
        return writer.finish();
    }

private:
    struct Unit {
        program::ArtifactEntry entry;
        engine::Compiled compiled;
        std::size_t caller = SIZE_MAX;  // who named it first
        std::uint32_t call = 0;         // the address there
    };

    void compile(Unit& unit, std::string text, std::string_view reference_name) {
        unit.compiled =
            engine::compile(environment_, std::move(text), unit.entry.name, unit.entry.path, reference_name);
        for (Diagnostic said : unit.compiled.diagnostics) {
            if (options_.allow_invalid && said.severity == Severity::Error) said.severity = Severity::Warning;
            if (unit.caller != SIZE_MAX) said.chain = way_to(unit.caller, unit.call);
            diagnostics_.push_back(std::move(said));
        }
    }

    // The partials that a template names by literals.
    void follow(std::size_t number) {
        std::shared_ptr<const program::Program> program = units_[number].compiled.program;
        if (!program) return;
        for (std::uint32_t address = 0; address < program->code.size(); ++address) {
            const program::Instruction& now = program->code[address];
            if (now.op != program::Op::IncludeLoad && now.op != program::Op::RenderLoad) continue;
            std::string name(program->partials[now.a].name);
            if (name.empty() && now.op == program::Op::IncludeLoad) continue;
            if (known_.count(name) == 0 && load(name, {number, address})) continue;
            if (auto missing = missing_.find(name); missing != missing_.end()) tell(number, address, missing->second);
        }
    }

    struct Call {
        std::size_t caller = SIZE_MAX;
        std::uint32_t address = 0;
    };
    bool load(const std::string& name, Call from) {
        known_.insert(name);
        Lookup lookup;
        lookup.missing.reason = Missing::Reason::NotAllowed;
        lookup.missing.reference = "This liquid context does not allow includes.";
        if (environment_.loader) lookup = engine::ask(*environment_.loader, name);
        if (!lookup.source) {
            missing_.emplace(name, std::move(lookup.missing));
            if (from.caller == SIZE_MAX && !options_.allow_missing) tell_unasked(name);
            return false;
        }
        Unit& unit = units_.emplace_back();
        unit.entry.key = unit.entry.name = name;
        unit.entry.path = lookup.source->path.empty() ? name : lookup.source->path;
        unit.entry.found_name = lookup.source->found_name;
        unit.entry.is_partial = true;
        unit.caller = from.caller;
        unit.call = from.address;
        compile(unit, std::move(lookup.source->text), name);
        return true;
    }

    Span place_of(const program::Program& program, std::uint32_t address) const {
        for (const program::PlaceRow& place : program.places)
            if (place.address == address) return place.span;
        return row_of(program, address).span;
    }
    static program::NodeRow row_of(const program::Program& program, std::uint32_t address) {
        program::NodeRow innermost;
        for (const program::NodeRow& row : program.nodes)
            if (row.begin <= address && address < row.end) innermost = row;
        return innermost;
    }
    std::vector<Hop> way_to(std::size_t caller, std::uint32_t address) const {
        std::vector<Hop> hops;
        while (caller != SIZE_MAX) {
            const Unit& unit = units_[caller];
            const program::Program& program = *unit.compiled.program;
            bool render = program.code[address].op == program::Op::RenderLoad;
            hops.push_back(
                {render ? "render" : "include", locate(program.source, program.path, row_of(program, address).span)});
            address = unit.call;
            caller = unit.caller;
        }
        std::reverse(hops.begin(), hops.end());
        return hops;
    }

    Diagnostic describe(const std::string& name, const Missing& missing) {
        Diagnostic diagnostic;
        diagnostic.kind = Kind::MissingPartial;
        if (missing.reason == Missing::Reason::IllegalPath) diagnostic.kind = Kind::IllegalPartialPath;
        if (missing.reason == Missing::Reason::Unreadable) diagnostic.kind = Kind::UnreadablePartial;
        if (missing.reason == Missing::Reason::NotAllowed) diagnostic.kind = Kind::NoLoader;
        if (options_.allow_missing) diagnostic.severity = Severity::Warning;
        diagnostic.with("name", name).with("reason", missing.detail);
        for (const std::string& place : missing.searched) diagnostic.notes.push_back("looked in " + place);
        return diagnostic;
    }
    void tell(std::size_t number, std::uint32_t address, const Missing& missing) {
        const Unit& unit = units_[number];
        const program::Program& program = *unit.compiled.program;
        std::string name(program.partials[program.code[address].a].name);
        Diagnostic diagnostic = describe(name, missing);
        program::NodeRow row = row_of(program, address);
        diagnostic.location = locate(program.source, program.path, place_of(program, address));
        diagnostic.reference_line = row.line;
        diagnostic.reference = "Liquid error (" + (unit.entry.is_partial ? unit.entry.key + " " : "") + "line " +
                               std::to_string(static_cast<std::int32_t>(row.line)) + "): " + missing.reference;
        if (unit.caller != SIZE_MAX) diagnostic.chain = way_to(unit.caller, unit.call);
        if (diagnostic.kind == Kind::MissingPartial) suggest(name, diagnostic);
        diagnostics_.push_back(std::move(diagnostic));
    }
    // Asked for by the host.
    void tell_unasked(const std::string& name) {
        Diagnostic diagnostic = describe(name, missing_[name]);
        diagnostic.reference = "Liquid error: " + missing_[name].reference;
        if (diagnostic.kind == Kind::MissingPartial) suggest(name, diagnostic);
        diagnostics_.push_back(std::move(diagnostic));
    }
    void suggest(const std::string& name, Diagnostic& diagnostic) {
        if (!listed_) {
            names_ = environment_.loader->names();
            listed_ = true;
        }
        std::vector<std::string> near = nearest(name, names_);
        for (std::size_t i = 0; i < std::min(near.size(), kMostSuggestions); ++i) {
            diagnostic.fixes.push_back({"there is a template `" + near[i] + "`", diagnostic.location.span,
                                        "'" + near[i] + "'", Fix::Safety::Unsafe});
            if (i == 0) diagnostic.with("nearest", near[i]);
        }
    }

    const EnvironmentState& environment_;
    const ArtifactOptions& options_;
    Diagnostics& diagnostics_;
    std::deque<Unit> units_;
    std::set<std::string> pages_;
    std::set<std::string> known_;  // partials that were looked for
    std::map<std::string, Missing> missing_;
    std::size_t followed_ = 0;
    std::vector<std::string> names_;
    bool listed_ = false;
};

}  // namespace

Result<std::string> Environment::compile(std::span<const ArtifactSource> sources) const {
    return compile(sources, ArtifactOptions{});
}

Result<std::string> Environment::compile(std::span<const ArtifactSource> sources, const ArtifactOptions& options) const
    try {
    Result<std::string> result;
    Linker linker(*state_, options, result.diagnostics);
    for (const ArtifactSource& source : sources) linker.add_page(source);
    linker.add_partials();
    if (has_errors(result.diagnostics)) return result;
    result.value = linker.write();
    if (!result.value.empty()) return result;
    Diagnostic large;
    large.kind = Kind::InvalidArgument;
    large.with("reason", "the artifact would have more than four gigabytes");
    result.diagnostics.push_back(std::move(large));
    return result;
} catch (const std::bad_alloc&) {
    Result<std::string> result;
    result.diagnostics.push_back(out_of_memory());
    return result;
}

std::string Template::serialize() const {
    program::ArtifactEntry entry;
    entry.key = entry.name = state_->name;
    entry.program = state_->program.get();
    if (entry.program != nullptr) {
        entry.path = entry.program->path;
        entry.source = entry.program->source;
    } else {
        entry.path = state_->errors.empty() ? std::string() : state_->errors.front().location.path;
        entry.source = state_->source;
    }
    program::ArtifactWriter writer(state_->environment->artifact_bindings);
    writer.add(entry);
    return writer.finish();
}

}  // namespace liquid
