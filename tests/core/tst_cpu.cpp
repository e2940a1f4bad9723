// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A library may leave the upper halves of the vector registers filled, which makes scalar code
// slow. No clock is read here: the processor says itself whether they are in use.
#include <QTest>

#include "base/cpu.h"
#include "run_tests.h"
#include "sim/simulator.h"
#include "specs.h"

#if defined(__x86_64__)
#include <cpuid.h>

namespace {

/// Can the processor say which of its registers are in use?
bool canTell() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__builtin_cpu_supports("avx") == 0) return false;
  return __get_cpuid_count(0xd, 1, &a, &b, &c, &d) != 0 && (a & 4U) != 0;
}

bool upperHalvesInUse() {
  unsigned low = 0;
  unsigned high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(1));
  return (low & 4U) != 0;
}

void fillUpperHalves() { asm volatile("vcmptrueps %%ymm0, %%ymm0, %%ymm0" ::: "xmm0"); }

}  // namespace
#endif

class TestCpu : public QObject {
  Q_OBJECT

 private slots:
  void upperHalvesAreCleared();
  void stepsRunWithClearedHalves();
};

void TestCpu::upperHalvesAreCleared() {
#if defined(__x86_64__)
  if (!canTell()) QSKIP("this processor does not say which registers are in use");
  fillUpperHalves();
  QVERIFY(upperHalvesInUse());
  fillUpperHalves();
  vle::clearVectorState();
  const bool in_use = upperHalvesInUse();  // before anything else can fill them again
  QVERIFY(!in_use);
#else
  QSKIP("there are no such registers");
#endif
}

void TestCpu::stepsRunWithClearedHalves() {
#if defined(__x86_64__)
  if (!canTell()) QSKIP("this processor does not say which registers are in use");
  const vle::Simulator simulator(vle::Network::build(vle::test::oneNeuron()));
  vle::State state = initialState(simulator.network());
  fillUpperHalves();
  simulator.advance(state, 0);
  const bool in_use = upperHalvesInUse();
  QVERIFY(!in_use);
#else
  QSKIP("there are no such registers");
#endif
}

VLE_TEST(TestCpu, QCoreApplication)
#include "tst_cpu.moc"
