import { LISTS } from '../schema/picklists.ts';
import { parseObjects } from '../schema/table.ts';
import type { ObjectDef } from '../schema/types.ts';

/** Objects of the Tooling API that packaging needs, in the form of `schema/table.ts`. */
const TABLE = `
Package2 0Ho nodelete "Package2" "Package2s"
  @system
  SubscriberPackageId ->SubscriberPackage ro
  Name string(80) ! name
  Description string(2000)
  NamespacePrefix string(15) create
  ContainerOptions string(20) ! create
  IsDeprecated boolean
  IsOrgDependent boolean create
  ConvertedFromPackageId string(18) ro
  PackageErrorUsername string(80)
  AppAnalyticsEnabled boolean
  RecommendedVersionId string(18)
  HasDependentPackages boolean ro
Package2Version 05i nocreate "Package2 Version" "Package2 Versions"
  @system
  Package2Id ->Package2 ! ro
  SubscriberPackageVersionId ->SubscriberPackageVersion ro
  Name string(80) name
  Description string(2000)
  Tag string(240)
  Branch string(240)
  MajorVersion int ro
  MinorVersion int ro
  PatchVersion int ro
  BuildNumber int ro
  IsReleased boolean
  IsDeprecated boolean
  IsPasswordProtected boolean ro
  InstallKey string(255)
  AncestorId string(18) ro
  CodeCoverage anyType ro
  CodeCoveragePercentages anyType ro
  HasPassedCodeCoverageCheck boolean ro
  HasMetadataRemoved boolean ro
  HasVpi boolean ro
  ValidationSkipped boolean ro
  ValidatedAsync boolean ro
  ConvertedFromVersionId string(18) ro
  ReleaseVersion double(18,1) ro
  BuildDurationInSeconds int ro
  EndToEndBuildDurationInSeconds int ro
  TotalNumberOfMetadataFiles int ro
  TotalSizeOfMetadataFiles int ro
  DeveloperUsePkgZip anyType ro
  Language string(10) ro
Package2VersionCreateRequest 08c noupdate nodelete "Package2 Version Create Request" "Package2 Version Create Requests"
  @system
  Status string(40) ro
  Package2Id ->Package2 ! create
  Package2VersionId ->Package2Version ro
  Tag string(240) create
  Branch string(240) create
  InstallKey string(255) create
  Instance string(80) create
  SourceOrg string(18) create
  CalculateCodeCoverage boolean create
  SkipValidation boolean create
  AsyncValidation boolean create
  IsConversionRequest boolean ro
  IsPasswordProtected boolean ro
  IsDevUsePkgZipRequested boolean create
  Language string(10) create
  CalcTransitiveDependencies boolean create
  DependencyGraphJson textarea(32000) ro
Package2VersionCreateRequestError 08d nocreate noupdate nodelete "Package2 Version Create Request Error" "Package2 Version Create Request Errors"
  @system
  ParentRequestId ->Package2VersionCreateRequest ! ro
  Message textarea(4000) ro nosort
SubscriberPackage 033 nocreate noupdate nodelete "Subscriber Package" "Subscriber Packages"
  Id id
  Name string(80) ro name
  NamespacePrefix string(15) ro
  Description string(2000) ro
  IsPackageValid boolean ro
SubscriberPackageVersion 04t nocreate noupdate nodelete "Subscriber Package Version" "Subscriber Package Versions"
  Id id
  SubscriberPackageId ->SubscriberPackage ro
  Name string(80) ro name
  Description string(2000) ro
  PublisherName string(80) ro
  MajorVersion int ro
  MinorVersion int ro
  PatchVersion int ro
  BuildNumber int ro
  ReleaseState string(20) ro
  IsManaged boolean ro
  IsDeprecated boolean ro
  IsPasswordProtected boolean ro
  InstallationKey string(255) ro
  IsBeta boolean ro
  IsOrgDependent boolean ro
  IsSecurityReviewed boolean ro
  Package2ContainerOptions string(20) ro
  InstallValidationStatus string(60) ro
  PostInstallUrl string(255) ro
  ReleaseNotesUrl string(255) ro
  AppExchangeDescription string(255) ro
  AppExchangeLogoUrl string(255) ro
  AppExchangePackageName string(255) ro
  AppExchangePublisherName string(255) ro
  CspTrustedSites anyType ro
  RemoteSiteSettings anyType ro
  Dependencies anyType ro
  Profiles anyType ro
InstalledSubscriberPackage 0A3 nocreate noupdate nodelete "Installed Subscriber Package" "Installed Subscriber Packages"
  Id id
  SubscriberPackageId ->SubscriberPackage ro
  SubscriberPackageVersionId ->SubscriberPackageVersion ro
  MinPackageVersionId string(18) ro
PackageInstallRequest 0Hf noupdate nodelete "Package Install Request" "Package Install Requests"
  @system
  SubscriberPackageVersionKey string(18) ! create
  Status string(40) ro
  Errors anyType ro
  Password string(255) create
  EnableRss boolean create
  NameConflictResolution string(20) create
  SecurityType string(20) create
  UpgradeType string(40) create
  ApexCompileType string(20) create
  SkipHandlers string(255) create
  PackageInstallSource string(20) create
ApexClass 01p nocreate noupdate nodelete "Apex Class" "Apex Classes"
  @system
  Name string(255) ro name
  NamespacePrefix string(15) ro
  ApiVersion double(18,1) ro
  Status string(20) ro
  Body textarea(1000000) ro
  LengthWithoutComments int ro
ApexTrigger 01q nocreate noupdate nodelete "Apex Trigger" "Apex Triggers"
  @system
  Name string(255) ro name
  NamespacePrefix string(15) ro
  ApiVersion double(18,1) ro
  Status string(20) ro
  Body textarea(1000000) ro
`;

/** By lower-case name, with the child relationships that follow from the references. */
export function toolingObjects(): Map<string, ObjectDef> {
  const parsed = parseObjects(TABLE, LISTS);
  return new Map(
    parsed.map(({ name, label, labelPlural, keyPrefix, words, fields }) => [
      name.toLowerCase(),
      {
        name,
        label,
        labelPlural,
        keyPrefix,
        custom: false,
        createable: !words.has('nocreate'),
        updateable: !words.has('noupdate'),
        deletable: !words.has('nodelete'),
        queryable: true,
        searchable: false,
        fields: new Map(fields.map((field) => [field.name.toLowerCase(), field])),
        childRelationships: parsed.flatMap((child) =>
          child.fields
            .filter((field) => field.referenceTo.includes(name))
            .map((field) => ({ childSObject: child.name, field: field.name, relationshipName: null })),
        ),
      },
    ]),
  );
}
