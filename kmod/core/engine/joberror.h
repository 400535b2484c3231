/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The errno of a job to which Linux said no: each of its functions has errors of its own,
 * and listeners may return any. And the errno of a writer whose job was not queued.
 *
 * Invariant: it is one of those that the user is promised, or one that only the engine
 * understands (-ESTALE). Includes pdr_env.h alone.
 *
 * Includes core.
 */
#ifndef PDR_CORE_JOBERROR_H
#define PDR_CORE_JOBERROR_H

#include <pdr_env.h>

/**
 * pdr_written_errno() - Read the result of a write to a state file.
 * @written: bytes that were written, or negative errno of the kernel
 *
 * -ETIMEDOUT and -ECANCELED mean the wait for the file's lock, so the kernel's own are
 * mapped. It returns -ECANCELED for a thread that the SMT setting keeps offline but that it
 * had to start once.
 *
 * Context: any.
 * Return: 0 or negative errno.
 */
int pdr_written_errno(s64 written);

/**
 * pdr_state_errno() - Map an error of a state file of Linux to one of a job.
 * @error: 0 or negative errno, as the file or a listener of Linux gave it
 *
 * A file that is not there means that Linux does not know what the job took for present.
 *
 * Context: any.
 * Return: 0, -ENOMEM, -ETIMEDOUT, -ECANCELED, -EIO or -EBUSY.
 */
int pdr_state_errno(int error);

/**
 * pdr_lmb_errno() - Map an error of attaching or detaching an LMB to one of a job.
 * @error: 0 or negative errno of the kernel
 *
 * Context: any.
 * Return: 0, -ENOMEM or -EBUSY.
 */
int pdr_lmb_errno(int error);

/**
 * pdr_reattach_errno() - Do so for an LMB that the same job has detached.
 * @error: 0 or negative errno of the kernel
 *
 * The range was free when the job detached it. The kernel says -EEXIST also if it finds no
 * memory to note that the range is taken (__request_region()).
 *
 * Context: any.
 * Return: as pdr_lmb_errno().
 */
int pdr_reattach_errno(int error);

/**
 * pdr_tree_errno() - Map an error of the device tree to one of a job.
 * @error: 0 or negative errno of the kernel, or of a listener
 *
 * Context: any.
 * Return: 0, -ENOMEM or -EIO.
 */
int pdr_tree_errno(int error);

/**
 * pdr_publish_errno() - Map an error of publishing the LMB table to one of struct pdr_linux_ops.
 * @error: 0 or negative errno
 *
 * Context: any.
 * Return: 0, -ENOMEM, -ENODEV, -ESTALE or -EIO.
 */
int pdr_publish_errno(int error);

/**
 * pdr_stock_errno() - Map an error of the stock kernel's own file to one of a job.
 * @error: 0 or negative errno
 *
 * Context: any.
 * Return: 0, -ENODEV, -EBUSY, -ENOMEM, -EPERM or -EIO.
 */
int pdr_stock_errno(int error);

/**
 * pdr_writer_errno() - Map an error of queueing a job to one of write(2).
 * @error: 0 or negative errno
 *
 * The writer's file blocks. -EAGAIN would tell it to write again at once, and -ESHUTDOWN
 * belongs to sockets.
 *
 * Context: any.
 * Return: -EBUSY in their place, or @error.
 */
int pdr_writer_errno(int error);

#endif /* PDR_CORE_JOBERROR_H */
