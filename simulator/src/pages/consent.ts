import type { Reply } from '../http.ts';
import { escape, page } from './layout.ts';

/** What each scope lets an app do, in words for the user who is asked. */
const SCOPES: Record<string, string> = {
  api: 'Access and change your Salesforce data through the API',
  refresh_token: 'Keep that access until you or an administrator take it back',
  offline_access: 'Keep that access until you or an administrator take it back',
  web: 'Open Salesforce in a browser as you',
  full: 'Do everything that you can do',
  id: 'See who you are',
  openid: 'See who you are',
  profile: 'See your profile',
  email: 'See your e-mail address',
  address: 'See your postal address',
  phone: 'See your phone number',
};

/** The approval page: what the app asks for, Allow and Deny. */
export function consentPage(at: {
  appName: string;
  orgName: string;
  username: string;
  scopes: string[];
  /** Authorization request that the answer belongs to. */
  action: string;
  confirmation: string;
}): Reply {
  const wishes = [...new Set(at.scopes.map((scope) => SCOPES[scope] ?? scope))];
  return page(
    `Allow access? | ${at.orgName}`,
    `<h1>Allow access?</h1>
<p id="wishes"><strong>${escape(at.appName)}</strong> is asking to:</p>
<ul aria-labelledby="wishes">${wishes.map((wish) => `<li>${escape(wish)}</li>`).join('')}</ul>
<p>Do you want to allow access for ${escape(at.username)}?</p>
<form method="post" action="${escape(at.action)}">
<input type="hidden" name="confirmation" value="${escape(at.confirmation)}">
<div class="actions">
<button id="oaapprove" type="submit" name="decision" value="allow">Allow</button>
<button id="oadeny" class="plain" type="submit" name="decision" value="deny">Deny</button>
</div>
</form>
<p class="note">Not you? <a href="/secur/logout.jsp?retUrl=${escape(encodeURIComponent(at.action))}">Log in as someone else</a></p>`,
  );
}
