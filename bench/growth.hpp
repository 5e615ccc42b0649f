// Jobs that can be made ten and a hundred times as large: their time and memory may grow as much, and hardly more.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "measure.hpp"

namespace bench {

struct Growth {
    std::string name;
    std::string what;  ///< the size counts
    std::vector<std::size_t> sizes;
    std::function<Run(std::size_t size)> make;
    std::string beside_name = {};  ///< of something plain that does as much work, where there is one
    std::function<Run(std::size_t size)> beside = {};
};

std::vector<Growth> growths();

/// The repeated append of `size` pieces, for counting what it copies; the result has kAppended bytes a piece.
Run repeated_append(std::size_t size);
constexpr std::size_t kAppended = 20;

/// A page of `size` bytes and more, written to a sink that keeps nothing.
Run page_to_sink(std::size_t size);

}  // namespace bench
