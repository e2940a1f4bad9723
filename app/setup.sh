# SPDX-FileCopyrightText: The VLE Lab authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by app/start.sh and tests/run.sh: what a bare Debian 12 lacks, and the build. Work that is
# done is not repeated: packages that are there are not asked for, a configured build is not
# configured again, and once all is built nothing needs a network.

packages=(g++ cmake ninja-build qt6-base-dev qt6-svg-dev libqcustomplot-dev libeigen3-dev libbenchmark-dev
          fonts-inter fonts-dejavu-core)

# show_progress WHAT: reads lines "n m" and shows "WHAT: n of m" on standard error, in one line of a
# terminal, otherwise a line every ten percent.
show_progress() {
  local what=$1 n m shown=-1
  while read -r n m; do
    [ "${m:-0}" -gt 0 ] || continue
    if [ -t 2 ]; then
      printf '\r\033[K%s: %s of %s' "$what" "$n" "$m" >&2
    elif [ $((10 * n / m)) -ne "$shown" ]; then
      shown=$((10 * n / m))
      echo "$what: $n of $m" >&2
    fi
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
}

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
  # Each package is unpacked once and set up once.
  if "${apt[@]}" update >"$log" 2>&1 &&
     "${apt[@]}" install -y --no-install-recommends "${missing[@]}" 2>&1 | tee -a "$log" |
       awk '/newly installed,/ { m = 2 * ($1 + $3) }
            /^Unpacking |^Setting up / { print ++n, (m > n ? m : n); fflush() }' |
       show_progress "Packages, steps"; then
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
  fi
  local log
  log=$(mktemp)
  if ! ninja -C "$folder" "$@" 2>&1 | tee "$log" |
       sed -un 's/^\[\([0-9]*\)\/\([0-9]*\)\].*/\1 \2/p' |
       show_progress "Building VLE Lab ($preset), files"; then
    grep -v '^\[[0-9]*/[0-9]*\]' "$log" >&2 || true
    rm -f "$log"
    echo "VLE Lab could not be built (see above)." >&2
    return 1
  fi
  rm -f "$log"
}
