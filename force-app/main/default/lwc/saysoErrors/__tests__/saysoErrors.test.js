import fc from 'fast-check';
import { missingPermission, reduceErrors } from 'c/saysoErrors';

describe('c/saysoErrors', () => {
  it('reads code, next steps and reference from what Apex sends', () => {
    const sent = {
      code: 'policy_denied',
      message: 'Not allowed.',
      actions: ['Ask.'],
      retryable: true,
      reference: 'r1'
    };
    expect(reduceErrors({ body: { message: JSON.stringify(sent) } })).toEqual(sent);
  });

  it('leaves out a reference that Apex does not have', () => {
    const sent = { code: 'not_paired', message: 'Not set up.', actions: [], retryable: false, reference: null };
    expect(reduceErrors({ body: { message: JSON.stringify(sent) } })).not.toHaveProperty('reference');
  });

  it.each([
    ['an Apex exception of another kind', { body: { message: 'Script-thrown exception' } }, 'Script-thrown exception'],
    ['several errors of a read', { body: [{ message: 'One.' }, { message: 'Two.' }] }, 'One. Two.'],
    ['page errors', { body: { pageErrors: [{ message: 'Page.' }], fieldErrors: {} } }, 'Page.'],
    ['field errors', { body: { fieldErrors: { Name: [{ message: 'Too long.' }] } } }, 'Too long.'],
    ['errors of a form', { body: { output: { errors: [{ message: 'Form.' }], fieldErrors: {} } } }, 'Form.'],
    ['field errors of a form', { body: { output: { fieldErrors: { Name: [{ message: 'Field.' }] } } } }, 'Field.'],
    ['a JavaScript error', new TypeError('x is undefined'), 'x is undefined'],
    ['a failed fetch', { statusText: 'Bad Gateway' }, 'Bad Gateway'],
    ['a plain text', 'No.', 'No.'],
    ["a proxy's page", { body: '<html>secret</html>', statusText: 'Bad Gateway' }, 'Bad Gateway'],
    ['a list of failures', ['One.', new Error('Two.')], 'One. Two.'],
    ['nothing at all', undefined, '']
  ])('reads %s', (_, error, message) => {
    expect(reduceErrors(error)).toEqual({ code: 'unknown', message, actions: [], retryable: false });
  });

  it('makes a problem of whatever it is given', () => {
    const shaped = fc.record(
      { body: fc.anything(), message: fc.anything(), pageErrors: fc.anything(), fieldErrors: fc.anything() },
      { requiredKeys: [] }
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), shaped, fc.record({ body: shaped })), (error) => {
        const { code, message, actions } = reduceErrors(error);
        expect([typeof code, typeof message, Array.isArray(actions)]).toEqual(['string', 'string', true]);
      })
    );
  });

  it('names the permission set that is missing', () => {
    expect(missingPermission('Sayso_User')).toEqual({
      code: 'missing_permission',
      message: 'You do not have the permission for this.',
      actions: ['Ask your Salesforce admin for the permission set Sayso_User.'],
      retryable: false
    });
  });

  it('does not take other JSON for a problem', () => {
    expect(reduceErrors({ body: { message: '{"message":"half"}' } }).message).toBe('{"message":"half"}');
    expect(reduceErrors({ body: { message: 'null' } }).code).toBe('unknown');
  });
});
