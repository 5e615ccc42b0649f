// Artifacts from strangers: whatever the bytes are, loading refuses them, or each template is refused when it is taken
// or renders. The checksum and the fingerprints are put right first, so that mutations reach the tables.
#include <cstdint>
#include <cstring>
#include <string>

#include <liquid/liquid.hpp>

#include "program/artifact_format.hpp"

namespace {

namespace artifact = liquid::program::artifact;
using liquid::TagCall;
using liquid::TagSpec;
using liquid::Value;

liquid::Environment environment() {
    liquid::Limits limits;
    limits.safety.steps = 100'000;
    limits.safety.memory_bytes = 16 << 20;
    limits.safety.output_bytes = 1 << 20;
    limits.safety.partial_depth = 20;
    TagSpec box;
    box.name = "box";
    box.shape = TagSpec::Shape::Block;
    box.grammar = TagSpec::Grammar::Expression;
    box.branches = {"side"};
    box.render = [](TagCall& call) {
        for (std::size_t i = 0; i < call.argument_count(); ++i)
            if (Value value = call.argument(i); value.is_failed()) return value;
        call.push_scope();
        call.set("inside", Value::integer(1));
        for (std::size_t i = 0; i < call.body_count(); ++i) call.render_body(i);
        call.pop_scope();
        liquid::Interrupt left{};
        call.write(call.capture_body(0, left));
        return Value::nil();
    };
    TagSpec note;
    note.name = "note";
    note.grammar = TagSpec::Grammar::FreeText;
    note.render = [](TagCall& call) {
        call.write(call.markup());
        return Value::nil();
    };
    return liquid::EnvironmentBuilder()
        .on_error(liquid::OnError::Inline)
        .limits(limits)
        .tag(box)
        .tag(note)
        .now({})
        .build();
}

// Right in everything that is told before the tables are looked at.
std::string sealed(std::string bytes, std::uint64_t folding) {
    if (bytes.size() < sizeof(artifact::Header)) return bytes;
    artifact::Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    std::memcpy(header.magic, artifact::kMagic, sizeof artifact::kMagic);
    header.byte_order = artifact::kByteOrder;
    header.format = artifact::kFormat;
    header.layout = artifact::kLayout;
    header.folding = folding;
    header.file_size = bytes.size();
    header.error_mode = 0;
    header.scored = 0;
    header.overrides = 0;
    std::memcpy(bytes.data(), &header, sizeof header);
    header.checksum = artifact::checksum(bytes.data() + artifact::kChecked, bytes.size() - artifact::kChecked);
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
}

// An artifact as it is; or a number of changes (four bytes of place, one of value), and a template to compile first.
std::string artifact_of(std::string_view input, const liquid::Environment& engine) {
    if (input.starts_with(std::string_view(artifact::kMagic, 4))) return std::string(input);
    std::size_t changes = static_cast<unsigned char>(input.front()) % 16;
    input.remove_prefix(1);
    std::string_view edits = input.substr(0, changes * 5);
    std::string bytes = engine.parse(input.substr(edits.size()), "p").value.serialize();
    for (; edits.size() >= 5; edits.remove_prefix(5)) {
        std::uint32_t place = 0;
        std::memcpy(&place, edits.data(), sizeof place);
        bytes[place % bytes.size()] = edits[4];
    }
    return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const liquid::Environment engine = environment();
    static const liquid::Data page =
        liquid::Data::parse(
            R"({"a":[1,"two",{"b":3.5}],"product":{"title":"Lamp","tags":["x","y"]},"n":7,"s":"text","p":"p"})")
            .value;
    static const std::uint64_t folding = [] {
        artifact::Header header;
        std::string own = engine.parse("").value.serialize();
        std::memcpy(&header, own.data(), sizeof header);
        return header.folding;
    }();
    static liquid::RenderContext context;
    if (size == 0) return 0;
    std::string bytes = artifact_of({reinterpret_cast<const char*>(data), size}, engine);
    liquid::Result<liquid::Artifact> loaded = engine.load(sealed(std::move(bytes), folding));
    for (std::size_t i = 0; i < loaded.value.size(); ++i) {
        liquid::Template compiled = loaded.value.get(loaded.value[i].name).value;
        std::string out;
        compiled.render_into(out, context, page);
        liquid::dump_program(compiled);
    }
    return 0;
}
