// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Eigen views on slices of the state. W of a dense projection is column-major (n_post × n_pre);
// B_ji lies at the offset of W_ij, so B is the transpose of the same view. No copies; any thread.
#pragma once

#include <Eigen/Core>

#include "sim/network.h"

namespace vle {

using MatrixMap = Eigen::Map<Eigen::MatrixXd, Eigen::AlignedMax>;
using ConstMatrixMap = Eigen::Map<const Eigen::MatrixXd, Eigen::AlignedMax>;
using VectorMap = Eigen::Map<Eigen::VectorXd>;
using ConstVectorMap = Eigen::Map<const Eigen::VectorXd>;

/// A slice of an array, (size,).
inline VectorMap slice(AlignedVector& array, Slots range) {
  return {array.data() + range.begin, static_cast<Eigen::Index>(range.size)};
}
inline ConstVectorMap slice(const AlignedVector& array, Slots range) {
  return {array.data() + range.begin, static_cast<Eigen::Index>(range.size)};
}

/// The weights of a dense projection, (n_post, n_pre).
inline MatrixMap matrix(AlignedVector& weights, const ProjectionPlan& projection) {
  return {weights.data() + projection.weights.begin,
          static_cast<Eigen::Index>(projection.post.size),
          static_cast<Eigen::Index>(projection.pre.size)};
}
inline ConstMatrixMap matrix(const AlignedVector& weights, const ProjectionPlan& projection) {
  return {weights.data() + projection.weights.begin,
          static_cast<Eigen::Index>(projection.post.size),
          static_cast<Eigen::Index>(projection.pre.size)};
}

}  // namespace vle
