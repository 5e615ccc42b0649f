#include "read_ahead.hpp"

namespace liquidpy {

void ReadAhead::read(std::shared_ptr<Plan>& plan, PyObject* dict) {
    if (plan == nullptr || plan->is_old()) plan = std::make_shared<Plan>();
    plan->begin_render();
    if (!plan->pays()) return;
    plan_ = plan;
    reads_ = Clock::now();
    root_ = render_.read_by(plan_, dict);
}

void ReadAhead::leave() {
    is_apart_ = true;
    runs_ = Clock::now();
    rivals.leave();
    render_.drop_gil();
}

void ReadAhead::come_back() {
    const auto ended = Clock::now();
    render_.take_gil();
    if (is_apart_) {
        rivals.come_back();
        if (render_.readings().are_late())
            plan_->ran_late();
        else
            plan_->ran(runs_ - reads_, ended - runs_);
    }
    render_.readings().finish();
    plan_.reset();
}

}  // namespace liquidpy
