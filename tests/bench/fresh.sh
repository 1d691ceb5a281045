#!/usr/bin/env bash
# `make corpus` and `make test` on a machine with only Python, make and Debian's base: `tests/bench/fresh.sh FOLDER [COMMAND…]`.
#
# Makes a Debian in FOLDER by debootstrap where there is none yet, clones this repository's HEAD into it, shows it this machine's
# settings of apt and pip (so that mirrors and folders of packages are found), runs the commands there as root, and unmounts what
# it mounted. Needs root and debootstrap. FRESH_USER=NAME runs as an ordinary user, who is made where there is none; FRESH_CLONE=keep
# goes on with the clone of an earlier run. RELEASE and MIRROR name another Debian or Ubuntu.
set -euo pipefail
folder=$(realpath -m "${1:?give a folder for the fresh machine}")
shift
root=$(cd "$(dirname "$0")/../.." && pwd)
commands=("$@")
[ ${#commands[@]} -gt 0 ] || commands=("make corpus" "JJAK_ALL_TESTS=1 make test")
user=${FRESH_USER:-root}
mirror=${MIRROR:-$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 || true)}

[ -e "$folder/etc/debian_version" ] ||
    debootstrap --variant=minbase --include=python3,make,ca-certificates "${RELEASE:-bookworm}" "$folder" ${mirror:+"$mirror"}

mounted=()
clean() {
    for ((at = ${#mounted[@]} - 1; at >= 0; at--)); do umount --recursive --lazy "${mounted[at]}"; done
}
trap clean EXIT

# show PATH: the same path of this machine in the fresh one
show() {
    [ -e "$1" ] && ! mountpoint -q "$folder$1" || return 0
    if [ -d "$1" ]; then mkdir -p "$folder$1"; else mkdir -p "$folder$(dirname "$1")" && touch "$folder$1"; fi
    mount --rbind --make-rslave "$1" "$folder$1"
    mounted+=("$folder$1")
}

show /dev
mkdir -p "$folder/proc" && mount -t proc proc "$folder/proc" && mounted+=("$folder/proc")
show /etc/resolv.conf
show /etc/hosts
for settings in /etc/pip.conf /etc/xdg/pip "$HOME/.config/pip" "$HOME/.pip"; do show "$settings"; done
# folders and files that pip's settings name: local packages, constraints, certificates
for path in $( (python3 -m pip config list; env | grep '^PIP_' || true) 2>/dev/null | grep -oE "/[A-Za-z0-9_./-]+" | sed 's|^//*|/|; s|/simple$||' | sort -u); do
    if [ -f "$path" ] || { [ -d "$path" ] && [ "$(dirname "$path")" != / ]; }; then show "$path"; fi
done
# services that packages would start belong to no machine that is only a folder
printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d" && chmod 755 "$folder/usr/sbin/policy-rc.d"
if [ -z "${RELEASE:-}" ] && [ -d /etc/apt/sources.list.d ]; then
    cp /etc/apt/sources.list.d/debian.sources "$folder/etc/apt/sources.list.d/" 2>/dev/null && rm -f "$folder/etc/apt/sources.list" || true
fi

home=/root
if [ "$user" != root ]; then
    chroot "$folder" id "$user" >/dev/null 2>&1 || chroot "$folder" useradd --create-home "$user"
    home=/home/$user
    [ ! -d "$HOME/.config/pip" ] || { mkdir -p "$folder$home/.config" && cp -r "$HOME/.config/pip" "$folder$home/.config/"; }
fi
if [ "${FRESH_CLONE:-}" != keep ]; then
    rm -rf "$folder$home/jjak"
    git clone --quiet "$root" "$folder$home/jjak"
fi
[ "$user" = root ] || chroot "$folder" chown -R "$user:" "$home"

kept=$(env | grep '^PIP_' || true)
for command in "${commands[@]}"; do
    echo "== $command"
    # shellcheck disable=SC2086
    time chroot "$folder" setpriv --reuid "$user" --regid "$user" --init-groups \
        env -i HOME="$home" USER="$user" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin $kept \
        bash -c "cd ~/jjak && $command"
done
