import { createCsvSource, csvListNames } from './tables.ts';
import type { Research } from './types.ts';
import { createYcSource } from './yc.ts';

/** Where outside lists come from: `YC_URL`, `YC_FILE`, and a folder of CSV files. */
export interface ResearchSettings {
  ycUrl?: string | undefined;
  ycFile?: string | undefined;
  csvFolder?: string | undefined;
}

/** Every source that is set up, asked in turn. */
export function createResearch(settings: ResearchSettings = {}): Research {
  const sources = [
    createYcSource({ url: settings.ycUrl, file: settings.ycFile }),
    ...(settings.csvFolder === undefined ? [] : [createCsvSource(settings.csvFolder)]),
  ];
  return {
    names: () => (settings.csvFolder === undefined ? [] : csvListNames(settings.csvFolder)),
    async find(words) {
      for (const source of sources) {
        const list = await source.find(words);
        if (list !== undefined) return list;
      }
      return undefined;
    },
  };
}
