# SPDX-FileCopyrightText: The VLE Lab authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by app/start.sh and tests/run.sh: what a bare Debian 12 lacks, and the build. Nothing is done
# twice: packages that are there are not asked for, a configured build is not configured again.

packages=(g++ cmake ninja-build qt6-base-dev qt6-svg-dev libqcustomplot-dev libeigen3-dev libbenchmark-dev
          fonts-inter fonts-dejavu-core)

# install_packages PACKAGE...: those that are missing, by apt.
install_packages() {
  local missing=() package
  for package in "$@"; do
    case "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" in
      installed) ;;
      *) missing+=("$package") ;;
    esac
  done
  [ ${#missing[@]} -eq 0 ] && return 0

  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get)
  if ! command -v apt-get >/dev/null; then
    echo "VLE Lab needs ${missing[*]}; this is no Debian, please install them by hand." >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "VLE Lab needs ${missing[*]}; please install them as root, there is no sudo here." >&2
      return 1
    fi
    apt=(sudo "${apt[@]}")
  fi
  echo "Installing ${missing[*]} …" >&2
  local log
  log=$(mktemp)
  if "${apt[@]}" update >"$log" 2>&1 &&
     "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    rm -f "$log"
    return 0
  fi
  tail -n 20 "$log" >&2
  rm -f "$log"
  echo "VLE Lab needs ${missing[*]}, and apt could not install them (see above)." >&2
  return 1
}

# build PRESET [-DVARIABLE=VALUE...] -- [TARGET...]: configures once, builds what changed.
build() {
  local preset=$1 variables=() folder=$root/build/$1
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do variables+=("$1"); shift; done
  shift
  if [ ! -f "$folder/build.ninja" ] || [ ${#variables[@]} -gt 0 ]; then
    (cd "$root" && cmake --preset "$preset" "${variables[@]}" >"$root/build-$preset.log" 2>&1) || {
      cat "$root/build-$preset.log" >&2
      rm -f "$root/build-$preset.log"
      echo "VLE Lab could not be configured (see above)." >&2
      return 1
    }
    rm -f "$root/build-$preset.log"
    echo "Building VLE Lab ($preset), a few minutes the first time …" >&2
  fi
  local log
  log=$(mktemp)
  if ! ninja -C "$folder" "$@" >"$log" 2>&1; then
    grep -v '^\[[0-9]*/[0-9]*\]' "$log" >&2 || true
    rm -f "$log"
    echo "VLE Lab could not be built (see above)." >&2
    return 1
  fi
  rm -f "$log"
}
