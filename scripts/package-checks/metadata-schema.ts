import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ts from 'typescript';

export interface Field {
  /** Name of a type or enum, or `string`, `boolean`, `number`. */
  type: string;
  isOptional: boolean;
  isArray: boolean;
}

/** The Metadata API as Salesforce's WSDL describes it. */
export interface MetadataSchema {
  types: Map<string, Map<string, Field>>;
  enums: Map<string, Set<string>>;
}

/** Reads the declarations of `@salesforce/types`, which are generated from the WSDL. */
export function readMetadataSchema(): MetadataSchema {
  const entry = createRequire(import.meta.url).resolve('@salesforce/types/metadata');
  return parseMetadataSchema(readFileSync(entry.replace(/\.js$/, '.d.ts'), 'utf8'));
}

export function parseMetadataSchema(declarations: string): MetadataSchema {
  const own = new Map<string, { bases: string[]; fields: Map<string, Field> }>();
  const enums = new Map<string, Set<string>>();
  const source = ts.createSourceFile('metadata.d.ts', declarations, ts.ScriptTarget.Latest);
  for (const statement of source.statements) {
    if (!ts.isTypeAliasDeclaration(statement)) continue;
    const name = statement.name.text;
    const values = literalsOf(statement.type);
    if (values) enums.set(name, new Set(values));
    else own.set(name, membersOf(statement.type));
  }
  const withBases = (name: string): Map<string, Field> => {
    const { bases, fields } = own.get(name) ?? { bases: [], fields: new Map<string, Field>() };
    return new Map([...bases.flatMap((base) => [...withBases(base)]), ...fields]);
  };
  return { types: new Map([...own.keys()].map((name) => [name, withBases(name)])), enums };
}

function literalsOf(type: ts.TypeNode): string[] | undefined {
  const parts = ts.isUnionTypeNode(type) ? type.types : [type];
  const values = parts.map((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal) ? part.literal.text : undefined,
  );
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** `A & { … }`: the names of the bases and the fields of the literals. */
function membersOf(type: ts.TypeNode): { bases: string[]; fields: Map<string, Field> } {
  const parts = ts.isIntersectionTypeNode(type) ? type.types : [type];
  const bases = parts.flatMap((part) =>
    ts.isTypeReferenceNode(part) && ts.isIdentifier(part.typeName) ? [part.typeName.text] : [],
  );
  const fields = parts.flatMap((part) => (ts.isTypeLiteralNode(part) ? part.members.flatMap(fieldOf) : []));
  return { bases, fields: new Map(fields) };
}

function fieldOf(member: ts.TypeElement): [string, Field][] {
  if (!ts.isPropertySignature(member) || !member.type) return [];
  const isArray = ts.isArrayTypeNode(member.type);
  const element = ts.isArrayTypeNode(member.type) ? member.type.elementType : member.type;
  const name = ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : '';
  return [[name, { type: typeName(element), isOptional: member.questionToken !== undefined, isArray }]];
}

function typeName(type: ts.TypeNode): string {
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) return type.typeName.text;
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return 'boolean';
  return type.kind === ts.SyntaxKind.NumberKeyword ? 'number' : 'string';
}
