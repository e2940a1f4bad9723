// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What short runs of frozen copies of the presets come to, bit by bit: a change that is meant to
// change no number changes none. Where one is meant to, the new hashes go into the table.
#include <algorithm>
#include <cmath>
#include <unistd.h>

#include <QCryptographicHash>
#include <QTest>

#include "io/project_file.h"
#include "sim/simulator.h"

using namespace vle;

namespace {

/// The C library rounds `exp`, `log`, `pow` and `cos` by whether the processor has fused
/// multiply-adds. Without them it gives the same bits on every x86-64; it asks at its start.
constexpr const char* kTunables = "glibc.cpu.hwcaps=-FMA,-FMA4";

constexpr std::int64_t kSteps = 8000;  // each variant has begun to learn

QByteArray hashOf(const std::vector<const AlignedVector*>& arrays) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  for (const AlignedVector* array : arrays) {
    const auto* bytes = reinterpret_cast<const char*>(array->data());
    hash.addData(QByteArray(bytes, static_cast<qsizetype>(array->size() * sizeof(double))));
  }
  return hash.result().toHex().left(16);
}

/// Functions of the C library at many places: what it gives on Debian 12.
QByteArray hashOfLibrary() {
  AlignedVector values;
  for (int k = 1; k <= 2000; ++k) {
    const double x = 0.001 * k * k;
    for (const double y : {std::exp(-x), std::log(x), std::pow(x, 0.3), std::cos(x)}) {
      values.push_back(y);
    }
  }
  return hashOf({&values});
}

constexpr const char* kLibrary = "ac0b9e7fc34b13f9";

struct Frozen {
  const char* preset;
  const char* variant;
  const char* hash;  ///< of W, B and r after kSteps
};

constexpr Frozen kFrozen[] = {
    {"chain", "learned", "5ad49aeaf2165e4c"},
    {"chain", "transpose", "f25dddc145ce99a3"},
    {"chain", "constant", "91059d7d03da2ef0"},
    {"lagline", "local", "e6ed1c02f7261b4b"},
    {"lagline", "instantaneous", "2d517b11d90f0690"},
    {"lagline", "bptt 4", "99a500023716022d"},
    {"lagline", "bptt 2", "b304b7a869ca7ffb"},
    {"lagline", "bptt 1", "3bcd2e19187067ee"},
    {"lagnet", "local", "54db2f1dc27604b5"},
    {"lagnet", "instantaneous", "375b7512dec46431"},
    {"network", "learned", "3129b86561058785"},
    {"network", "transpose", "994dcb6195f70a72"},
    {"network", "constant", "88a41bee1f9253aa"},
    {"network", "drive", "d7442d145c044767"},
    {"temporal-xor", "learned", "e8f1da62391f8a67"},
    {"temporal-xor", "transpose", "91b1f038484774db"},
    {"temporal-xor", "constant", "3a9bd1534041796b"},
};

}  // namespace

class TestFrozen : public QObject {
  Q_OBJECT

 private slots:
  void theTableIsWhole();
  void runsAreWhatTheyWere_data();
  void runsAreWhatTheyWere();
};

void TestFrozen::theTableIsWhole() {
  QStringList written, there;
  for (const Frozen& row : kFrozen) written << row.preset + QStringLiteral(" ") + row.variant;
  for (const char* preset : {"chain", "lagline", "lagnet", "network", "temporal-xor"}) {
    const Project project = loadProject(VLE_TEST_DATA "/frozen/" + std::string(preset) + ".vle");
    for (const Variant& variant : project.variants) {
      there << preset + QStringLiteral(" ") + QString::fromStdString(variant.name);
    }
  }
  QCOMPARE(written, there);
}

void TestFrozen::runsAreWhatTheyWere_data() {
  QTest::addColumn<int>("index");
  for (int k = 0; k < static_cast<int>(std::size(kFrozen)); ++k) {
    QTest::addRow("%s %s", kFrozen[k].preset, kFrozen[k].variant) << k;
  }
}

void TestFrozen::runsAreWhatTheyWere() {
  if (hashOfLibrary() != kLibrary) QSKIP("another C library rounds otherwise");
  QFETCH(int, index);
  const Frozen& row = kFrozen[index];
  const Project project = loadProject(VLE_TEST_DATA "/frozen/" + std::string(row.preset) + ".vle");
  const auto variant = std::ranges::find(project.variants, row.variant, &Variant::name);
  const auto network =
      compileVariants(project).at(static_cast<std::size_t>(variant - project.variants.begin()));
  State state = initialState(*network);
  Simulator(network).advance(state, kSteps);
  QCOMPARE(hashOf({&state.W, &state.B, &state.r}), QByteArray(row.hash));
}

int main(int argc, char** argv) {
  if (qgetenv("GLIBC_TUNABLES") != kTunables) {
    qputenv("GLIBC_TUNABLES", kTunables);
    execv("/proc/self/exe", argv);
    return 1;
  }
  const QCoreApplication application(argc, argv);
  TestFrozen test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_frozen.moc"
