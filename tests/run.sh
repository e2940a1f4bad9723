#!/usr/bin/env bash
# SPDX-FileCopyrightText: The VLE Lab authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bash tests/run.sh [--ci]: the same set-up as app/start.sh, builds everything, runs all tests.
# --ci adds: warnings as errors, format check, address and undefined-behaviour sanitizers over all
# tests, thread sanitizer over everything that has threads.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/app/setup.sh"

ci=false
case "${1:-}" in
  "") ;;
  --ci) ci=true ;;
  *) echo "usage: bash tests/run.sh [--ci]" >&2; exit 2 ;;
esac

run_tests() {  # PRESET [ctest arguments]
  local preset=$1
  shift
  ctest --test-dir "$root/build/$preset" --output-on-failure --parallel "$(nproc)" "$@"
}

install_packages "${packages[@]}" parallel
if ! $ci; then
  build release -- all
  run_tests release
  exit
fi

install_packages clang-format-14
echo "Format …"
find "$root/app" "$root/core" "$root/ui" "$root/tests" -name '*.h' -o -name '*.cpp' |
  xargs clang-format-14 --dry-run --Werror

build release -DVLE_WERROR=ON -- all
run_tests release

echo "Address and undefined-behaviour sanitizers …"
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1
build asan -- all
run_tests asan

echo "Thread sanitizer …"
export TSAN_OPTIONS="suppressions=$root/tests/support/tsan.supp halt_on_error=1"
build tsan -- threaded_tests
run_tests tsan --label-regex threads
