/** Users, permissions, the organization and what clients read about them. */
export const SETUP = `
User 005 nodelete "Users"
  @setup
  Username string(80) ! lookup
  LastName string(80) !
  FirstName string(40)
  Name string(121) ! ro name "Full Name"
  CompanyName string(80)
  Division string(80)
  Department string(80)
  Title string(80)
  Street textarea(255) noagg
  City string(40)
  State string(80) "State/Province"
  PostalCode string(20) "Zip/Postal Code"
  Country string(80)
  Email email(128) ! lookup
  Phone phone
  Fax phone
  MobilePhone phone "Mobile"
  Alias string(8) !
  CommunityNickname string(40) ! "Nickname"
  AboutMe textarea(1000)
  IsActive boolean true "Active"
  TimeZoneSidKey picklist ! restricted "Time Zone" = @timezones
  LocaleSidKey picklist ! restricted "Locale" = @locales
  LanguageLocaleKey picklist ! restricted "Language" = @languages
  EmailEncodingKey picklist ! restricted "Email Encoding" = *UTF-8; ISO-8859-1; Shift_JIS; ISO-2022-JP; EUC-JP; ks_c_5601-1987; Big5; GB2312; Big5-HKSCS; x-SJIS_0213
  UserRoleId ->UserRole "Role ID"
  ProfileId ->Profile !
  UserType picklist ro restricted = *Standard; PowerPartner; PowerCustomerSuccess; CustomerSuccess; Guest; CspLitePortal; CsnOnly; SelfService; CloudIntegrationUser; AutomatedProcess
  EmployeeNumber string(20)
  ManagerId ->User
  DelegatedApproverId ->Group,User
  FederationIdentifier string(512) lookup nogroup "SAML Federation ID"
  ForecastEnabled boolean "Allow Forecasting"
  Extension phone
  SenderEmail email "Email Sender Address"
  SenderName string(80) "Email Sender Name"
  LastLoginDate datetime ro "Last Login"
  ContactId ->Contact protect kids Users
  AccountId ->Account ro kids Users
  UserPermissionsMarketingUser boolean nosort nogroup "Marketing User"
  UserPermissionsKnowledgeUser boolean nosort nogroup "Knowledge User"
  UserPermissionsInteractionUser boolean nosort nogroup "Flow User"
  UserPermissionsSupportUser boolean nosort nogroup "Service Cloud User"

UserRole 00E "Role" "Roles"
  Id id "Role ID"
  Name string(80) ! name
  ParentRoleId ->UserRole
  DeveloperName string(80)
  @viewed

UserLogin 0Yw nocreate nodelete "User Login" "User Login"
  Id id "UserLogin ID"
  UserId ->User ! ro
  IsFrozen boolean update
  IsPasswordLocked boolean update
  LastModifiedDate datetime ro
  LastModifiedById ->User ro

Profile 00e nocreate nodelete "Profiles"
  @setup
  Name string(255) ! name
  UserType picklist ro restricted = *Standard; Guest
  Description string(255)

PermissionSet 0PS "Permission Set" "Permission Sets"
  @setup
  Name string(80) ! name "Permission Set Name"
  Label string(80) ! "Permission Set Label"
  ProfileId ->Profile ro
  IsOwnedByProfile boolean ro
  IsCustom boolean ro true
  Description string(255)
  NamespacePrefix string(15) ro
  Type picklist ro restricted = *Regular; Standard; Profile; Group; Session

PermissionSetAssignment 0Pa noupdate "Permission Set Assignment" "Permission Set Assignments"
  Id id "PermissionSetAssignment ID"
  PermissionSetId ->PermissionSet ! create kids Assignments cascade
  PermissionSetGroupId ->PermissionSetGroup create
  AssigneeId ->User ! create kids PermissionSetAssignments
  IsActive boolean ro true
  SystemModstamp datetime ro ! defaulted

CustomPermission 0CP nocreate noupdate nodelete "Custom Permission" "Custom Permissions"
  @setup
  DeveloperName string(80) ! ro name
  MasterLabel string(80) ! ro
  NamespacePrefix string(15) ro

SetupEntityAccess 0J0 noupdate "Setup Entity Access" "Setup Entity Access"
  Id id "SetupEntityAccess ID"
  ParentId ->PermissionSet ! create kids SetupEntityAccessItems cascade
  SetupEntityId ->CustomPermission ! create as -
  SetupEntityType picklist ro restricted = CustomPermission; ConnectedApplication; ApexClass; ApexPage; TabSet
  SystemModstamp datetime ro ! defaulted

Group 00G "Groups"
  @setup
  Name string(40) ! name
  DeveloperName string(80)
  RelatedId ->User,UserRole ro
  Type picklist create restricted = *Regular; Queue; Role; RoleAndSubordinates; Organization
  Email email

Organization 00D nocreate nodelete "Organization" "Organization"
  @setup
  Name string(80) ! update name
  Division string(80) update
  Street textarea(255) update
  City string(40) update
  State string(80) update
  PostalCode string(20) update
  Country string(80) update
  Phone phone update
  Fax phone update
  PrimaryContact string(80) update
  DefaultLocaleSidKey picklist ! update restricted = @locales
  TimeZoneSidKey picklist ! update restricted = @timezones
  LanguageLocaleKey picklist ! update restricted = @languages
  FiscalYearStartMonth int update
  UsesStartDateAsFiscalYearName boolean update
  OrganizationType picklist ro restricted = Team Edition; Professional Edition; Enterprise Edition; *Developer Edition; Unlimited Edition
  NamespacePrefix string(15) ro
  InstanceName string(5) ro
  IsSandbox boolean ro
  TrialExpirationDate datetime ro
  IsReadOnly boolean ro

RecordType 012 "Record Types"
  @setup
  Name string(80) ! name
  DeveloperName string(80) !
  SobjectType picklist ! create "SObject Type Name"
  Description string(255)
  IsActive boolean true "Active"
  NamespacePrefix string(15) ro
  BusinessProcessId string(18) create

AuthSession 0Ak nocreate noupdate "Auth Session" "Auth Sessions"
  Id id "Auth Session ID"
  UsersId ->User ro as Users
  CreatedDate datetime ro ! defaulted
  LastModifiedDate datetime ro ! defaulted
  NumSecondsValid int ro
  UserType string(40) ro
  SourceIp string(39) ro
  LoginType string(40) ro
  SessionType string(40) ro
  SessionSecurityLevel string(40) ro
  LogoutUrl url ro
  ParentId ->AuthSession ro
  LoginHistoryId string(18) ro
  IsCurrent boolean ro

OauthToken 000 nocreate noupdate "OAuth Token" "OAuth Tokens"
  Id id "OauthToken ID"
  AppName string(255) ro name
  AppMenuItemId string(18) ro
  UserId ->User ro
  CreatedDate datetime ro
  LastUsedDate datetime ro
  UseCount int ro
  DeleteToken string(255) ro
  AccessToken string(255) ro
  RequestToken string(255) ro

LoginHistory 0Ya nocreate noupdate nodelete "Login History" "Login History"
  Id id "Login ID"
  UserId ->User ro as -
  LoginTime datetime ro
  LoginType string(40) ro
  LoginSubType string(40) ro
  SourceIp string(39) ro
  Application string(40) ro
  Status string(128) ro
  Browser string(64) ro
  Platform string(64) ro

ScratchOrgInfo 2SR "Scratch Org Info" "Scratch Org Infos"
  @system
  Name string(80) ro name
  Status picklist ro restricted = New; Creating; Active; Error; Deleted
  Edition picklist create restricted = *Developer; Enterprise; Group; Professional
  OrgName string(80) create
  AdminEmail email create
  ConnectedAppConsumerKey string(255) create
  ConnectedAppCallbackUrl string(255) create
  DurationDays int create
  Features textarea(4000) create
  Username string(80) create
  Country string(2) create
  Language string(8) create
  Namespace string(15) create
  HasSampleData boolean create
  Description string(255) create
  LoginUrl url ro
  AuthCode string(255) ro
  SignupUsername string(80) ro
  SignupEmail email ro
  SignupInstance string(10) ro
  ScratchOrg string(18) ro
  ErrorCode string(80) ro
  ExpirationDate date ro

`;
