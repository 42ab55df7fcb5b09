/** What the pages of an object show. Fields that the user may not see, or that the org lacks, are left out. */
export interface Layout {
  /** `standard:…` of the design system. */
  icon: string;
  /** Compact layout, below the record's name. */
  highlights: string[];
  /** Picklist that the path shows. */
  path?: string;
  sections: { label: string; fields: string[] }[];
  list: string[];
  related: RelatedList[];
  /** Reference of tasks and events by which activities belong to the record. */
  activitiesBy?: 'WhatId' | 'WhoId';
}

export interface RelatedList {
  /** Child object and its reference to the record. */
  object: string;
  by: string;
  title: string;
  columns: string[];
}

const SYSTEM = {
  label: 'System Information',
  fields: ['CreatedById', 'CreatedDate', 'LastModifiedById', 'LastModifiedDate'],
};
const DESCRIPTION = { label: 'Description Information', fields: ['Description'] };
const NOTES: RelatedList = {
  object: 'Note',
  by: 'ParentId',
  title: 'Notes',
  columns: ['Title', 'Body', 'OwnerId', 'CreatedDate'],
};

export const LAYOUTS: Record<string, Layout> = {
  Opportunity: {
    icon: 'standard:opportunity',
    highlights: ['AccountId', 'CloseDate', 'Amount', 'OwnerId'],
    path: 'StageName',
    sections: [
      {
        label: 'Opportunity Information',
        fields: [
          'Name',
          'AccountId',
          'StageName',
          'CloseDate',
          'Amount',
          'Probability',
          'ForecastCategoryName',
          'NextStep',
          'Type',
          'LeadSource',
          'CampaignId',
          'OwnerId',
        ],
      },
      DESCRIPTION,
      SYSTEM,
    ],
    list: ['Name', 'AccountId', 'StageName', 'Amount', 'CloseDate', 'NextStep', 'OwnerId'],
    related: [
      {
        object: 'OpportunityContactRole',
        by: 'OpportunityId',
        title: 'Contact Roles',
        columns: ['ContactId', 'Role', 'IsPrimary'],
      },
      NOTES,
    ],
    activitiesBy: 'WhatId',
  },
  Account: {
    icon: 'standard:account',
    highlights: ['Type', 'Industry', 'Phone', 'Website', 'OwnerId'],
    sections: [
      {
        label: 'Account Information',
        fields: [
          'Name',
          'ParentId',
          'Type',
          'Industry',
          'Rating',
          'AnnualRevenue',
          'NumberOfEmployees',
          'Phone',
          'Website',
          'OwnerId',
        ],
      },
      {
        label: 'Address Information',
        fields: ['BillingStreet', 'BillingCity', 'BillingState', 'BillingPostalCode', 'BillingCountry'],
      },
      DESCRIPTION,
      SYSTEM,
    ],
    list: ['Name', 'Industry', 'Type', 'Phone', 'BillingCity', 'OwnerId'],
    related: [
      { object: 'Contact', by: 'AccountId', title: 'Contacts', columns: ['Name', 'Title', 'Email', 'Phone'] },
      {
        object: 'Opportunity',
        by: 'AccountId',
        title: 'Opportunities',
        columns: ['Name', 'StageName', 'Amount', 'CloseDate'],
      },
      {
        object: 'Case',
        by: 'AccountId',
        title: 'Cases',
        columns: ['CaseNumber', 'Subject', 'Status', 'Priority'],
      },
      NOTES,
    ],
    activitiesBy: 'WhatId',
  },
  Contact: {
    icon: 'standard:contact',
    highlights: ['Title', 'AccountId', 'Phone', 'Email', 'OwnerId'],
    sections: [
      {
        label: 'Contact Information',
        fields: [
          'Name',
          'AccountId',
          'Title',
          'Department',
          'Email',
          'Phone',
          'MobilePhone',
          'ReportsToId',
          'LeadSource',
          'OwnerId',
        ],
      },
      {
        label: 'Address Information',
        fields: ['MailingStreet', 'MailingCity', 'MailingState', 'MailingPostalCode', 'MailingCountry'],
      },
      DESCRIPTION,
      SYSTEM,
    ],
    list: ['Name', 'AccountId', 'Title', 'Phone', 'Email', 'OwnerId'],
    related: [
      {
        object: 'OpportunityContactRole',
        by: 'ContactId',
        title: 'Opportunities',
        columns: ['OpportunityId', 'Role', 'IsPrimary'],
      },
      {
        object: 'Case',
        by: 'ContactId',
        title: 'Cases',
        columns: ['CaseNumber', 'Subject', 'Status', 'Priority'],
      },
      {
        object: 'CampaignMember',
        by: 'ContactId',
        title: 'Campaign History',
        columns: ['CampaignId', 'Status', 'CreatedDate'],
      },
      NOTES,
    ],
    activitiesBy: 'WhoId',
  },
  Lead: {
    icon: 'standard:lead',
    highlights: ['Title', 'Company', 'Phone', 'Email', 'OwnerId'],
    path: 'Status',
    sections: [
      {
        label: 'Lead Information',
        fields: [
          'Name',
          'Company',
          'Title',
          'Status',
          'Email',
          'Phone',
          'MobilePhone',
          'Website',
          'Industry',
          'Rating',
          'LeadSource',
          'NumberOfEmployees',
          'AnnualRevenue',
          'OwnerId',
        ],
      },
      { label: 'Address Information', fields: ['Street', 'City', 'State', 'PostalCode', 'Country'] },
      DESCRIPTION,
      SYSTEM,
    ],
    list: ['Name', 'Company', 'Status', 'Email', 'Website', 'Industry', 'OwnerId'],
    related: [
      {
        object: 'CampaignMember',
        by: 'LeadId',
        title: 'Campaign History',
        columns: ['CampaignId', 'Status', 'CreatedDate'],
      },
      NOTES,
    ],
    activitiesBy: 'WhoId',
  },
  Case: {
    icon: 'standard:case',
    highlights: ['Priority', 'Status', 'AccountId', 'ContactId', 'OwnerId'],
    path: 'Status',
    sections: [
      {
        label: 'Case Details',
        fields: [
          'CaseNumber',
          'Subject',
          'Status',
          'Priority',
          'Type',
          'Reason',
          'Origin',
          'AccountId',
          'ContactId',
          'OwnerId',
        ],
      },
      DESCRIPTION,
      SYSTEM,
    ],
    list: ['CaseNumber', 'Subject', 'Status', 'Priority', 'AccountId', 'ContactId', 'OwnerId'],
    related: [],
    activitiesBy: 'WhatId',
  },
  Campaign: {
    icon: 'standard:campaign',
    highlights: ['Type', 'Status', 'StartDate', 'EndDate'],
    sections: [
      {
        label: 'Campaign Information',
        fields: [
          'Name',
          'Type',
          'Status',
          'IsActive',
          'StartDate',
          'EndDate',
          'BudgetedCost',
          'ActualCost',
          'ExpectedRevenue',
          'OwnerId',
        ],
      },
      DESCRIPTION,
      SYSTEM,
    ],
    list: ['Name', 'Type', 'Status', 'StartDate', 'EndDate', 'IsActive', 'OwnerId'],
    related: [
      {
        object: 'CampaignMember',
        by: 'CampaignId',
        title: 'Campaign Members',
        columns: ['LeadId', 'ContactId', 'Status'],
      },
      {
        object: 'Opportunity',
        by: 'CampaignId',
        title: 'Opportunities',
        columns: ['Name', 'StageName', 'Amount', 'CloseDate'],
      },
    ],
    activitiesBy: 'WhatId',
  },
  Task: {
    icon: 'standard:task',
    highlights: ['Status', 'Priority', 'ActivityDate', 'WhoId', 'WhatId'],
    sections: [
      {
        label: 'Task Information',
        fields: [
          'Subject',
          'TaskSubtype',
          'Status',
          'Priority',
          'ActivityDate',
          'WhoId',
          'WhatId',
          'OwnerId',
        ],
      },
      { label: 'Comments', fields: ['Description'] },
      SYSTEM,
    ],
    list: ['Subject', 'Status', 'Priority', 'ActivityDate', 'WhoId', 'WhatId', 'OwnerId'],
    related: [],
  },
  Event: {
    icon: 'standard:event',
    highlights: ['StartDateTime', 'EndDateTime', 'Location', 'WhoId', 'WhatId'],
    sections: [
      {
        label: 'Event Information',
        fields: ['Subject', 'StartDateTime', 'EndDateTime', 'Location', 'WhoId', 'WhatId', 'OwnerId'],
      },
      { label: 'Description Information', fields: ['Description'] },
      SYSTEM,
    ],
    list: ['Subject', 'StartDateTime', 'EndDateTime', 'WhoId', 'WhatId', 'OwnerId'],
    related: [],
  },
  Note: {
    icon: 'standard:note',
    highlights: ['ParentId', 'OwnerId', 'CreatedDate'],
    sections: [{ label: 'Note', fields: ['Title', 'ParentId', 'Body', 'OwnerId'] }, SYSTEM],
    list: ['Title', 'ParentId', 'OwnerId', 'CreatedDate'],
    related: [],
  },
  ContentNote: {
    icon: 'standard:note',
    highlights: ['OwnerId', 'CreatedDate'],
    sections: [{ label: 'Note', fields: ['Title', 'Content', 'OwnerId'] }, SYSTEM],
    list: ['Title', 'OwnerId', 'CreatedDate'],
    related: [],
  },
  OpportunityContactRole: {
    icon: 'standard:opportunity_contact_role',
    highlights: ['OpportunityId', 'ContactId', 'Role', 'IsPrimary'],
    sections: [
      { label: 'Contact Role Information', fields: ['OpportunityId', 'ContactId', 'Role', 'IsPrimary'] },
      SYSTEM,
    ],
    list: ['OpportunityId', 'ContactId', 'Role', 'IsPrimary'],
    related: [],
  },
  CampaignMember: {
    icon: 'standard:campaign_members',
    highlights: ['CampaignId', 'LeadId', 'ContactId', 'Status'],
    sections: [
      { label: 'Campaign Member Information', fields: ['CampaignId', 'LeadId', 'ContactId', 'Status'] },
      SYSTEM,
    ],
    list: ['CampaignId', 'LeadId', 'ContactId', 'Status'],
    related: [],
  },
  User: {
    icon: 'standard:user',
    highlights: ['Title', 'Email', 'Phone'],
    sections: [
      {
        label: 'About',
        fields: ['Name', 'Username', 'Email', 'Title', 'Department', 'Phone', 'TimeZoneSidKey', 'IsActive'],
      },
    ],
    list: ['Name', 'Title', 'Email', 'IsActive'],
    related: [],
  },
};

/** Objects whose lists have a page of their own, hence a tab. */
export const LISTED = [
  'Opportunity',
  'Account',
  'Contact',
  'Lead',
  'Task',
  'Campaign',
  'Case',
  'User',
] as const;
