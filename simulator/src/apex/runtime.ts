import type { Org } from '../org.ts';
import type { SaysoKeySetting } from './SaysoKey.ts';

/** What a transaction of the package's Apex can reach: the running user, the org, and what the package installed in it. */
export interface Transaction {
  org: Org;
  /** The running user, 18 characters. */
  userId: string;
  /** Base URL of the org, without a final slash. */
  myDomainUrl: string;
  package: InstalledPackage;
}

/** The package as installed in this org: its setting, its named credential, its queued jobs. */
export interface InstalledPackage {
  key: SaysoKeySetting;
  /** Endpoint of the named credential `Sayso`, without a final slash; null before it is configured. */
  serviceUrl: string | null;
  /** `System.Label`. */
  label(name: string): string;
  /** Whether the org has the connected app or external client app `Sayso`. */
  appInstalled(): boolean;
  /** Ends of the package's queueable jobs, oldest first. */
  jobs: ApexJob[];
}

export interface ApexJob {
  className: string;
  status: 'Completed' | 'Failed';
  createdAt: Date;
}

/** `FeatureManagement.checkPermission`: a custom permission of the running user. */
export function checkPermission({ org, userId }: Transaction, permission: string): boolean {
  return org.data.access(userId).has(permission);
}

/** Names of the permission sets that are assigned to a user. */
export function permissionSetsOf(org: Org, userId: string): Set<string> {
  const names = new Set<string>();
  for (const assignment of org.data.rows('PermissionSetAssignment')) {
    if (assignment['AssigneeId'] !== userId) continue;
    const set = org.data.record('PermissionSet', String(assignment['PermissionSetId']));
    if (set && set['IsDeleted'] !== true) names.add(String(set['Name']));
  }
  return names;
}

/** The only exception whose message crosses to the browser. */
export class AuraHandledException extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AuraHandledException';
  }
}
