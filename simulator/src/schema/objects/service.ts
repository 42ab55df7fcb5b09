/** Cases. */
export const SERVICE = `
Case 500 "Cases"
  @system
  MasterRecordId ->Case ro
  CaseNumber string(30) ! auto name lookup nogroup
  ContactId ->Contact kids Cases protect
  AccountId ->Account kids Cases protect
  AssetId ->Asset
  ParentId ->Case kids Cases "Parent Case ID"
  RecordTypeId ->RecordType grant "Record Type ID"
  SuppliedName string(80) "Name"
  SuppliedEmail email "Email Address"
  SuppliedPhone string(40) "Phone"
  SuppliedCompany string(80) "Company"
  Type picklist "Case Type" = Mechanical; Electrical; Electronic; Structural; Other
  Status picklist defaulted = *New; Working; Escalated; Closed
  Reason picklist "Case Reason" = Installation; Equipment Complexity; Performance; Breakdown; Equipment Design; Feedback; Other
  Origin picklist "Case Origin" = Phone; Email; Web
  Subject string(255)
  Priority picklist defaulted = High; *Medium; Low
  Description textarea(32000)
  IsClosed boolean ro "Closed"
  ClosedDate datetime ro
  IsEscalated boolean "Escalated"
  OwnerId ->Group,User ! defaulted
  ContactPhone phone ro
  ContactMobile phone ro
  ContactEmail email ro
  ContactFax phone ro
  Comments textarea(4000) "Internal Comments"
  @viewed

CaseStatus 01J nocreate noupdate nodelete "Case Status Value" "Case Status Values"
  @setup
  MasterLabel string(255) ro name "Master Label"
  ApiName string(255) ro "API Name"
  SortOrder int ro
  IsDefault boolean ro "Is Default"
  IsClosed boolean ro "Closed"
`;
