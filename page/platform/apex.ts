/** What LWC hands a component when an Apex method fails. */
interface FetchResponse {
  ok: false;
  status: number;
  statusText: string;
  errorType: 'fetchResponse';
  headers: Record<string, string>;
  body: unknown;
}

/** `@salesforce/apex/Class.method`: posts the named parameters; answers are frozen, as the platform's are. */
export function apexMethod(name: string): (params?: Record<string, unknown>) => Promise<unknown> {
  const path = `/apex/${name.replace('.', '/')}`;
  return async (params = {}) => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
    if (response.status === 401) window.location.assign(loginUrl());
    const body: unknown = await response.json();
    if (!response.ok) throw failure(response, body);
    return freeze(body);
  };
}

function failure(response: Response, body: unknown): FetchResponse {
  return {
    ok: false,
    status: response.status,
    statusText: response.statusText,
    errorType: 'fetchResponse',
    headers: {},
    body,
  };
}

/** The login page, which comes back to where the user was. */
export function loginUrl(): string {
  return `/login?retURL=${encodeURIComponent(window.location.pathname + window.location.search)}`;
}

function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
