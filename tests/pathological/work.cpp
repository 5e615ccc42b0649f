#include "work.hpp"

#include <cstddef>

#ifdef LIQUID_COUNTED

namespace {
// Threads of one test do not count at the same time.
std::uint64_t done = 0;
void count_bytes(std::size_t bytes) { done += 1 + bytes / 64; }
}  // namespace

extern "C" {

void __sanitizer_cov_trace_pc() { ++done; }

void* __real_memchr(const void*, int, std::size_t);
int __real_memcmp(const void*, const void*, std::size_t);
void* __real_memcpy(void*, const void*, std::size_t);
void* __real_memmem(const void*, std::size_t, const void*, std::size_t);
void* __real_memmove(void*, const void*, std::size_t);
void* __real_memset(void*, int, std::size_t);

void* __wrap_memchr(const void* in, int byte, std::size_t size) {
    void* found = __real_memchr(in, byte, size);
    count_bytes(found == nullptr ? size
                                 : static_cast<std::size_t>(static_cast<char*>(found) - static_cast<const char*>(in)));
    return found;
}
int __wrap_memcmp(const void* left, const void* right, std::size_t size) {
    count_bytes(size);
    return __real_memcmp(left, right, size);
}
void* __wrap_memcpy(void* to, const void* from, std::size_t size) {
    count_bytes(size);
    return __real_memcpy(to, from, size);
}
// Two passes over what is looked for, and one over the text, byte by byte.
void* __wrap_memmem(const void* in, std::size_t size, const void* wanted, std::size_t length) {
    void* found = __real_memmem(in, size, wanted, length);
    done +=
        2 * length +
        (found == nullptr ? size : static_cast<std::size_t>(static_cast<char*>(found) - static_cast<const char*>(in)));
    return found;
}
void* __wrap_memmove(void* to, const void* from, std::size_t size) {
    count_bytes(size);
    return __real_memmove(to, from, size);
}
void* __wrap_memset(void* to, int byte, std::size_t size) {
    count_bytes(size);
    return __real_memset(to, byte, size);
}

}  // extern "C"

namespace hostile {
std::uint64_t work() { return done; }
bool work_is_counted() { return true; }
}  // namespace hostile

#else

namespace hostile {
std::uint64_t work() { return 0; }
bool work_is_counted() { return false; }
}  // namespace hostile

#endif
