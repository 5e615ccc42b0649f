// uniq: the first item of each kind, by Ruby's eql?.
#include <bit>
#include <cstring>

#include "filters/input.hpp"
#include "filters/property.hpp"
#include "filters/standard.hpp"

namespace liquid::filters {

namespace {

using Status = PropertyReader::Status;

// The keys met so far, by open addressing at half load.
class SeenKeys {
public:
    SeenKeys(FilterCall& call, std::size_t most) : call_(call) {
        std::size_t size = std::bit_ceil(most * 2 + 1);
        mask_ = size - 1;
        slots_ = call.runtime().arena.allocate_array<Slot>(size);
        for (std::size_t i = 0; i < size; ++i) {
            if (i % 16 == 0) call.runtime().step(1);
            slots_[i] = Slot{};
        }
    }

    // Whether `key` is new; it is remembered.
    bool add(Value key) {
        std::uint64_t hash = hash_value(call_.runtime(), key);
        hash ^= hash >> 32;
        for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
            Slot& slot = slots_[at];
            if (!slot.used) {
                slot = {key, hash, true};
                return true;
            }
            call_.runtime().step(1);
            if (slot.hash == hash && same_key(call_.runtime(), slot.key, key)) return false;
        }
    }

private:
    struct Slot {
        Value key;
        std::uint64_t hash = 0;
        bool used = false;
    };
    FilterCall& call_;
    Slot* slots_ = nullptr;
    std::size_t mask_ = 0;
};

}  // namespace

Value uniq(FilterCall& call, Value input, Arguments arguments) {
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    // Ruby does not look into a list of one item.
    if (items->count <= 1) return Value::array(items->data, items->count, Storage::Temp);
    PropertyReader reader(call, arguments[0]);
    bool by_property = !arguments[0].is_nil();
    SeenKeys seen(call, items->count);
    ListBuilder kept(call, items->count);
    for (std::size_t i = 0; i < items->count; ++i) {
        call.runtime().step(1);
        Value key = primitive(call.runtime(), items->data[i]);
        if (by_property) {
            PropertyReader::Result property = reader.read(key);
            if (property.status == Status::Unusable) return reader.fail();
            if (property.status == Status::Missing) return Value::nil();
            if (property.status == Status::Failed) return property.value;
            key = property.value;
        }
        if (seen.add(key)) kept.append(items->data[i]);
    }
    return kept.finish();
}

}  // namespace liquid::filters
