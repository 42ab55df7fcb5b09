/** Accounts and contacts. */
export const ACCOUNTS = `
Account 001 "Accounts"
  @system
  MasterRecordId ->Account ro
  Name string(255) ! name of Name "Account Name"
  Type picklist "Account Type" = Prospect; Customer - Direct; Customer - Channel; Channel Partner / Reseller; Installation Partner; Technology Partner; Other
  RecordTypeId ->RecordType "Record Type ID"
  ParentId ->Account kids ChildAccounts "Parent Account ID"
  @address Billing
  @address Shipping
  Phone phone "Account Phone"
  Fax phone "Account Fax"
  AccountNumber string(40)
  Website url
  PhotoUrl url ro "Photo URL"
  Sic string(20) "SIC Code"
  Industry picklist = @industry
  AnnualRevenue currency(18,0)
  NumberOfEmployees int "Employees"
  Ownership picklist = Public; Private; Subsidiary; Other
  TickerSymbol string(20)
  Description textarea(32000) "Account Description"
  Rating picklist "Account Rating" = @rating
  Site string(80) "Account Site"
  OwnerId ->User ! defaulted
  LastActivityDate date ro "Last Activity"
  @viewed
  IsPartner boolean update "Partner Account"
  IsCustomerPortal boolean update "Customer Portal Account"
  ChannelProgramName string(255) ro nofilter nosort
  ChannelProgramLevelName string(255) ro nofilter nosort
  @clean
  JigsawCompanyId string(20) ro as JigsawCompany "Jigsaw Company ID"
  AccountSource picklist = @source
  DunsNumber string(9) "D-U-N-S Number"
  Tradestyle string(255)
  NaicsCode string(8) "NAICS Code"
  NaicsDesc string(120) "NAICS Description"
  YearStarted string(4)
  SicDesc string(80) "SIC Description"
  DandbCompanyId ->DandBCompany "D&B Company ID"
  OperatingHoursId ->OperatingHours "Operating Hour ID"

Contact 003 "Contacts"
  @system
  MasterRecordId ->Contact ro
  AccountId ->Account kids Contacts cascade
  LastName string(80) ! of Name
  FirstName string(40) of Name
  Salutation picklist of Name = @salutation
  Name string(121) ! ro name "Full Name"
  RecordTypeId ->RecordType grant "Record Type ID"
  @address Other
  @address Mailing
  Phone phone "Business Phone"
  Fax phone "Business Fax"
  MobilePhone phone
  HomePhone phone
  OtherPhone phone
  AssistantPhone phone "Asst. Phone"
  ReportsToId ->Contact as ReportsTo
  Email email lookup
  Title string(128)
  Department string(80)
  AssistantName string(40) "Assistant's Name"
  LeadSource picklist(255) = @source
  Birthdate date
  Description textarea(32000) "Contact Description"
  OwnerId ->User ! defaulted
  HasOptedOutOfEmail boolean "Email Opt Out"
  HasOptedOutOfFax boolean "Fax Opt Out"
  DoNotCall boolean
  LastActivityDate date ro "Last Activity"
  LastCURequestDate datetime ro "Last Stay-in-Touch Request Date"
  LastCUUpdateDate datetime ro "Last Stay-in-Touch Save Date"
  @viewed
  EmailBouncedReason string(255)
  EmailBouncedDate datetime
  IsEmailBounced boolean ro
  PhotoUrl url ro "Photo URL"
  @clean
  JigsawContactId string(20) ro as JigsawContact "Jigsaw Contact ID"
  IndividualId ->Individual
`;
