// Integers of any size, as text in decimal and back.
#pragma once

#include <nanobind/nanobind.h>

namespace liquidpy {

namespace nb = nanobind;

// A str; null with an exception set.
nb::object digits_of(nb::handle number);
nb::object integer_of(nb::handle digits);

}  // namespace liquidpy
