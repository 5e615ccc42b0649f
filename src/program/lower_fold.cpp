// Folding: pure standard filters on literals are called once, when the program is made.
#include <array>

#include "program/lowering.hpp"

namespace liquid::program {

namespace {

// What a filter may read and make here; anything larger is left to the render, which charges it. All that is folded is
// together no larger than the source.
constexpr std::size_t kLargestFolded = 512;
constexpr std::uint64_t kMostSteps = 256;
constexpr std::uint64_t kMostMemory = 64 * 1024;
constexpr std::size_t kMostArguments = 4;

bool is_plain(Value value) {
    switch (value.type()) {
        case Type::Nil:
        case Type::False:
        case Type::True:
        case Type::Int:
        case Type::Float:
            return true;
        case Type::String:
            return value.length() <= kLargestFolded;
        default:
            return false;
    }
}

bool is_plain_or_list(Value value) {
    if (value.type() != Type::Array) return is_plain(value);
    for (std::uint32_t i = 0; i < value.length(); ++i)
        if (!is_plain(value.items()[i])) return false;
    return value.length() <= kLargestFolded / sizeof(Value);
}

}  // namespace

// Applies the filter at `i` to `input` if all that it depends on is known here. What fails, or needs much, stays for
// the render, which tells the place.
bool Lowering::fold(Index i, Value& input) {
    const Node& n = nodes_[i];
    if (!is_plain_or_list(input)) return false;
    const FilterSpec* spec = found_filter(i);
    if (spec == nullptr || !bindings_.folds(*spec)) return false;
    std::array<Value, kMostArguments> arguments;
    std::size_t count = 0;
    for (Index child = i + 1; child < n.next; child = nodes_[child].next) {
        if (!is_literal(child) || nodes_[child].kind == NodeKind::Range || count == kMostArguments) return false;
        arguments[count] = literal(child);
        if (!is_plain(arguments[count++])) return false;
    }
    if (count < spec->min_arguments || count > spec->max_arguments) return false;

    Arena::Mark mark = runtime_.arena.mark();
    bool folded = false;
    runtime_.steps = 0;
    runtime_.step_check = kMostSteps;
    runtime_.check = [](Runtime& runtime) {
        if (runtime.steps >= kMostSteps) throw LimitHit{Kind::StepLimit, kMostSteps, runtime.steps};
    };
    runtime_.budget.limit = runtime_.budget.used + kMostMemory;
    try {
        FilterCall call(runtime_);
        Value result = spec->function(call, input, Arguments(arguments.data(), count));
        std::size_t size = result.is_failed() || !is_plain_or_list(result) ? SIZE_MAX : promoted_size(runtime_, result);
        if (size <= kLargestFolded && folded_bytes_ + size <= source_size_) {
            folded_bytes_ += size;
            input = kept(result);
            extra_work_ += 1 + count + runtime_.steps;
            folded = true;
        }
    } catch (const LimitHit&) {
        // more than should be done here
    }
    watch_literals();
    runtime_.budget.limit = UINT64_MAX;
    runtime_.arena.release(mark);
    return folded;
}

// The value of the literal at `child` after the filters that can be folded; `child` is then the first one that cannot.
Value Lowering::folded(Index& child, Index end) {
    Value value;
    if (nodes_[child].kind != NodeKind::Filter) {
        value = literal(child);
        child = nodes_[child].next;
    }
    while (child < end && fold(child, value)) child = nodes_[child].next;
    return value;
}

// What `{{ literal }}` prints is known: a piece of the source, or a text among the constants.
bool Lowering::print_constant(Value value) {
    std::string_view text;
    Buffer printed;
    if (value.is_string()) {
        text = value.as_string();
        std::uintptr_t at = reinterpret_cast<std::uintptr_t>(text.data());
        auto source = reinterpret_cast<std::uintptr_t>(program_.source.data());
        if (!text.empty() && at >= source && at + text.size() <= source + source_size_) {
            emit_text(static_cast<std::uint32_t>(at - source), static_cast<std::uint32_t>(text.size()));
            ++extra_work_;
            return true;
        }
    } else if (is_plain_or_list(value)) {
        append_output(runtime_, printed, value);
        if (printed.size() > kLargestFolded) return false;
        value = Value::string(keep(printed.view()));
    } else {
        return false;
    }
    emit(Op::EmitConstant, constant(value));
    ++extra_work_;
    return true;
}

}  // namespace liquid::program
