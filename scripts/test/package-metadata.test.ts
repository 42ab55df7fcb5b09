import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkAllMetadata } from '../package-checks/check.ts';
import { textOf } from '../package-checks/findings.ts';
import { parseMetadataSchema, readMetadataSchema } from '../package-checks/metadata-schema.ts';
import { checkMetadata } from '../package-checks/metadata-xml.ts';
import { filesBelow, packageDirectories } from '../package-checks/project.ts';

const schema = readMetadataSchema();
const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const found = (xml: string): string[] =>
  checkMetadata(xml, schema).map(({ line, message }) => `${line}: ${message}`);

function credential(...elements: string[]): string {
  return [`<NamedCredential ${XMLNS}>`, '<label>Sayso</label>', ...elements, '</NamedCredential>'].join('\n');
}

describe('metadata of the package', () => {
  it('holds only what Salesforce knows', () => {
    expect(packageDirectories().flatMap((folder) => filesBelow(folder, '-meta.xml')).length).toBeGreaterThan(
      50,
    );
    expect(checkAllMetadata().map(textOf)).toEqual([]);
  });
});

describe('the metadata checker', () => {
  it('accepts a valid file', () => {
    expect(found(credential('<namedCredentialType>SecuredEndpoint</namedCredentialType>'))).toEqual([]);
  });

  it('finds an element that Salesforce does not know, with its line', () => {
    expect(found(credential('<generateAuthorisationHeader>false</generateAuthorisationHeader>'))).toEqual([
      '3: <generateAuthorisationHeader> is unknown in NamedCredential',
    ]);
  });

  it('finds it inside another element too', () => {
    const parameter = [
      '<namedCredentialParameters>',
      '<parameterName>Url</parameterName>',
      '<parameterType>Url</parameterType>',
      '<value>x</value>',
      '</namedCredentialParameters>',
    ];
    expect(found(credential(...parameter))).toEqual(['6: <value> is unknown in NamedCredentialParameter']);
  });

  it('finds a value that is not in the enumeration', () => {
    expect(found(credential('<namedCredentialType>SecureEndpoint</namedCredentialType>'))).toEqual([
      '3: <namedCredentialType> cannot be “SecureEndpoint”; it is one of Legacy, SecuredEndpoint, PrivateEndpoint, Standard',
    ]);
  });

  it.each([
    ['<generateAuthorizationHeader>no</generateAuthorizationHeader>', 'cannot be “no”; it is a boolean'],
    ['<jwtValidityPeriodSeconds>soon</jwtValidityPeriodSeconds>', 'cannot be “soon”; it is a number'],
    ['<description><b>bold</b></description>', 'holds a value, not elements'],
  ])('finds a value of the wrong kind: %s', (element, message) => {
    expect(found(credential(element)).join()).toContain(message);
  });

  it('finds an element that may occur once and does twice, but lets lists repeat', () => {
    expect(found(credential('<label>Again</label>'))).toEqual([
      '3: <label> may occur once in NamedCredential',
    ]);
    const parameter =
      '<namedCredentialParameters><parameterName>a</parameterName><parameterType>Url</parameterType></namedCredentialParameters>';
    expect(found(credential(parameter, parameter))).toEqual([]);
  });

  it('finds a required element that is missing', () => {
    expect(found(`<NamedCredential ${XMLNS}></NamedCredential>`)).toEqual([
      '1: <label> is missing in NamedCredential',
    ]);
  });

  it('finds a type that does not exist and a missing namespace', () => {
    expect(found('<NamedCredentials><label>x</label></NamedCredentials>')).toEqual([
      '1: <NamedCredentials> is not in the namespace http://soap.sforce.com/2006/04/metadata',
      '1: NamedCredentials is no metadata type',
    ]);
  });

  it('reports on any text and never fails on one', () => {
    const tag = fc.constantFrom(
      '<NamedCredential>',
      '</NamedCredential>',
      '<label>',
      '</label>',
      '<',
      '&amp;',
      '&',
      'x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(tag).map((parts) => parts.join('')),
        ),
        (xml) => {
          for (const { line, message } of checkMetadata(xml, schema)) {
            expect(line).toBeGreaterThan(0);
            expect(message).not.toBe('');
          }
        },
      ),
    );
  });

  it('finds a file that is not XML', () => {
    expect(found(`<NamedCredential ${XMLNS}>\n<label>x</labl>\n</NamedCredential>`)[0]).toMatch(
      /^2: not well-formed: /,
    );
    expect(found('')[0]).toMatch(/^1: not well-formed: /);
  });
});

describe('the metadata schema', () => {
  it('reads inherited fields, lists, optional ones and enumerations', () => {
    const { types, enums } = parseMetadataSchema(`
      export type Kind = 'One' | 'Two';
      export type Metadata = { fullName?: string };
      export type Thing = Metadata & { kind: Kind; parts: Part[]; size?: number };
      export type Part = { isOn: boolean };
    `);
    expect([...(enums.get('Kind') ?? [])]).toEqual(['One', 'Two']);
    expect(Object.fromEntries(types.get('Thing') ?? [])).toEqual({
      fullName: { type: 'string', isOptional: true, isArray: false },
      kind: { type: 'Kind', isOptional: false, isArray: false },
      parts: { type: 'Part', isOptional: false, isArray: true },
      size: { type: 'number', isOptional: true, isArray: false },
    });
  });

  it('knows the types that the package is made of', () => {
    for (const name of [
      'ExternalClientApplication',
      'ExtlClntAppOauthSettings',
      'ConnectedApp',
      'FlexiPage',
      'PermissionSet',
    ])
      expect(schema.types.get(name)?.size ?? 0).toBeGreaterThan(3);
  });
});
