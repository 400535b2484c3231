/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_DEVUSE_H
#define PDR_DEVUSE_H

/*
 * Who uses what is below a device, and would lose data if it went: disks that are
 * mounted, open, or part of another disk, memory that programs map, and functions
 * that a program has through VFIO. A network interface that is up is no such user.
 */

struct device;
struct pdr_target;

/**
 * pdr_devuse_check() - See that nobody uses a device or what is below it.
 * @target: of the device; gets the reason
 * @device: a PCI function, a host bridge, an area of persistent memory; NULL has
 *	no users
 *
 * A program that looks at each new disk has it open for a moment: what is only
 * open is looked at again before it counts.
 *
 * Context: may sleep.
 * Return: 0; or -EBUSY, with the first user named in the log, too.
 */
int pdr_devuse_check(struct pdr_target *target, struct device *device);

#endif /* PDR_DEVUSE_H */
