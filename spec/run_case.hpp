// One case through the engine.
#pragma once

#include <string>

#include "corpus.hpp"

namespace conformance {

struct Outcome {
    bool passed = false;
    std::string mode;      // in which it failed
    std::string expected;  // when it failed
    std::string found;
};

// Set once, before the first case: templates and partials are compiled to an artifact, written, loaded, and only then
// rendered.
extern bool through_artifacts;

// Runs the case in every mode that it names; the first failing one is told.
Outcome run_case(const Case& one);

}  // namespace conformance
