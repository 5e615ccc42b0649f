// One template of an artifact after the other, from the file to its program.
#pragma once

#include <memory>

#include "program/artifact.hpp"
#include "program/artifact_check.hpp"
#include "program/artifact_format.hpp"
#include "value/operations.hpp"

namespace liquid::program {

// A program whose code and sources lie in an artifact.
struct ArchivedProgram {
    Program program;
    std::unique_ptr<std::byte[]> tables;  // those that hold addresses
};

// Keeps what templates have in common, texts with their hashes and the checks' memory, from one to the next. For one
// thread at a time.
class ArtifactReader {
public:
    explicit ArtifactReader(const Archive& of);

    // Checks a template that is compiled, and makes its program.
    std::optional<ArtifactFault> read(std::uint32_t number, ArchivedProgram& to);

private:
    const char* program(const artifact::RawTemplate& raw, Program& to);
    const char* values(Program& to);
    const char* controls(Program& to);
    const char* host_tags(Program& to);
    const char* failures(Program& to);
    const char* calls(const Program& program) const;
    const char* value(const artifact::RawConstant& raw, Program& of, Value& to);
    const char* integer(const artifact::RawConstant& raw, Program& of, Value& to);
    const char* string(const artifact::RawConstant& raw, Value& to);

    // Whether there is such a text; all others that take a symbol take one that is known.
    bool known(artifact::Symbol symbol) {
        return symbol < symbol_count_ && (symbols_[symbol].data != nullptr || intern(symbol));
    }
    bool intern(artifact::Symbol symbol);
    std::string_view text(artifact::Symbol symbol) const { return symbols_[symbol].view(); }
    template <class T>
    T* allot(Table<T>& table, std::size_t count);

    const Archive& of_;
    const artifact::View& file_;
    const std::size_t symbol_count_;
    std::unique_ptr<Key[]> symbols_;  // without data: not met yet
    bool append_is_standard_ = false;
    Effort effort_;          // with the template that is being read
    Effort effort_done_;     // without it
    artifact::Parts parts_;  // of the template that is being read
    std::byte* room_ = nullptr;
    Runtime runtime_;
    FlowCheck flow_;
};

}  // namespace liquid::program
