#include "render/context.hpp"

#include <algorithm>
#include <cstring>

#include "diagnostics/out_of_memory.hpp"
#include "value/operations.hpp"
#include "value/stretches.hpp"

namespace liquid::render {

namespace {

constexpr std::size_t kRememberedPrograms = 4096;
constexpr std::uint64_t kRememberedBytes = 64 << 20;
constexpr std::size_t kLargestText = std::size_t{1} << 10;  // one step's worth of copying
constexpr std::uint64_t kStepsBetweenChecks = 256;

std::uint64_t milliseconds_of(std::chrono::nanoseconds time) {
    return static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::milliseconds>(time).count());
}

const void* memory_of(Value value) {
    switch (value.type()) {
        case Type::String:
            return value.data();
        case Type::Array:
            return value.items();
        case Type::Map:
            return value.map_rep();
        default:
            return value.box();
    }
}

std::uint64_t score_of(Runtime& runtime, Value value, int depth = 0) {
    if (value.is_string()) return value.length();
    if (depth > 100 || (!value.is_array() && !value.is_map())) return 1;
    std::uint64_t sum = 1;
    Items items = slice(runtime, value, 0, std::nullopt);
    for (std::size_t i = 0; i < items.count; ++i) {
        Value item = items.data[i];
        // Entries of a map are [key, value] pairs here; the reference counts key and value, not the pair.
        if (value.is_map())
            sum += score_of(runtime, item.items()[0], depth + 1) + score_of(runtime, item.items()[1], depth + 1);
        else
            sum += score_of(runtime, item, depth + 1);
    }
    return sum;
}

}  // namespace

// One buffer and room for one diagnostic are there before anything can fail.
Context::Context() {
    buffers_.emplace_back();
    out_ = &buffers_[0];
    diagnostics.reserve(1);
}
Context::~Context() = default;

void Context::begin(const Settings& new_settings, const Input& new_input) {
    settings = &new_settings;
    input = &new_input;
    runtime.budget.limit = settings->limits.safety.memory_bytes;
    runtime.budget.peak = runtime.budget.used;
    runtime.strict_variables = settings->strict_variables;
    runtime.strict_filters = settings->strict_filters;
    runtime.now = input->now;
    runtime.zone = input->zone;
    runtime.registers = input->registers;
    runtime.steps = 0;
    runtime.renderer = this;
    runtime.find_variable = [](Runtime& r, std::string_view name) {
        auto& self = *static_cast<Context*>(r.renderer);
        if (self.current == nullptr) return Value::nil();
        Frame& frame = *self.current->frame;
        return self.read(frame, *frame.cell(name, hash_key(name)));
    };
    runtime.check = [](Runtime& r) { static_cast<Context*>(r.renderer)->check(); };
    runtime.step_check = 0;
    runtime.failure = Failure{};
    runtime.host_failed = false;
    limit_reported = false;
    diagnostics.clear();
    warned.clear();
    trimmed.clear();
    carries_trim = false;
    ++render_number;
    pending.clear();
    const ReferenceLimits& r = settings->limits.reference;
    scored =
        r.render_length || r.render_score || r.assign_score || r.cumulative_render_score || r.cumulative_assign_score;
    render_score = assign_score = cumulative_render_score = cumulative_assign_score = 0;
    captured_before = UINT64_MAX;
    outer_captures.clear();
    partial_depth = 0;
    // One and the same from here to the end, whatever is reloaded meanwhile.
    if (settings->partials == nullptr)
        partials.reset();
    else if (!partials || partials->generation() != settings->partials->generation())
        partials = settings->partials->current();
    begin_output();
    // Last, because it may throw: what is above must be of this render by then.
    if (settings->limits.safety.deadline.count() > 0) started_ = std::chrono::steady_clock::now();
    check();
}

void Context::add_out_of_memory() {
    if (!diagnostics.empty() && diagnostics.back().kind == Kind::OutOfMemory) return;  // told with its place
    if (diagnostics.size() < diagnostics.capacity())
        diagnostics.push_back(out_of_memory());
    else
        diagnostics.back() = out_of_memory();
}

// Whether someone waits for the end.
inline bool Context::is_awaited() const {
    if (input->stop.stop_requested()) return true;
    const std::chrono::nanoseconds deadline = settings->limits.safety.deadline;
    return deadline.count() > 0 && std::chrono::steady_clock::now() - started_ > deadline;
}

void Context::end_early() const {
    if (input->stop.stop_requested()) throw LimitHit{Kind::Stopped, 0, 0};
    throw LimitHit{Kind::DeadlineExceeded, milliseconds_of(settings->limits.safety.deadline),
                   milliseconds_of(std::chrono::steady_clock::now() - started_)};
}

// Called every so many steps: counting is cheap, looking at the clock is not.
void Context::check() {
    const SafetyLimits& limits = settings->limits.safety;
    if (runtime.steps > limits.steps) throw LimitHit{Kind::StepLimit, limits.steps, runtime.steps};
    if (is_awaited()) [[unlikely]]
        end_early();
    if (input->poll != nullptr && !(*input->poll)(runtime)) throw LimitHit{Kind::Stopped, 0, 0};
    leftovers.give_back();
    std::uint64_t left = limits.steps - runtime.steps;
    runtime.step_check = runtime.steps + (left < kStepsBetweenChecks ? left + 1 : kStepsBetweenChecks);
}

// Whatever way a render ended, nothing of it may be seen by the next.
void Context::end() {
    while (!loops.empty()) {
        blocks.release(loops.back().block);
        loops.pop_back();
    }
    for (Block* block : held) blocks.release(block);
    held.clear();
    saved.clear();
    disabled_tags.clear();
    while (frame_count_ > 0) pop_frame();
    while (buffer_depth_ > 0) pop_buffer();
    if (out_ != nullptr) out_->end();
    runtime.budget.refund(diagnostic_bytes + charged_state_bytes_);
    diagnostic_bytes = charged_state_bytes_ = 0;
    runtime.arena.reset();
    persistent.reset();
    retired_.clear();
    kept_.clear();
    // Who waits for the end does not wait for memory: what is left goes back during the next render.
    if (settings != nullptr)
        while (!leftovers.empty() && !is_awaited()) leftovers.give_back();
    current = nullptr;
    settings = nullptr;
    input = nullptr;
    sink = nullptr;
}

// --- variables ---

Value Context::read_outer(Frame& frame, Cell& cell) {
    Value value = lookup_outer(frame, cell);
    if (value.is_nil() && cell.name == "self") return Value::pointer(Type::Self, static_cast<ScopeView*>(&frame));
    // A root that is a Drop may answer differently each time, and what was made for this statement ends with it;
    // everything else is remembered.
    if (!input->globals.is(Type::Drop) && !(input->variables.is(Type::Drop) && !frame.isolated()) &&
        !value.is_failed() && value.storage() != Storage::Temp)
        cell.outer = value.is_unset() ? Value::nil() : value;
    return value.is_unset() ? Value::nil() : value;
}

Value Context::lookup_outer(Frame& frame, Cell& cell) {
    Value value = dynamic(frame, cell);
    if (!value.is_nil()) return value;
    std::uint32_t hint = 0;
    Value global = find(runtime, input->globals, cell.name, cell.hash, hint);
    return global.is_unset() ? value : global;
}

// The dynamic layer: what the host gave as variables, and counters.
Value Context::dynamic(Frame& frame, Cell& cell) {
    if (!cell.dynamic_known && !frame.isolated() && !input->variables.is_nil()) {
        std::uint32_t hint = 0;
        cell.dynamic = find(runtime, input->variables, cell.name, cell.hash, hint);
        cell.dynamic_known = !input->variables.is(Type::Drop) && cell.dynamic.storage() != Storage::Temp;
    }
    return cell.dynamic;
}

void Context::set_dynamic(Cell& cell, Value value) {
    cell.dynamic = value;
    cell.dynamic_known = true;
    cell.outer = Value::unset();
}

bool Context::is_defined(Frame& frame, Cell& cell) {
    if (!cell.visible.is_unset()) return true;
    if (!dynamic(frame, cell).is_unset()) return true;
    std::uint32_t hint = 0;
    return !find(runtime, input->globals, cell.name, cell.hash, hint).is_unset();
}

void Context::assign(Cell& cell, Value value) {
    Block* block = nullptr;
    if (value.storage() == Storage::Owned && value.has(Value::BlockRoot)) {
        block = Block::of(memory_of(value));
        ++block->references;
    } else if (std::size_t size = promoted_size(runtime, value); size != 0) {
        runtime.step(size / kLargestText);
        NewBlock made(blocks, size);
        value = promote(runtime, value, made.memory(), Storage::Owned);
        if (memory_of(value) == made.memory()) value = value.with(Value::BlockRoot);
        block = made.take();
    }
    blocks.release(cell.block);
    cell.block = block;
    cell.bottom = value;
    if (cell.shadows == 0) cell.visible = value;
    if (scored) score_assign(score_of(runtime, value));
}

void Context::assign_text(Cell& cell, std::string_view text) {
    Block* block = nullptr;
    Value value = Value::string("");
    if (!text.empty()) {
        runtime.step(text.size() / kLargestText);
        NewBlock made(blocks, text.size());
        copy_bytes(runtime, made.memory(), text);
        value = Value::string({made.memory(), text.size()}, Storage::Owned).with(Value::BlockRoot);
        block = made.take();
    }
    blocks.release(cell.block);
    cell.block = block;
    cell.bottom = value;
    if (cell.shadows == 0) cell.visible = value;
}

// Grows in place when the cell alone owns its text; otherwise the text moves to a block with room for as much again.
void Context::append_text(Cell& cell, std::string_view text) {
    std::string_view now = cell.bottom.as_string();
    std::size_t size = now.size() + text.size();
    runtime.step(text.size() / kLargestText);
    Block* block = cell.block;
    bool own = block != nullptr && block->references == 1 && now.data() == block->memory();
    if (own && block->capacity >= size) {
        copy_bytes(runtime, block->memory() + now.size(), text);
    } else {
        NewBlock made(blocks, size + size / 2);
        copy_bytes(runtime, made.memory(), now);
        copy_bytes(runtime, made.memory() + now.size(), text);
        block = made.take();
        blocks.release(std::exchange(cell.block, block));
    }
    cell.bottom = Value::string({block->memory(), size}, Storage::Owned).with(Value::BlockRoot);
    if (cell.shadows == 0) cell.visible = cell.bottom;
}

Block* Context::hold_block(Value value) {
    Block* block = Block::of(memory_of(value));
    ++block->references;
    return block;
}

Value Context::hold(Value value, std::vector<Block*>& holder) {
    if (value.storage() != Storage::Owned) return value;
    if (value.has(Value::BlockRoot)) {
        holder.push_back(Block::of(memory_of(value)));
        hold_block(value);
        return value;
    }
    std::size_t size = promoted_size(runtime, value);
    if (size == 0) return value;
    return promote(runtime, value, static_cast<char*>(runtime.arena.allocate(size)), Storage::Temp);
}

// --- frames ---

Frame& Context::push_frame(bool isolated, int base_depth) {
    if (frame_count_ == frames_.size()) frames_.push_back(std::make_unique<Frame>(*this));
    Frame& frame = *frames_[frame_count_++];
    frame.begin(isolated, base_depth);
    return frame;
}

void Context::pop_frame() { frames_[--frame_count_]->end(blocks); }

// Nobody counts who runs a partial: threads that share it would wait for each other at its counter.
void Context::retire(std::shared_ptr<const Partial> partial) {
    if (partial == nullptr || current == nullptr) return;
    constexpr std::uint64_t kBytes = 2 * sizeof partial;
    try {
        retired_.push_back(partial);
    } catch (const std::bad_alloc&) {
        // Better never freed than freed while it runs.
        union Kept {
            explicit Kept(std::shared_ptr<const Partial>&& from) : partial(std::move(from)) {}
            ~Kept() {}
            std::shared_ptr<const Partial> partial;
        } kept(std::move(partial));
        throw;
    }
    runtime.budget.charge(kBytes);  // which may throw: what runs must be kept by then
    charged_state_bytes_ += kBytes;
}

ProgramState& Context::state_of(const program::Program& program) {
    // Programs that are gone leave their states behind; a page that begins starts over when there are many. Within one
    // page the budget bounds them.
    if (current == nullptr && (states_.size() > kRememberedPrograms || state_bytes_ > kRememberedBytes)) {
        states_.clear();
        state_bytes_ = 0;
    }
    auto known = states_.find(program.id);
    if (known == states_.end()) {
        std::uint64_t bytes = sizeof(ProgramState) + program.sites * sizeof(Site) +
                              program.partials.size() * sizeof(std::shared_ptr<const Partial>);
        runtime.budget.charge(bytes);
        charged_state_bytes_ += bytes;
        state_bytes_ += bytes;
        ProgramState made;
        made.sites = memory::Room<Site>::zeroed(program.sites);
        made.partials.resize(program.partials.size());
        known = states_.emplace(program.id, std::move(made)).first;
    }
    ProgramState& state = known->second;
    if (partials && state.generation != partials->generation()) {
        for (auto& partial : state.partials) retire(std::move(partial));
        state.generation = partials->generation();
    }
    return state;
}

void Context::keep(std::shared_ptr<const program::Program> program) {
    if (kept_.count(program->id) != 0) return;
    std::uint64_t bytes = sizeof(program::Program) + 4 * program->source.size();
    runtime.budget.charge(bytes);
    charged_state_bytes_ += bytes;
    kept_.emplace(program->id, std::move(program));
}

// --- output ---

void Context::begin_output() {
    flushed = captured_ = outer_bytes_ = 0;
    buffer_depth_ = 0;
    out_ = &buffers_[0];
    out_->begin(nullptr);
    limit_output();
}

// What the page, the open captures and the ended ones have, together, is bounded.
void Context::limit_output() {
    std::uint64_t limit = settings->limits.safety.output_bytes;
    std::uint64_t before = flushed + captured_ + outer_bytes_;
    std::uint64_t room = limit > before ? limit - before : 0;
    if (buffer_depth_ == 0 && input->page_bytes < room) {
        room = input->page_bytes;
        before = 0;
    }
    out_->set_limit(room, before);
}

// The page's memory is bounded by output_bytes; that of captures counts as a temporary as well.
Buffer& Context::push_buffer() {
    if (buffer_depth_ + 1 == buffers_.size()) buffers_.emplace_back();
    outer_bytes_ += out_->size();
    out_ = &buffers_[++buffer_depth_];
    out_->begin(&runtime.budget);
    limit_output();
    return *out_;
}

void Context::pop_buffer() {
    captured_ += out_->size();
    out_->end();
    out_ = &buffers_[--buffer_depth_];
    outer_bytes_ -= out_->size();
    limit_output();
}

void Context::count_flushed(std::uint64_t bytes) {
    flushed += bytes;
    out_->clear();
    limit_output();
}

// --- reference limits ---

namespace {
void hold_to(const std::optional<std::uint64_t>& limit, std::string_view name, std::uint64_t used) {
    if (limit && used > *limit) throw ReferenceLimitHit{name, used, *limit};
}
}  // namespace

void Context::score_render(std::uint64_t nodes) {
    const ReferenceLimits& r = settings->limits.reference;
    render_score += nodes;
    cumulative_render_score += nodes;
    hold_to(r.render_score, "render_score", render_score);
    hold_to(r.cumulative_render_score, "cumulative_render_score", cumulative_render_score);
}

void Context::score_assign(std::uint64_t amount) {
    const ReferenceLimits& r = settings->limits.reference;
    assign_score += amount;
    cumulative_assign_score += amount;
    hold_to(r.assign_score, "assign_score", assign_score);
    hold_to(r.cumulative_assign_score, "cumulative_assign_score", cumulative_assign_score);
}

// Captured bytes count as assigned, others against the length of the page.
void Context::score_write() {
    std::uint64_t size = out_->size();
    if (captured_before != UINT64_MAX) {
        std::uint64_t grown = size - captured_before;
        captured_before = size;
        score_assign(grown);
        return;
    }
    hold_to(settings->limits.reference.render_length, "render_length", size + flushed);
}

void Context::reset_scores() {
    const ReferenceLimits& r = settings->limits.reference;
    captured_before = UINT64_MAX;
    render_score = assign_score = 0;
    hold_to(r.cumulative_render_score, "cumulative_render_score", cumulative_render_score);
    hold_to(r.cumulative_assign_score, "cumulative_assign_score", cumulative_assign_score);
}

}  // namespace liquid::render
