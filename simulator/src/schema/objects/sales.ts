/** Leads, opportunities and what hangs on them. */
export const SALES = `
Lead 00Q "Leads"
  @system
  MasterRecordId ->Lead ro
  LastName string(80) ! of Name
  FirstName string(40) of Name
  Salutation picklist of Name = @salutationMx
  Name string(121) ! ro name "Full Name"
  RecordTypeId ->RecordType grant "Record Type ID"
  Title string(128)
  Company string(255) !
  Street textarea(255) of Address
  City string(40) of Address
  State string(80) of Address "State/Province"
  PostalCode string(20) of Address "Zip/Postal Code"
  Country string(80) of Address
  Latitude double(18,15) of Address
  Longitude double(18,15) of Address
  GeocodeAccuracy picklist restricted of Address = @geocode
  Address address ro
  Phone phone
  MobilePhone phone
  Fax phone
  Email email lookup
  Website url
  PhotoUrl url ro "Photo URL"
  Description textarea(32000)
  LeadSource picklist(255) = @source
  Status picklist(255) ! defaulted = @leadStatus
  Industry picklist(255) = @industry
  Rating picklist(255) = @rating
  AnnualRevenue currency(18,0)
  NumberOfEmployees int "Employees"
  OwnerId ->Group,User ! defaulted
  HasOptedOutOfEmail boolean "Email Opt Out"
  DoNotCall boolean
  IsConverted boolean create "Converted"
  ConvertedDate date ro
  ConvertedAccountId ->Account ro "Converted Account ID"
  ConvertedContactId ->Contact ro "Converted Contact ID"
  ConvertedOpportunityId ->Opportunity ro "Converted Opportunity ID"
  IsUnreadByOwner boolean "Unread By Owner"
  LastActivityDate date ro "Last Activity"
  @viewed
  @clean
  JigsawContactId string(20) ro as JigsawContact "Jigsaw Contact ID"
  CompanyDunsNumber string(9) "Company D-U-N-S Number"
  DandbCompanyId ->DandBCompany "D&B Company ID"
  EmailBouncedReason string(255) update
  EmailBouncedDate datetime update
  IndividualId ->Individual

LeadStatus 01J nocreate noupdate nodelete "Lead Status Value" "Lead Status Values"
  @setup
  MasterLabel string(255) ro name "Master Label"
  ApiName string(255) ro "API Name"
  SortOrder int ro
  IsDefault boolean ro "Is Default"
  IsConverted boolean ro "Converted"

Opportunity 006 "Opportunities"
  @system
  AccountId ->Account kids Opportunities cascade
  RecordTypeId ->RecordType grant "Record Type ID"
  IsPrivate boolean "Private"
  Name string(120) ! name lookup
  Description textarea(32000)
  StageName picklist(255) ! "Stage" = @stage
  Amount currency(18,2)
  Probability percent(3,0) defaulted "Probability (%)"
  ExpectedRevenue currency(18,2) ro "Expected Amount"
  TotalOpportunityQuantity double(18,2) "Quantity"
  CloseDate date !
  Type picklist(255) "Opportunity Type" = Existing Customer - Upgrade; Existing Customer - Replacement; Existing Customer - Downgrade; New Customer
  NextStep string(255)
  LeadSource picklist(255) = @source
  IsClosed boolean ro "Closed"
  IsWon boolean ro "Won"
  ForecastCategory picklist ! ro restricted = Omitted; Pipeline; BestCase|Best Case; MostLikely|Most Likely; Forecast|Commit; Closed
  ForecastCategoryName picklist(255) defaulted restricted "Forecast Category" = Omitted; Pipeline; Best Case; Commit; Closed
  CampaignId ->Campaign kids Opportunities
  HasOpportunityLineItem boolean ro "Has Line Item"
  Pricebook2Id ->Pricebook2 defaulted "Price Book ID"
  OwnerId ->User ! defaulted
  LastActivityDate date ro "Last Activity"
  LastStageChangeDate datetime ro
  FiscalQuarter int ro of Fiscal
  FiscalYear int ro of Fiscal
  Fiscal string(6) ro "Fiscal Period"
  ContactId ->Contact create as - kids Opportunities
  @viewed

OpportunityStage 01J nocreate noupdate nodelete "Opportunity Stages"
  @setup
  MasterLabel string(255) ro name "Master Label"
  ApiName string(255) ro "API Name"
  IsActive boolean ro "Is Active"
  SortOrder int ro
  IsClosed boolean ro "Closed"
  IsWon boolean ro "Won"
  ForecastCategory picklist ! ro restricted = Omitted; Pipeline; BestCase|Best Case; MostLikely|Most Likely; Forecast|Commit; Closed
  ForecastCategoryName picklist(255) ro restricted "Forecast Category Name" = Omitted; Pipeline; Best Case; Commit; Closed
  DefaultProbability percent(3,0) ro "Default Probability (%)"
  Description string(255) ro

OpportunityContactRole 00K "Opportunity Contact Role" "Opportunity Contact Role"
  @system Contact_Role
  OpportunityId ->Opportunity ! create kids OpportunityContactRoles cascade
  ContactId ->Contact ! kids OpportunityContactRoles cascade
  Role picklist = @role
  IsPrimary boolean "Primary"
`;
