import type { Reply } from '../http.ts';
import { escape, page } from './layout.ts';

/** An authorization error that must not travel to an unverified callback. */
export function authorizationErrorPage(error: string, description: string): Reply {
  return page(
    'Authorization error',
    `<h1>We can't authorize you because of an OAuth error</h1>
<p class="error" role="alert">error=${escape(error)}<br>error_description=${escape(description)}</p>
<p class="note">For more information, contact your Salesforce administrator.</p>`,
    400,
  );
}
