// Renders over dicts at the same time as other threads: what the template reads is read first, with the GIL, and then
// it runs without.
#pragma once

#include <chrono>
#include <memory>

#include "render.hpp"
#include "rivals.hpp"
#include "shape.hpp"

namespace liquidpy {

// Of one render, which it must not outlive. Does nothing unless other threads wait to render, and their waiting is
// worth what reading ahead costs.
class ReadAhead {
public:
    // `plan` is the template's; `dict`, what it is rendered from, or null: something else.
    ReadAhead(std::shared_ptr<Plan>& plan, Render& render, PyObject* dict) : render_(render) {
        if (dict != nullptr && rivals.are_there()) [[unlikely]]
            read(plan, dict);
    }
    ~ReadAhead() { end(); }
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    // The data are read by a plan, and this is their root.
    bool is_planned() const { return turn_ == Plan::Turn::Draw || turn_ == Plan::Turn::Ahead; }
    liquid::Value root() const { return root_; }
    // Drops the GIL, if the plan is drawn; and takes it again.
    void begin() {
        if (turn_ == Plan::Turn::Ahead) leave();
    }
    void end() {
        if (plan_ != nullptr) come_back();
    }

private:
    using Clock = std::chrono::steady_clock;

    void read(std::shared_ptr<Plan>& plan, PyObject* dict);
    void leave();
    void come_back();

    Render& render_;
    std::shared_ptr<Plan> plan_;
    liquid::Value root_;
    Plan::Turn turn_ = Plan::Turn::Rest;
    bool is_apart_ = false;  // from the GIL
    Clock::time_point begins_, leaves_;
};

}  // namespace liquidpy
