import type { Request, Response } from 'express';
import { z } from 'zod';
import type { AppendAudit } from '../audit/append.ts';
import type { Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import { LOGIN_SECONDS, newBrowserSecret, type Logins } from '../grants/connect.ts';
import type { Log } from '../log.ts';
import type { Subject } from '../orgs/assertions.ts';
import { findOrg } from '../orgs/orgs.ts';
import type { Principal } from '../salesforce/types.ts';
import { sendLoginPage, sendLoginProblem } from './login-page.ts';
import { asSaysoError, sendProblem } from './problem.ts';
import { route, type Answer, type Route } from './route.ts';
import type { FinishedLogin } from '../grants/connect.ts';

export interface OAuthParts {
  pool: Pool;
  logins: Logins;
  verifyAssertion(assertion: string, spend: boolean): Promise<Subject>;
  /** Checked origin of a Salesforce host. */
  salesforceOrigin(value: string): string;
  /** Where admins log in when they name no host. */
  loginUrl: string;
  serviceUrl: string;
  /** Keeps the grant; for an admin's pairing also hands the signing key to Apex. */
  complete(login: FinishedLogin): Promise<void>;
  audit: AppendAudit;
  log: Log;
}

const startQuery = z
  .object({
    intent: z.literal('pair').optional().describe('Introduces the org; without it an assertion is needed.'),
    login_url: z.string().max(500).optional().describe('Login host or My Domain of the org to pair.'),
    assertion: z.string().max(4_000).optional().describe('Who connects, signed by the package.'),
  })
  .refine(
    ({ intent, assertion }) => (intent === undefined) !== (assertion === undefined),
    'send either intent=pair or an assertion',
  );

const callbackQuery = z.object({
  code: z.string().max(4_000).optional(),
  state: z.string().max(500).optional(),
  error: z.string().max(200).optional(),
  error_description: z.string().max(1_000).optional(),
});

export function oauthRoutes(parts: OAuthParts): Route[] {
  const secure = parts.serviceUrl.startsWith('https:');
  /** `__Host-`: set by this very host over https, for no other path or domain. Plain on loopback, where there is no https. */
  const cookieName = secure ? '__Host-sayso-login' : 'sayso-login';

  const setCookie = (response: Response, secret: string): void => {
    response.cookie(cookieName, secret, {
      httpOnly: true,
      secure,
      sameSite: 'lax',
      path: '/',
      maxAge: LOGIN_SECONDS * 1_000,
    });
  };

  async function start(
    request: Request,
    response: Response,
    query: z.output<typeof startQuery>,
  ): Promise<void> {
    // One secret per browser serves several logins at once: opening a second window does not break the first.
    const secret = cookieOf(request, cookieName) ?? newBrowserSecret();
    const url = await parts.logins.begin(await loginOf(query), secret);
    setCookie(response, secret);
    response.redirect(302, url.href);
  }

  async function loginOf(query: z.output<typeof startQuery>): Promise<Parameters<Logins['begin']>[0]> {
    if (query.assertion === undefined)
      return { intent: 'pair', loginUrl: parts.salesforceOrigin(query.login_url ?? parts.loginUrl) };
    const { orgId, userId } = await parts.verifyAssertion(query.assertion, true);
    const org = await findOrg(parts.pool, orgId);
    if (!org)
      throw new SaysoError('assertion_invalid', 'The proof of who is asking is not valid here.', {
        status: 401,
      });
    return {
      intent: 'connect',
      loginUrl: parts.salesforceOrigin(org.loginUrl),
      principal: { orgId, userId },
    };
  }

  async function callback(request: Request, response: Response): Promise<void> {
    const url = new URL(request.originalUrl, parts.serviceUrl);
    const pending = await parts.logins.take(url, cookieOf(request, cookieName));
    const action = pending.intent === 'pair' ? 'org.paired' : 'grant.connected';
    const eventOf = ({ orgId, userId }: Principal) =>
      ({
        orgId,
        actor: { type: pending.intent === 'pair' ? 'admin' : 'user', id: userId },
        action,
        target: userId,
        origin: request.ip,
      }) as const;
    let who = pending.principal;
    try {
      const login = await parts.logins.finish(pending, url);
      who = login.answer;
      await parts.complete(login);
    } catch (thrown) {
      const { code, retryable } = asSaysoError(thrown);
      // An org that is not known yet has no trail to write to.
      if (who && (await findOrg(parts.pool, who.orgId)))
        await parts.audit(parts.pool, {
          ...eventOf(who),
          outcome: retryable ? 'failed' : 'refused',
          details: { reason: code },
        });
      throw thrown;
    }
    await parts.audit(parts.pool, { ...eventOf(who), outcome: 'ok' });
    parts.log.info({ orgId: who.orgId, userId: who.userId, action }, 'login finished');
    sendLoginPage(response, {
      status: 200,
      title: pending.intent === 'pair' ? 'Sayso is connected to your org' : 'You are connected',
      lines: ['You can close this window and go back to Salesforce.'],
    });
  }

  /** Programs get a problem document; a browser, which says that it prefers HTML, gets a page with the same words. */
  async function answerPerson(
    request: Request,
    response: Response,
    work: () => Promise<void>,
  ): Promise<Answer> {
    try {
      await work();
    } catch (thrown) {
      const error = asSaysoError(thrown);
      const facts = { code: error.code, detail: error.detail };
      if (error.code === 'internal')
        parts.log.error({ ...facts, err: thrown }, 'unforeseen error during a login');
      else parts.log.warn(facts, 'login refused');
      if (request.accepts(['json', 'html']) === 'html')
        sendLoginProblem(response, error, String(response.getHeader('X-Request-Id')));
      else sendProblem(error, response);
    }
    return { status: response.statusCode };
  }

  return [
    route({
      method: 'get',
      path: '/oauth/start',
      who: 'anyone',
      summary: 'Begins a login at Salesforce in a browser window.',
      query: startQuery,
      answers: { 302: { description: 'To the login page of the org' } },
      handle: ({ request, response, query }) =>
        answerPerson(request, response, () => start(request, response, query)),
    }),
    route({
      method: 'get',
      path: '/oauth/callback',
      who: 'anyone',
      summary: 'Where Salesforce sends the browser back to.',
      query: callbackQuery,
      answers: { 200: { description: 'A page that says that the window can be closed' } },
      handle: ({ request, response }) => answerPerson(request, response, () => callback(request, response)),
    }),
  ];
}

/** The browser's secret, when its shape is ours. */
function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value)) return value;
  }
  return undefined;
}
