/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_DEVUSE_H
#define PDR_DEVUSE_H

/*
 * Finding the users of a device and of all devices below it that would lose data if it
 * went: users of disks that are mounted, open, or part of another disk, of memory that
 * programs map, and of functions that a program has through VFIO. A network interface
 * that is up does not count as used.
 *
 * Includes nothing of kmod.
 */

struct device;
struct pdr_target;

/**
 * pdr_devuse_check() - Check that nobody uses a device, or a device below it.
 * @target: of the device; gets the reason
 * @device: a PCI function, a host bridge, an area of persistent memory; NULL has
 *	no users
 *
 * A program that looks at each new disk has it open for a moment. So a disk that is
 * only open is looked at again before it counts as used.
 *
 * Context: may sleep.
 * Return: 0; or -EBUSY, with the first user named in the log, too.
 */
int pdr_devuse_check(struct pdr_target *target, struct device *device);

#endif /* PDR_DEVUSE_H */
