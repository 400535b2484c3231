// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_nid - ask the kernel to which node memory at an address would belong.
 *
 * The kernel answers from its own table of LMBs, by memory_add_physaddr_to_nid().
 *
 *	echo 0x40000000 >/sys/module/pdr_nid/parameters/address
 *	cat /sys/module/pdr_nid/parameters/nid
 */
#include <linux/memory_hotplug.h>
#include <linux/module.h>

#include <asm/sparsemem.h>

static u64 nid_address;
module_param_named(address, nid_address, ullong, 0644);
MODULE_PARM_DESC(address, "the address to ask for");

static int nid_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%d\n", memory_add_physaddr_to_nid(nid_address));
}

static const struct kernel_param_ops nid_ops = {
	.get = nid_get,
};
module_param_cb(nid, &nid_ops, NULL, 0444);
MODULE_PARM_DESC(nid, "the node of the address");

MODULE_DESCRIPTION("Ask for the node of an address, for tests");
MODULE_LICENSE("GPL");
