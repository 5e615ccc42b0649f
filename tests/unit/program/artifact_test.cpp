// Artifacts that were damaged, or made to do harm. What is right about them is tested through the public interface.
#include "program/artifact.hpp"

#include <cstring>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include <liquid/liquid.hpp>

#include "program/artifact_format.hpp"

namespace liquid {
namespace {

namespace artifact = program::artifact;
using artifact::Header;

// Everything that has a table of its own, in few bytes.
constexpr const char* kSource =
    "{% assign x = 'a' | append: b.c, 1 %}{% for i in (1..3) limit: 2 %}{{ i | plus: 1 }}{% cycle 'a', i %}"
    "{% if i == 2 %}{% break %}{% endif %}{% endfor %}{% capture y %}{{ x.y[0] }}{% endcapture %}{% render 'p', a: 1 %}"
    "{% case x %}{% when 1 %}{% include x %}{% endcase %}{% tablerow r in a cols: 2 %}{{ r }}{% endtablerow %}"
    "{{ 1 | default: 2, allow_false: true | upcase: 1 }}{{ 12345678901234567890 }}\xc3\xa9";

std::string compiled(const char* source = kSource) { return Environment().parse(source, "page").value.serialize(); }

std::string sealed(std::string bytes) {
    if (bytes.size() < sizeof(Header)) return bytes;
    Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    header.checksum = artifact::checksum(bytes.data() + artifact::kChecked, bytes.size() - artifact::kChecked);
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
}

// Whatever is said of it, it is safe to render.
bool loads(std::string bytes) {
    static const Environment environment = [] {
        Limits limits;
        limits.safety.steps = 20'000;
        limits.safety.memory_bytes = 4 << 20;
        return EnvironmentBuilder().limits(limits).build();
    }();
    static const Data data = Data::parse(R"({"b":{"c":1},"a":[1,2,3]})").value;
    static RenderContext context;
    Result<Artifact> loaded = environment.load(std::move(bytes));
    for (std::size_t i = 0; i < loaded.value.size(); ++i) {
        std::string out;
        loaded.value.get(loaded.value[i].name).value.render_into(out, context, data);
    }
    EXPECT_NE(loaded.ok(), !loaded.diagnostics.empty());
    return loaded.ok();
}

TEST(DamagedArtifact, WholeIsTaken) { EXPECT_TRUE(loads(compiled())); }

TEST(DamagedArtifact, CutOffAnywhereIsRefused) {
    std::string whole = compiled();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        std::string part = whole.substr(0, size);
        EXPECT_FALSE(loads(part)) << size;
        // As if somebody had written it so.
        if (size >= sizeof(Header)) {
            Header header;
            std::memcpy(&header, part.data(), sizeof header);
            header.file_size = size;
            std::memcpy(part.data(), &header, sizeof header);
            EXPECT_FALSE(loads(sealed(part))) << size;
        }
    }
}

TEST(DamagedArtifact, AnyBitIsNoticed) {
    std::string whole = compiled();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        EXPECT_FALSE(loads(damaged)) << at;
    }
}

TEST(HostileArtifact, AnyByteMayBeAnything) {
    std::string whole = compiled();
    std::size_t taken = 0;
    for (std::size_t at = sizeof(Header::magic); at < whole.size(); ++at)
        for (int byte : {0x00, 0x01, 0x7f, 0x80, 0xff, whole[at] + 1, whole[at] - 1, whole[at] ^ 0x40}) {
            std::string forged = whole;
            forged[at] = static_cast<char>(byte);
            taken += loads(sealed(forged));
        }
    EXPECT_GT(taken, 0u);  // texts and places may be others
}

template <class Item>
std::string with(std::size_t index, artifact::Section Header::*section, const std::function<void(Item&)>& change) {
    std::string bytes = compiled();
    Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    Item item;
    char* at = bytes.data() + (header.*section).offset + index * sizeof item;
    std::memcpy(&item, at, sizeof item);
    change(item);
    std::memcpy(at, &item, sizeof item);
    return sealed(bytes);
}

std::string reason(const std::string& bytes) {
    Result<Artifact> loaded = Environment().load(bytes);
    return loaded.ok() ? "" : std::get<std::string>(loaded.diagnostics.front().argument("reason")->value);
}

TEST(HostileArtifact, IsRefusedWithTheReason) {
    using program::Instruction;
    using program::Op;
    EXPECT_EQ(reason(with<Instruction>(0, &Header::code, [](Instruction& i) { i.op = Op::Pop; })),
              "the value stack runs empty");
    EXPECT_EQ(reason(with<Instruction>(0, &Header::code, [](Instruction& i) { i.op = static_cast<Op>(200); })),
              "an instruction is none");
    EXPECT_EQ(reason(with<Instruction>(0, &Header::code, [](Instruction& i) { i.a = 1u << 20; })),
              "an instruction points at what is not there");
    EXPECT_EQ(reason(with<Instruction>(1, &Header::code, [](Instruction& i) { i = {Op::ForNext, 0, 0, 0, 0, 0}; })),
              "a loop's turn ends in another loop");
    EXPECT_EQ(reason(with<program::NodeRow>(0, &Header::nodes, [](program::NodeRow& row) { row.stack = 1; })),
              "a statement begins otherwise than it says");
    EXPECT_EQ(
        reason(with<artifact::RawSymbol>(1, &Header::symbols, [](artifact::RawSymbol& s) { s.length = 1u << 30; })),
        "a text is outside of its texts");
}

TEST(Artifact, EqualTemplatesAreEqualBytes) { EXPECT_EQ(compiled(), compiled()); }

}  // namespace
}  // namespace liquid
