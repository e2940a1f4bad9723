// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trained.h"

#include "model/variants.h"

namespace vle {

Project trainedProject(const Project& project, const Variant& variant, const Network& network,
                       const State& state) {
  Project trained = applyVariant(project, variant);
  trained.variants.clear();
  trained.weights = trainedWeights(network, state);
  return trained;
}

}  // namespace vle
