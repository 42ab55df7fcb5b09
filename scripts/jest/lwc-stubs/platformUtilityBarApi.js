import { createTestWireAdapter } from '@salesforce/wire-service-jest-util';

/** The utility bar, which Salesforce's Jest preset does not know. */
export const EnclosingUtilityId = createTestWireAdapter(jest.fn());
export const open = jest.fn(() => Promise.resolve(true));
export const onUtilityClick = jest.fn(() => Promise.resolve());
