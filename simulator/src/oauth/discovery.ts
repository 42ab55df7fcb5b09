import type { Context, Reply, Route } from '../http.ts';
import type { OAuthState } from './state.ts';

/** OpenID discovery and the keys of id tokens. */
export function discoveryRoutes(oauth: OAuthState): Route[] {
  function configuration({ baseUrl }: Context): Reply {
    return {
      status: 200,
      body: {
        issuer: baseUrl,
        authorization_endpoint: `${baseUrl}/services/oauth2/authorize`,
        token_endpoint: `${baseUrl}/services/oauth2/token`,
        revocation_endpoint: `${baseUrl}/services/oauth2/revoke`,
        userinfo_endpoint: `${baseUrl}/services/oauth2/userinfo`,
        introspection_endpoint: `${baseUrl}/services/oauth2/introspect`,
        jwks_uri: `${baseUrl}/id/keys`,
        scopes_supported: ['api', 'refresh_token', 'openid', 'id', 'profile', 'email', 'web', 'full'],
        response_types_supported: ['code'],
        grant_types_supported: [
          'authorization_code',
          'refresh_token',
          'client_credentials',
          'urn:ietf:params:oauth:grant-type:jwt-bearer',
        ],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        display_values_supported: ['page'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      },
    };
  }

  return [
    { method: 'GET', path: '/.well-known/openid-configuration', auth: 'none', handle: configuration },
    {
      method: 'GET',
      path: '/id/keys',
      auth: 'none',
      handle: () => ({ status: 200, body: { keys: [oauth.signingKey.publicJwk] } }),
    },
  ];
}
