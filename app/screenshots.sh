#!/usr/bin/env bash
# SPDX-FileCopyrightText: The VLE Lab authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bash app/screenshots.sh: makes the pictures of README.md and the help anew, from the real program.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for theme in light dark; do
  bash "$root/app/start.sh" screenshot chain --after 12 --size 1280x800 --theme "$theme" \
    --out "$root/resources/help/window-$theme.png"
done
