# SPDX-License-Identifier: GPL-2.0
#
# pseries-dr: the kernel module (kmod/), the agent and the command line (agent/)
# and their tests (selftests/). "make help" lists what can be made.
#
#   KDIR           kernel tree to build the module for (default: the running one)
#   CROSS_COMPILE  prefix of the powerpc compiler, where this machine is another
#   DESTDIR        root to install under (for a package)
#   RINGS          the rings of "make check" to run, in place of all
#   STEPS SEED     how far "make check-model" walks (50000), and its first seed (1)
#   KERNEL         guest kernel of "make demo" (6.12) and "make bench" (both): 6.1 or 6.12
#   W=1 C=1 V=1    as in the kernel's own build

KDIR ?= /lib/modules/$(shell uname -r)/build
CROSS_COMPILE ?=
DESTDIR ?=
RINGS ?=
STEPS ?=
SEED ?=

top := $(CURDIR)
machine := $(shell uname -m)
module := kmod/pseries_dr.ko
moddir := updates
bootdir := /usr/lib/modules-load.d
# The kernel's makefile and ours run in folders of their own.
root := $(if $(DESTDIR),$(abspath $(DESTDIR)))

# CROSS_COMPILE alone says enough. CC stands on the line because Debian's
# .kernelvariables names a compiler of its own.
cross := $(if $(CROSS_COMPILE),ARCH=powerpc CROSS_COMPILE=$(CROSS_COMPILE) \
	CC=$(CROSS_COMPILE)gcc)
kbuild = $(MAKE) -C $(KDIR) M=$(top)/kmod $(cross)
release = $(shell $(MAKE) -s -C $(KDIR) $(cross) kernelrelease)

# The libraries that programs for a guest are linked with come from the cache,
# unless the caller says where else they are.
ifneq ($(CROSS_COMPILE),)
include selftests/setup/cross.mk
sysroot := $(if $(PKG_CONFIG_LIBDIR),,$(wildcard $(GUEST_SYSROOT)/usr/lib))
endif
agent = $(if $(sysroot),$(GUEST_ENV) LDFLAGS="$(GUEST_LDFLAGS)") \
	$(MAKE) -C agent CROSS_COMPILE=$(CROSS_COMPILE)

# A machine that is not powerpc and names no compiler for it has the tools only.
foreign := $(if $(CROSS_COMPILE)$(filter ppc64%,$(machine)),,yes)

required := $(shell sed -n 's/^\tdepends on \([A-Z0-9_]*\)$$/\1/p' Kconfig)
kconfig = $(firstword $(wildcard $(KDIR)/include/config/auto.conf $(KDIR)/.config))

.PHONY: all modules tools install uninstall clean help
.PHONY: demo check check-model style fuzz bench kernel libraries foreign-note

all: $(if $(foreign),foreign-note,modules) tools ## module and tools for the running kernel

foreign-note:
	@echo "The module is for powerpc and this machine is $(machine), so only the tools are made;" \
		"make modules KDIR=... CROSS_COMPILE=powerpc64le-linux-gnu- makes the module."

modules: kernel ## kmod/pseries_dr.ko for KDIR
	+$(kbuild) modules

# A tree that would end in a screen of compiler errors gets a sentence.
kernel:
	@test -d "$(KDIR)" || { \
		echo "There is no kernel tree $(KDIR): install the kernel's headers," \
			"or name a tree by KDIR=..."; exit 1; }
	@test -n "$(kconfig)" || { \
		echo "$(KDIR) is not configured: it has neither include/config/auto.conf" \
			"nor .config"; exit 1; }
	@missing=; \
	for option in $(required); do \
		grep -q "^CONFIG_$$option=[ym]" $(kconfig) || missing="$$missing CONFIG_$$option"; \
	done; \
	test -z "$$missing" || { \
		echo "The kernel of $(KDIR) lacks what the module needs:$$missing"; exit 1; }

tools: libraries ## agent/pdrd, agent/pdrctl, agent/pdr-why, agent/drmgr/drmgr and lsslot
	+@$(agent)

libraries:
	@test -z "$(CROSS_COMPILE)" || test -n "$(sysroot)$(PKG_CONFIG_LIBDIR)" || { \
		echo "There are no libraries for $(CROSS_COMPILE)gcc: run selftests/setup/sysroot," \
			"or name them by PKG_CONFIG_LIBDIR and PKG_CONFIG_SYSROOT_DIR."; exit 1; }

# A kernel tree that has no signing key cannot sign, and says so as an error.
sign := $(if $(wildcard $(KDIR)/certs/signing_key.x509),,CONFIG_MODULE_SIG_ALL=)

# modprobe finds a module in depmod's index. modules_install makes no index if the kernel tree has no System.map, and
# Debian's headers have none. The index lists all modules of a kernel, so it can only be made where that kernel is.
make_index = \
	if [ -e $$dir/modules.builtin ]; then \
		PATH="$$PATH:/sbin" depmod -b $(root)/ $${dir\#\#*/}; \
	else \
		echo "There is no kernel in $$dir: run \"depmod $${dir\#\#*/}\" where it is."; \
	fi
index = dir=$(root)/lib/modules/$(release); $(make_index)

# Most of a module is information for debuggers. Empty: install that, too.
INSTALL_MOD_STRIP ?= 1

install: all ## module, tools, manual pages, and the module's load at boot
ifeq ($(foreign),)
	+$(kbuild) modules_install INSTALL_MOD_PATH=$(root) INSTALL_MOD_DIR=$(moddir) \
		INSTALL_MOD_STRIP=$(INSTALL_MOD_STRIP) $(sign)
	@$(index)
	install -D -m 644 kmod/pseries_dr.conf $(root)$(bootdir)/pseries_dr.conf
endif
	+@$(agent) install DESTDIR=$(root)
ifeq ($(foreign)$(root),)
	@! command -v systemd-sysusers >/dev/null || systemd-sysusers pseries-dr.conf
	@echo "Each boot loads the module from now on; \"modprobe pseries_dr\" loads it now."
	@echo "pdrd is left as it is: \"systemctl enable --now pdrd\" enables it, and where it runs" \
		"\"systemctl daemon-reload && systemctl restart pdrd\" starts the new one."
endif

# The agent's files are those that installing it to an empty folder gives. The module may be that of
# a kernel whose headers are gone, or of an older one: take it from all kernels.
uninstall: ## take away what install put there
ifeq ($(foreign),)
	rm -f $(root)$(bootdir)/pseries_dr.conf
	@for file in $(root)/lib/modules/*/$(moddir)/$(notdir $(module))*; do \
		[ -e "$$file" ] || continue; \
		rm -fv "$$file"; \
		dir=$${file%/$(moddir)/*}; $(make_index); \
	done
endif
	+@$(agent) install DESTDIR=$(top)/build/uninstall
	cd build/uninstall && find . ! -type d | sed 's|^\.|$(root)|' | xargs rm -fv
	-@rmdir --ignore-fail-on-non-empty $(root)/usr/libexec/pseries-dr
	rm -rf build/uninstall

demo: ## a guest that refuses, and a host that is told (sets itself up)
	@$(call part,selftests/guest/demo)

check: ## all tests, in rings from fast to slow (sets itself up)
	@selftests/check $(RINGS)

check-model: ## the model of the platform beside a real QEMU (sets itself up)
	@selftests/setup/packages && selftests/setup/qemu
	@$(MAKE) --no-print-directory -C selftests/model check STEPS=$(STEPS) SEED=$(SEED)

style: ## the style ring alone
	@selftests/check style

fuzz: ## fuzz every parser of foreign bytes (sets itself up)
	@selftests/setup/packages
	@$(call part,selftests/fuzz/run)

bench: ## how long jobs take
	@$(call part,selftests/bench/run)

clean: ## remove what was made (not the cache of kernels)
	$(MAKE) -C agent clean
	rm -rf build
	find kmod \( -name '*.o' -o -name '*.ko' -o -name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' \
		-o -name modules.order -o -name Module.symvers \) -delete

help: ## this list
	@echo "Targets:"
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile | awk -F': ' '{ printf "  %-11s %s\n", $$1, $$2 }'
	@echo "Variables:"
	@sed -n 's/^#   /  /p' Makefile

part = if [ -x $(1) ]; then exec $(1); else \
	echo "There is no $@ in this version ($(1) is missing)."; exit 1; fi
