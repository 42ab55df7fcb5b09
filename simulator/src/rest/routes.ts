import type { Route } from '../http.ts';
import { createRouter } from '../router.ts';
import { bulkIngestRoutes } from './bulk-ingest.ts';
import { bulkQueryRoutes } from './bulk-query.ts';
import { changeRoutes } from './changes.ts';
import { collectionRoutes } from './collections.ts';
import { compositeRoutes } from './composite.ts';
import { connectRoutes } from './connect.ts';
import { describeRoutes } from './describe.ts';
import { layoutRoutes } from './layouts.ts';
import { limitRoutes } from './limits.ts';
import { queryRoutes } from './query.ts';
import { recordRoutes } from './records.ts';
import { searchRoutes } from './search.ts';
import { treeRoutes } from './tree.ts';
import { uiApiRoutes } from './ui-api.ts';
import { checkVersion, versionRoutes } from './versions.ts';

/** Every resource of the REST API that the org answers, below `/services/data`. */
export function restRoutes(): Route[] {
  const single = [
    ...versionRoutes(),
    ...describeRoutes(),
    ...changeRoutes(),
    ...layoutRoutes(),
    ...recordRoutes(),
    ...queryRoutes(),
    ...searchRoutes(),
    ...limitRoutes(),
    ...connectRoutes(),
    ...collectionRoutes(),
    ...treeRoutes(),
    ...uiApiRoutes(),
  ];
  const routes = [
    ...single,
    ...compositeRoutes(createRouter(single)),
    ...bulkIngestRoutes(),
    ...bulkQueryRoutes(),
  ];
  return routes.map((route) => ({
    ...route,
    handle(context) {
      checkVersion(context);
      return route.handle(context);
    },
  }));
}
