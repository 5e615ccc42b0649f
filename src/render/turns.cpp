// What remembers from one turn to the next: cycle, increment, decrement, capture, ifchanged.
#include "render/renderer.hpp"
#include "value/number.hpp"

namespace liquid::render {

// --- cycle ---

// A counter may be shared with a longer list; a turn beyond this one prints nothing.
std::uint32_t Renderer::cycle_turn(const program::CycleInfo& info, Cell& counter) {
    std::int64_t turn = counter.bottom.is_int() ? counter.bottom.as_int() : 0;
    return turn < static_cast<std::int64_t>(info.turns.size()) ? info.turns[static_cast<std::size_t>(turn)] : info.none;
}

// The counter of a cycle named by an expression: one per value, by Ruby's eql?.
Cell& Renderer::cycle_cell(Activation& activation, Value name) {
    Buffer key;
    key.append('\2');
    if (name.is_string()) {
        key.append('s');
        key.append(name.as_string());
    } else {
        key.append('v');
        append_inspect(runtime_, key, name);
    }
    return *activation.frame->cell(key.view(), hash_key(key.view()));
}

bool Renderer::cycle_end(const program::CycleInfo& info, Cell& counter, Value value) {
    if (!emit(value)) return false;
    std::int64_t turn = counter.bottom.is_int() ? counter.bottom.as_int() : 0;
    if (++turn >= static_cast<std::int64_t>(info.turns.size())) turn = 0;
    counter.bottom = Value::integer(turn);
    return true;
}

// --- increment, decrement ---

// They live in the dynamic layer: apart from what is assigned, before what is static.
bool Renderer::count(Activation& activation, Cell& cell, int step, bool print_new) {
    Value now = c_.dynamic(*activation.frame, cell);
    if (!now.truthy()) now = Value::integer(0);
    if (!is_number(now)) {
        runtime_.fail_internal("a counter's variable holds no number");
        return false;
    }
    // The reference adds with Ruby's +, not as the filters do, in decimals.
    Value next = now.is_float() ? Value::floating(now.as_float() + step)
                                : arithmetic(runtime_, Arithmetic::Add, now, Value::integer(step));
    if (next.is_failed()) return false;
    std::size_t size = promoted_size(runtime_, next);
    if (size != 0) next = promote(runtime_, next, static_cast<char*>(c_.persistent.allocate(size)), Storage::Static);
    c_.set_dynamic(cell, next);
    if (c_.keep_counters) {
        bool known = false;
        for (auto& [name, value] : c_.counters)
            if (name == cell.name) {
                value = next;
                known = true;
            }
        if (!known) c_.counters.emplace_back(std::string(cell.name), next);
    }
    if (!emit(print_new ? next : now)) return false;
    if (c_.scored) c_.score_write();
    return true;
}

// --- capture, ifchanged ---

void Renderer::capture_begin() {
    c_.push_buffer();
    if (c_.scored) {
        c_.outer_captures.push_back(c_.captured_before);
        c_.captured_before = 0;
    }
}

void Renderer::capture_end(Cell* cell) {
    c_.assign_text(*cell, c_.out().view());
    c_.pop_buffer();
    if (c_.scored && !c_.outer_captures.empty()) {
        c_.captured_before = c_.outer_captures.back();
        c_.outer_captures.pop_back();
    }
}

void Renderer::ifchanged_end(Cell& last) {
    std::string_view text = c_.out().view();
    bool changed = !last.bottom.is_string() || last.bottom.as_string() != text;
    if (changed) c_.assign_text(last, text);
    c_.pop_buffer();
    if (changed) c_.out().append(last.bottom.as_string());
    if (c_.scored) c_.score_write();
}

}  // namespace liquid::render
