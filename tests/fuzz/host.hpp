// A host with a filter, tags and a drop of its own.
#pragma once

#include <liquid/liquid.hpp>

namespace fuzz {

/// Registers the tags `box` (a block with the branch `lid`), `note` (one expression and keywords), `raw_box`, `named`
/// and `counted` (read by a callback), and the filters `tell`, `swap` and `refuse`.
void add_host(liquid::EnvironmentBuilder& builder);

/// Answers some names, is a list of three, has a text, a number and an order; asked for `throw`, it throws.
liquid::Drop& drop();

}  // namespace fuzz
