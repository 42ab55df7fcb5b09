import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import type { OAuthState } from '../oauth/state.ts';
import { child, elements, SoapFault, soapHandler, type SoapCall, type Xml } from '../soap.ts';
import { list } from './archive.ts';
import type { Deployments, DeployOptions } from './deploy.ts';
import { multipart } from './multipart.ts';
import type { DeployResult } from './result.ts';
import { createRetrievals, properties } from './retrieve.ts';

/** The Metadata API as far as deploying, listing and retrieving go: SOAP, and REST for deployments. */
export function metadataRoutes(oauth: OAuthState, deployments: Deployments): Route[] {
  const retrievals = createRetrievals(deployments.inventory);

  /** The user of a SOAP call, who must be allowed to change metadata. */
  function developer({ sessionId }: SoapCall): string {
    const session = oauth.sessions.use(sessionId);
    if (!session) throw new SoapFault('sf:INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader');
    if (!mayDeploy(oauth, session.userId)) throw new SoapFault('sf:INSUFFICIENT_ACCESS', NOT_ALLOWED);
    return session.userId;
  }

  function needResult<T>(found: T | undefined, body: Xml): T {
    if (found) return found;
    throw new SoapFault('sf:INVALID_CROSS_REFERENCE_KEY', `invalid id ${String(body['asyncProcessId'])}`);
  }

  const handle = soapHandler({
    deploy(call) {
      const userId = developer(call);
      const options = child(call.body, 'DeployOptions');
      const { id } = deployments.deploy(
        Buffer.from(String(call.body['ZipFile'] ?? ''), 'base64'),
        {
          checkOnly: options['checkOnly'] === 'true',
          ...(options['testLevel'] !== undefined && { testLevel: String(options['testLevel']) }),
          runTests: list(options['runTests']).map(String),
        },
        userId,
      );
      return answer('deploy', { done: false, id, state: 'Queued' });
    },
    checkDeployStatus(call) {
      developer(call);
      const result = needResult(deployments.result(String(call.body['asyncProcessId'])), call.body);
      return answer('checkDeployStatus', withDetails(result, call.body['includeDetails'] === 'true'));
    },
    retrieve(call, { params }) {
      developer(call);
      const { id } = retrievals.retrieve(
        child(call.body, call.body['request'] ? 'request' : 'retrieveRequest'),
        params['soapVersion']!,
      );
      return answer('retrieve', { done: false, id, state: 'Queued' });
    },
    checkRetrieveStatus(call) {
      developer(call);
      const result = needResult(retrievals.result(String(call.body['asyncProcessId'])), call.body);
      return answer('checkRetrieveStatus', { ...result });
    },
    listMetadata(call) {
      developer(call);
      const entries = list(call.body['queries'] ?? call.body['listMetadataQuery']).flatMap((query) =>
        deployments.inventory.list(String((query as Xml)['type'])),
      );
      return answer('listMetadata', ...entries.map((entry) => properties(entry)));
    },
    describeMetadata(call) {
      developer(call);
      return answer('describeMetadata', {
        metadataObjects: DESCRIBED,
        organizationNamespace: '',
        partialSaveAllowed: true,
        testRequired: false,
      });
    },
  });

  function rest(context: Context): void {
    if (!mayDeploy(oauth, context.session.userId))
      throw new ApiError(403, 'INSUFFICIENT_ACCESS', NOT_ALLOWED);
  }

  function deployRest(context: Context): Reply {
    rest(context);
    const parts = multipart(context.request);
    const file = parts.get('file');
    if (!file) throw new ApiError(400, 'INVALID_REQUEST', 'The part "file" with the zip is missing.');
    const entity = JSON.parse(
      parts.get('json')?.toString() ?? parts.get('entity_content')?.toString() ?? '{}',
    ) as {
      deployOptions?: DeployOptions;
    };
    const { id } = deployments.deploy(file, entity.deployOptions ?? {}, context.session.userId);
    const deployResult = { id, status: 'Pending', done: false, success: false };
    return { status: 201, body: { id, deployOptions: entity.deployOptions ?? {}, deployResult } };
  }

  function statusRest(context: Context): Reply {
    rest(context);
    const result = deployments.result(context.params['id']!);
    if (!result) throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
    const deployResult = withDetails(result, context.request.query.get('includeDetails') === 'true');
    return { status: 200, body: { id: result.id, deployResult } };
  }

  const request = '/services/data/:version/metadata/deployRequest';
  return [
    { method: 'POST', path: '/services/Soap/m/:soapVersion', auth: 'none', handle },
    { method: 'POST', path: '/services/Soap/m/:soapVersion/:org', auth: 'none', handle },
    { method: 'POST', path: '/services/Soap/s/:soapVersion/:org', auth: 'none', handle: soapHandler({}) },
    { method: 'POST', path: request, auth: 'session', handle: deployRest },
    { method: 'GET', path: `${request}/:id`, auth: 'session', handle: statusRest },
  ];
}

const NOT_ALLOWED =
  'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions';

export function mayDeploy({ org }: OAuthState, userId: string): boolean {
  const access = org.data.access(userId);
  return access.has('ModifyMetadata') || access.has('ModifyAllData');
}

function withDetails(result: DeployResult, include: boolean): Record<string, unknown> {
  const { details, ...rest } = result;
  return include ? { ...rest, details } : rest;
}

function answer(operation: string, ...results: Record<string, unknown>[]): string {
  return `<${operation}Response xmlns="http://soap.sforce.com/2006/04/metadata">${results
    .map((result) => elements({ result }))
    .join('')}</${operation}Response>`;
}

/** Types that `sf` asks an org about before it lists or retrieves: folder, suffix. */
const DESCRIBED = [
  ['ApexClass', 'classes', 'cls', true],
  ['ApexTrigger', 'triggers', 'trigger', true],
  ['CustomApplication', 'applications', 'app', false],
  ['CustomLabels', 'labels', 'labels', false],
  ['CustomObject', 'objects', 'object', false],
  ['CustomPermission', 'customPermissions', 'customPermission', false],
  ['CustomTab', 'tabs', 'tab', false],
  ['FlexiPage', 'flexipages', 'flexipage', false],
  ['LightningComponentBundle', 'lwc', '', false],
  ['PermissionSet', 'permissionsets', 'permissionset', false],
].map(([xmlName, directoryName, suffix, metaFile]) => ({
  directoryName,
  inFolder: false,
  metaFile,
  ...(suffix && { suffix }),
  xmlName,
}));
