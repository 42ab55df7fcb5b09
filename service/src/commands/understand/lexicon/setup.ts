/** What is done in Setup and kinds of records that few orgs have: words that no command about records ever means. */

export interface Beyond {
  reason: string;
  /** "Sayso can't …". */
  deed: string;
  instead: string;
  /** Said of nothing else, wherever they stand. */
  always: string;
  /** Meant only when one of them is to be made: "create a report". */
  made: string;
}

const ADMIN = 'Ask your Salesforce admin; this is done in Setup.';

export const BEYOND: readonly Beyond[] = [
  {
    reason: 'unsupported: reports',
    deed: 'make reports, dashboards or list views',
    instead: 'Ask for the records themselves, or build it in Salesforce.',
    always:
      'list view|matrix report|summary report|report type|cross filter|filter logic|public reports|bar chart|donut chart|pie chart|column chart|line chart|funnel chart|chart widget|scatter plot',
    made: 'report|dashboard|chart|graph',
  },
  {
    reason: 'unsupported: user administration',
    deed: 'manage users, permissions or passwords',
    instead: ADMIN,
    always:
      'permission set|permission set group|permissions|object permission|access set|user account|username|user name|user named|user license|child role|role called|role named|role titled|limited access|object setting|public group|role hierarchy|org chart|password|password policy|login attempt|lockout|organization wide default|organisation wide default|sharing setting|sharing rule|field level security|user profile|profile picture|system administrator',
    made: 'queue|user|role|group|profile|freeze|license',
  },
  {
    reason: 'unsupported: schema change',
    deed: 'change fields, layouts or settings',
    instead: ADMIN,
    always:
      'validation rule|matching rule|duplicate rule|assignment rule|workflow rule|escalation rule|approval process|field update|custom object|custom field|custom tab|custom metadata|tab style|navigation bar|navigation item|formula field|lookup relationship|lookup field|dynamic form|page layout|record type|picklist|picklist value|global value set|value set|help text|object description|sales process|support process|lead process|territory model|sales territory|territory|web to case|web to lead|auto response rule|named credential|screen flow',
    made: 'app|tab|field|rule|flow|validation|approval|object|layout|workflow|trigger|template',
  },
];

/** Objects of Salesforce that an org may not have, or commands may not reach, by what they are called. */
export const ABSENT = {
  always:
    'price book|pricebook|quote line|product family|product code|product record|order product|entitlement process|entitlement record|knowledge article|change request|work order|service appointment|work type|service contract',
  made: 'quote|contract|order|product|entitlement|milestone|incident|article|asset|invoice',
};
