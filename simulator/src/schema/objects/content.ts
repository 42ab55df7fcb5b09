const PARENTS = 'Account,Campaign,Case,Contact,Lead,Opportunity';

/** Notes, files, feed. */
export const CONTENT = `
Note 002 "Notes"
  @system
  ParentId ->Account,Asset,Contact,Contract,Lead,Opportunity,Order,Product2 ! create kids Notes cascade
  Title string(80) ! name lookup
  IsPrivate boolean "Private"
  Body textarea(32000)
  OwnerId ->User ! defaulted

ContentNote 069 "Note" "Notes"
  @system
  Title string(255) ! name lookup
  Content base64
  TextPreview string(255) ro
  SharingPrivacy picklist ! defaulted restricted "Note Privacy on Records" = *N|Visible to Anyone With Record Access; P|Private on Records
  FileType string(20) ro
  FileExtension string(20) ro
  ContentSize int ro
  ContentModifiedDate datetime ro
  LatestPublishedVersionId ->ContentVersion ro "Content Version ID"
  IsReadOnly boolean ro nofilter
  OwnerId ->User ! ro defaulted
  LastViewedDate datetime ro

ContentDocument 069 nocreate "Content Documents"
  @system
  Title string(255) ! name lookup
  PublishStatus picklist ! ro restricted = R|Personal Library; P|Public; U|Upload Interrupted
  LatestPublishedVersionId ->ContentVersion ro as LatestPublishedVersion "Latest Published Version ID"
  OwnerId ->User !
  Description textarea(1000)
  ContentSize int ro
  FileType string(20) ro
  FileExtension string(40) ro
  IsArchived boolean ro
  ParentId ->ContentWorkspace
  SharingPrivacy picklist ! defaulted restricted = *N|Visible to Anyone With Record Access; P|Private on Records
  ContentModifiedDate datetime ro

ContentDocumentLink 06A "Content Document Link" "Content Document Links"
  Id id "ContentDocumentLink ID"
  IsDeleted boolean ro "Deleted"
  ContentDocumentId ->ContentDocument ! create kids ContentDocumentLinks cascade
  LinkedEntityId ->${PARENTS},Event,Group,Organization,Task,User ! create kids ContentDocumentLinks cascade
  ShareType picklist defaulted restricted = *V|Viewer; C|Collaborator; I|Inferred
  Visibility picklist defaulted restricted = *AllUsers|All Users; InternalUsers|Standard Users; SharedUsers|Shared Users
  SystemModstamp datetime ro ! defaulted

ContentVersion 068 nodelete "Content Versions"
  @system
  ContentDocumentId ->ContentDocument create kids ContentVersions cascade
  IsLatest boolean ro
  VersionNumber string(20) ro
  Title string(255) ! name
  PathOnClient string(500) create
  VersionData base64
  TextPreview string(255) ro
  Description textarea(1000)
  ReasonForChange string(1000)
  FileType string(20) ro
  FileExtension string(40) ro
  ContentSize int ro
  FirstPublishLocationId ->${PARENTS},Event,Task,User create
  SharingPrivacy picklist ! defaulted restricted = *N|Visible to Anyone With Record Access; P|Private on Records
  Origin picklist(1) ! create defaulted restricted = *C|Content; H|Chatter
  OwnerId ->User ! defaulted

FeedItem 0D5 noupdate "Feed Item" "Feed Items"
  Id id "Feed Item ID"
  ParentId ->${PARENTS},Task,Event,User ! create cascade
  Type picklist create defaulted restricted = *TextPost; LinkPost; ContentPost; CallLogPost; TrackedChange
  Body textarea(10000) !
  Title string(255) create
  LinkUrl url create
  IsRichText boolean create
  LikeCount int ro
  CommentCount int ro
  CreatedById ->User ro ! defaulted
  CreatedDate datetime ro ! defaulted
  IsDeleted boolean ro "Deleted"
  LastModifiedDate datetime ro ! defaulted
  SystemModstamp datetime ro ! defaulted

Attachment 00P "Attachments"
  @system
  ParentId ->${PARENTS},Event,Task ! create kids Attachments cascade
  Name string(255) ! name "File Name"
  IsPrivate boolean "Private"
  ContentType string(120)
  BodyLength int ro
  Body base64 !
  OwnerId ->User defaulted !
  Description textarea(500)
`;
