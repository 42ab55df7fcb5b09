import { ACCOUNTS } from './accounts.ts';
import { ACTIVITIES } from './activities.ts';
import { CAMPAIGNS } from './campaigns.ts';
import { CONTENT } from './content.ts';
import { SALES } from './sales.ts';
import { SERVICE } from './service.ts';
import { SETUP } from './setup.ts';

/** Every standard object of a new org. */
export const STANDARD_OBJECTS = [ACCOUNTS, SALES, ACTIVITIES, SERVICE, CAMPAIGNS, CONTENT, SETUP].join('\n');
