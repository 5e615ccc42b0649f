// The state of one thread's renders: memory, frames, loops, what sites remember.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <liquid/diagnostic.hpp>
#include <liquid/limits.hpp>
#include <liquid/on_error.hpp>

#include "program/program.hpp"
#include "render/block.hpp"
#include "render/frame.hpp"
#include "render/partials.hpp"
#include "source/memory.hpp"
#include "value/buffer.hpp"
#include "value/runtime.hpp"

namespace liquid::render {

// What a site (one key of one look-up) remembers: for a Map, the shape and the slot; for a foreign map, the slot.
struct Site {
    std::uint64_t shape = 0;
    std::uint32_t slot = 0;
};
static_assert(std::is_trivially_copyable_v<Site>);  // it begins as zeros
struct ProgramState {
    memory::Room<Site> sites;
    std::vector<std::shared_ptr<const Partial>> partials;  // of literal names, by PartialInfo
    std::uint64_t generation = 0;
    std::uint64_t parsed_in = 0;  // the render in which this program was met last
};

// What a render is to do, apart from the program and the data.
struct Settings {
    Limits limits;
    OnError on_error = OnError::Omit;
    const std::function<std::string(const Diagnostic&)>* error_text = nullptr;
    bool strict_variables = false;
    bool strict_filters = false;
    Partials* partials = nullptr;
    FilterFunction append = nullptr;
    const std::vector<std::string>* filter_names = nullptr;  // for suggestions
};

struct Input {
    Value globals;
    Value variables;
    Value registers;
    std::stop_token stop;
    const std::function<bool(Runtime&)>* poll = nullptr;
    Runtime::Time now{};
    const Zone* zone = nullptr;
    std::uint64_t page_bytes = UINT64_MAX;  // room for the page itself, captures apart
};

// A program that is being run, and who called it.
struct Activation {
    const program::Program* program = nullptr;
    Frame* frame = nullptr;
    Cell** cells = nullptr;
    bool trimmed = false;  // the text that it begins with loses its leading blanks
    ProgramState* state = nullptr;
    const Activation* caller = nullptr;
    std::uint32_t call_address = 0;    // in the caller's program
    std::string_view via;              // include, render, layout
    std::string_view name;             // of the template, in reference texts
    const Partial* pending = nullptr;  // between IncludeLoad / RenderLoad and their run
    std::string_view pending_name;
};

// One open for or tablerow.
struct Loop {
    const Value* items = nullptr;
    std::int64_t range_first = 0;  // items == nullptr: a range is counted, not built
    std::int64_t count = 0;
    std::int64_t index = 0;
    bool reversed = false;
    bool is_tablerow = false;
    Cell* variable = nullptr;
    Cell* loop_cell = nullptr;
    Value saved_variable;
    Value saved_loop;
    ForLoopRecord* record = nullptr;
    TablerowRecord* tablerow = nullptr;
    const ForLoopRecord* outer = nullptr;
    Frame* frame = nullptr;
    Block* block = nullptr;  // holds the collection
    Arena::Mark mark;        // before the loop
    Arena::Mark turn;        // where each turn's temporaries begin
};

// Thrown, and caught by whoever renders a whole template, when a reference limit is hit.
struct ReferenceLimitHit {
    std::string_view limit;
    std::uint64_t used;
    std::uint64_t allowed;
    Location location = {};  // the innermost run says it
};
// Thrown, and caught at the top, when the first error ends the render (OnError::Fail).
struct FirstErrorStops {};

// Everything that one thread needs to render, kept from page to page so that a warm one does not allocate.
class Context {
public:
    Context();
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    // --- variables ---
    Value read(Frame& frame, Cell& cell) {
        if (!cell.visible.is_unset()) return cell.visible;
        if (!cell.outer.is_unset()) return cell.outer;
        return read_outer(frame, cell);
    }
    bool is_defined(Frame& frame, Cell& cell);
    void assign(Cell& cell, Value value);
    void assign_text(Cell& cell, std::string_view text);
    void append_text(Cell& cell, std::string_view text);
    Value dynamic(Frame& frame, Cell& cell);
    void set_dynamic(Cell& cell, Value value);
    void shadow(Cell& cell, Value value) {
        ++cell.shadows;
        cell.visible = value;
    }
    void unshadow(Cell& cell, Value before) {
        --cell.shadows;
        cell.visible = cell.shadows == 0 ? cell.bottom : before;
    }
    // A value that must stay valid while a scope holds it, whatever is assigned meanwhile.
    Value hold(Value value, std::vector<Block*>& held);
    // One more holder of the block whose whole text or list the value is.
    static Block* hold_block(Value value);
    std::string_view keep_name(std::string_view name) { return persistent.copy(name); }

    // --- frames ---
    Frame& push_frame(bool isolated, int base_depth);
    void pop_frame();
    std::size_t frame_count() const { return frame_count_; }
    // A partial that a site no longer remembers may be running still: it lives to the end of the render.
    void retire(std::shared_ptr<const Partial> partial);
    ProgramState& state_of(const program::Program& program);
    // What nobody else keeps stays until the render ends: variables may hold its literals.
    void keep(std::shared_ptr<const program::Program> program);

    // --- output ---
    Buffer& push_buffer();
    void pop_buffer();
    Buffer& out() { return *out_; }
    // The end of memory, as the last diagnostic; takes no memory itself.
    void add_out_of_memory();
    std::size_t buffer_depth() const { return buffer_depth_; }
    // All that was written, to the page and to captures.
    std::uint64_t written() const { return flushed + captured_ + outer_bytes_ + out_->size(); }
    void count_flushed(std::uint64_t bytes);

    // --- reference limits ---
    void score_render(std::uint64_t nodes);
    void score_assign(std::uint64_t amount);
    void score_write();
    void reset_scores();

    void begin(const Settings& new_settings, const Input& new_input);
    void end();

    Runtime runtime;
    Arena persistent{&runtime.budget};  // lives as long as the render: loops that may escape, names
    Blocks blocks{runtime.budget};
    std::vector<Loop> loops;
    std::deque<ForLoopRecord> loop_records;  // by depth, of loops that cannot escape
    std::deque<TablerowRecord> tablerow_records;
    // What open scopes of includes and host tags have hidden; an entry without a cell begins a scope.
    struct Saved {
        Cell* cell = nullptr;
        Value value;
        Frame* frame = nullptr;
        std::size_t held = 0;
    };
    std::vector<Saved> saved;
    std::vector<Block*> held;
    std::vector<std::string_view> disabled_tags;
    std::uint64_t render_number = 0;
    bool carries_trim = false;                  // see Renderer::parsed
    std::unordered_set<std::uint64_t> trimmed;  // programs, by id
    std::vector<Interrupt> pending;             // that came to no loop yet, see Lowering::check_pending
    std::unordered_set<const Partial*> warned;  // whose warnings this render has told
    Diagnostics diagnostics;
    std::vector<std::pair<std::string, Value>> counters;  // for a layout
    bool keep_counters = false;

    const Settings* settings = nullptr;
    std::shared_ptr<Partials> partials;  // of this render, or of the last one
    const Input* input = nullptr;
    bool scored = false;
    std::uint64_t captured_before = UINT64_MAX;  // the reference's @last_capture_length; UINT64_MAX: nil
    std::vector<std::uint64_t> outer_captures;
    std::uint64_t render_score = 0;
    std::uint64_t assign_score = 0;
    std::uint64_t cumulative_render_score = 0;
    std::uint64_t cumulative_assign_score = 0;
    std::uint64_t diagnostic_bytes = 0;  // charged to the budget
    Activation* current = nullptr;       // for FilterCall::variable, and for what unwinds
    bool limit_reported = false;
    int partial_depth = 0;
    std::function<bool(std::string_view)> sink;  // set: the page's buffer is flushed to it
    std::uint64_t flushed = 0;

    void check();
    memory::Leftovers leftovers;  // of this render and of those that were stopped before it

private:
    bool is_awaited() const;
    [[noreturn]] void end_early() const;
    Value read_outer(Frame& frame, Cell& cell);
    Value lookup_outer(Frame& frame, Cell& cell);
    void limit_output();
    void begin_output();

    std::vector<std::unique_ptr<Frame>> frames_;
    std::size_t frame_count_ = 0;
    std::deque<Buffer> buffers_;
    std::size_t buffer_depth_ = 0;
    Buffer* out_ = nullptr;
    std::uint64_t captured_ = 0;     // bytes that ended captures had
    std::uint64_t outer_bytes_ = 0;  // in the buffers below the current one
    std::unordered_map<std::uint64_t, ProgramState> states_;
    std::vector<std::shared_ptr<const Partial>> retired_;
    std::unordered_map<std::uint64_t, std::shared_ptr<const program::Program>> kept_;
    std::uint64_t state_bytes_ = 0;          // of all states
    std::uint64_t charged_state_bytes_ = 0;  // of those that this render made, and of kept programs
    std::chrono::steady_clock::time_point started_;
};

}  // namespace liquid::render
