// Who waits for a text to be read: the render whose partial it is.
#pragma once

namespace liquid {

// Called now and then while a text is parsed and lowered, so that the render sees its deadline and stop token. What it
// throws ends the reading.
struct Watch {
    void (*look)(void* with) = nullptr;  // null: nobody waits
    void* with = nullptr;

    void operator()() const {
        if (look != nullptr) look(with);
    }
};

}  // namespace liquid
