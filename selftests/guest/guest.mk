# SPDX-License-Identifier: GPL-2.0
#
# guest.mk - what a guest test needs, built under build/. Included by the Makefile at the top, or alone from there:
#
#	make -f selftests/guest/guest.mk guest-check [SCENARIOS='boot dimm*'] [RUN_ARGS='--kernel 6.12 --verbose']
#
#	build/guest/				PID 1, helper programs and the agent's programs, for ppc64el
#	build/KERNEL/FOLDER/NAME.ko		FOLDER/NAME.ko for one of GUEST_KERNELS, FOLDER being kmod, selftests/kmod

include selftests/setup/cross.mk

GUEST_BIN	:= build/guest
GUEST_CFLAGS	?= -O2 -g -Wall -Wextra
GUEST_PROGRAMS	:= $(GUEST_BIN)/init $(patsubst selftests/guest/tools/%.c,$(GUEST_BIN)/%,$(wildcard selftests/guest/tools/*.c))
GUEST_MODULES	:= selftests/kmod/pdr_veto $(if $(wildcard kmod/Kbuild),kmod/pseries_dr)

.PHONY: guest guest-setup guest-programs guest-modules guest-agent guest-check guest-force
guest-force:

# -- setting up; each of these does nothing when its part is there ----------------------------------------------------

guest-setup:
	@selftests/setup/packages
	@selftests/setup/kernels $(GUEST_KERNELS)
	@selftests/setup/sysroot
	@selftests/setup/qemu

# -- programs -----------------------------------------------------------------------------------------------------------

$(GUEST_BIN)/init: selftests/guest/init.c
	@mkdir -p $(@D)
	$(GUEST_CC) $(GUEST_CFLAGS) -static -o $@ $<

$(GUEST_BIN)/%: selftests/guest/tools/%.c
	@mkdir -p $(@D)
	$(GUEST_CC) $(GUEST_CFLAGS) -static -o $@ $<

# This knows the LMB table.
$(GUEST_BIN)/hear: GUEST_CFLAGS += -Iselftests -Iselftests/env -Iinclude/uapi
$(GUEST_BIN)/hear: selftests/lib/lmbtable.h

# These speak netlink, by libmnl, of which there is no static library.
GUEST_NETLINK	:= $(GUEST_BIN)/rawnl $(GUEST_BIN)/messages
$(GUEST_BIN)/rawnl: selftests/guest/tools/rawnl.c
$(GUEST_BIN)/messages: selftests/fuzz/record/messages.c
$(GUEST_NETLINK): selftests/lib/nlmsg.h
	@mkdir -p $(@D)
	$(GUEST_CC) $(GUEST_CFLAGS) -Iselftests -Iinclude/uapi $(GUEST_LDFLAGS) -o $@ $(filter %.c,$^) \
		$$($(GUEST_ENV) pkg-config --cflags --libs libmnl)

guest-programs: $(GUEST_PROGRAMS)

guest-agent:
	+@$(GUEST_ENV) $(MAKE) --no-print-directory -C agent O=$(abspath $(GUEST_BIN)) \
		CROSS_COMPILE=$(GUEST_CROSS) LDFLAGS="$(GUEST_LDFLAGS)"

# -- modules: kbuild knows best what has changed, so it is always asked ---------------------------------------------------

define guest_kernel_rules
build/$(1)/%.ko: guest-force
	+@selftests/guest/kbuild $(1) $$(patsubst %/,%,$$(dir $$*))
guest-modules: $(GUEST_MODULES:%=build/$(1)/%.ko)
endef
$(foreach kernel,$(GUEST_KERNELS),$(eval $(call guest_kernel_rules,$(kernel))))

# -- all of it ------------------------------------------------------------------------------------------------------------

guest: guest-programs guest-modules $(if $(wildcard agent/*/main.c),guest-agent)

guest-check:
	@$(MAKE) --no-print-directory -f selftests/guest/guest.mk guest-setup
	@$(MAKE) --no-print-directory -f selftests/guest/guest.mk guest
	@selftests/guest/run $(RUN_ARGS) $(SCENARIOS)
