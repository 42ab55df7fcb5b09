import { unzipSync } from 'fflate';
import { ApiError } from '../http.ts';
import type { Deployments } from '../metadata/deploy.ts';
import type { Row, Scalar } from '../schema/types.ts';
import type { ToolingStore } from './store.ts';

/** Second-generation packaging: the Dev Hub that builds and the org that installs are this one org. */
export interface Packages {
  create(values: Record<string, Scalar>, userId: string): Row;
  update(parent: Row, values: Record<string, Scalar>, userId: string): void;
  /** Builds a version from the upload of `sf package version create`: a zip with package.zip and its descriptor. */
  createVersion(values: Record<string, Scalar>, versionInfo: Uint8Array, userId: string): Row;
  updateVersion(version: Row, values: Record<string, Scalar>, userId: string): void;
  install(values: Record<string, Scalar>, userId: string): Row;
}

interface Descriptor {
  versionNumber?: string;
  versionName?: string;
  versionDescription?: string;
  ancestorId?: string | null;
}

export function createPackages(store: ToolingStore, deployments: Deployments): Packages {
  /** Metadata zips by id of the subscriber package version. */
  const builds = new Map<string, Uint8Array>();
  /** Versions whose creation asked for code coverage. No Apex runs here, so the check itself is never reported as passed. */
  const coverageAsked = new Set<Scalar>();

  return {
    create(values, userId) {
      if (!values['Name']) throw required('Name');
      if (values['ContainerOptions'] !== 'Managed' && values['ContainerOptions'] !== 'Unlocked')
        throw new ApiError(400, 'INVALID_INPUT', 'ContainerOptions is Managed or Unlocked.', [
          'ContainerOptions',
        ]);
      if (store.rows('Package2').some((row) => row['Name'] === values['Name']))
        throw new ApiError(
          400,
          'DUPLICATE_VALUE',
          `A package named ${String(values['Name'])} exists in this Dev Hub.`,
          ['Name'],
        );
      const subscriber = store.add(
        'SubscriberPackage',
        {
          Name: values['Name'],
          NamespacePrefix: values['NamespacePrefix'] ?? null,
          Description: values['Description'] ?? null,
          IsPackageValid: true,
        },
        userId,
      );
      return store.add(
        'Package2',
        { ...known(store, 'Package2', values), SubscriberPackageId: subscriber['Id']! },
        userId,
      );
    },

    update: (parent, values, userId) => store.set(parent, known(store, 'Package2', values), userId),

    createVersion(values, versionInfo, userId) {
      const parent = store.row('Package2', String(values['Package2Id']));
      if (!parent)
        throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['Package2Id']);
      const request = store.add(
        'Package2VersionCreateRequest',
        { ...known(store, 'Package2VersionCreateRequest', values), Status: 'Success' },
        userId,
      );
      const problems = build(request, parent, versionInfo, userId);
      if (problems.length > 0) {
        request['Status'] = 'Error';
        for (const Message of problems)
          store.add(
            'Package2VersionCreateRequestError',
            { ParentRequestId: request['Id']!, Message },
            userId,
          );
      }
      return request;
    },

    updateVersion(version, values, userId) {
      if (values['IsReleased'] === true) {
        if (version['ValidationSkipped'] === true)
          throw new ApiError(
            400,
            'INVALID_INPUT',
            'A package version that skipped validation cannot be promoted.',
          );
        if (!coverageAsked.has(version['Id']!))
          throw new ApiError(
            400,
            'INVALID_INPUT',
            'A package version needs a code coverage check before it can be promoted: create it with --code-coverage.',
          );
        const published = store.row(
          'SubscriberPackageVersion',
          String(version['SubscriberPackageVersionId']),
        );
        if (published) Object.assign(published, { ReleaseState: 'Released', IsBeta: false });
      }
      store.set(version, known(store, 'Package2Version', values), userId);
    },

    install(values, userId) {
      const key = String(values['SubscriberPackageVersionKey'] ?? '');
      const version = store.row('SubscriberPackageVersion', key);
      const zip = version && builds.get(String(version['Id']));
      if (!version || !zip)
        throw new ApiError(
          400,
          'INVALID_CROSS_REFERENCE_KEY',
          'This package is not available in this org: no version has the id ' + key,
        );
      if (version['InstallationKey'] !== null && version['InstallationKey'] !== values['Password'])
        throw new ApiError(
          400,
          'INVALID_PACKAGE_PASSWORD',
          'The installation key is not the one of this version.',
        );
      const { success, details } = deployments.deploy(zip, {}, userId);
      const request = store.add(
        'PackageInstallRequest',
        { ...known(store, 'PackageInstallRequest', values), Status: success ? 'SUCCESS' : 'ERROR' },
        userId,
      );
      if (success) {
        const installed = store
          .rows('InstalledSubscriberPackage')
          .find((row) => row['SubscriberPackageId'] === version['SubscriberPackageId']);
        if (installed) installed['SubscriberPackageVersionId'] = version['Id']!;
        else
          store.add(
            'InstalledSubscriberPackage',
            {
              SubscriberPackageId: version['SubscriberPackageId']!,
              SubscriberPackageVersionId: version['Id']!,
            },
            userId,
          );
      } else
        request['Errors'] = details.componentFailures
          .map(({ fullName, problem }) => `${fullName}: ${problem}`)
          .join('\n');
      return request;
    },
  };

  /** Makes the version of a request; answers what is wrong with the upload. */
  function build(request: Row, parent: Row, versionInfo: Uint8Array, userId: string): string[] {
    let files: Record<string, Uint8Array>;
    try {
      files = unzipSync(versionInfo);
    } catch {
      return ['VersionInfo is no zip archive.'];
    }
    const zip = files['package.zip'];
    const descriptorFile = files['package2-descriptor.json'];
    if (!zip || !descriptorFile) return ['VersionInfo holds no package.zip or no package2-descriptor.json.'];
    const descriptor = JSON.parse(Buffer.from(descriptorFile).toString()) as Descriptor;
    const numbers = /^(\d+)\.(\d+)\.(\d+)\.(NEXT|\d+)$/.exec(descriptor.versionNumber ?? '');
    if (!numbers)
      return [`The version number ${String(descriptor.versionNumber)} is not of the form 1.0.0.NEXT.`];
    const checked = deployments.deploy(zip, { checkOnly: true }, userId);
    if (!checked.success)
      return checked.errorMessage
        ? [checked.errorMessage]
        : checked.details.componentFailures.map(({ fullName, problem }) => `${fullName}: ${problem}`);

    const [MajorVersion, MinorVersion, PatchVersion] = numbers.slice(1, 4).map(Number) as [
      number,
      number,
      number,
    ];
    const earlier = store
      .rows('Package2Version')
      .filter(
        (row) =>
          row['Package2Id'] === parent['Id'] &&
          row['MajorVersion'] === MajorVersion &&
          row['MinorVersion'] === MinorVersion &&
          row['PatchVersion'] === PatchVersion,
      );
    const BuildNumber =
      numbers[4] === 'NEXT'
        ? Math.max(0, ...earlier.map((row) => Number(row['BuildNumber']))) + 1
        : Number(numbers[4]);
    const Name = descriptor.versionName ?? `ver ${MajorVersion}.${MinorVersion}`;
    const version = { Name, MajorVersion, MinorVersion, PatchVersion, BuildNumber };
    const locked = request['InstallKey'] !== null;
    const published = store.add(
      'SubscriberPackageVersion',
      {
        ...version,
        SubscriberPackageId: parent['SubscriberPackageId']!,
        Description: descriptor.versionDescription ?? null,
        PublisherName: 'Simulated publisher',
        ReleaseState: 'Beta',
        IsBeta: true,
        IsManaged: parent['ContainerOptions'] === 'Managed',
        IsPasswordProtected: locked,
        InstallationKey: request['InstallKey']!,
        IsOrgDependent: parent['IsOrgDependent']!,
        Package2ContainerOptions: parent['ContainerOptions']!,
        InstallValidationStatus: 'NO_ERRORS_DETECTED',
      },
      userId,
    );
    const made = store.add(
      'Package2Version',
      {
        ...version,
        Package2Id: parent['Id']!,
        SubscriberPackageVersionId: published['Id']!,
        Description: descriptor.versionDescription ?? null,
        Tag: request['Tag']!,
        Branch: request['Branch']!,
        AncestorId: descriptor.ancestorId ?? null,
        IsPasswordProtected: locked,
        ValidationSkipped: request['SkipValidation']!,
        ValidatedAsync: request['AsyncValidation']!,
        HasPassedCodeCoverageCheck: false,
        BuildDurationInSeconds: 0,
        EndToEndBuildDurationInSeconds: 0,
        TotalNumberOfMetadataFiles: checked.numberComponentsTotal,
        TotalSizeOfMetadataFiles: zip.length,
        Language: request['Language'] ?? 'en_US',
      },
      userId,
    );
    request['Package2VersionId'] = made['Id']!;
    if (request['CalculateCodeCoverage'] === true) coverageAsked.add(made['Id']!);
    builds.set(String(published['Id']), zip);
    return [];
  }
}

/** Values of fields that the object has, by its own spelling. */
function known(store: ToolingStore, object: string, values: Record<string, Scalar>): Record<string, Scalar> {
  const fields = store.object(object)!.fields;
  const taken: Record<string, Scalar> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name.toLowerCase());
    if (field) taken[field.name] = value;
  }
  return taken;
}

function required(field: string): ApiError {
  return new ApiError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${field}]`, [field]);
}
