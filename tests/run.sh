#!/usr/bin/env bash
# SPDX-FileCopyrightText: The VLE Lab authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bash tests/run.sh [--ci | --full]: the same set-up as app/start.sh, builds everything, runs all tests.
# --ci    what has to pass before a change lands: format, warnings as errors, and each test in the
#         configuration it is for (tests/README.md)
# --full  before an issue is resolved: all tests in every configuration, a Debug build file by file
#         with the guard against allocations armed, clang-tidy
# A table of what took how long is printed at the end.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/app/setup.sh"

mode=${1:-}
case "$mode" in
  "" | --ci | --full) ;;
  *) echo "usage: bash tests/run.sh [--ci | --full]" >&2; exit 2 ;;
esac

table=$(mktemp)
print_table() {
  echo
  awk 'BEGIN { FS = "\t"; form = "%-28s %9s %9s %9s\n"
               printf form, "s", "user", "system", "passed" }
       { printf form, $1, $2, $3, $4; u += $2; k += $3; p += $4 }
       END { printf form, "in all " int(u + k + .5) " of processor", u, k, p }' "$table"
  rm -f "$table"
}
trap print_table EXIT

# timed NAME COMMAND...: runs it, and keeps what it took.
timed() {
  local name=$1 times status=0 TIMEFORMAT=$'%U\t%S\t%R'
  shift
  echo "$name …"
  times=$(mktemp)
  exec 3>&2
  { time "$@" 2>&3; } 2>"$times" || status=$?
  printf '%s\t%s\n' "$name" "$(tail -n 1 "$times")" >>"$table"
  rm -f "$times"
  return "$status"
}

run_tests() {  # PRESET [ctest arguments]
  local preset=$1
  shift
  ctest --test-dir "$root/build/$preset" --output-on-failure --parallel "$(nproc)" "$@"
}

check_format() {
  find "$root/app" "$root/core" "$root/ui" "$root/tests" -name '*.h' -o -name '*.cpp' |
    xargs clang-format-14 --dry-run --Werror
}

# On the united folders: their headers are read once.
check_tidy() {
  local sources
  sources=$(sed -n 's/^ *"file": "\(.*\)".*/\1/p' "$root/build/asan/compile_commands.json" |
    grep -v -e /tests/ -e mocs.cpp -e qrc_ -e cmake_pch)
  xargs -P "$(nproc)" -n 1 clang-tidy-16 -p "$root/build/asan" --quiet \
    --checks=-bugprone-suspicious-include <<<"$sources"
}

if [ -z "$mode" ]; then
  timed "Packages" install_packages "${packages[@]}" parallel
  timed "Build, release" build release -- all
  timed "Tests, release" run_tests release
  exit
fi

quick=(ccache mold clang-format-14 clang-16 libclang-rt-16-dev llvm-16)
[ "$mode" = --full ] && quick+=(clang-tidy-16)
timed "Packages" install_packages "${packages[@]}" parallel "${quick[@]}"
timed "Format" check_format

# It gives the stacks of the sanitizers their names.
names=external_symbolizer_path=/usr/lib/llvm-16/bin/llvm-symbolizer
export ASAN_OPTIONS=$names:detect_leaks=0
export UBSAN_OPTIONS=$names:print_stacktrace=1
export TSAN_OPTIONS="$names suppressions=$root/tests/support/tsan.supp halt_on_error=1"

if [ "$mode" = --ci ]; then
  # Qt allocates a million times a window: short stacks and a small quarantine take half the time.
  ASAN_OPTIONS+=:malloc_context_size=1:quarantine_size_mb=32
  for preset in release asan tsan; do
    timed "Build, $preset" build "$preset" -DVLE_WERROR=ON -- "${preset}_tests"
    timed "Tests, $preset" run_tests "$preset" --label-regex "^$preset\$"
  done
  exit
fi

export VLE_TEST_FULL=1
for preset in release asan tsan dev; do
  options=(-DVLE_WERROR=ON)
  [ "$preset" = dev ] && options+=(-DCMAKE_CXX_COMPILER=clang++-16)  # in half the time of g++
  timed "Build, $preset" build "$preset" "${options[@]}" -- all
  # Beside a program that a test starts the thread sanitizer no longer sees what synchronises threads.
  except=()
  [ "$preset" = tsan ] && except=(--label-exclude '^starts_programs$')
  timed "Tests, $preset" run_tests "$preset" "${except[@]}"
done
timed "clang-tidy" check_tidy
