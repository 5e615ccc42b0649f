// Variables: cells with two slots, and the frames that hold them.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "program/program.hpp"
#include "render/block.hpp"
#include "value/rep.hpp"

namespace liquid::render {

// A variable of one frame. assign and capture write `bottom`; loops, include and host scopes write `visible` and
// restore it. Unset, nil and a value are three states: a nil in a scope hides what is outside, an unset cell does not.
struct Cell {
    Value visible = Value::unset();
    Value bottom = Value::unset();
    Value outer = Value::unset();    // what lies outside of the frame, once looked up
    Value dynamic = Value::unset();  // the dynamic layer: host variables, increment and decrement
    Block* block = nullptr;          // memory behind `bottom`
    std::uint32_t shadows = 0;       // scopes that have set `visible`
    std::uint32_t hash = 0;
    std::string_view name;
    bool dynamic_known = false;
};

class Context;

// One set of variables: the page's, or that of one `render`. Includes share their caller's.
class Frame final : public ScopeView {
public:
    explicit Frame(Context& context) : context_(context) {}

    void begin(bool is_isolated, int base_depth);
    void end(Blocks& blocks);

    // Cells for the names of a program that begins in this frame; the first program's are simply laid out.
    Cell** bind(const program::Program& program, Arena& arena);
    // The cell of a name met at run time.
    Cell* cell(std::string_view name, std::uint32_t hash);
    // The cell if there is one.
    Cell* known(std::string_view name, std::uint32_t hash);

    Value find(Value name) override;
    bool defined(Value name) override;
    bool isolated() const { return isolated_; }
    // How many scopes are open here, with those of the frames around.
    int depth() const { return base_depth + scopes; }

    int scopes = 1;                       // the reference's scope stack: one, and one per open loop or include
    int base_depth = 0;                   // of the frames around
    const ForLoopRecord* loop = nullptr;  // the innermost for loop: forloop.parentloop of the next

private:
    void index_all();
    void index(std::uint32_t cell);

    Context& context_;
    bool isolated_ = false;
    // Chunks, because cells must not move; kept for the next use of the frame.
    static constexpr std::size_t kChunk = 32;
    static constexpr std::size_t kKeptChunks = 64;
    std::vector<std::unique_ptr<Cell[]>> chunks_;
    std::uint32_t count_ = 0;
    std::uint64_t charged_ = 0;         // for the chunks in use and the table
    std::vector<std::uint32_t> table_;  // open addressing, cell + 1; empty until a name must be found by hash
    bool indexed_ = false;

    Cell& at(std::uint32_t i) { return chunks_[i / kChunk][i % kChunk]; }
    Cell& add(std::string_view name, std::uint32_t hash);
    void begin_chunk();
};

}  // namespace liquid::render
