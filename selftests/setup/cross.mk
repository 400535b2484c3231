# SPDX-License-Identifier: GPL-2.0
#
# cross.mk - how make builds programs for the guest. Include it where CROSS_COMPILE is set, or to use GUEST_* below.
#
# selftests/setup/sysroot keeps ppc64el libraries in $(PDR_CACHE)/sysroot; the cross compiler has libc of its own. With
#
#	$(GUEST_ENV) $(MAKE) CROSS_COMPILE=$(GUEST_CROSS) ...
#
# pkg-config answers for the guest instead of for this machine: PKG_CONFIG_LIBDIR replaces its search path (no .pc of
# this machine is seen), PKG_CONFIG_SYSROOT_DIR goes in front of every -I and -L. Libraries that libraries need are
# found by the -rpath-link in GUEST_LDFLAGS.

PDR_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pseries-dr

GUEST_CROSS	:= powerpc64le-linux-gnu-
GUEST_CC	:= $(GUEST_CROSS)gcc
GUEST_SYSROOT	:= $(PDR_CACHE)/sysroot
GUEST_LIBDIR	:= $(GUEST_SYSROOT)/usr/lib/powerpc64le-linux-gnu
GUEST_LDFLAGS	:= -Wl,-rpath-link,$(GUEST_LIBDIR)
GUEST_ENV	:= PKG_CONFIG_LIBDIR=$(GUEST_LIBDIR)/pkgconfig \
		   PKG_CONFIG_SYSROOT_DIR=$(GUEST_SYSROOT) \
		   PKG_CONFIG_PATH=

# The kernels of the guest tests, and how to build a module for each.
GUEST_KERNELS	:= 6.1 6.12
GUEST_KDIR	= $(PDR_CACHE)/kernels/$(1)/build
