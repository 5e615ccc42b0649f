// Host tags: the TagCall that they are given.
#include <exception>
#include <new>

#include "render/renderer.hpp"
#include "value/drops.hpp"

namespace liquid::render {

class Call final : public TagCall {
public:
    Call(Renderer& renderer, Activation& activation, const program::TagInfo& info, std::uint32_t address,
         const Renderer::Base& base)
        : r_(renderer), activation_(activation), info_(info), address_(address), base_(base) {}

    std::string_view tag_name() const override { return info_.spec->name; }
    std::string_view markup() const override { return info_.markup; }
    std::size_t argument_count() const override { return info_.arguments.size(); }
    Value argument(std::size_t i) override {
        return i < info_.arguments.size() ? r_.evaluate(activation_, info_.arguments[i].code) : Value::nil();
    }
    Value argument(std::string_view keyword) override {
        for (const auto& argument : info_.arguments)
            if (argument.has_keyword && argument.keyword == keyword) return r_.evaluate(activation_, argument.code);
        return Value::unset();
    }
    Interrupt render_body(std::size_t i) override {
        if (i >= info_.bodies.size()) return Interrupt::None;
        const program::NodeRow& row = *Renderer::row_of(*activation_.program, address_);
        r_.runtime_.step(row.end - info_.bodies[i].code);
        Renderer::Base inner;
        inner.loops = r_.c_.loops.size() - row.loops;
        inner.buffers = r_.c_.buffer_depth() - row.buffers;
        inner.saved = r_.c_.saved.size();
        inner.stack = row.stack;
        Interrupt how = r_.run(activation_, info_.bodies[i].code, inner);
        if (how != Interrupt::None) left = how;
        return how;
    }
    std::size_t body_count() const override { return info_.bodies.size(); }
    std::string_view body_name(std::size_t i) const override { return info_.bodies[i].name; }
    std::string capture_body(std::size_t i, Interrupt& interrupt) override {
        r_.c_.push_buffer();
        interrupt = render_body(i);
        std::string text(r_.c_.out().view());
        r_.c_.pop_buffer();
        return text;
    }
    void push_scope() override { r_.include_scope(activation_); }
    void pop_scope() override {
        std::size_t scope = r_.c_.saved.size();
        while (scope > base_.saved && r_.c_.saved[scope - 1].cell != nullptr) --scope;
        if (scope > base_.saved) r_.close_scopes(scope - 1);
    }
    void set(std::string_view name, Value value) override {
        Cell& cell = *activation_.frame->cell(name, hash_key(name));
        if (r_.c_.saved.size() == base_.saved) {
            r_.c_.assign(cell, value);
            return;
        }
        value = r_.c_.hold(value, r_.c_.held);
        for (std::size_t i = r_.c_.saved.size(); i-- > base_.saved && r_.c_.saved[i].cell != nullptr;)
            if (r_.c_.saved[i].cell == &cell) {
                cell.visible = value;
                return;
            }
        r_.c_.saved.push_back({&cell, cell.visible, nullptr, 0});
        r_.c_.shadow(cell, value);
    }
    Value variable(std::string_view name) override {
        return r_.c_.read(*activation_.frame, *activation_.frame->cell(name, hash_key(name)));
    }
    void write(std::string_view text) override { r_.c_.out().append(text); }
    Value host_register(std::string_view name) override {
        std::uint32_t hint = 0;
        Value found = find(r_.runtime_, r_.runtime_.registers, name, hash_key(name), hint);
        return found.is_unset() ? Value::nil() : found;
    }
    Value fail(std::string_view message) override {
        return r_.runtime_.fail(Kind::InvalidArgument, message, {{"reason", std::string(message)}});
    }
    void consume_interrupt() override { left = Interrupt::None; }
    Runtime& runtime() override { return r_.runtime_; }

    Interrupt left = Interrupt::None;  // goes on after the tag

private:
    Renderer& r_;
    Activation& activation_;
    const program::TagInfo& info_;
    std::uint32_t address_;
    Renderer::Base base_;
};

bool Renderer::call_tag(Activation& activation, const program::TagInfo& info, std::uint32_t address, const Base&,
                        Interrupt& interrupt) {
    for (std::string_view disabled : c_.disabled_tags)
        if (disabled == info.spec->name) {
            runtime_.fail(Kind::DisabledTag, info.spec->name + " usage is not allowed in this context",
                          {{"tag", info.spec->name}});
            return false;
        }
    runtime_.step(1);
    std::size_t buffers = c_.buffer_depth();
    std::size_t disabled = c_.disabled_tags.size();
    std::size_t frames = c_.frame_count();
    int depth = c_.partial_depth;
    for (const std::string& name : info.spec->disables) c_.disabled_tags.push_back(name);
    Base here = base();
    Call call(*this, activation, info, address, here);
    bool ok = true;
    if (info.spec->render) {
        try {
            ok = !info.spec->render(call).is_failed();
        } catch (...) {
            fail_thrown("the tag `" + info.spec->name + "`");
            ok = false;
        }
    }
    c_.current = &activation;
    while (c_.loops.size() > here.loops) c_.loops.back().is_tablerow ? tablerow_end() : for_end();
    close_scopes(here.saved);
    while (c_.buffer_depth() > buffers) c_.pop_buffer();
    while (c_.frame_count() > frames) c_.pop_frame();
    c_.partial_depth = depth;
    c_.disabled_tags.resize(disabled);
    interrupt = call.left;
    return ok;
}

}  // namespace liquid::render
