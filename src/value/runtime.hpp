// What one render shares with values and filters: memory, clock, the last failure. FilterCall, DropContext and
// TagCall are the host's views of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <liquid/diagnostic.hpp>
#include <liquid/value.hpp>

#include "value/arena.hpp"
#include "value/buffer.hpp"
#include "value/rep.hpp"

namespace liquid {

class Zone;

// Why a Value is Failed. `reference` is the reference engine's message without its prefix.
struct Failure {
    Kind kind = Kind::Internal;
    std::string reference;
    std::vector<Argument> arguments;
    std::vector<std::string> notes;
    std::vector<Fix> fixes;
    std::uint32_t line = 0;  // when the reference names another line than the statement's; 0: the statement's
};

class Runtime {
public:
    using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

    MemoryBudget budget;
    Arena arena{&budget};  // temporaries of the running statement
    Failure failure;       // of the last Failed value
    Buffer scratch;        // for a text in the making whose length is not known; kept for the next one
    // An operation that has no Value to fail with (text, ==) recorded `failure`; who looks at it clears it.
    bool host_failed = false;
    bool strict_variables = false;
    bool strict_filters = false;
    Time now{};
    const Zone* zone = nullptr;  // the local zone; nullptr: UTC
    Value registers;
    std::uint64_t steps = 0;       // work done
    std::uint64_t step_check = 0;  // when `steps` reaches this, check() looks at limits, deadline and stop token
    void* renderer = nullptr;      // for the two functions below
    // The renderer's variable look-up, for FilterCall::variable.
    Value (*find_variable)(Runtime&, std::string_view name) = nullptr;
    // Looks at limits, deadline and stop token; throws LimitHit.
    void (*check)(Runtime&) = nullptr;

    // A failure with the reference's message; returns Value::failed().
    Value fail(Kind kind, std::string_view reference, std::initializer_list<Argument> arguments = {});
    Value fail_internal(std::string_view what);  // `Liquid error: internal`, with a note

    void step(std::uint64_t n) {
        steps += n;
        if (steps >= step_check) [[unlikely]]
            look();
    }
    // `bytes` of work within one step are behind, whose steps are charged already: whoever waits for the deadline or
    // for a stop waits for one stretch at most, some tenths of a millisecond.
    static constexpr std::size_t kStretch = 32 << 10;
    void pass(std::size_t bytes) {
        passed_ += bytes;
        if (passed_ >= kStretch) [[unlikely]]
            look();
    }

    // Builders: memory from the arena, Storage::Temp.
    Value string(std::string_view text, std::uint8_t flags = 0) {
        return Value::string(arena.copy(text), Storage::Temp, flags);
    }
    Value array(const Value* items, std::size_t count);
    Value map(const std::pair<std::string_view, Value>* entries, std::size_t count);
    Value keyed_map(const KeyedMapBox::Entry* entries, std::size_t count);
    Value range(Value first, Value last, bool exclude_last = false);
    Value integer_from_digits(std::string_view digits);  // Int when it fits, else BigInt
    void look();                                         // now, whatever has passed

private:
    std::size_t passed_ = 0;  // since the last look
};

}  // namespace liquid
