import type { Salesforce, Scalar } from './types.ts';

export interface LeadConversion {
  leadId: string;
  convertedStatus: string;
  accountId?: string;
  contactId?: string;
  createOpportunity: boolean;
  opportunityName?: string;
  ownerId?: string;
  /** Further fields of the new opportunity. */
  opportunity?: Record<string, Scalar>;
}

export interface ConvertedLead {
  accountId: string;
  contactId: string | null;
  opportunityId: string | null;
}

/**
 * Converts through the package's Apex resource: Salesforce's REST API has no conversion. All or nothing; asked again for a
 * converted lead it answers what the conversion made, so a lost answer may simply be asked for again.
 */
export async function convertLead(
  salesforce: Salesforce,
  conversion: LeadConversion,
): Promise<ConvertedLead> {
  const { body } = await salesforce.request<ConvertedLead>(
    'POST',
    '/services/apexrest/sayso/v1/lead-conversion',
    {
      body: conversion,
    },
  );
  return body;
}
