// Artifacts that were damaged, or made to do harm. What is right about them is tested through the public interface.
#include "program/artifact.hpp"

#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <vector>

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
    "{% case x %}{% when 1 %}{% include x %}{% endcase %}{% case a.b.c.d.e.f.g.h[x] %}{% when 1, 2 %}v{% break %}{% "
    "endcase %}{% tablerow r in a cols: 2 %}{{ r }}{% endtablerow %}"
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

// Whatever is said of it, it is safe to take and to render. Whether nothing was said.
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
    EXPECT_NE(loaded.ok(), !loaded.diagnostics.empty());
    Diagnostics damage;
    for (std::size_t i = 0; i < loaded.value.size(); ++i) {
        Result<Template> taken = loaded.value.get(loaded.value[i].name);
        for (const Diagnostic& one : taken.diagnostics)
            if (one.kind == Kind::ArtifactDamaged) damage.push_back(one);
        std::string out;
        bool is_clean = taken.value.render_into(out, context, data);
        EXPECT_TRUE(taken.value.valid() || !is_clean);
    }
    EXPECT_EQ(to_json(loaded.value.check_all()), to_json(damage));
    return loaded.ok() && damage.empty();
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

using artifact::View;

template <class Item>
std::string with(std::size_t index, std::span<const Item> (View::*section)() const,
                 const std::function<void(Item&)>& change) {
    std::string bytes = compiled();
    View view;
    EXPECT_TRUE(view.open(bytes));
    Item item = (view.*section)()[index];
    change(item);
    std::memcpy(bytes.data() + (reinterpret_cast<const char*>(&(view.*section)()[index]) - bytes.data()), &item,
                sizeof item);
    return sealed(bytes);
}

std::string reason(const std::string& bytes) {
    Result<Artifact> loaded = Environment().load(bytes);
    Diagnostics said = loaded.ok() ? loaded.value.front().diagnostics : loaded.diagnostics;
    return said.empty() ? "" : std::get<std::string>(said.front().argument("reason")->value);
}

TEST(HostileArtifact, IsRefusedWithTheReason) {
    using program::Instruction;
    using program::Op;
    EXPECT_EQ(reason(with<Instruction>(0, &View::code, [](Instruction& i) { i.op = Op::Pop; })),
              "the value stack runs empty");
    EXPECT_EQ(reason(with<Instruction>(0, &View::code, [](Instruction& i) { i.op = static_cast<Op>(200); })),
              "an instruction is none");
    EXPECT_EQ(reason(with<Instruction>(0, &View::code, [](Instruction& i) { i.a = 1u << 20; })),
              "an instruction points at what is not there");
    EXPECT_EQ(reason(with<Instruction>(1, &View::code, [](Instruction& i) { i = {Op::ForNext, 0, 0, 0, 0, 0}; })),
              "a loop's turn ends in another loop");
    EXPECT_EQ(reason(with<program::NodeRow>(0, &View::nodes, [](program::NodeRow& row) { row.stack = 1; })),
              "a statement begins otherwise than it says");
    EXPECT_EQ(reason(with<artifact::RawSymbol>(1, &View::symbols, [](artifact::RawSymbol& s) { s.length = 1u << 30; })),
              "a template has no name");
    EXPECT_EQ(reason(with<artifact::RawTemplate>(0, &View::templates, [](artifact::RawTemplate& t) { t.keys = 1000; })),
              "a template's part of a table is none");
    EXPECT_EQ(reason(with<char>(0, &View::text, [](char& c) { c = '\xff'; })), "a template has no name");
}

// The n-th instruction of a kind, as something else.
std::string with_op(program::Op op, std::size_t n, const std::function<void(program::Instruction&)>& change) {
    std::string bytes = compiled();
    View view;
    EXPECT_TRUE(view.open(bytes));
    std::size_t index = 0;
    for (; index < view.code().size(); ++index)
        if (view.code()[index].op == op && n-- == 0) break;
    return with<program::Instruction>(index, &View::code, change);
}

// Code that several places run comes back to where it was called from, and is paid for.
TEST(HostileArtifact, SharedCodeIsCalledAndLeftAsItSays) {
    using program::Instruction;
    using program::Op;
    constexpr const char* kOtherwise = "shared code goes back otherwise than it was called";
    EXPECT_EQ(reason(with_op(Op::CallShared, 0, [](Instruction& i) { i.b = 1; })), "shared code is charged too little");
    EXPECT_EQ(reason(with_op(Op::CallShared, 2, [](Instruction& i) { i.n = 0; })),
              "shared code is called from two places that do not agree");
    EXPECT_EQ(reason(with_op(Op::CallShared, 0, [](Instruction& i) { i.n = 0; })), "the value stack runs empty");
    EXPECT_EQ(reason(with_op(Op::ReturnShared, 0, [](Instruction& i) { i.n = 1; })), kOtherwise);
    EXPECT_EQ(reason(with_op(Op::CallShared, 0, [](Instruction& i) { i = {Op::ReturnShared, 0, 1, 0, 0, 0}; })),
              kOtherwise);
    // Its own address is no value for what stands inside.
    EXPECT_EQ(reason(with_op(Op::ReturnShared, 0, [](Instruction& i) { i = {Op::SetFlag, 0, 0, 0, 0, 0}; })),
              "the value stack runs empty");
}

// Pages and partials are checked when they are asked for: one that is damaged spoils no other.
TEST(HostileArtifact, DamageStaysInItsTemplate) {
    Environment environment =
        EnvironmentBuilder()
            .on_error(OnError::Inline)
            .loader(memory_loader({{"bad", "{{ 1 | plus: x }}"}, {"good", "good"}, {"outer", "\n {% render 'bad' %}"}}))
            .build();
    std::string bytes =
        environment.compile(std::vector<ArtifactSource>{{"page", "a{% include 'outer' %}b{% render 'good' %}", ""}})
            .value;
    View view;
    ASSERT_TRUE(view.open(bytes));
    program::Instruction none = view.code()[0];
    none.op = static_cast<program::Op>(250);
    std::memcpy(bytes.data() + (reinterpret_cast<const char*>(view.code().data()) - bytes.data()), &none, sizeof none);
    Artifact artifact = environment.load(sealed(bytes)).value;
    ASSERT_EQ(artifact[0].name, "bad");

    RenderContext context;
    std::string out;
    for (int again = 0; again < 2; ++again) {
        out.clear();
        EXPECT_FALSE(artifact.get("page").value.render_into(out, context, {}));
        EXPECT_EQ(out, "a\n Liquid error (outer line 2): the artifact cannot be used: an instruction is nonebgood");
        ASSERT_EQ(context.diagnostics().size(), 1u);
        const Diagnostic& said = context.diagnostics().front();
        EXPECT_EQ(said.code(), "LQ6001");
        EXPECT_EQ(said.location.path, "outer");
        ASSERT_EQ(said.chain.size(), 1u);
        EXPECT_EQ(said.chain.front().tag, "include");
        EXPECT_EQ(said.notes, std::vector<std::string>{"in the template `bad`"});
    }
    Result<Template> bad = artifact.get("bad");
    EXPECT_FALSE(bad.value.valid());
    EXPECT_EQ(bad.value.source(), "{{ 1 | plus: x }}");
    EXPECT_EQ(bad.value.render({}).value, "Liquid error: the artifact cannot be used: an instruction is none");
    EXPECT_EQ(to_json(artifact.check_all()), to_json(bad.diagnostics));
}

TEST(Artifact, EqualTemplatesAreEqualBytes) { EXPECT_EQ(compiled(), compiled()); }

}  // namespace
}  // namespace liquid
