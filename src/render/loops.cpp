// for and tablerow.
#include <algorithm>

#include "render/renderer.hpp"

namespace liquid::render {

namespace {

// A loop that is not open yet: what it holds is given back when it cannot be opened, for whatever reason.
struct Opening {
    Blocks& blocks;
    Loop loop{};
    ~Opening() { blocks.release(loop.block); }
    void pass_to(std::vector<Loop>& open) {
        open.push_back(loop);
        loop.block = nullptr;
    }
};

}  // namespace

// The window [from, until) of a collection. What a variable owns is held, or copied when it is a part of more, so that
// the body may assign to that variable.
bool Renderer::items_of(Loop& to, Value collection, std::int64_t from, std::optional<std::int64_t> until) {
    if (collection.is(Type::Range)) {
        const auto& range = *static_cast<const RangeBox*>(collection.box());
        if (range.first.is_int() && range.last.is_int()) {
            std::int64_t first = range.first.as_int();
            std::int64_t end_of_range = range.last.as_int();
            if (range.exclude_last && end_of_range > INT64_MIN) --end_of_range;
            std::int64_t total = 0;
            if (end_of_range >= first) {
                std::uint64_t steps = static_cast<std::uint64_t>(end_of_range) - static_cast<std::uint64_t>(first);
                total = static_cast<std::int64_t>(std::min<std::uint64_t>(steps, INT64_MAX - 1) + 1);
            }
            std::int64_t begin = std::clamp<std::int64_t>(from, 0, total);
            std::int64_t end = until ? std::clamp<std::int64_t>(*until, begin, total) : total;
            to.range_first = first + begin;
            to.count = end - begin;
            return true;
        }
    }
    if (collection.storage() == Storage::Owned) {
        if (collection.has(Value::BlockRoot)) {
            to.block = Context::hold_block(collection);
        } else {
            collection = c_.hold(collection, c_.held);
        }
    }
    Items items = slice(runtime_, collection, from, until);
    static const Value none;
    to.items = items.data == nullptr ? &none : items.data;
    to.count = static_cast<std::int64_t>(items.count);
    return true;
}

void Renderer::fail_too_deep(int scopes) {
    runtime_.fail(Kind::ScopesTooDeep, "Nesting too deep", {{"limit", std::int64_t{kMostScopes}}});
    runtime_.failure.notes.push_back("scopes: " + std::to_string(scopes) + " of " + std::to_string(kMostScopes));
}

void Renderer::open_loop(Activation& activation, Cell& variable, Cell& loop_cell, Arena::Mark mark) {
    Loop& loop = c_.loops.back();
    loop.variable = &variable;
    loop.loop_cell = &loop_cell;
    loop.saved_loop = loop_cell.visible;
    c_.shadow(loop_cell, Value::nil());
    loop.saved_variable = variable.visible;
    c_.shadow(variable, Value::nil());
    loop.mark = mark;
    loop.turn = runtime_.arena.mark();
    loop.frame = activation.frame;
    ++activation.frame->scopes;
}

// --- for ---

Renderer::Begin Renderer::for_begin(Activation& activation, const program::ForInfo& info, Value*& top) {
    const Value* values = top -= 1 + (info.has_offset ? 1 : 0) + (info.has_limit ? 1 : 0);
    Cell& offset_cell = *activation.cells[info.offset_cell];
    Arena::Mark mark = runtime_.arena.mark();
    std::int64_t from = 0;
    if (info.continues) {
        if (offset_cell.bottom.is_int()) from = offset_cell.bottom.as_int();
    } else if (info.has_offset) {
        Value offset = *values++;
        if (!offset.is_nil()) {
            std::optional<std::int64_t> number = to_int64(runtime_, offset);
            if (!number) return Begin::Failed;
            from = *number;
        }
    }
    Value collection = *values++;
    std::optional<std::int64_t> until;
    if (info.has_limit && !values->is_nil()) {
        std::optional<std::int64_t> number = to_int64(runtime_, *values);
        if (!number) return Begin::Failed;
        if (__builtin_add_overflow(*number, from, &until.emplace())) until = *number < 0 ? INT64_MIN : INT64_MAX;
    }
    Opening opening{c_.blocks};
    Loop& loop = opening.loop;
    items_of(loop, collection, from, until);
    std::int64_t reached = 0;
    if (__builtin_add_overflow(from, loop.count, &reached)) reached = INT64_MAX;
    offset_cell.bottom = Value::integer(reached);
    if (loop.count == 0) {
        runtime_.arena.release(mark);
        return Begin::Empty;
    }
    if (too_deep(activation.frame->depth() + 1)) return Begin::Failed;
    loop.reversed = info.reversed;
    if (info.forloop_escapes) {
        loop.record = new (c_.persistent.allocate(sizeof(ForLoopRecord))) ForLoopRecord{};
    } else {
        while (c_.loop_records.size() <= c_.loops.size()) c_.loop_records.emplace_back();
        loop.record = &c_.loop_records[c_.loops.size()];
        *loop.record = ForLoopRecord{};
    }
    loop.record->name = info.name;
    loop.record->length = loop.count;
    loop.record->parent = activation.frame->loop;
    loop.outer = activation.frame->loop;
    activation.frame->loop = loop.record;
    opening.pass_to(c_.loops);
    open_loop(activation, *activation.cells[info.variable], *activation.cells[info.forloop], mark);
    Loop& open = c_.loops.back();
    open.loop_cell->visible = Value::pointer(Type::ForLoop, open.record);
    set_item(open);
    runtime_.step(1);
    return Begin::Ready;
}

bool Renderer::for_next(std::uint64_t work) {
    Loop& loop = c_.loops.back();
    if (loop.index + 1 < loop.count) {
        next_turn(loop, work);
        return true;
    }
    ++loop.record->index;
    ++loop.index;
    runtime_.arena.release(loop.turn);
    return false;
}

void Renderer::for_end() {
    Loop loop = c_.loops.back();
    c_.loops.pop_back();
    c_.unshadow(*loop.variable, loop.saved_variable);
    c_.unshadow(*loop.loop_cell, loop.saved_loop);
    loop.frame->loop = loop.outer;
    --loop.frame->scopes;
    c_.blocks.release(loop.block);
    runtime_.arena.release(loop.mark);
}

// --- tablerow ---

// Attributes convert as Ruby's to_i; only what has no to_i is an error.
Renderer::Begin Renderer::tablerow_begin(Activation& activation, const program::TablerowInfo& info, Value*& top) {
    const Value* values = top -= 1 + (info.has_offset ? 1 : 0) + (info.has_limit ? 1 : 0) + (info.has_cols ? 1 : 0);
    Arena::Mark mark = runtime_.arena.mark();
    Value collection = *values++;
    bool failed = false;
    auto integer = [&](Value value) -> std::int64_t {
        std::optional<Value> number = ruby_to_i(runtime_, value);
        if (!number || number->is_failed()) {
            if (!number)
                runtime_.fail(Kind::InvalidInteger, "invalid integer", {{"found", std::string(class_name(value))}});
            failed = true;
            return 0;
        }
        return to_int64(runtime_, *number).value_or(0);
    };
    std::int64_t from = info.has_offset ? integer(*values++) : 0;
    if (failed) return Begin::Failed;
    std::optional<std::int64_t> until;
    if (info.has_limit) {
        std::int64_t limit = integer(*values++);
        if (failed) return Begin::Failed;
        if (__builtin_add_overflow(limit, from, &until.emplace())) until = limit < 0 ? INT64_MIN : INT64_MAX;
    }
    Opening opening{c_.blocks};
    Loop& loop = opening.loop;
    loop.is_tablerow = true;
    items_of(loop, collection, from, until);
    std::int64_t cols = loop.count;
    if (info.has_cols) {
        cols = integer(*values++);
        if (failed) return Begin::Failed;
    }
    c_.out().append(std::string_view("<tr class=\"row1\">\n"));
    if (too_deep(activation.frame->depth() + 1)) return Begin::Failed;
    if (loop.count == 0) {
        c_.out().append(std::string_view("</tr>\n"));
        runtime_.arena.release(mark);
        return Begin::Empty;
    }
    loop.tablerow = new (c_.persistent.allocate(sizeof(TablerowRecord))) TablerowRecord{};
    loop.tablerow->length = loop.count;
    loop.tablerow->cols = cols;
    opening.pass_to(c_.loops);
    open_loop(activation, *activation.cells[info.variable], *activation.cells[info.tablerowloop], mark);
    Loop& open = c_.loops.back();
    open.loop_cell->visible = Value::pointer(Type::TablerowLoop, open.tablerow);
    set_item(open);
    c_.out().append(std::string_view("<td class=\"col1\">"));
    runtime_.step(1);
    return Begin::Ready;
}

bool Renderer::tablerow_next(std::uint64_t work) {
    Loop& loop = c_.loops.back();
    TablerowRecord& row = *loop.tablerow;
    Buffer& out = c_.out();
    out.append(std::string_view("</td>"));
    bool last_in_row = row.col == row.cols;
    bool last = row.index == row.length - 1;
    if (last_in_row && !last) {
        out.append(std::string_view("</tr>\n<tr class=\"row"));
        out.append_with([&](char* to) { return write_int(to, row.row + 1); });
        out.append(std::string_view("\">"));
    }
    ++row.index;
    if (last_in_row) {
        row.col = 1;
        ++row.row;
    } else {
        ++row.col;
    }
    runtime_.arena.release(loop.turn);
    if (++loop.index >= loop.count) return false;
    runtime_.step(work);
    set_item(loop);
    out.append(std::string_view("<td class=\"col"));
    out.append_with([&](char* to) { return write_int(to, row.col); });
    out.append(std::string_view("\">"));
    return true;
}

void Renderer::tablerow_end() {
    Loop loop = c_.loops.back();
    c_.loops.pop_back();
    c_.unshadow(*loop.variable, loop.saved_variable);
    c_.unshadow(*loop.loop_cell, loop.saved_loop);
    --loop.frame->scopes;
    c_.blocks.release(loop.block);
    runtime_.arena.release(loop.mark);
}

}  // namespace liquid::render
