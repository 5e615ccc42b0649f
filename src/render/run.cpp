// The loop over instructions.
#include <algorithm>
#include <exception>
#include <new>

#include "program/quick.hpp"
#include "render/renderer.hpp"
#include "value/drops.hpp"
#include "value/number.hpp"
#include "value/stretches.hpp"

namespace liquid::render {

using program::Instruction;
using program::Op;
using program::Program;

Value* Renderer::new_stack(const Program& program) {
    constexpr unsigned kStretch = 2048;
    const unsigned size = program.stack_size + 2u;
    Value* stack = runtime_.arena.allocate_array<Value>(size);
    for (unsigned i = 0; i < size; ++i) {
        stack[i] = Value::nil();
        if (i % kStretch == kStretch - 1) runtime_.pass(kStretch * sizeof(Value));
    }
    return stack;
}

Interrupt Renderer::run(Activation& activation, std::uint32_t at, const Base& base) {
    Arena::Mark mark = runtime_.arena.mark();
    Value* stack = new_stack(*activation.program);
    if (activation.trimmed && at == 0) at = trimmed_start(*activation.program);
    Interrupt how = loop(activation, at, base, stack, false);
    runtime_.arena.release(mark);
    return how;
}

// Writes the text that the program begins with, if there is one, without its leading blanks.
std::uint32_t Renderer::trimmed_start(const Program& program) {
    std::uint32_t at = program.code[0].op == Op::Enter ? 1 : 0;
    const Instruction& first = program.code[at];
    if (!program::is_text(first.op) || first.a != 0) return 0;
    if (at == 1) c_.score_render(program.code[0].a);
    std::string_view text = std::string_view(program.source).substr(0, first.b);
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(std::string_view("\0\t\n\v\f\r ", 7))));
    c_.out().append(text);
    if (c_.scored) c_.score_write();
    return at + 1;
}

Value Renderer::evaluate(Activation& activation, std::uint32_t at) {
    Value* stack = new_stack(*activation.program);
    result_ = Value::nil();
    loop(activation, at, base(), stack, true);
    return unrooted(result_);
}

// --- look-ups ---

Value Renderer::key(Value object, const program::PathKey& by, Site& site) {
    Value found;
    if (object.is(Type::Map) && by.key.is_string()) {
        const MapRep* map = object.map_rep();
        const Shape* shape = map->shape;
        if (shape->id != site.shape) {
            site.slot = shape->find(by.key.as_string(), by.hash);
            site.shape = shape->id;
        }
        if (site.slot != Shape::kNoSlot) return map->values()[site.slot];
        return missing_key(object, by);
    }
    if (by.key.is_string()) {
        site.shape = 0;
        found = find(runtime_, object, by.key.as_string(), by.hash, site.slot);
    } else {
        found = find(runtime_, object, by.key);
    }
    return found.is_unset() ? missing_key(object, by) : found;
}

// What is not there ends the look-up: unset. A nil that is there does not.
Value Renderer::follow(Activation& activation, const program::Path& path, Site* sites) {
    Cell& cell = *activation.cells[path.cell];
    Value value = runtime_.strict_variables ? read_strict(activation, cell) : c_.read(*activation.frame, cell);
    const program::PathKey* keys = activation.program->keys.data() + path.first_key;
    for (std::uint32_t i = 0; i < path.key_count; ++i) {
        if (value.is_failed()) return value;
        value = key(value, keys[i], sites[i]);
        if (value.is_unset()) break;
    }
    return value;
}

// --- operators ---

Value Renderer::compare(Operator op, Value left, Value right) {
    if (left.is_int() && right.is_int()) return Value::boolean(compare_integers(op, left.as_int(), right.as_int()));
    if (left.is(Type::Drop)) left = primitive(runtime_, left);
    if (right.is(Type::Drop)) right = primitive(runtime_, right);
    if (left.is_failed()) return left;
    if (right.is_failed()) return right;
    Value answer = compare_values(op, left, right);
    return host_failed() ? Value::failed() : answer;
}

Value Renderer::compare_values(Operator op, Value left, Value right) {
    switch (op) {
        case Operator::Equal:
            return Value::boolean(condition_equal(runtime_, left, right));
        case Operator::NotEqual:
            return Value::boolean(!condition_equal(runtime_, left, right));
        case Operator::Less:
            return liquid::compare(runtime_, Order::Less, left, right);
        case Operator::Greater:
            return liquid::compare(runtime_, Order::Greater, left, right);
        case Operator::LessEqual:
            return liquid::compare(runtime_, Order::LessEqual, left, right);
        case Operator::GreaterEqual:
            return liquid::compare(runtime_, Order::GreaterEqual, left, right);
        case Operator::Contains:
            return contains(runtime_, left, right);
        default:
            return Value::nil();
    }
}

Value Renderer::call_filter(const program::FilterRef& filter, Value* arguments, std::uint32_t count) {
    for (std::int64_t i = -1; i < std::int64_t{count}; ++i) arguments[i] = unrooted(arguments[i]);
    try {
        FilterCall call(runtime_, filter.data);
        Value result = filter.function(call, arguments[-1], Arguments(arguments, count));
        return host_failed() ? Value::failed() : result;
    } catch (...) {
        return fail_thrown("the filter `" + std::string(filter.name) + "`");
    }
}

// --- the loop ---

void Renderer::unwind(const program::NodeRow& row, const Base& base) {
    while (c_.loops.size() > base.loops + row.loops) c_.loops.back().is_tablerow ? tablerow_end() : for_end();
    close_scopes(base.saved);
    while (c_.buffer_depth() > base.buffers + row.buffers) c_.pop_buffer();
}

void Renderer::flush_if_full() {
    if (c_.sink && c_.buffer_depth() == 0 && c_.out().size() >= 16 * 1024) {
        std::size_t size = c_.out().size();
        bool goes_on = c_.sink(c_.out().view());
        c_.count_flushed(size);
        if (!goes_on) throw LimitHit{Kind::Stopped, 0, 0};
    }
}

Interrupt Renderer::loop(Activation& activation, std::uint32_t at, const Base& base, Value* stack, bool evaluating) {
    const Program& program = *activation.program;
    const Instruction* const code = program.code.data();
    const Instruction* ip = code + at;
    Cell** const cells = activation.cells;
    Site* const sites = activation.state->sites.get();
    Frame& frame = *activation.frame;
    Arena& arena = runtime_.arena;
    Activation* const before = c_.current;
    c_.current = &activation;
    Arena::Mark mark = arena.mark();  // what a statement leaves behind is released to here
    Value* sp = stack + base.stack;   // one above the top
    Cell* cycle = nullptr;

    try {
        // One register for the place: jumps go to the instruction before, from where the loop steps on.
        for (;; ++ip) {
            if (!c_.scored) [[likely]]
                ip = quick(activation, ip, sp, mark);
            const Instruction& now = *ip;
            switch (now.op) {
                case Op::Text:
                    append_bytes(runtime_, c_.out(), {program.source.data() + now.a, now.b});
                    if (c_.scored) [[unlikely]]
                        c_.score_write();
                    break;
                case Op::WideText:
                case Op::WideTextField:
                    c_.out().append_wide(program.source.data() + now.a, now.b);
                    if (c_.scored) [[unlikely]]
                        c_.score_write();
                    break;
                case Op::Enter:
                    c_.score_render(now.a);
                    break;
                case Op::Return:
                    if (evaluating) result_ = sp[-1];
                    c_.current = before;
                    return static_cast<Interrupt>(now.n);
                case Op::Jump:
                    ip = code + now.a - 1;
                    break;
                case Op::Look:
                    runtime_.look();
                    break;
                case Op::Pop:
                    --sp;
                    break;

                case Op::Constant:
                    *sp++ = program.constants[now.a];
                    break;
                case Op::Variable:
                    *sp++ = runtime_.strict_variables ? read_strict(activation, *cells[now.a])
                                                      : c_.read(frame, *cells[now.a]);
                    if (sp[-1].is_failed()) goto failed;
                    break;
                case Op::Path:
                    *sp++ = follow(activation, program.paths[now.a], sites + now.b);
                    if (sp[-1].is_failed()) goto failed;
                    if (sp[-1].is_unset()) goto ended;
                    break;
                case Op::FindName:
                    sp[-1] = find_name(activation, sp[-1]);
                    if (sp[-1].is_failed()) goto failed;
                    break;
                case Op::Key: {
                    Value found = key(sp[-1], program.keys[now.a], sites[now.b]);
                    if (found.is_failed()) goto failed;
                    sp[-1] = found;
                    if (found.is_unset()) goto ended;
                    break;
                }
                case Op::Index:
                    --sp;
                    sp[-1] = index(sp[-1], sp[0]);
                    if (sp[-1].is_failed()) goto failed;
                    if (sp[-1].is_unset()) goto ended;
                    break;
                case Op::RangeStart:
                    if (sp[-1] = range_end(sp[-1]); sp[-1].is_failed()) goto failed;
                    break;
                case Op::Range:
                    --sp;
                    if (sp[0] = range_end(sp[0]); sp[0].is_failed()) goto failed;
                    sp[-1] = runtime_.range(sp[-1], sp[0]);
                    break;
                case Op::Filter: {
                    sp -= now.b;
                    Value result = call_filter(program.filters[now.a], sp, now.b);
                    if (result.is_failed()) [[unlikely]]
                        goto failed;
                    sp[-1] = result;
                    break;
                }
                case Op::Keywords:
                    sp -= now.b;
                    *sp = keywords(program, now.a, sp, now.b);
                    ++sp;
                    break;
                case Op::Fail: {
                    const program::FailureRow& row = program.failures[now.a];
                    runtime_.failure = {row.kind, row.reference, row.arguments, {}, {}, 0};
                    goto failed;
                }
                case Op::UnknownFilter:
                    sp -= now.b;
                    if (runtime_.strict_filters) {
                        std::string name(program.filters[now.a].name);
                        runtime_.fail(Kind::UndefinedFilter, "undefined filter " + name, {{"name", name}});
                        goto failed;
                    }
                    break;

                case Op::Emit:
                    if (!emit(*--sp)) goto failed;
                    arena.release(mark);
                    if (c_.scored) [[unlikely]]
                        c_.score_write();
                    break;
                case Op::EmitConstant:
                    c_.out().append(program.constants[now.a].as_string());
                    if (c_.scored) [[unlikely]]
                        c_.score_write();
                    break;
                case Op::EmitVariable: {
                    Value value = runtime_.strict_variables ? read_strict(activation, *cells[now.a])
                                                            : c_.read(frame, *cells[now.a]);
                    if (value.is_failed()) [[unlikely]]
                        goto failed;
                    if (!emit(value)) goto failed;
                    arena.release(mark);
                    if (c_.scored) [[unlikely]]
                        c_.score_write();
                    break;
                }
                case Op::EmitPath:
                case Op::EmitField: {
                    Value value = follow(activation, program.paths[now.a], sites + now.b);
                    if (value.is_failed()) [[unlikely]]
                        goto failed;
                    if (!emit(value)) goto failed;
                    arena.release(mark);
                    if (c_.scored) [[unlikely]]
                        c_.score_write();
                    break;
                }
                case Op::Assign:
                    c_.assign(*cells[now.a], *--sp);
                    arena.release(mark);
                    break;
                case Op::AppendTo:
                    if (!append_to(*cells[now.a], activation, *--sp)) goto failed;
                    arena.release(mark);
                    break;

                case Op::Compare:
                    --sp;
                    sp[-1] = compare(static_cast<Operator>(now.n), sp[-1], sp[0]);
                    if (sp[-1].is_failed()) goto failed;
                    break;
                case Op::JumpIfFalse:
                    if (!truthy(*--sp)) ip = code + now.a - 1;
                    break;
                case Op::JumpIfTrue:
                    if (truthy(*--sp)) ip = code + now.a - 1;
                    break;
                case Op::JumpUnless: {
                    sp -= 2;
                    Value answer = compare(static_cast<Operator>(now.n), sp[0], sp[1]);
                    if (answer.is_failed()) [[unlikely]]
                        goto failed;
                    if (!answer.truthy()) ip = code + now.a - 1;
                    break;
                }
                case Op::JumpIfFlag:
                    if (sp[-1].truthy()) ip = code + now.a - 1;
                    break;
                case Op::SetFlag:
                    sp[-1] = Value::boolean(true);
                    break;
                case Op::CallShared:
                    runtime_.step(now.b);
                    *sp++ = Value::integer(ip + 1 - code);
                    ip = code + now.a - 1;
                    break;
                case Op::ReturnShared:
                    --sp;
                    ip = code + sp[-now.n].as_int() - 1;
                    if (now.n != 0) sp[-1] = sp[0];
                    break;

                case Op::CaptureBegin:
                    capture_begin();
                    break;
                case Op::CaptureEnd:
                    capture_end(cells[now.a]);
                    break;
                case Op::IfchangedBegin:
                    c_.push_buffer();
                    break;
                case Op::IfchangedEnd:
                    ifchanged_end(*cells[now.a]);
                    break;

                case Op::ToInteger:
                    if (!sp[-1].is_nil()) {
                        std::optional<std::int64_t> number = to_int64(runtime_, sp[-1]);
                        if (!number) goto failed;
                        sp[-1] = Value::integer(*number);
                    }
                    break;
                case Op::ForBegin:
                case Op::TablerowBegin: {
                    Begin begun = now.op == Op::ForBegin ? for_begin(activation, program.loops[now.a], sp)
                                                         : tablerow_begin(activation, program.tablerows[now.a], sp);
                    if (begun == Begin::Failed) goto failed;
                    if (begun == Begin::Empty)
                        ip = code + now.b - 1;
                    else
                        mark = arena.mark();
                    break;
                }
                case Op::ForNext:
                    // Every turn may run the whole body; its instructions are charged at once.
                    if (for_next(now.b)) {
                        ip = code + now.a - 1;
                        flush_if_full();
                    } else {
                        for_end();
                        mark = arena.mark();
                    }
                    break;
                case Op::ForBreak:
                    ++c_.loops.back().record->index;
                    for_end();
                    mark = arena.mark();
                    ip = code + now.a - 1;
                    break;
                case Op::SkipUnlessTrue:
                    if (!sp[-1].truthy()) {
                        --sp;
                        ip = code + now.a - 1;
                    }
                    break;
                case Op::TablerowNext:
                    if (tablerow_next(now.b)) {
                        ip = code + now.a - 1;
                        flush_if_full();
                    } else {
                        tablerow_end();
                        c_.out().append(std::string_view("</tr>\n"));
                        mark = arena.mark();
                    }
                    if (c_.scored) c_.score_write();
                    break;
                case Op::TablerowBreak:
                    c_.out().append(std::string_view("</td>"));
                    tablerow_end();
                    c_.out().append(std::string_view("</tr>\n"));
                    mark = arena.mark();
                    ip = code + now.a - 1;
                    break;

                case Op::Cycle:
                    cycle = cells[program.cycles[now.a].counter];
                    ip = code + cycle_turn(program.cycles[now.a], *cycle) - 1;
                    break;
                case Op::CycleNamed:
                    cycle = &cycle_cell(activation, *--sp);
                    ip = code + cycle_turn(program.cycles[now.a], *cycle) - 1;
                    break;
                case Op::CycleEnd:
                    if (!cycle_end(program.cycles[now.a], *cycle, *--sp)) goto failed;
                    arena.release(mark);
                    if (c_.scored) c_.score_write();
                    break;
                case Op::PushInterrupt:
                    c_.pending.push_back(static_cast<Interrupt>(now.n));
                    break;
                case Op::SkipUnlessPending:
                    if (c_.pending.empty()) ip = code + now.a - 1;
                    break;
                case Op::TakeInterrupt: {
                    Interrupt taken = c_.pending.back();
                    c_.pending.pop_back();
                    if (taken == Interrupt::Continue) ip = code + now.a - 1;
                    break;
                }
                case Op::Increment:
                    if (!count(activation, *cells[now.a], 1, false)) goto failed;
                    break;
                case Op::Decrement:
                    if (!count(activation, *cells[now.a], -1, true)) goto failed;
                    break;

                case Op::IncludeLoad:
                    if (!include_load(activation, now.a, *--sp, static_cast<std::uint32_t>(ip - code))) goto failed;
                    break;
                case Op::IncludeDefault: {
                    std::string_view name = activation.pending_name;
                    *sp++ = c_.read(frame, *frame.cell(name, hash_key(name)));
                    break;
                }
                case Op::IncludeScope:
                    if (!include_scope(activation)) goto failed;
                    break;
                case Op::SetVisible: {
                    Cell& cell = *cells[now.a];
                    Value value = c_.hold(*--sp, c_.held);
                    c_.saved.push_back({&cell, cell.visible, nullptr, 0});
                    c_.shadow(cell, value);
                    break;
                }
                case Op::IncludeRun: {
                    const program::PartialInfo& info = program.partials[now.a];
                    include_run(activation, info, *--sp, static_cast<std::uint32_t>(ip - code));
                    arena.release(mark);
                    ip = code + (c_.pending.empty() ? now.c : info.on_pending) - 1;
                    if (c_.scored) c_.score_write();
                    flush_if_full();
                    break;
                }
                case Op::RenderLoad: {
                    const program::PartialInfo& info = program.partials[now.a];
                    if (!load(activation, info, now.a, info.name, static_cast<std::uint32_t>(ip - code))) goto failed;
                    break;
                }
                case Op::RenderEmpty:
                    if (is_enumerable(sp[-1]) && slice(runtime_, sp[-1], 0, 1).count == 0) {
                        --sp;
                        ip = code + now.a - 1;
                    }
                    break;
                case Op::RenderRun: {
                    const program::PartialInfo& info = program.partials[now.a];
                    sp -= info.argument_count + (info.has_value ? 1u : 0u);
                    if (!render_run(activation, info, sp, static_cast<std::uint32_t>(ip - code))) goto failed;
                    arena.release(mark);
                    if (c_.scored) c_.score_write();
                    flush_if_full();
                    break;
                }
                case Op::CallTag: {
                    const program::TagInfo& info = program.tags[now.a];
                    Interrupt how = Interrupt::None;
                    Base inner = base;
                    inner.stack = static_cast<std::uint32_t>(sp - stack);
                    if (!call_tag(activation, info, static_cast<std::uint32_t>(ip - code), inner, how)) goto failed;
                    arena.release(mark);
                    ip = code +
                         (how == Interrupt::None    ? now.c
                          : how == Interrupt::Break ? info.on_break
                                                    : info.on_continue) -
                         1;
                    if (c_.scored) c_.score_write();
                    break;
                }
            }
            continue;

        ended:
            // The keys behind what is not there are not evaluated.
            sp[-1] = Value::nil();
            if (now.c != 0) ip = code + now.c - 1;
            continue;

        failed : {
            if (evaluating) {
                result_ = Value::failed();
                c_.current = before;
                return Interrupt::None;
            }
            auto address = static_cast<std::uint32_t>(ip - code);
            const program::NodeRow& row = *row_of(program, address);
            std::size_t open_loops = c_.loops.size();
            unwind(row, base);
            c_.current = &activation;
            report(activation, address);
            sp = stack + row.stack;
            ip = code + row.end - 1;
            if (c_.loops.size() == open_loops)
                arena.release(mark);
            else
                mark = arena.mark();
            if (c_.scored) c_.score_write();
        }
        }
    } catch (const LimitHit& hit) {
        // The innermost run knows the place; the hit ends the render.
        if (!c_.limit_reported) report_limit(activation, static_cast<std::uint32_t>(ip - code), hit);
        throw;
    } catch (ReferenceLimitHit& hit) {
        if (hit.location.line == 0) place(activation, static_cast<std::uint32_t>(ip - code), hit);
        throw;
    } catch (const std::bad_alloc&) {
        if (!c_.limit_reported) report_end_of_memory(activation, static_cast<std::uint32_t>(ip - code));
        throw;
    }
}

}  // namespace liquid::render
