import { ApiError, json, type Context, type Reply, type Route } from '../http.ts';
import {
  AuraHandledException,
  permissionSetsOf,
  type InstalledPackage,
  type Transaction,
} from './runtime.ts';
import { SaysoAdminController } from './SaysoAdminController.ts';
import { SaysoController } from './SaysoController.ts';
import { SaysoLeadConversionResource } from './SaysoLeadConversionResource.ts';
import { SaysoPairingResource } from './SaysoPairingResource.ts';

type AuraMethod = (transaction: Transaction, parameters: Record<string, unknown>) => unknown;

const CONTROLLERS: Record<string, object> = { SaysoController, SaysoAdminController };

/** Which permission set opens a class to those who are no administrators, as in its `classAccesses`. */
export const CLASS_ACCESS: Record<string, string> = {
  SaysoController: 'Sayso_User',
  SaysoLeadConversionResource: 'Sayso_User',
  SaysoAdminController: 'Sayso_Admin',
  SaysoPairingResource: 'Sayso_Admin',
};

/** The package's Apex REST resources, and its `@AuraEnabled` methods as `POST /apex/:class/:method` for the page. */
export function apexRoutes(installed: InstalledPackage): Route[] {
  return [
    {
      method: 'POST',
      path: '/apex/:class/:method',
      auth: 'cookie',
      handle: (context) => aura(transactionOf(context, installed), context),
    },
    ...[
      { resource: SaysoPairingResource, className: 'SaysoPairingResource', post: SaysoPairingResource.pair },
      {
        resource: SaysoLeadConversionResource,
        className: 'SaysoLeadConversionResource',
        post: SaysoLeadConversionResource.convertLead,
      },
    ].map(
      ({ resource, className, post }): Route => ({
        method: 'POST',
        path: `/services/apexrest${resource.urlMapping}`,
        auth: 'session',
        handle(context) {
          const transaction = transactionOf(context, installed);
          if (!mayUse(transaction, className))
            throw new ApiError(
              403,
              'FORBIDDEN',
              `You do not have access to the Apex class named: ${className}`,
            );
          return post(transaction, context.request);
        },
      }),
    ),
  ];
}

function transactionOf({ org, session, baseUrl }: Context, installed: InstalledPackage): Transaction {
  return { org, userId: session.userId, myDomainUrl: baseUrl, package: installed };
}

function mayUse({ org, userId }: Transaction, className: string): boolean {
  const profile = org.data.record('Profile', String(org.data.record('User', userId)?.['ProfileId']));
  return (
    profile?.['Name'] === 'System Administrator' ||
    permissionSetsOf(org, userId).has(CLASS_ACCESS[className] ?? '')
  );
}

async function aura(transaction: Transaction, { request, params }: Context): Promise<Reply> {
  if (!request.headers['content-type']?.startsWith('application/json'))
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Apex methods take their parameters as JSON.');
  const className = params['class']!;
  const method = methodOf(className, params['method']!);
  if (!method)
    throw new ApiError(404, 'NOT_FOUND', `No @AuraEnabled method ${className}.${params['method']}.`);
  if (!mayUse(transaction, className))
    return failure(
      `You do not have access to the Apex class named '${className}'.`,
      'System.NoAccessException',
    );
  try {
    const answer = await method(transaction, withNulls(json(request) as Record<string, unknown>));
    return { status: 200, headers: NO_STORE, body: answer ?? null };
  } catch (error) {
    if (error instanceof AuraHandledException) return failure(error.message, 'System.AuraHandledException');
    if (error instanceof SyntaxError) return failure(error.message, 'System.JSONException');
    throw error;
  }
}

const NO_STORE = { 'cache-control': 'no-store' };

/** What the platform hands a component as `error.body`. */
function failure(message: string, exceptionType: string): Reply {
  return {
    status: 500,
    headers: NO_STORE,
    body: { message, exceptionType, isUserDefinedException: false, stackTrace: '' },
  };
}

function methodOf(className: string, name: string): AuraMethod | undefined {
  const controller = Object.hasOwn(CONTROLLERS, className) ? CONTROLLERS[className] : undefined;
  return controller && Object.hasOwn(controller, name)
    ? (controller as Record<string, AuraMethod>)[name]
    : undefined;
}

/** A parameter that the component leaves out is null in Apex. */
function withNulls(parameters: Record<string, unknown>): Record<string, unknown> {
  return new Proxy(parameters, {
    get: (target, name: string) => (Object.hasOwn(target, name) ? (target[name] ?? null) : null),
  });
}
