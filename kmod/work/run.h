/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Running a job: its plan, which the core carries out, and its outcome.
 *
 * Includes state.
 */
#ifndef PDR_RUN_H
#define PDR_RUN_H

#include "state/pdr.h"

/**
 * pdr_run_keep_pages - keep a page for each lane
 *
 * A platform may ask for a page when a connector is brought back; memory may be short
 * then. It is no failure if there is no page to be kept.
 *
 * Context: may sleep; before the first job.
 */
void pdr_run_keep_pages(void);

/**
 * pdr_run_drop_pages - give the pages of the lanes back
 *
 * Context: after the last job.
 */
void pdr_run_drop_pages(void);

/**
 * pdr_run - carry out a job
 * @job: at work
 * @outcome: how it went
 *
 * Context: the worker of its lane.
 */
void pdr_run(struct pdr_job *job, struct pdr_outcome *outcome);

/**
 * pdr_run_answer - refuse a removal in the place of its worker
 * @job: the removal, with the firmware of its lane held
 *
 * Return: true if the platform was told.
 */
bool pdr_run_answer(struct pdr_job *job);

/**
 * pdr_run_refuse - refuse a request of the platform for which there is no job
 * @request: the request
 *
 * Return: true if the platform was told.
 */
bool pdr_run_refuse(const struct pdr_request *request);

#endif /* PDR_RUN_H */
