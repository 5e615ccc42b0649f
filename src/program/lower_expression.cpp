// Lowering of expressions and filters.
#include <algorithm>

#include "program/lowering.hpp"

namespace liquid::program {

namespace {

constexpr std::uint32_t kLongPath = 256;  // nodes

FailureRow wrong_arity(const FilterSpec& spec, std::string_view name, int count) {
    // The reference counts the input among the arguments.
    std::string expected = std::to_string(spec.min_arguments + 1);
    std::string own = std::to_string(spec.min_arguments);
    if (spec.max_arguments == 255) {
        expected += "+";
        own += " or more";
    } else if (spec.max_arguments != spec.min_arguments) {
        expected += ".." + std::to_string(spec.max_arguments + 1);
        own += " to " + std::to_string(spec.max_arguments);
    }
    FailureRow failure;
    failure.kind = Kind::FilterArity;
    failure.reference =
        "wrong number of arguments (given " + std::to_string(count + 1) + ", expected " + expected + ")";
    failure.arguments.push_back({"name", std::string(name)});
    failure.arguments.push_back({"given", std::int64_t{count}});
    failure.arguments.push_back({"expected", own});
    return failure;
}

}  // namespace

bool Lowering::is_literal(Index i) const {
    NodeKind kind = nodes_[i].kind;
    if (kind == NodeKind::Range) return is_literal(i + 1) && is_literal(nodes_[i + 1].next);
    return kind >= NodeKind::Nil && kind <= NodeKind::String;
}

Value Lowering::literal(Index i) {
    const Node& n = nodes_[i];
    switch (n.kind) {
        case NodeKind::True:
            return Value::boolean(true);
        case NodeKind::False:
            return Value::boolean(false);
        case NodeKind::Blank:
            return Value::of_type(Type::Blank);
        case NodeKind::Empty:
            return Value::of_type(Type::Empty);
        case NodeKind::Integer:
            return kept(parse_integer(runtime_, text_of(i)));
        case NodeKind::Float:
            return Value::floating(parse_float(text_of(i)));
        case NodeKind::String:
            return Value::string(text_of(i), Storage::Static, Value::ValidUtf8);
        case NodeKind::Range:
            return literal_range(i);
        default:
            return Value::nil();
    }
}

// (1..'5'): literal ends convert as Ruby's to_i, once.
Value Lowering::literal_range(Index i) {
    std::optional<Value> first = ruby_to_i(runtime_, literal(i + 1));
    std::optional<Value> last = ruby_to_i(runtime_, literal(nodes_[i + 1].next));
    return kept(runtime_.range(first.value_or(Value::integer(0)), last.value_or(Value::integer(0))));
}

void Lowering::expression(Index i) {
    const Node& n = nodes_[i];
    pass_code(n.span);
    if (is_literal(i)) {
        emit(Op::Constant, constant(literal(i)));
        pushed();
        return;
    }
    if (n.kind == NodeKind::Lookup) return lookup(i);
    // Range
    expression(i + 1);
    if (nodes_[i + 1].kind != NodeKind::Integer) {
        place(n.span);
        emit(Op::RangeStart);
    }
    expression(nodes_[i + 1].next);
    place(n.span);
    emit(Op::Range);
    popped();
}

// An index by a literal is a key like any other.
bool Lowering::is_literal_key(Index segment) const {
    if (nodes_[segment].kind == NodeKind::Key) return true;
    return is_literal(segment + 1) && nodes_[segment + 1].kind != NodeKind::Range;
}

inline void Lowering::add_key(Index segment) {
    PathKey key;
    const Node& n = nodes_[segment];
    if (n.kind == NodeKind::Key) {
        std::string_view name = text_of(segment);
        key.key = Value::string(name, Storage::Static, Value::ValidUtf8);
        key.is_command = (n.flags & IsCommand) != 0;
        if (key.is_command)
            key.command = name == "size" ? Command::Size : name == "first" ? Command::First : Command::Last;
    } else {
        key.key = literal(segment + 1);
    }
    if (key.key.is_string()) key.hash = hash_key(key.key.as_string());
    program_.keys.push_back(key);
}

inline void Lowering::add_keys(Index& rest, Index end) {
    while (rest < end && is_literal_key(rest)) {
        add_key(rest);
        rest = nodes_[rest].next;
    }
}

void Lowering::add_many_keys(Index& rest, Index end) {
    for (Index stop = rest; rest >= stop && stop < end; bindings_.watch()) {
        stop = std::min(end, stop + kLongPath);
        add_keys(rest, stop);
    }
}

// The leading part of a look-up that needs no evaluation; `rest` is the first segment after it.
std::uint32_t Lowering::path(Index i, Index& rest) {
    Path p;
    p.cell = cell(text_of(i));
    p.first_key = static_cast<std::uint32_t>(program_.keys.size());
    rest = i + 1;
    const Index end = nodes_[i].next;
    if (end - i <= kLongPath) [[likely]]
        add_keys(rest, end);
    else
        add_many_keys(rest, end);
    p.key_count = static_cast<std::uint32_t>(program_.keys.size()) - p.first_key;
    program_.paths.push_back(p);
    return static_cast<std::uint32_t>(program_.paths.size() - 1);
}

void Lowering::lookup(Index i) {
    const Node& n = nodes_[i];
    Index rest = i + 1;
    // The steps that end the whole look-up if they find nothing: each one's c is the one before, until the end is
    // known.
    Address ends = kNone;
    auto may_end = [&](Address step) { program_.code[step].c = std::exchange(ends, step); };
    if ((n.flags & NoName) != 0) {
        emit(Op::Constant, constant(Value::nil()));
        pushed();
        place(n.span);
        emit(Op::FindName);
    } else if ((n.flags & NamedByExpression) != 0) {
        expression(rest);
        rest = nodes_[rest].next;
        place(n.span);
        emit(Op::FindName);
    } else {
        std::uint32_t start = path(i, rest);
        place(n.span);
        if (program_.paths[start].key_count == 0) {
            emit(Op::Variable, program_.paths[start].cell);
            program_.paths.pop_back();
        } else {
            Address steps = emit(Op::Path, start, sites(program_.paths[start].key_count));
            if (rest < n.next) may_end(steps);
        }
        pushed();
    }
    for (; rest < n.next; rest = nodes_[rest].next) {
        if (is_literal_key(rest)) {
            place(nodes_[rest].span);
            add_key(rest);
            may_end(emit(Op::Key, static_cast<std::uint32_t>(program_.keys.size() - 1), sites(1)));
        } else {
            expression(rest + 1);
            place(nodes_[rest].span);
            may_end(emit(Op::Index));
            popped();
        }
    }
    for (; ends != kNone; pass()) ends = std::exchange(program_.code[ends].c, here());
}

void Lowering::pipeline(Index i) {
    Index child = i + 1;
    if (child >= nodes_[i].next) return;
    // `{{ | upcase }}` in lax: filters of nothing
    if (nodes_[child].kind == NodeKind::Filter || is_literal(child)) {
        emit(Op::Constant, constant(folded(child, nodes_[i].next)));
        pushed();
    } else {
        expression(child);
        child = nodes_[child].next;
    }
    filters(child, nodes_[i].next);
}

void Lowering::filters(Index child, Index end) {
    for (; child < end; child = nodes_[child].next) filter(child);
}

// A filter that is not folded is asked for twice.
const FilterSpec* Lowering::found_filter(Index i) {
    if (found_at_ != i) found_ = bindings_.find_filter(bindings_.environment, text_of(i));
    found_at_ = i;
    return found_;
}

// All of a filter's keyword arguments are one argument, the last.
void Lowering::keywords(Index i) {
    auto first = static_cast<std::uint32_t>(program_.keyword_names.size());
    int count = 0;
    for (Index child = i + 1; child < nodes_[i].next; child = nodes_[child].next) {
        if (nodes_[child].kind != NodeKind::Attribute) continue;
        expression(child + 1);
        program_.keyword_names.push_back(Value::string(text_of(child)));
        ++count;
    }
    emit(Op::Keywords, first, static_cast<std::uint32_t>(count));
    popped(count - 1);
}

void Lowering::filter(Index i) {
    const Node& n = nodes_[i];
    pass_code(n.span);
    std::string_view name = text_of(i);
    int count = 0;
    bool has_keywords = false;
    for (Index child = i + 1; child < n.next; child = nodes_[child].next) {
        if (nodes_[child].kind == NodeKind::Attribute) {
            has_keywords = true;
        } else {
            expression(child);
            ++count;
        }
    }
    if (has_keywords) {
        keywords(i);
        ++count;
    }
    place(n.span);
    const FilterSpec* spec = found_filter(i);
    popped(count);
    if (spec == nullptr) {
        program_.filters.push_back({name, nullptr});
        // Told once for each name; nobody reads more.
        constexpr std::size_t kMostRemarks = 1000;
        if (program_.remarks.size() < kMostRemarks && unknown_filters_.insert(name).second)
            program_.remarks.push_back({Kind::UnknownFilter, Span{n.span.begin, n.span.end}, std::string(name)});
        emit(Op::UnknownFilter, static_cast<std::uint32_t>(program_.filters.size() - 1),
             static_cast<std::uint32_t>(count));
        return;
    }
    if (count < spec->min_arguments || (spec->max_arguments != 255 && count > spec->max_arguments)) {
        auto [failure, is_new] = arity_failures_.emplace(std::pair(spec, count), program_.failures.size());
        if (is_new) program_.failures.push_back(wrong_arity(*spec, name, count));
        emit(Op::Fail, failure->second);
        return;
    }
    program_.filters.push_back({name, spec->function, spec->data.get()});
    emit(Op::Filter, static_cast<std::uint32_t>(program_.filters.size() - 1), static_cast<std::uint32_t>(count));
}

// forloop.name and the key of `offset: continue`: the variable, a dash, and the collection's text without blanks
// outside of quotes, as the reference's parser puts its tokens together again. A \1 before it makes it a cell's name.
std::string_view Lowering::loop_name(Index i, Span collection) {
    std::string_view variable = text_of(i);
    std::string_view text = std::string_view(program_.source).substr(collection.begin, collection.size());
    auto* name = static_cast<char*>(program_.memory.allocate(variable.size() + 2 + text.size(), 1));
    char* out = name;
    *out++ = '\1';
    out = std::copy(variable.begin(), variable.end(), out);
    *out++ = '-';
    char quote = 0;
    for (char c : text) {
        // Blanks and quotes are all at the beginning of ASCII.
        if (static_cast<unsigned char>(c) > '\'') {
            // stands in the name
        } else if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
            continue;
        }
        *out++ = c;
    }
    return {name, static_cast<std::size_t>(out - name)};
}

}  // namespace liquid::program
