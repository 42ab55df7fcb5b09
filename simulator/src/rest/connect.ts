import type { Context, Route } from '../http.ts';

/** The Connect API, as far as it tells about the org: the rest of it is not modelled. */
export function connectRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/services/data/:version/connect/organization',
      auth: 'session',
      handle: (context) => ({ status: 200, body: organization(context) }),
    },
  ];
}

function organization({ org, session }: Context): unknown {
  const { currency } = org.data.settings;
  const user = org.data.record('User', session.userId);
  return {
    features: { chatter: false, defaultCurrencyIsoCode: currency, multiCurrency: false },
    name: org.name,
    orgId: org.id,
    userSettings: {
      currencySymbol: symbolOf(currency),
      timeZone: { name: String(user?.['TimeZoneSidKey'] ?? 'GMT') },
      userId: session.userId,
    },
  };
}

function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat('en-US', { style: 'currency', currency }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}
