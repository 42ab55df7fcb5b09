import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  ApexParserBaseListener,
  ApexParserFactory,
  ApexParseTreeWalker,
  type ClassBodyDeclarationContext,
  type TypeDeclarationContext,
} from '@apexdevtools/apex-parser';
import { PACKAGE_DIR } from '../../src/apex/metadata.ts';

export interface ApexMethod {
  name: string;
  parameters: string[];
  /** Without `@`, e.g. `AuraEnabled`, `HttpPost`. */
  annotations: string[];
}

export interface ApexClass {
  name: string;
  /** With their arguments, e.g. `@RestResource(urlMapping='/x')`. */
  annotations: string[];
  methods: ApexMethod[];
}

/** The package's classes, tests left out, as its Apex source declares them. */
export function apexClasses(): ApexClass[] {
  const dir = join(PACKAGE_DIR, 'classes');
  return readdirSync(dir)
    .filter((file) => file.endsWith('.cls'))
    .map((file) => parse(basename(file, '.cls'), readFileSync(join(dir, file), 'utf8')))
    .filter(({ annotations }) => !annotations.some((annotation) => /^@istest/i.test(annotation)));
}

function parse(name: string, source: string): ApexClass {
  const found: ApexClass = { name, annotations: [], methods: [] };
  class Listener extends ApexParserBaseListener {
    enterTypeDeclaration(type: TypeDeclarationContext): void {
      found.annotations = type.modifier_list().map((modifier) => modifier.getText());
    }
    enterClassBodyDeclaration(declaration: ClassBodyDeclarationContext): void {
      const method = declaration.memberDeclaration()?.methodDeclaration();
      if (!method) return;
      const parameters = method.formalParameters().formalParameterList()?.formalParameter_list() ?? [];
      found.methods.push({
        name: method.id().getText(),
        parameters: parameters.map((parameter) => parameter.id().getText()),
        annotations: declaration
          .modifier_list()
          .flatMap((modifier) => modifier.annotation()?.id().getText() ?? []),
      });
    }
  }
  const parser = ApexParserFactory.createParser(source, true);
  ApexParseTreeWalker.DEFAULT.walk(new Listener(), parser.compilationUnit());
  return found;
}
