#!/usr/bin/env bash
# SPDX-FileCopyrightText: The VLE Lab authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bash app/start.sh [vlelab arguments]: installs what is missing, builds, starts.
# Without a display a project is run headless; its table, plot and values are shown and written.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/app/setup.sh"

install_packages "${packages[@]}"
build release -- vlelab
vlelab=$root/build/release/app/vlelab

# Every command the program itself names, and every option.
commands=$("$vlelab" --help | sed -n 's/^vlelab \([a-z][a-z-]*\).*/\1/p')
if [[ "${1:-}" == -* ]] || { [ $# -gt 0 ] && grep -qxF -- "$1" <<<"$commands"; }; then
  exec "$vlelab" "$@"
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] || [ $# -gt 1 ]; then
  exec "$vlelab" "$@"
fi

project=${1:-chain}
name=$(basename "$project" .vle)
mkdir -p "$root/out"
echo "There is no display, so '$project' runs without a window."
status=0
"$vlelab" run "$project" --plot "$root/out/$name.png" --csv "$root/out/$name.csv" || status=$?
if [ "$status" -eq 0 ] || [ "$status" -eq 3 ]; then
  echo
  echo "Plots:  $root/out/$name.png"
  echo "Values: $root/out/$name.csv"
fi
exit "$status"
