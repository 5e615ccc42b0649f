// include and render.
#include <algorithm>
#include <utility>

#include "diagnostics/locate.hpp"
#include "render/limit_hits.hpp"
#include "render/renderer.hpp"
#include "source/near.hpp"

namespace liquid::render {

namespace {

std::string_view last_part(std::string_view name) {
    while (!name.empty() && name.back() == '/') name.remove_suffix(1);
    std::size_t slash = name.rfind('/');
    return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

constexpr std::size_t kMostSuggestions = 3;
constexpr std::uint64_t kStepsOfListing = 1000;
constexpr std::uint64_t kStepsOfName = 16;
constexpr std::uint64_t kStepsOfLoading = 64;

}  // namespace

// --- finding ---

// The parse of a large partial takes its milliseconds, within one step.
Watch Renderer::watch() {
    return {[](void* runtime) { static_cast<Runtime*>(runtime)->look(); }, &runtime_};
}

void Partial::take(Diagnostics said) {
    invalid = !program;
    for (Diagnostic& one : said) {
        if (one.severity == Severity::Error)
            parse_errors.push_back(std::move(one));
        else if (!one.reference.empty())
            parse_warnings.push_back(std::move(one));
    }
    // The reference stops at the first error and warns of nothing behind it.
    if (!parse_errors.empty())
        std::erase_if(parse_warnings, [&](const Diagnostic& one) {
            return one.location.span.begin > parse_errors.front().location.span.begin;
        });
}

bool Renderer::load(Activation& activation, const program::PartialInfo& info, std::uint32_t number,
                    std::string_view name, std::uint32_t address) {
    std::shared_ptr<const Partial>& remembered = activation.state->partials[number];
    if (!remembered || remembered->name != name) {
        std::shared_ptr<const Partial> found;
        runtime_.step(kStepsOfLoading);
        if (Partials* partials = c_.partials.get()) {
            if (info.link != program::kNone && info.name == name) found = partials->linked(info.link, watch());
            if (!found) found = partials->find(name, watch());
        }
        if (!found) {
            std::string text(name);
            runtime_.fail(Kind::NoLoader, "This liquid context does not allow includes.", {{"name", text}});
            return false;
        }
        if (!found->found_name.empty()) {
            Diagnostic warning;
            warning.kind = Kind::PartialNameCase;
            warning.severity = Severity::Warning;
            warning.with("name", std::string(name)).with("found", found->found_name);
            add(activation, address, std::move(warning));
        }
        if (!found->program) {
            warn(activation, *found, address);
            return fail_load(*found, name);
        }
        if (!found->kept) c_.keep(found->program);
        c_.retire(std::exchange(remembered, std::move(found)));
    }
    if (!remembered->parse_warnings.empty() && c_.warned.insert(remembered.get()).second)
        warn(activation, *remembered, address);
    if (c_.carries_trim || remembered->program->ends_trimming) [[unlikely]]
        parsed(*remembered);
    activation.pending = remembered.get();
    activation.pending_name = remembered->name;
    return true;
}

// The reference parses a partial when a render first needs it, with the parser of the page: a trim at the end of what
// was parsed before, as `-%}` at the very end of the page, takes the blanks that the partial begins with.
void Renderer::parsed(const Partial& partial) {
    const program::Program& program = *partial.program;
    ProgramState& state = c_.state_of(program);
    if (state.parsed_in == c_.render_number || program.source.empty()) return;
    state.parsed_in = c_.render_number;
    if (c_.carries_trim) c_.trimmed.insert(program.id);
    c_.carries_trim = program.ends_trimming;
}

void Renderer::warn(const Activation& activation, const Partial& partial, std::uint32_t address) {
    const program::Program& program = *activation.program;
    const char* via = program.code[address].op == program::Op::RenderLoad ? "render" : "include";
    for (Diagnostic warning : partial.parse_warnings) {
        warning.chain.push_back({via, locate(program.source, program.path, row_of(program, address)->span)});
        add(activation, address, std::move(warning));
    }
}

bool Renderer::fail_load(const Partial& partial, std::string_view name) {
    std::string asked(name);
    if (partial.invalid) {
        const Diagnostic& first = partial.parse_errors.front();
        if (first.kind == Kind::ArtifactDamaged) {
            runtime_.fail(first.kind, first.message());
            runtime_.failure.arguments = first.arguments;
            runtime_.failure.notes = first.notes;
            return false;
        }
        runtime_.fail(Kind::InvalidPartial, first.reference, {{"name", asked}, {"reason", first.message()}});
        runtime_.failure.line = first.reference_line;
        std::vector<std::string>& notes = runtime_.failure.notes;
        for (const Diagnostic& error : partial.parse_errors) {
            notes.push_back(error.location.path + ":" + std::to_string(error.location.line) + ":" +
                            std::to_string(error.location.column) + ": " + error.message());
            notes.insert(notes.end(), error.notes.begin(), error.notes.end());
        }
        return false;
    }
    const Missing& missing = partial.missing;
    Kind kind = Kind::MissingPartial;
    if (missing.reason == Missing::Reason::IllegalPath) kind = Kind::IllegalPartialPath;
    if (missing.reason == Missing::Reason::Unreadable) kind = Kind::UnreadablePartial;
    if (missing.reason == Missing::Reason::NotAllowed) kind = Kind::NoLoader;
    runtime_.fail(kind, missing.reference, {{"name", asked}, {"reason", missing.detail}});
    Failure& failure = runtime_.failure;
    for (const std::string& place : missing.searched) failure.notes.push_back("looked in " + place);
    if (kind != Kind::MissingPartial) return false;
    // The list of names may be a walk through directories.
    std::vector<std::string> names = c_.partials->names();
    runtime_.step(kStepsOfListing + names.size() * kStepsOfName);
    std::vector<std::string> near = nearest(asked, names);
    for (std::size_t i = 0; i < std::min(near.size(), kMostSuggestions); ++i) {
        failure.fixes.push_back(
            {"there is a template `" + near[i] + "`", {}, "'" + near[i] + "'", Fix::Safety::Unsafe});
        if (i == 0) failure.arguments.push_back({"nearest", near[i]});
    }
    return false;
}

// --- include ---

bool Renderer::include_load(Activation& activation, std::uint32_t number, Value name, std::uint32_t address) {
    if (std::find(c_.disabled_tags.begin(), c_.disabled_tags.end(), "include") != c_.disabled_tags.end()) {
        runtime_.fail(Kind::DisabledTag, "include usage is not allowed in this context", {{"tag", "include"}});
        return false;
    }
    if (!name.is_string()) {
        runtime_.fail(Kind::PartialNameType, "Argument error in tag 'include' - Illegal template name",
                      {{"found", std::string(class_name(name))}});
        return false;
    }
    return load(activation, activation.program->partials[number], number, name.as_string(), address);
}

bool Renderer::include_scope(Activation& activation) {
    c_.saved.push_back({nullptr, Value(), activation.frame, c_.held.size()});
    ++activation.frame->scopes;
    return !too_deep(activation.frame->depth());
}

void Renderer::close_scopes(std::size_t to) {
    while (c_.saved.size() > to) {
        Context::Saved entry = c_.saved.back();
        c_.saved.pop_back();
        if (entry.cell != nullptr) {
            c_.unshadow(*entry.cell, entry.value);
            continue;
        }
        --entry.frame->scopes;
        while (c_.held.size() > entry.held) {
            c_.blocks.release(c_.held.back());
            c_.held.pop_back();
        }
    }
}

// A reference limit that a partial hits ends that partial, and is recorded; the page goes on.
Interrupt Renderer::run_partial(Activation& partial) {
    runtime_.step(1 + std::uint64_t{partial.program->work});
    if (++c_.partial_depth > static_cast<int>(c_.settings->limits.safety.partial_depth))
        throw LimitHit{Kind::PartialDepthLimit, c_.settings->limits.safety.partial_depth,
                       static_cast<std::uint64_t>(c_.partial_depth)};
    if (c_.scored) c_.reset_scores();
    Base here = base();
    Activation* before = c_.current;
    std::size_t frames = c_.frame_count();
    std::size_t disabled = c_.disabled_tags.size();
    Interrupt how = Interrupt::None;
    try {
        how = run(partial, 0, here);
    } catch (const ReferenceLimitHit& hit) {
        unwind(program::NodeRow{}, here);
        while (c_.frame_count() > frames) c_.pop_frame();
        c_.disabled_tags.resize(disabled);
        c_.current = before;
        add(partial, 0, diagnostic_of(hit));
    }
    --c_.partial_depth;
    return how;
}

// An interrupt does not end the list: each item's partial begins, and stops where it finds the interrupt pending.
void Renderer::include_run(Activation& activation, const program::PartialInfo& info, Value variable,
                           std::uint32_t address) {
    const Partial* partial = activation.pending;
    // The scope that IncludeScope opened is the innermost one.
    std::size_t scope = c_.saved.size();
    while (c_.saved[--scope].cell != nullptr) {
    }
    Frame& frame = *activation.frame;
    std::string_view bound = info.alias.empty() ? last_part(partial->name) : info.alias;
    Cell& cell = *frame.cell(bound, hash_key(bound));
    c_.saved.push_back({&cell, cell.visible, nullptr, 0});
    c_.shadow(cell, Value::nil());
    variable = c_.hold(variable, c_.held);

    Activation inner;
    inner.frame = &frame;
    inner.caller = &activation;
    inner.call_address = address;
    inner.via = "include";
    inner.name = partial->name;
    Arena::Mark mark = runtime_.arena.mark();
    std::shared_ptr<const program::Program> pending_form;
    auto take = [&](const program::Program& program) {
        inner.program = &program;
        inner.state = &c_.state_of(program);
        inner.cells = frame.bind(program, runtime_.arena);
    };
    take(*partial->program);
    inner.state->parsed_in = c_.render_number;
    inner.trimmed = !c_.trimmed.empty() && c_.trimmed.count(partial->program->id) != 0;
    bool checked = false;
    auto run_with = [&](Value item) {
        if (!checked && !c_.pending.empty()) {
            checked = true;
            if (auto other = c_.partials->find_pending(*partial, watch())) {
                pending_form = std::move(other);
                c_.keep(pending_form);
                take(*pending_form);
            }
        }
        cell.visible = item;
        Interrupt how = run_partial(inner);
        if (how != Interrupt::None) c_.pending.push_back(how);
    };
    if (variable.is_array()) {
        Items items = slice(runtime_, variable, 0, std::nullopt);
        for (std::size_t i = 0; i < items.count; ++i) run_with(items.data[i]);
    } else {
        run_with(variable);
    }
    close_scopes(scope);
    runtime_.arena.release(mark);
}

// --- render ---

bool Renderer::render_run(Activation& activation, const program::PartialInfo& info, Value* values,
                          std::uint32_t address) {
    const Partial* partial = activation.pending;
    Value variable = info.has_value ? *values++ : Value::nil();
    if (!info.is_for || !is_enumerable(variable))
        return render_one(activation, *partial, info, values, variable, nullptr, address);
    Items items = slice(runtime_, variable, 0, std::nullopt);
    auto* record = new (c_.persistent.allocate(sizeof(ForLoopRecord))) ForLoopRecord{};
    record->name = info.name;
    record->length = static_cast<std::int64_t>(items.count);
    for (std::size_t i = 0; i < items.count; ++i) {
        if (!render_one(activation, *partial, info, values, items.data[i], record, address)) return false;
        ++record->index;
    }
    return true;
}

bool Renderer::render_one(Activation& activation, const Partial& partial, const program::PartialInfo& info,
                          Value* arguments, Value value, ForLoopRecord* record, std::uint32_t address) {
    const program::Program& program = *partial.program;
    if (too_deep(activation.frame->depth())) return false;
    Arena::Mark mark = runtime_.arena.mark();
    Frame& frame = c_.push_frame(true, activation.frame->base_depth + 1);
    Activation inner;
    inner.program = &program;
    inner.frame = &frame;
    inner.state = &c_.state_of(program);
    inner.state->parsed_in = c_.render_number;
    inner.trimmed = !c_.trimmed.empty() && c_.trimmed.count(program.id) != 0;
    inner.caller = &activation;
    inner.call_address = address;
    inner.via = "render";
    inner.name = partial.name;
    inner.cells = frame.bind(program, runtime_.arena);
    auto set = [&](std::string_view name, Value to) {
        Cell& cell = *frame.cell(name, hash_key(name));
        cell.bottom = cell.visible = to;
    };
    if (record != nullptr) set("forloop", Value::pointer(Type::ForLoop, record));
    for (std::uint32_t i = 0; i < info.argument_count; ++i) {
        const program::Name& name = activation.program->names[activation.program->argument_names[info.arguments + i]];
        Cell& cell = *frame.cell(name.text, name.hash);
        cell.bottom = cell.visible = arguments[i];
    }
    if (!value.is_nil()) set(info.alias.empty() ? last_part(partial.name) : info.alias, value);
    c_.disabled_tags.push_back("include");
    std::size_t disabled = c_.disabled_tags.size();
    // The reference's isolated contexts are never strict.
    bool strict_variables = std::exchange(runtime_.strict_variables, false);
    bool strict_filters = std::exchange(runtime_.strict_filters, false);
    std::vector<Interrupt> pending;
    pending.swap(c_.pending);
    run_partial(inner);  // an interrupt ends in here
    c_.pending.swap(pending);
    runtime_.strict_variables = strict_variables;
    runtime_.strict_filters = strict_filters;
    c_.disabled_tags.resize(disabled - 1);
    c_.pop_frame();
    runtime_.arena.release(mark);
    return true;
}

}  // namespace liquid::render
