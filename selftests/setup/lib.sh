# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# lib.sh - what the scripts of this folder have in common: the cache folder, progress lines, and a private apt that
# reads the machine's own mirror but leaves the machine's apt alone. Source it with `set -eu` in force.
#
# Environment:
#   PDR_CACHE     where everything fetched is kept (default $XDG_CACHE_HOME/pseries-dr, else ~/.cache/pseries-dr)
#   PDR_SUITE     the Debian release the guest is made of (default bookworm)

PDR_CACHE=${PDR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pseries-dr}
PDR_SUITE=${PDR_SUITE:-bookworm}
PDR_ARCH=ppc64el

# Exit status of a script that needs root for what is missing; 1 is every other failure.
# shellcheck disable=SC2034
EXIT_NEEDS_ROOT=77

PDR_APT=$PDR_CACHE/apt

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

# pdr_workdir - set WORK to an empty folder inside the cache (same file system, so a rename is atomic), removed at exit
pdr_workdir()
{
	mkdir -p "$PDR_CACHE"
	WORK=$(mktemp -d "$PDR_CACHE/tmp.XXXXXX")
	trap 'rm -rf "$WORK"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
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

# pdr_mirrors SUITE - lines "URI trusted|-" of this machine's own mirrors that should carry SUITE, most likely first
#
# apt itself is asked, so one-line and deb822 files, disabled entries and mirror lists are read as apt reads them.
pdr_mirrors()
{
	# shellcheck disable=SC2016 # the dollars are for apt
	apt-get indextargets --format '$(CREATED_BY) $(COMPONENT) $(RELEASE) $(REPO_URI) $(TRUSTED)' |
	awk -v suite="$1" -v base="$PDR_SUITE" '
		$1 != "Packages" || $2 != "main" { next }
		$3 == suite { rank = 1 }
		$3 == base { rank = 2 }
		$3 ~ /^(old|oldold)?stable$/ { rank = 3 }
		$3 == base "-updates" { rank = 4 }
		rank { print rank, $4, ($5 == "yes" ? "trusted" : "-") }
		{ rank = 0 }' |
	sort -n | awk '!seen[$2]++ { print $2, $3 }'
}

# pdr_source_line SUITE - the sources.list line for SUITE
pdr_source_line()
{
	local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	local options="arch=$PDR_ARCH,amd64"
	local uri trust

	read -r uri trust < <(pdr_mirrors "$1") || return 1
	[ ! -f "$keyring" ] || options="$options signed-by=$keyring"
	[ "$trust" != trusted ] || options="$options trusted=yes"
	echo "deb [$options] $uri $1 main"
}

# pdr_apt_configure - write the private state's configuration; the machine's proxies and credentials stay in force
pdr_apt_configure()
{
	local suite

	mkdir -p "$PDR_APT"/{lists/partial,archives/partial,empty}
	: >"$PDR_APT/status"
	for suite in "$PDR_SUITE" "$PDR_SUITE-backports"; do
		pdr_source_line "$suite" ||
			die "this machine's apt names no mirror for Debian $PDR_SUITE (see /etc/apt/sources.list*)"
	done >"$PDR_APT/sources.list"
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

# pdr_apt_get / pdr_apt_cache - apt in the private state
pdr_apt_get()
{
	apt-get -c "$PDR_APT/apt.conf" -q=1 "$@"
}

pdr_apt_cache()
{
	apt-cache -c "$PDR_APT/apt.conf" "$@"
}

# pdr_apt_ready - the private package lists are there and at most a day old
pdr_apt_ready()
{
	local log=$PDR_APT/update.log

	need apt-get dpkg-deb
	pdr_lock apt
	if [ -n "$(find "$PDR_APT/updated" -mtime -1 2>/dev/null)" ]; then
		return
	fi
	say "reading Debian's $PDR_ARCH package lists (a private apt state, the system's stays as it is)"
	pdr_apt_configure
	if ! pdr_apt_get update >"$log" 2>&1; then
		cat "$log" >&2
		die "apt-get update failed; the lines above say why"
	fi
	touch "$PDR_APT/updated"
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
	[ -n "$name" ] || die "$2 of $1 does not name the package wanted ($3)"
	echo "$name"
}

# pdr_fetch SUITE FOLDER PACKAGE... - download and unpack packages over one another into FOLDER
pdr_fetch()
{
	local suite=$1 folder=$2 debs=$WORK/debs deb

	shift 2
	rm -rf "$debs"
	mkdir -p "$debs" "$folder"
	say "fetching $*"
	(cd "$debs" && pdr_apt_get -o APT::Default-Release="$suite" download "$@" >"$WORK/download.log" 2>&1) || {
		cat "$WORK/download.log" >&2
		die "download failed; the lines above say why (a repeated run goes on from here)"
	}
	for deb in "$debs"/*.deb; do
		say "unpacking $(basename "$deb" | sed 's/%3a/:/')"
		dpkg-deb -x "$deb" "$folder"
		dpkg-deb -f "$deb" Package Version Architecture | awk '{ printf "%s ", $2 } END { print "" }' \
			>>"$WORK/versions"
	done
	rm -rf "$debs"
}

# pdr_install FROM TO - put a finished folder in its place; its stamp (the versions) is part of it, so TO is whole or absent
pdr_install()
{
	sort -u "$WORK/versions" >"$1/stamp"
	mkdir -p "$(dirname "$2")"
	rm -rf "$2"
	mv "$1" "$2"
}
