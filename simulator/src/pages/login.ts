import type { Reply } from '../http.ts';
import { escape, page } from './layout.ts';

/** Login page; any password works, so it says so and names some users. */
export function loginPage(at: {
  orgName: string;
  retURL: string;
  username: string;
  error?: string;
  people: { name: string; username: string }[];
}): Reply {
  const people = at.people.map(({ name, username }) => `<li>${escape(name)}: ${escape(username)}</li>`);
  return page(
    `Login | ${at.orgName}`,
    `<h1>Log in to ${escape(at.orgName)}</h1>
${at.error ? `<p id="error" class="error" role="alert">${escape(at.error)}</p>` : ''}
<form method="post" action="/login">
<input type="hidden" name="retURL" value="${escape(at.retURL)}">
<label for="username">Username</label>
<input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus value="${escape(at.username)}"${at.error ? ' aria-invalid="true" aria-describedby="error"' : ''}>
<label for="password">Password</label>
<input id="password" name="pw" type="password" autocomplete="current-password" required>
<div class="actions"><button id="Login" type="submit">Log In</button></div>
</form>
<p class="note">This org is simulated: any password works.</p>
<details class="note"><summary>Users of this org</summary><ul>${people.join('')}</ul></details>`,
  );
}
