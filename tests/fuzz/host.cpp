#include "host.hpp"

#include <stdexcept>
#include <string>

namespace fuzz {
namespace {

using liquid::Arguments;
using liquid::DropContext;
using liquid::FilterCall;
using liquid::TagCall;
using liquid::TagParser;
using liquid::TagSpec;
using liquid::Value;

class Thing : public liquid::Drop {
public:
    Value get(DropContext& context, std::string_view key) override {
        if (key == "title") return context.string("A thing");
        if (key == "self") return Value::drop(*this);
        if (key == "list") return context.array({Value::integer(1), context.string("two"), Value::nil()});
        if (key == "map") return context.map({{"a", Value::integer(1)}, {"thing", Value::drop(*this)}});
        if (key == "range") return context.range(-2, 9'999'999);
        if (key == "time") return context.time(1'700'000'000, 5, 3600, "CET");
        if (key == "fail") return context.fail("refused");
        if (key == "throw") throw std::runtime_error("thrown");
        return Value::unset();
    }
    Value get_key(DropContext&, Value key) override { return key; }
    bool iterate(DropContext& context, const std::function<bool(Value)>& each) override {
        return each(Value::integer(3)) && each(context.string("x")) && each(Value::drop(*this)), true;
    }
    bool is_iterable() const override { return true; }
    std::optional<std::int64_t> size(DropContext&) override { return 3; }
    std::string to_text(DropContext&) override { return "a <thing>"; }
    std::optional<int> compare(DropContext&, Value other) override { return other.is_nil() ? -1 : 1; }
    Value to_number(DropContext&) override { return Value::integer(7); }
};

Value tell(FilterCall& call, Value input, Arguments arguments) {
    std::size_t count = 0;
    call.iterate(input, [&](Value) { return ++count < 100; });
    return call.concat({call.text(input), "/", call.text(arguments[0]), "/", std::to_string(count)});
}

Value swap(FilterCall& call, Value input, Arguments arguments) {
    Value both[] = {arguments.keyword("with").is_unset() ? arguments[0] : arguments.keyword("with"), input};
    return call.array(both, 2);
}

Value refuse(FilterCall& call, Value input, Arguments) { return call.fail(call.text(input)); }

TagSpec tag(const char* name, TagSpec::Shape shape, TagSpec::Grammar grammar, std::function<Value(TagCall&)> render) {
    TagSpec spec;
    spec.name = name;
    spec.shape = shape;
    spec.grammar = grammar;
    spec.render = std::move(render);
    return spec;
}

Value box(TagCall& call) {
    call.push_scope();
    call.set("inside", Value::boolean(true));
    for (std::size_t body = 0; body < call.body_count(); ++body) {
        liquid::Interrupt interrupt = liquid::Interrupt::None;
        call.write("[");
        call.write(call.capture_body(body, interrupt));
        call.write("]");
        if (interrupt == liquid::Interrupt::None) interrupt = call.render_body(body);
        if (interrupt == liquid::Interrupt::Break) call.consume_interrupt();
    }
    call.pop_scope();
    return Value::nil();
}

Value note(TagCall& call) {
    FilterCall text(call.runtime());
    for (std::size_t i = 0; i < call.argument_count(); ++i) {
        Value value = call.argument(i);
        if (value.is_failed()) return value;
        call.write(text.text(value));
    }
    call.set("noted", call.argument("as"));
    return Value::nil();
}

bool read_counted(TagParser& parser) {
    for (int i = 0; i < 20 && !parser.at_end(); ++i) {
        if (parser.accept_word("stop")) return parser.fail("stopped");
        if (parser.accept_symbol(',') || parser.identifier() || parser.integer()) continue;
        if (!parser.expression()) return false;
    }
    return parser.at_end() || parser.fail("too much");
}

}  // namespace

void add_host(liquid::EnvironmentBuilder& builder) {
    builder.filter("tell", tell, 0, 2).filter("swap", swap, 0, 2).filter("refuse", refuse);
    TagSpec boxes = tag("box", TagSpec::Shape::Block, TagSpec::Grammar::None, box);
    boxes.branches = {"lid"};
    boxes.disables = {"include"};
    builder.tag(std::move(boxes));
    builder.tag(tag("raw_box", TagSpec::Shape::RawBlock, TagSpec::Grammar::FreeText, box));
    builder.tag(tag("note", TagSpec::Shape::Tag, TagSpec::Grammar::Expression, note));
    builder.tag(tag("named", TagSpec::Shape::Tag, TagSpec::Grammar::Identifier, note));
    TagSpec counted = tag("counted", TagSpec::Shape::Tag, TagSpec::Grammar::Callback, note);
    counted.parse = read_counted;
    builder.tag(std::move(counted));
}

liquid::Drop& drop() {
    static Thing thing;
    return thing;
}

}  // namespace fuzz
