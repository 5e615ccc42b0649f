// Ruby's Array#sort, comparison by comparison.
#pragma once

#include <algorithm>
#include <cstddef>

#include "value/runtime.hpp"

namespace liquid::filters {

// std::copy, in stretches.
template <class T>
T* copy_items(Runtime& runtime, const T* from, const T* end, T* to) {
    constexpr std::ptrdiff_t kAtOnce = Runtime::kStretch / sizeof(T);
    while (end - from > kAtOnce) {
        to = std::copy(from, from + kAtOnce, to);
        runtime.pass(Runtime::kStretch);
        from += kAtOnce;
    }
    return std::copy(from, end, to);
}

// Ruby sorts with the C library's qsort_r, a merge sort that halves downwards. Which pairs are compared decides which
// error a list of mixed values gives, so the order of comparisons is the same here. `compare(a, b)` returns false when
// it failed, else sets `order` below, at or above zero. False: a comparison failed.
template <class T, class Compare>
bool merge_sort(Runtime& runtime, T* items, std::size_t count, T* scratch, Compare& compare) {
    if (count <= 1) return true;
    std::size_t half = count / 2;
    if (!merge_sort(runtime, items, half, scratch, compare)) return false;
    if (!merge_sort(runtime, items + half, count - half, scratch, compare)) return false;
    T* left = items;
    T* left_end = items + half;
    T* right = left_end;
    T* end = items + count;
    T* out = scratch;
    while (left != left_end && right != end) {
        int order = 0;
        if (!compare(*left, *right, order)) return false;
        *out++ = order <= 0 ? *left++ : *right++;
    }
    // What is left of the right half is in place already.
    out = copy_items(runtime, left, left_end, out);
    copy_items(runtime, scratch, out, items);
    return true;
}

}  // namespace liquid::filters
