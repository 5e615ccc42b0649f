// The ways to render a template.
#include <stop_token>

#include "data.hpp"
#include "diagnostics.hpp"
#include "read_ahead.hpp"
#include "render.hpp"
#include "template.hpp"
#include "to_value.hpp"
#include "types.hpp"

namespace liquidpy {

namespace {

using liquid::RenderInput;
using liquid::Value;

// Ends a render from another thread.
struct Stop {
    std::stop_source source;
};

// --- data ---

// A document under variables that were given by name.
class MergedRoot final : public liquid::Drop {
public:
    MergedRoot(Value above, Value below) : above_(above), below_(below) {}
    Value get(liquid::DropContext& context, std::string_view key) override {
        liquid::FilterCall look(context.runtime());
        Value found = look.get(above_, key);
        if (found.is_nil()) found = look.get(below_, key);
        return found.is_nil() ? Value::unset() : found;
    }

private:
    Value above_;
    Value below_;
};

// What a template is rendered from: at most one positional argument, under keyword arguments.
class Root {
public:
    Root(const nb::args& arguments, const nb::kwargs& named) : named_(named) {
        if (arguments.size() > 1) throw nb::type_error("render takes one mapping or Data, and keyword arguments");
        if (arguments.size() == 1 && !nb::handle(arguments[0]).is_none()) given_ = nb::borrow(arguments[0]);
        if (given_.is_valid() && !nb::try_cast(given_, data_)) check_mapping();
        if (given_.is_valid() && data_ == nullptr && PyDict_CheckExact(given_.ptr()) && named_.size() != 0) {
            nb::dict both = nb::steal<nb::dict>(PyDict_Copy(given_.ptr()));
            both.update(named_);
            given_ = both;
            named_ = nb::dict();
        }
    }
    // No Python object is in it: the render needs no GIL.
    bool is_pure() const { return data_ != nullptr && named_.size() == 0; }
    // The dict that is all of it, or null.
    PyObject* dict() const {
        if (!given_.is_valid()) return named_.ptr();
        return named_.size() == 0 && PyDict_CheckExact(given_.ptr()) ? given_.ptr() : nullptr;
    }
    // Valid while this lives. Other objects than dicts become Drops when the render has begun.
    Value globals(Render& render) {
        if (!given_.is_valid()) return dict_value(named_.ptr());
        if (is_pure()) return data_->data.root();
        Value below = data_ != nullptr ? data_->data.root() : to_value(render, given_.ptr());
        if (named_.size() == 0) return below;
        merged_ = std::make_unique<MergedRoot>(dict_value(named_.ptr()), below);
        return Value::drop(*merged_);
    }

private:
    void check_mapping() {
        Kind kind{};
        if (!kind_of(Py_TYPE(given_.ptr()), kind)) throw nb::python_error();
        if (kind != Kind::Dict && kind != Kind::Mapping && kind != Kind::Object && kind != Kind::Iterable &&
            kind != Kind::LiquidDrop)
            throw nb::type_error("render takes a mapping, an object with attributes, or Data");
    }

    nb::dict named_;
    nb::object given_;
    PythonData* data_ = nullptr;
    std::unique_ptr<MergedRoot> merged_;
};

// --- rendering ---

class PieceWriter final : public liquid::Sink {
public:
    PieceWriter(Render& render, nb::handle write, bool as_bytes)
        : render_(render), write_(write), as_bytes_(as_bytes) {}

    bool write(std::string_view piece) override {
        InPython python(render_);
        if (as_bytes_) return hand_over(nb::steal(PyBytes_FromStringAndSize(piece.data(), size_of(piece))));
        rest_.append(piece);
        Py_ssize_t used = 0;
        nb::object text = nb::steal(PyUnicode_DecodeUTF8Stateful(rest_.data(), size_of(rest_), "replace", &used));
        rest_.erase(0, static_cast<std::size_t>(used));
        return hand_over(text);
    }
    void finish() {
        if (!rest_.empty() && !render_.interrupted()) hand_over(text_of(rest_));
    }

private:
    static Py_ssize_t size_of(std::string_view text) { return static_cast<Py_ssize_t>(text.size()); }

    bool hand_over(const nb::object& piece) {
        if (!piece.is_valid()) return stop();
        if (!as_bytes_ && PyUnicode_GET_LENGTH(piece.ptr()) == 0) return true;
        nb::object answer = nb::steal(PyObject_CallOneArg(write_.ptr(), piece.ptr()));
        return answer.is_valid() ? true : stop();
    }
    bool stop() {
        render_.interrupt();
        return false;
    }

    Render& render_;
    nb::handle write_;
    bool as_bytes_;
    std::string rest_;  // a character may lie across two pieces
};

bool ends_a_render(liquid::Kind kind) { return kind >= liquid::Kind::OutputLimit && kind <= liquid::Kind::Stopped; }

bool must_raise(const PythonTemplate& page, const liquid::Diagnostics& diagnostics) {
    for (const liquid::Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity != liquid::Severity::Error) continue;
        if (page.raises || ends_a_render(diagnostic.kind)) return true;
    }
    return false;
}

// Renders; `take` gets the session, with the GIL held and before anything is let go.
template <class Run, class Take>
nb::object run(const PythonTemplate& page, const nb::args& arguments, const nb::kwargs& named, const Stop* stop,
               const Run& render_page, const Take& take) {
    Depth depth;
    Root root(arguments, named);
    Lease session;
    Render render(*session, page.most_objects);
    ReadAhead ahead(page.plan, render, root.dict());
    RenderInput input(ahead.is_planned() ? ahead.root() : root.globals(render));
    input.poll = [&render](liquid::Runtime& runtime) { return render.poll(runtime); };
    if (stop != nullptr) input.stop = stop->source.get_token();
    if (root.is_pure()) render.drop_gil();
    ahead.begin();
    const bool ok = render_page(render, *session, input);
    ahead.end();
    render.take_gil();
    if (render.spoilt()) page.environment.reload();
    render.raise_interruption();
    return take(render, *session, ok);
}

bool to_session(const PythonTemplate& page, Session& session, const RenderInput& input) {
    return page.parsed.render_into(session.output, session.context, input);
}

void raise_diagnostics(const Render& render, const liquid::Diagnostics& diagnostics) {
    nb::module_::import_("liquidc._errors").attr("raise_for")(diagnostics_tuple(diagnostics), render.cause());
}

template <class Made>
nb::object render_page(const PythonTemplate& page, const nb::args& arguments, const nb::kwargs& named, const Stop* stop,
                       const Made& made) {
    return run(
        page, arguments, named, stop,
        [&](Render&, Session& session, const RenderInput& input) { return to_session(page, session, input); },
        [&](Render& render, Session& session, bool ok) -> nb::object {
            if (!ok && must_raise(page, session.context.diagnostics()))
                raise_diagnostics(render, session.context.diagnostics());
            return made(session.output);
        });
}

nb::object render_text(const PythonTemplate& page, const nb::args& arguments, const nb::kwargs& named) {
    return render_page(page, arguments, named, nullptr, text_of);
}

nb::object render_until(const PythonTemplate& page, const Stop& stop, const nb::args& arguments,
                        const nb::kwargs& named) {
    return render_page(page, arguments, named, &stop, text_of);
}

nb::object render_bytes(const PythonTemplate& page, const nb::args& arguments, const nb::kwargs& named) {
    return render_page(page, arguments, named, nullptr,
                       [](const std::string& output) { return nb::bytes(output.data(), output.size()); });
}

nb::object usage_tuple(const liquid::Usage& usage) {
    return nb::make_tuple(usage.output_bytes, usage.memory_bytes, usage.steps, usage.render_score, usage.assign_score);
}

nb::object render_result(const PythonTemplate& page, const nb::args& arguments, const nb::kwargs& named) {
    return run(
        page, arguments, named, nullptr,
        [&](Render&, Session& session, const RenderInput& input) { return to_session(page, session, input); },
        [&](Render& render, Session& session, bool) -> nb::object {
            static const auto* make = new nb::object(nb::module_::import_("liquidc._result").attr("make_result"));
            return (*make)(text_of(session.output), diagnostics_tuple(session.context.diagnostics()),
                           usage_tuple(session.context.usage()), render.cause());
        });
}

nb::object stream_to(const PythonTemplate& page, nb::handle write, bool as_bytes, const nb::tuple& positional,
                     const nb::dict& by_name) {
    const auto arguments = nb::borrow<nb::args>(positional);
    const auto named = nb::borrow<nb::kwargs>(by_name);
    return run(
        page, arguments, named, nullptr,
        [&](Render& render, Session& session, const RenderInput& input) {
            PieceWriter writer(render, write, as_bytes);
            const bool ok = page.parsed.render_into(writer, session.context, input);
            render.take_gil();
            writer.finish();
            return ok;
        },
        [&](Render& render, Session& session, bool ok) -> nb::object {
            if (!ok && must_raise(page, session.context.diagnostics()))
                raise_diagnostics(render, session.context.diagnostics());
            return nb::none();
        });
}

}  // namespace

void bind_rendering(nb::module_& module, nb::class_<PythonTemplate>& type) {
    nb::class_<Stop>(module, "Stop").def(nb::init<>()).def("request", [](Stop& stop) { stop.source.request_stop(); });
    type.def("render", &render_text)
        .def("render_bytes", &render_bytes)
        .def("render_result", &render_result)
        .def("_stream", &stream_to, nb::arg("write"), nb::arg("as_bytes"), nb::arg("args"), nb::arg("kwargs"))
        .def("_render_until", &render_until, nb::arg("stop"), nb::arg("args"), nb::arg("kwargs"));
}

}  // namespace liquidpy
