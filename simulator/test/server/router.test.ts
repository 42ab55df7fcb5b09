import { describe, expect, test } from '@jest/globals';
import { ApiError, type Route } from '../../src/http.ts';
import { createRouter } from '../../src/router.ts';

const route = (method: string, path: string): Route => ({
  method,
  path,
  auth: 'none',
  handle: () => ({ status: 200, body: path }),
});

const router = createRouter([
  route('GET', '/services/data'),
  route('GET', '/services/data/:version/sobjects/:object/:id'),
  route('PATCH', '/services/data/:version/sobjects/:object/:id'),
  route('GET', '/services/data/:version/sobjects/:object/describe'),
  route('GET', '/services/apexrest/*rest'),
  route('GET', '/services/apexrest/sayso/*rest'),
]);

function refusal(method: string, path: string): ApiError {
  try {
    router.match(method, path);
  } catch (error) {
    return error as ApiError;
  }
  throw new Error('it matched');
}

describe('the router', () => {
  test('gives the parts of the path by name, decoded one by one', () => {
    const { params } = router.match('GET', '/services/data/v66.0/sobjects/Account/a%2Fb%20c');
    expect(params).toEqual({ version: 'v66.0', object: 'Account', id: 'a/b c' });
  });

  test('keeps a malformed percent sign as it was sent', () => {
    expect(router.match('GET', '/services/data/v66.0/sobjects/Account/100%').params['id']).toBe('100%');
  });

  test('prefers a literal part to a named one', () => {
    const { route: found } = router.match('GET', '/services/data/v66.0/sobjects/Account/describe');
    expect(found.path).toBe('/services/data/:version/sobjects/:object/describe');
  });

  test('prefers the longer of two patterns with a remainder', () => {
    expect(router.match('GET', '/services/apexrest/sayso/v1/x').params).toEqual({ rest: 'v1/x' });
    expect(router.match('GET', '/services/apexrest/other').params).toEqual({ rest: 'other' });
  });

  test('ignores a final slash', () => {
    expect(router.match('GET', '/services/data/').route.path).toBe('/services/data');
  });

  test('answers HEAD like GET', () => {
    expect(router.match('HEAD', '/services/data').route.method).toBe('GET');
  });

  test('accepts any version of the form v66.0 and no other', () => {
    expect(router.match('GET', '/services/data/v31.0/sobjects/Account/1').params['version']).toBe('v31.0');
    expect(refusal('GET', '/services/data/66/sobjects/Account/1')).toMatchObject({ status: 404 });
  });

  test('names the methods that a known path takes', () => {
    expect(refusal('PUT', '/services/data/v66.0/sobjects/Account/1')).toMatchObject({
      status: 405,
      errorCode: 'METHOD_NOT_ALLOWED',
      message: "HTTP Method 'PUT' not allowed. Allowed are GET,HEAD,PATCH",
    });
  });

  test('tells an unknown path from a resource that it does not model', () => {
    expect(refusal('GET', '/services/data/v66.0/nonsense')).toMatchObject({
      status: 404,
      errorCode: 'NOT_FOUND',
      message: 'The requested resource does not exist',
    });
    expect(refusal('GET', '/services/data/v66.0/chatter/feeds')).toMatchObject({
      status: 501,
      errorCode: 'NOT_IMPLEMENTED',
    });
  });
});
