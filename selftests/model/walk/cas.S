/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest of a QEMU that has none: it calls ibm,client-architecture-support
 * when it finds the address of a table in a cell, and puts the answer there.
 * It starts where QEMU starts a guest, as that would: big endian, real mode.
 * Where the cells are, walk/negotiate.py knows too.
 */

#define START		0x100
#define ASKED		0x180
#define ANSWERED	0x184
/* Room for a device tree, of which nobody reads. */
#define TREE_HIGH	0x20
#define TREE_SIZE_HIGH	0x4
#define KVMPPC_H_CAS	0xf002

	.machine power9
wait:
	lwz	4, ASKED(0)
	cmpwi	4, 0
	beq	wait
	lis	3, 0
	ori	3, 3, KVMPPC_H_CAS
	lis	5, TREE_HIGH
	lis	6, TREE_SIZE_HIGH
	sc	1
	stw	3, ANSWERED(0)
	li	4, 0
	stw	4, ASKED(0)
	b	wait
