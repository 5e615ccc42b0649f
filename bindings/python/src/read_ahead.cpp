#include "read_ahead.hpp"

namespace liquidpy {

void ReadAhead::read(std::shared_ptr<Plan>& plan, PyObject* dict) {
    if (plan == nullptr || plan->is_old()) plan = std::make_shared<Plan>();
    turn_ = plan->next_turn();
    if (rivals.are_always_expected() && turn_ != Plan::Turn::Draw) turn_ = Plan::Turn::Ahead;
    if (turn_ == Plan::Turn::Rest) return;
    plan_ = plan;
    begins_ = Clock::now();
    if (is_planned()) root_ = render_.read_by(plan_, dict);
}

void ReadAhead::leave() {
    is_apart_ = true;
    leaves_ = Clock::now();
    rivals.leave();
    render_.drop_gil();
}

void ReadAhead::come_back() {
    const auto ended = Clock::now();
    render_.take_gil();
    if (is_apart_) rivals.come_back();
    if (turn_ == Plan::Turn::Time)
        plan_->timed(ended - begins_);
    else if (is_apart_ && render_.readings().are_late())
        plan_->ran_late();
    else if (is_apart_)
        plan_->ran(leaves_ - begins_, ended - leaves_);
    if (is_planned()) render_.readings().finish();
    plan_.reset();
}

}  // namespace liquidpy
