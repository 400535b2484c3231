# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# lib.sh - functions for the scripts of this folder: the cache folder, progress lines, and a private apt that uses the
# machine's mirror and does not change the machine's apt. Source it after `set -eu`.
#
# Environment:
#   PDR_CACHE     folder for everything that is fetched (default $XDG_CACHE_HOME/pseries-dr, else ~/.cache/pseries-dr)
#   PDR_SUITE     Debian release of the guest (default bookworm)
#   PDR_KEYRING   keys of its package lists (default Debian's own)
#
# A script that wants the newest packages calls pdr_newest first.

PDR_CACHE=${PDR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pseries-dr}
PDR_SUITE=${PDR_SUITE:-bookworm}
PDR_KEYRING=${PDR_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
PDR_ARCH=ppc64el

# Exit status of a script that needs root to install something; all other failures are 1.
# shellcheck disable=SC2034
EXIT_NEEDS_ROOT=77

PDR_APT=${PDR_APT:-$PDR_CACHE/apt}
PDR_SUITES=${PDR_SUITES:-$PDR_SUITE $PDR_SUITE-backports}

say()
{
	printf '%s: %s\n' "${0##*/}" "$*"
}

die()
{
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

need()
{
	local tool

	for tool in "$@"; do
		command -v "$tool" >/dev/null || die "$tool is missing: run selftests/setup/packages first"
	done
}

# pdr_begin NAME - lock this part of the cache, and make WORK, an empty folder in it, which is removed at exit
#
# WORK is on the cache's file system, so a rename is atomic; its name is fixed, so what a killed run left goes, too.
pdr_begin()
{
	pdr_lock "$1"
	WORK=$PDR_CACHE/tmp.$1
	trap 'rm -rf "$WORK"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	rm -rf "$WORK"
	mkdir -p "$WORK"
}

# pdr_newest - from here on packages come from sid, or from experimental where a script names it; by a state of its own
pdr_newest()
{
	PDR_SUITES="sid experimental"
	PDR_APT=$PDR_CACHE/apt-newest
}

# pdr_is_newer KERNEL - whether it is one of those that want a newer compiler than this release has
pdr_is_newer()
{
	[ "$1" = sid ] || [ "$1" = experimental ]
}

# pdr_lock NAME - one run at a time per part of the cache; held until the script ends
pdr_lock()
{
	local fd

	mkdir -p "$PDR_CACHE"
	exec {fd}>"$PDR_CACHE/$1.lock"
	flock -n "$fd" && return
	say "another run is at work on $1, waiting for it"
	flock "$fd"
}

# pdr_mirrors SUITE - this machine's own mirrors that may have SUITE: those named for it, or else for the release
#
# It asks apt, so one-line and deb822 files, disabled entries and mirror lists are read as apt reads them. apt
# answers 'URI/dists/SUITE/main/binary-ARCH/Packages.xz' ... without the network.
pdr_mirrors()
{
	apt-get update --print-uris |
	sed -n "s|^'\(.*\)/dists/\([^/]*\)/main/binary-.*|\2 \1|p" |
	awk -v suite="$1" -v base="$PDR_SUITE" '
		$1 == suite { exact[++n] = $2 }
		$1 == base { near[++m] = $2 }
		$1 ~ /^(old|oldold)?stable$/ { far[++l] = $2 }
		END {
			for (i = 1; i <= n; i++) print exact[i]
			for (i = 1; !n && i <= m; i++) print near[i]
			for (i = 1; !n && !m && i <= l; i++) print far[i]
		}' | awk '!seen[$0]++'
}

# pdr_source_lines SUITE - the sources.list lines for SUITE
#
# A third party's repository may use Debian's suite names, but it is not signed with Debian's key, so apt takes
# nothing from it.
pdr_source_lines()
{
	local options="arch=$PDR_ARCH,amd64"

	[ ! -f "$PDR_KEYRING" ] || options="$options signed-by=$PDR_KEYRING"
	pdr_mirrors "$1" | sed "s|.*|deb [$options] & $1 main|"
}

# pdr_apt_configure - write the private state's configuration; the machine's proxies and credentials stay in force
pdr_apt_configure()
{
	local suite

	mkdir -p "$PDR_APT"/{lists/partial,archives/partial,empty}
	: >"$PDR_APT/status"
	for suite in $PDR_SUITES; do
		pdr_source_lines "$suite"
	done >"$PDR_APT/sources.list"
	[ -s "$PDR_APT/sources.list" ] ||
		die "this machine's apt names no mirror for Debian $PDR_SUITE (see /etc/apt/sources.list*)"
	cat >"$PDR_APT/apt.conf" <<-END
	Dir::State "$PDR_APT";
	Dir::State::Lists "$PDR_APT/lists";
	Dir::State::status "$PDR_APT/status";
	Dir::Cache "$PDR_APT";
	Dir::Cache::archives "$PDR_APT/archives";
	Dir::Cache::pkgcache "";
	Dir::Cache::srcpkgcache "";
	Dir::Etc::sourcelist "$PDR_APT/sources.list";
	Dir::Etc::sourceparts "$PDR_APT/empty";
	Dir::Etc::preferences "/dev/null";
	Dir::Etc::preferencesparts "$PDR_APT/empty";
	APT::Architecture "$PDR_ARCH";
	#clear APT::Architectures;
	APT::Architectures { "$PDR_ARCH"; "amd64"; };
	#clear APT::Update::Pre-Invoke;
	#clear APT::Update::Post-Invoke;
	#clear APT::Update::Post-Invoke-Success;
	APT::Sandbox::User "root";
	Acquire::Languages "none";
	Acquire::Retries "3";
	END
}

# pdr_apt_get / pdr_apt_cache - apt with the private state
pdr_apt_get()
{
	apt-get -c "$PDR_APT/apt.conf" -q=1 "$@"
}

pdr_apt_cache()
{
	apt-cache -c "$PDR_APT/apt.conf" "$@"
}

# pdr_apt_ready - the private package lists are there and at most a day old
#
# A suite that cannot be read is reported, but is no failure, as the others may be enough: a missing package fails
# later.
pdr_apt_ready()
{
	need apt-get dpkg-deb
	(
		pdr_lock apt
		[ -z "$(find "$PDR_APT/updated" -mtime -1 2>/dev/null)" ] || exit 0
		say "reading Debian's $PDR_ARCH package lists (a private apt state, the system's stays as it is)"
		pdr_apt_configure
		if pdr_apt_get -o APT::Update::Error-Mode=any update >"$PDR_APT/update.log" 2>&1; then
			touch "$PDR_APT/updated"
		else
			say "not every package list could be read, going on with what there is"
		fi
	)
}

# pdr_candidate SUITE PACKAGE[:ARCH] FIELD - a field of the version of PACKAGE that SUITE offers
pdr_candidate()
{
	pdr_apt_cache -o APT::Default-Release="$1" show --no-all-versions "$2" 2>/dev/null |
	awk -v field="$3:" '$1 == field { sub(/^[^ ]+ /, ""); print; exit }'
}

# pdr_meta SUITE META PATTERN - the package matching the awk PATTERN which the meta package META depends on
pdr_meta()
{
	local name

	name=$(pdr_candidate "$1" "$2" Depends | tr ',|' '\n' | awk -v p="$3" '$1 ~ p { print $1; exit }')
	if [ -z "$name" ]; then
		grep '^[EW]:' "$PDR_APT/update.log" >&2 || :
		die "the package lists of $1 have no ${2%:*} that names what is wanted ($3)"
	fi
	echo "$name"
}

# pdr_download SUITE FOLDER PACKAGE... - apt checks what it fetches against the signed lists
pdr_download()
{
	local suite=$1 folder=$2

	shift 2
	mkdir -p "$folder"
	(cd "$folder" && pdr_apt_get -o APT::Default-Release="$suite" download "$@") >"$WORK/download.log" 2>&1
}

# pdr_fetch SUITE FOLDER PACKAGE... - download and unpack packages over one another into FOLDER
pdr_fetch()
{
	local suite=$1 folder=$2 debs=$WORK/debs deb

	shift 2
	say "fetching $*"
	if ! pdr_download "$suite" "$debs" "$@"; then
		# The mirror may have replaced a version since the lists were read.
		rm -f "$PDR_APT/updated"
		pdr_apt_ready
		pdr_download "$suite" "$debs" "$@" || {
			cat "$WORK/download.log" >&2
			die "download failed (the lines above say why)"
		}
	fi
	mkdir -p "$folder"
	for deb in "$debs"/*.deb; do
		say "unpacking $(basename "$deb" | sed 's/%3a/:/')"
		dpkg-deb -x "$deb" "$folder"
		# shellcheck disable=SC2016 # the dollars are for dpkg-deb
		dpkg-deb -W --showformat='${Package} ${Version} ${Architecture}\n' "$deb" >>"$WORK/versions"
	done
	rm -rf "$debs"
}

# pdr_download_all ARCH FOLDER PACKAGE...
pdr_download_all()
{
	local arch=$1 folder=$2

	shift 2
	mkdir -p "$folder/partial"
	pdr_apt_get -y --download-only --no-install-recommends -o APT::Architecture="$arch" \
		-o Dir::Cache::archives="$folder" -o Debug::NoLocking=1 install "$@" >"$WORK/download.log" 2>&1
}

# pdr_fetch_all ARCH FOLDER PACKAGE... - download packages, and all that they depend on, into FOLDER
pdr_fetch_all()
{
	pdr_download_all "$@" && return
	# The mirror may have replaced a version since the lists were read.
	rm -f "$PDR_APT/updated"
	pdr_apt_ready
	pdr_download_all "$@" && return
	cat "$WORK/download.log" >&2
	die "download failed (the lines above say why)"
}

# pdr_fetch_root ARCH ROOT PACKAGE... - download packages, and all that they depend on, and unpack their files in /usr
pdr_fetch_root()
{
	local arch=$1 root=$2 deb

	shift 2
	pdr_fetch_all "$arch" "$WORK/debs" "$@"
	mkdir -p "$root"
	for deb in "$WORK"/debs/*.deb; do
		dpkg-deb --fsys-tarfile "$deb" | tar -C "$root" -x --keep-directory-symlink --wildcards './usr/*'
		# shellcheck disable=SC2016 # the dollars are for dpkg-deb
		dpkg-deb -W --showformat='${Package} ${Version} ${Architecture}\n' "$deb" >>"$WORK/versions"
	done
	rm -rf "$WORK/debs"
}

# pdr_has_all STAMP PACKAGE... - whether all packages are there, also those that an older version of a script left out
pdr_has_all()
{
	local stamp=$1 name

	[ -f "$stamp" ] || return
	shift
	for name; do
		grep -q "^$name " "$stamp" || return
	done
}

# pdr_install FROM TO - put a finished folder in its place; TO is whole, with its stamp (the versions), or absent
pdr_install()
{
	sort -u "$WORK/versions" >"$1/stamp"
	mkdir -p "$(dirname "$2")"
	rm -rf "$2"
	mv "$1" "$2"
}
