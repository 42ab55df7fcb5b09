import type { Org } from '../org.ts';
import type { InstalledPackage } from './runtime.ts';
import { SaysoUserTriggerHandler } from './SaysoUserTriggerHandler.ts';

/** Mirror of `SaysoUserTrigger.trigger`: from now on, users that are deactivated in the org are reported to the service. */
export function installSaysoUserTrigger(org: Org, myDomainUrl: string, installed: InstalledPackage): void {
  org.data.onCommit((changes) => {
    const userId = changes[0]!.userId;
    void SaysoUserTriggerHandler.afterUpdate({ org, userId, myDomainUrl, package: installed }, changes);
  });
}
