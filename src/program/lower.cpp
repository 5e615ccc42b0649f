// Lowering of statements. Entry: lower().
#include "program/lower.hpp"

#include <algorithm>
#include <atomic>

#include "program/lowering.hpp"
#include "program/quick.hpp"
#include "value/unicode.hpp"

namespace liquid::program {

namespace {

// Texts that are not white mostly end so that it shows at once.
bool is_white(std::string_view text) {
    if (!text.empty() && !is_space(text.back())) return false;
    for (char c : text)
        if (!is_space(c)) return false;
    return true;
}

}  // namespace

std::uint64_t next_program_id() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

std::shared_ptr<const Program> lower(const Ast& ast, std::string source, std::string name, std::string path,
                                     const Bindings& bindings) {
    auto program = std::make_shared<Program>();
    program->id = next_program_id();
    program->name = std::move(name);
    program->path = std::move(path);
    program->owned_source = std::move(source);
    program->source = program->owned_source;
    program->pool = ast.pool;
    Lowering(ast, *program, bindings).run();
    program->warned = bindings.warned || !program->remarks.empty();
    return program;
}

Lowering::Lowering(const Ast& ast, Program& program, const Bindings& bindings)
    : nodes_(ast.nodes.begin()),
      node_count_(ast.nodes.size()),
      source_size_(program.source.size()),
      program_(program),
      bindings_(bindings) {
    watch_literals();
    make_room();
}

void Lowering::look(Span at) {
    bindings_.watch();
    place(at);
    emit(Op::Look);
}

// Within long numbers.
void Lowering::watch_literals() {
    runtime_.renderer = this;
    runtime_.step_check = UINT64_MAX;
    runtime_.check = [](Runtime& runtime) { static_cast<Lowering*>(runtime.renderer)->bindings_.watch(); };
}

// The tables begin in one piece of memory, with what templates mostly need for so many nodes; large ones each in its
// own, where they grow without a copy.
void Lowering::make_room() {
    const std::size_t count = node_count_;
    auto each = [&](auto visit) {
        visit(program_.code, count + 8);
        visit(program_.nodes, count / 3 + 4);
        visit(program_.places, count / 3 + 4);
        visit(program_.paths, count / 6 + 4);
        visit(program_.keys, count / 4 + 4);
        visit(program_.filters, count / 8 + 4);
        visit(program_.constants, count / 8 + 4);
        visit(program_.names, 32);
        visit(program_.loops, 8);
    };
    std::size_t bytes = 0;
    each([&](auto& table, std::size_t items) { bytes += table.room_of(items); });
    if (bytes >= memory::kLarge) {
        each([](auto& table, std::size_t items) { table.reserve(items); });
        return;
    }
    program_.room = std::make_unique_for_overwrite<char[]>(bytes);
    char* at = program_.room.get();
    each([&](auto& table, std::size_t items) {
        table.lend(at, items);
        at += table.room_of(items);
    });
}

void Lowering::run() {
    gather_facts();
    std::string_view source = program_.source;
    Index last = 0;
    for (Index child = 1; child < nodes_[0].next; child = nodes_[child].next, pass()) last = child;
    program_.ends_trimming =
        (source.ends_with("-%}") || source.ends_with("-}}")) && last != 0 && nodes_[last].kind != NodeKind::Text;
    checked_ = bindings_.pending_of != nullptr;
    body(0, false);
    emit(Op::Return, 0, 0, static_cast<std::uint16_t>(Interrupt::None));
    program_.work = work(0, 0);
}

// A subtree is a range of nodes, so one pass from the end tells for each place what comes next.
void Lowering::gather_facts() {
    constexpr Index kStretch = 16 << 10;
    const Index count = node_count_;
    next_facts_ = memory::Room<NextFacts>(count + std::size_t{1});
    NextFacts next{count, count, count, count};
    next_facts_[count] = next;
    Index end = count;
    for (; end > kStretch; end -= kStretch, bindings_.watch()) gather_facts(end - kStretch, end, next);
    gather_facts(0, end, next);
}

[[gnu::always_inline]] inline void Lowering::gather_facts(Index begin, Index end, NextFacts& behind) {
    const Node* const nodes = nodes_;
    NextFacts* const facts = next_facts_.get();
    NextFacts next = behind;
    for (Index i = end; i-- > begin;) {
        const Node& n = nodes[i];
        if (n.kind > NodeKind::When) {
            // Inside a statement, where nobody asks.
            if (n.kind != NodeKind::Lookup) continue;
            // Nearly all names have another length than the two that matter, `self` and `forloop`.
            if (n.flags == 0 && n.text.length != 4 && n.text.length != 7) continue;
            if (may_keep_loop(i)) next.escapes = i;
            continue;
        }
        switch (n.kind) {
            case NodeKind::Text:
                if (!is_white(text_of(n.text))) next.prints = i;
                break;
            case NodeKind::Raw:
            case NodeKind::Doc:
                if (n.text.length != 0) next.prints = i;
                break;
            case NodeKind::Output:
            case NodeKind::Echo:
            case NodeKind::Increment:
            case NodeKind::Decrement:
            case NodeKind::Cycle:
            case NodeKind::Render:
                next.prints = i;
                break;
            case NodeKind::Break:
            case NodeKind::Continue:
                next.prints = next.interrupts = i;
                break;
            case NodeKind::Include:
                next.prints = next.interrupts = next.escapes = next.many = i;
                break;
            case NodeKind::Capture:
                // What is captured is not printed here.
                next.prints = facts[n.next].prints;
                break;
            case NodeKind::CustomTag: {
                const TagSpec& spec = (*bindings_.tags)[n.aux];
                if (spec.blank)
                    next.prints = facts[n.next].prints;
                else if (spec.shape == TagSpec::Shape::Tag)
                    next.prints = i;
                next.escapes = i;
                break;
            }
            case NodeKind::Case:
                if (next.interrupts < n.next) next.many = i;
                break;
            default:
                break;
        }
        facts[i] = next;
    }
    behind = next;
}

// A look-up.
bool Lowering::may_keep_loop(Index i) {
    const Node& n = nodes_[i];
    if ((n.flags & (NamedByExpression | NoName)) != 0) return true;
    std::string_view name = text_of(i);
    if (name == "self") return true;
    if (name != "forloop") return false;
    // forloop.index answers a number; forloop, forloop.parentloop or forloop[x] may answer the loop itself.
    std::string_view last = "parentloop";
    for (Index child = i + 1; child < n.next; child = nodes_[child].next, pass()) {
        if (nodes_[child].kind != NodeKind::Key) return true;
        last = text_of(child);
    }
    return last == "parentloop";
}

// --- statements ---

// The statements of a Document or Body. A blank block of the reference drops its blank texts.
void Lowering::body(Index i, bool without_blank_text) {
    Address enter = kNone;
    std::uint32_t count = 0;
    if (bindings_.scored) enter = emit(Op::Enter);
    auto all = [&](auto&& self, Index parent) -> void {
        const Index end = nodes_[parent].next;
        for (Index child = parent + 1; child < end; child = nodes_[child].next) {
            NodeKind kind = nodes_[child].kind;
            if (kind == NodeKind::Text) {
                if (without_blank_text) continue;
                ++count;
                text(child);
            } else if (kind == NodeKind::Liquid) {
                self(self, child);
            } else {
                ++count;
                statement(child);
                if (checked_ || falls_through_pending(child)) check_pending();
            }
        }
    };
    all(all, i);
    if (enter != kNone) program_.code[enter].a = count;
}

inline void Lowering::statement(Index i) {
    const Node& n = nodes_[i];
    switch (n.kind) {
        case NodeKind::Raw:
            return text(i);
        case NodeKind::Comment:
        case NodeKind::InlineComment:
        case NodeKind::Doc:
            // Texts stand between.
            return pass_code(n.span);
        case NodeKind::Break:
            return interrupt(Interrupt::Break);
        case NodeKind::Continue:
            return interrupt(Interrupt::Continue);
        default:
            break;
    }
    std::size_t row = program_.nodes.size();
    program_.nodes.push_back({here(), 0, n.line, n.span, n.kind != NodeKind::Output && blank(i),
                              static_cast<std::uint16_t>(depth_), loop_depth_, buffer_depth_});
    pass_code(n.span);
    statement_code(i);
    program_.nodes[row].end = here();
}

void Lowering::statement_code(Index i) {
    switch (nodes_[i].kind) {
        case NodeKind::Output:
        case NodeKind::Echo:
            return output(i);
        case NodeKind::Assign:
            return assign(i);
        case NodeKind::Capture:
            return capture(i);
        case NodeKind::Increment:
            return counter(i, Op::Increment);
        case NodeKind::Decrement:
            return counter(i, Op::Decrement);
        case NodeKind::If:
            return branches(i, false);
        case NodeKind::Unless:
            return branches(i, true);
        case NodeKind::Case:
            return case_block(i);
        case NodeKind::For:
            return for_block(i);
        case NodeKind::Tablerow:
            return tablerow(i);
        case NodeKind::Cycle:
            return cycle(i);
        case NodeKind::Ifchanged:
            return ifchanged(i);
        case NodeKind::Include:
            return include(i);
        case NodeKind::Render:
            return render(i);
        case NodeKind::CustomTag:
            return custom_tag(i);
        default:
            return;
    }
}

void Lowering::text(Index i) {
    const Node& n = nodes_[i];
    if (n.text.length != 0) emit_text(n.text.begin, n.text.length);
}

void Lowering::emit_text(std::uint32_t begin, std::uint32_t length) {
    emit(fits_wide(source_size_, begin, length) ? Op::WideText : Op::Text, begin, length);
}

void Lowering::output(Index i) {
    const Node& n = nodes_[i];
    if (n.next == i + 1) return;
    Index first = i + 1;
    if (nodes_[first].next == n.next && nodes_[first].kind == NodeKind::Lookup &&
        (nodes_[first].flags & (NamedByExpression | NoName)) == 0) {
        // A look-up alone prints without going through the stack.
        Index rest = 0;
        std::size_t keys = program_.keys.size();
        std::uint32_t whole = path(first, rest);
        if (rest == nodes_[first].next) {
            place(nodes_[first].span);
            if (program_.paths[whole].key_count == 0) {
                emit(Op::EmitVariable, program_.paths[whole].cell);
                program_.paths.pop_back();
            } else {
                const Path& p = program_.paths[whole];
                bool is_field = p.key_count == 1;
                Address print = emit(is_field ? Op::EmitField : Op::EmitPath, whole, sites(p.key_count));
                if (is_field) {
                    program_.code[print].c = p.cell;
                    if (print != 0 && program_.code[print - 1].op == Op::WideText)
                        program_.code[print - 1].op = Op::WideTextField;
                }
            }
            return;
        }
        program_.paths.pop_back();
        program_.keys.resize(keys);
    }
    if (is_literal(first) || nodes_[first].kind == NodeKind::Filter) {
        Value value = folded(first, n.next);
        if (first >= n.next && print_constant(value)) return;
        emit(Op::Constant, constant(value));
        pushed();
        filters(first, n.next);
    } else {
        pipeline(i);
    }
    emit(Op::Emit);
    popped();
}

void Lowering::assign(Index i) {
    std::uint32_t to = cell(text_of(i));
    if (append_to_itself(i)) return;
    if (nodes_[i].next == i + 1) {
        emit(Op::Constant, constant(Value::nil()));
        pushed();
    } else {
        pipeline(i);
    }
    emit(Op::Assign, to);
    popped();
}

// {% assign a = a | append: x %} grows a in place: a page that builds a long text so would copy it each time.
bool Lowering::append_to_itself(Index i) {
    const Node& n = nodes_[i];
    Index source = i + 1;
    if (source >= n.next || nodes_[source].kind != NodeKind::Lookup || nodes_[source].flags != 0) return false;
    Index filter_at = nodes_[source].next;
    if (nodes_[source].next != source + 1 || text_of(source) != text_of(i)) return false;
    if (filter_at >= n.next || nodes_[filter_at].next != n.next || text_of(filter_at) != "append") return false;
    Index argument = filter_at + 1;
    if (argument >= n.next || nodes_[argument].next != n.next || nodes_[argument].kind == NodeKind::Attribute)
        return false;
    const FilterSpec* spec = bindings_.find_filter(bindings_.environment, "append");
    if (spec == nullptr || spec->function != bindings_.append) return false;
    expression(argument);
    place(nodes_[filter_at].span);
    emit(Op::AppendTo, cell(text_of(i)));
    popped();
    return true;
}

void Lowering::capture(Index i) {
    std::uint32_t to = cell(text_of(i));
    emit(Op::CaptureBegin);
    enclosing_.push_back({Enclosing::Kind::Capture, to});
    ++buffer_depth_;
    body(i + 1, false);
    --buffer_depth_;
    enclosing_.pop_back();
    emit(Op::CaptureEnd, to);
}

void Lowering::ifchanged(Index i) {
    std::uint32_t last = own_cell('\3', "");
    emit(Op::IfchangedBegin);
    enclosing_.push_back({Enclosing::Kind::Ifchanged, last});
    ++buffer_depth_;
    body(i + 1, false);
    --buffer_depth_;
    enclosing_.pop_back();
    emit(Op::IfchangedEnd, last);
}

void Lowering::counter(Index i, Op op) { emit(op, cell(text_of(i))); }

// --- cycle ---

void Lowering::cycle(Index i) {
    const Node& n = nodes_[i];
    auto info = static_cast<std::uint32_t>(program_.cycles.size());
    program_.cycles.emplace_back();
    Index value = i + 1;
    if ((n.flags & Named) != 0) {
        Index name = value;
        value = nodes_[name].next;
        expression(name);
        emit(Op::CycleNamed, info);
        popped();
    } else {
        program_.cycles[info].counter = cycle_counter(value, n.next);
        emit(Op::Cycle, info);
    }
    Address to_end = kNone;
    std::vector<std::uint32_t> turns;
    for (; value < n.next; value = nodes_[value].next) {
        turns.push_back(here());
        expression(value);
        popped();
        chain(to_end, emit(Op::Jump));
    }
    program_.cycles[info].none = here();
    emit(Op::Constant, constant(Value::nil()));
    pushed();
    patch(to_end, here());
    program_.cycles[info].turns = std::move(turns);
    emit(Op::CycleEnd, info);
    popped();
}

// The reference's key of an unnamed cycle is the inspected list. Literals share a counter with every equal list (and
// with a cycle named by that very text); a list with a look-up is one of a kind, because object ids are inspected.
std::uint32_t Lowering::cycle_counter(Index first_value, Index end) {
    Buffer key;
    key.append(std::string_view("["));
    for (Index value = first_value; value < end; value = nodes_[value].next, pass()) {
        if (!is_literal(value)) {
            std::string unique =
                "#" + std::to_string((bindings_.pending_of != nullptr ? bindings_.pending_of : &program_)->id) + "." +
                std::to_string(first_value);
            return own_cell('\2', unique);
        }
        if (value != first_value) key.append(std::string_view(", "));
        append_inspect(runtime_, key, literal(value));
    }
    key.append(']');
    return own_cell('\2', "s" + std::string(key.view()));
}

// --- names and memory of the program ---

// `at` is the place in the table where the name belongs; afterwards the table is at most half full.
std::uint32_t Lowering::new_cell(std::string_view name, std::uint32_t hash, std::size_t at) {
    Table<Name>& names = program_.names;
    names.push_back({name, hash});
    auto count = static_cast<std::uint32_t>(names.size());
    name_table_[at] = count;
    if (name_table_.size() < (names.size() + 1) * 2) {
        std::size_t mask = name_table_.size() * 2 - 1;
        name_table_.assign(mask + 1, 0);
        for (std::uint32_t n = 0; n < count; ++n) {
            at = names[n].hash & mask;
            while (name_table_[at] != 0) at = (at + 1) & mask;
            name_table_[at] = n + 1;
        }
    }
    return count - 1;
}

std::uint32_t Lowering::own_cell(char kind, std::string_view rest) {
    Arena::Mark mark = program_.memory.mark();
    std::size_t known = program_.names.size();
    auto* name = static_cast<char*>(program_.memory.allocate(rest.size() + 1, 1));
    *name = kind;
    std::copy(rest.begin(), rest.end(), name + 1);
    std::uint32_t found = cell({name, rest.size() + 1});
    if (found < known) program_.memory.release(mark);
    return found;
}

std::string_view Lowering::keep(std::string_view text) { return program_.memory.copy(text); }

Value Lowering::kept(Value value) {
    std::size_t size = promoted_size(runtime_, value);
    if (size == 0) return value;
    return promote(runtime_, value, static_cast<char*>(program_.memory.allocate(size)), Storage::Static);
}

}  // namespace liquid::program
