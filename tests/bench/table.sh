#!/usr/bin/env bash
# SPDX-FileCopyrightText: The VLE Lab authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bash tests/bench/table.sh: the tables of resources/help/experiments.md ("Speed"), measured here.
# Builds the bench if need be; a quiet machine and some minutes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bench=$root/build/release/tests/bench/vle_core_bench
[ -x "$bench" ] || { source "$root/app/setup.sh"; build release -- vle_core_bench; }

sets=()
for isa in baseline avx2 avx512; do
  "$bench" --isa $isa --benchmark_list_tests >/dev/null 2>&1 && sets+=("$isa")
done
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
for isa in "${sets[@]}"; do
  # Lines of "name time cpu iterations counter=value …"
  "$bench" --isa "$isa" 2>/dev/null |
    awk -v isa="$isa" '
      !/=/ { next }
      {
        split("", value)
        for (k = 2; k <= NF; k++) if (split($k, part, "=") == 2) value[part[1]] = part[2]
        name = $1
        sub(/\/iterations.*/, "", name)
        if (name ~ /^width/)
          printf "%s\t%s\t%s\t%s\t%s\n", isa, name, value["steps_per_second"],
            value["ns_per_weight"], value["megabytes"]
        else
          printf "%s\t%s\t%.2f\t%.2f\n", isa, name, value["q1"], value["q3"]
      }' >>"$rows"
done
processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort -u)

echo "Quartiles of ratios within one run on $processor:"
echo
awk -F '\t' -v sets="${sets[*]}" '
  BEGIN {
    n = split(sets, isa, " ")
    names["chain/library_math"] = "chain, student and teacher, W and B learned, against a loop written by hand for it"
    names["chain/fast_math_for_both"] = "the same, the loop by hand with our fast tanh and sine"
    names["recording/samples/1"] = "a row of 12 values every 10 steps, against no recording"
    names["recording/envelopes/0"] = "the same with smallest and largest values of all steps"
    names["dense/64"] = "three dense layers of 64, against reading and writing one array as long as W and B"
    names["dense/256"] = "of 256"; names["dense/1024"] = "of 1024"
    printf "| work |"; for (k = 1; k <= n; k++) printf " %s |", isa[k]
    printf "\n|---|"; for (k = 1; k <= n; k++) printf "---|"
    printf "\n"
  }
  $2 ~ /^width/ { next }
  { sub(/\/manual_time/, "", $2); if (!seen[$2]++) order[++m] = $2; value[$2, $1] = $3 " … " $4 }
  END {
    for (r = 1; r <= m; r++) {
      printf "| %s |", order[r] in names ? names[order[r]] : order[r]
      for (k = 1; k <= n; k++) printf " %s |", value[order[r], isa[k]]
      printf "\n"
    }
  }' "$rows"
echo
echo "Three dense layers, W and B learned, one thread, ${sets[-1]}:"
echo
echo "| width | steps per second | ns per weight | MB of weights |"
echo "|---|---|---|---|"
awk -F '\t' -v isa="${sets[-1]}" '
  function number(text, last) {  # "385.692k"
    last = substr(text, length(text))
    return text * (last == "M" ? 1e6 : last == "k" ? 1e3 : last == "m" ? 1e-3 : last == "u" ? 1e-6 : 1)
  }
  $1 == isa && $2 ~ /^width/ {
    sub(/width\//, "", $2)
    sub(/\/.*/, "", $2)
    steps = number($3)
    printf steps >= 1e6 ? "| %s | %.1f million | %.2f | %.3g |\n" : "| %s | %.0f | %.2f | %.3g |\n",
      $2, steps >= 1e6 ? steps / 1e6 : steps, number($4), number($5)
  }' "$rows"
