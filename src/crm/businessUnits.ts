import { z } from 'zod';
import type { Environment } from '../domain/environment.ts';
import { guidOf } from './ids.ts';
import type { WebApi } from './webApi.ts';

const UnitRows = z.array(z.object({ businessunitid: z.string() }));

/** The id of the one that has no parent. Undefined when it may not be seen. */
export async function findRootUnit(webApi: WebApi, environment: Environment): Promise<string | undefined> {
  const request = {
    collection: 'businessunits',
    select: ['businessunitid'],
    filter: '_parentbusinessunitid_value eq null',
  };
  const { value } = await webApi.call(environment, { method: 'GET', path: '/businessunits' }, (client, signal) =>
    client.retrieveMultiple<object>({ ...request, signal }),
  );
  const [root] = UnitRows.parse(value);
  return root && guidOf(root.businessunitid);
}
