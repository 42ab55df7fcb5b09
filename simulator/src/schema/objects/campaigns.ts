/** Campaigns and their members; writable as for a marketing user. */
export const CAMPAIGNS = `
Campaign 701 "Campaigns"
  @system
  Name string(80) ! name lookup
  ParentId ->Campaign kids ChildCampaigns "Parent Campaign ID"
  RecordTypeId ->RecordType grant "Record Type ID"
  Type picklist(255) defaulted = Conference; Webinar; Trade Show; Public Relations; Partners; Referral Program; Advertisement; Banner Ads; Direct Mail; Email; Telemarketing; Other
  Status picklist(255) defaulted = *Planned; In Progress; Completed; Aborted
  StartDate date
  EndDate date
  ExpectedRevenue currency(18,0) "Expected Revenue in Campaign"
  BudgetedCost currency(18,0) "Budgeted Cost in Campaign"
  ActualCost currency(18,0) "Actual Cost in Campaign"
  ExpectedResponse percent(10,2) "Expected Response (%)"
  NumberSent double(18,0) "Num Sent in Campaign"
  IsActive boolean "Active"
  Description textarea(32000)
  NumberOfLeads int ! ro "Leads in Campaign"
  NumberOfConvertedLeads int ! ro "Converted Leads in Campaign"
  NumberOfContacts int ! ro "Contacts in Campaign"
  NumberOfResponses int ! ro "Responses in Campaign"
  NumberOfOpportunities int ! ro "Opportunities in Campaign"
  NumberOfWonOpportunities int ! ro "Won Opportunities in Campaign"
  AmountAllOpportunities currency(18,0) ! ro "Value Opportunities in Campaign"
  AmountWonOpportunities currency(18,0) ! ro "Value Won Opportunities in Campaign"
  OwnerId ->User ! defaulted
  LastActivityDate date ro "Last Activity"
  @viewed
  CampaignMemberRecordTypeId ->RecordType ro "Record Type ID"

CampaignMember 00v "Campaign Members"
  @system
  CampaignId ->Campaign ! create kids CampaignMembers cascade
  LeadId ->Lead create kids CampaignMembers cascade
  ContactId ->Contact create kids CampaignMembers cascade
  Status picklist = *Sent; Responded
  HasResponded boolean ro "Responded"
  FirstRespondedDate date ro
  Name string(255) ro name
  Salutation picklist(255) ro = @salutationMx
  FirstName string(40) ro
  LastName string(80) ro
  Title string(128) ro
  Street string(255) ro
  City string(40) ro
  State string(80) ro "State/Province"
  PostalCode string(20) ro "Zip/Postal Code"
  Country string(80) ro
  Email email ro
  Phone phone ro
  Fax phone ro
  MobilePhone phone ro "Mobile"
  Description textarea(32000) ro
  DoNotCall boolean ro
  HasOptedOutOfEmail boolean ro "Email Opt Out"
  HasOptedOutOfFax boolean ro "Fax Opt Out"
  LeadSource picklist(255) ro = @source
  CompanyOrAccount string(255) ro "Company (Account)"
  Type string(40) ro
  LeadOrContactId ->Contact,Lead ro "Related Record ID"
  LeadOrContactOwnerId ->Group,User ro "Related Record Owner ID"

CampaignMemberStatus 01Y "Campaign Member Statuses"
  @system
  CampaignId ->Campaign ! create kids CampaignMemberStatuses cascade
  Label string(765) ! name
  SortOrder int
  IsDefault boolean "Is Default"
  HasResponded boolean "Responded"
`;
