import { stripTypeScriptTypes } from 'node:module';
import type { Plugin } from 'rollup';
import { pageDir } from './locations.ts';

/** Node's own type stripping for the page's TypeScript, ahead of the LWC compiler, which parses JavaScript only. */
export function stripTypes(): Plugin {
  return {
    name: 'strip-types',
    transform: {
      order: 'pre',
      handler(code, id) {
        const file = id.split('?')[0]!;
        if (!file.endsWith('.ts') || !file.startsWith(pageDir)) return null;
        return { code: stripTypeScriptTypes(code), map: null };
      },
    },
  };
}
