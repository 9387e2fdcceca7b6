import { z } from 'zod';
import { PermanentFailure } from '../application/failures.ts';
import type { Directory, LicenceStock } from '../application/ports/crm.ts';
import { hasCode, notSettled, orUndefined } from './answers.ts';
import { words } from './codes.ts';
import type { Graph } from './graph.ts';
import { guidOf } from './ids.ts';

const Skus = z.object({
  value: z.array(
    z.object({
      skuId: z.string(),
      skuPartNumber: z.string(),
      consumedUnits: z.number(),
      prepaidUnits: z.object({ enabled: z.number() }),
    }),
  ),
});
/** The columns of an account that tell which licences it has, and where each comes from. */
export const licenceColumns = {
  assignedLicenses: z.array(z.object({ skuId: z.string() })).default([]),
  licenseAssignmentStates: z.array(z.object({ skuId: z.string(), assignedByGroup: z.string().nullish() })).default([]),
};
const Assignments = z.object(licenceColumns);
const assignmentColumns = 'id,assignedLicenses,licenseAssignmentStates';

type Licences = Pick<Directory, 'ensureLicence' | 'ensureNoLicence' | 'readLicence'>;
interface Holding {
  readonly held: boolean;
  /** Given to the account itself, which is what can be taken away. */
  readonly direct: boolean;
}

export function createLicences(graph: Graph): Licences {
  async function readLicence(skuId: string): Promise<LicenceStock | undefined> {
    const { value } = Skus.parse(await graph.send({ method: 'GET', path: '/subscribedSkus' }));
    const sku = value.find((one) => one.skuId.toLowerCase() === skuId.toLowerCase());
    return sku && { name: sku.skuPartNumber, total: sku.prepaidUnits.enabled, used: sku.consumedUnits };
  }

  async function ensureLicence(objectId: string, skuId: string): Promise<void> {
    const [holding, stock] = await Promise.all([readHolding(objectId, skuId), readLicence(skuId)]);
    if (holding?.held) return;
    if (!stock || stock.used >= stock.total) throw noSpareLicence();
    try {
      await assign(objectId, { addLicenses: [{ skuId: guidOf(skuId), disabledPlans: [] }], removeLicenses: [] });
    } catch (error) {
      if (hasCode(error, words.noSpareLicence)) throw noSpareLicence(error);
      if (hasCode(error, words.noUsageLocation)) throw noUsageLocation(error);
      throw error;
    }
    const after = await readHolding(objectId, skuId);
    if (!after?.held) throw notSettled('graph', 'the licence');
  }

  async function ensureNoLicence(objectId: string, skuId: string): Promise<void> {
    const holding = await readHolding(objectId, skuId);
    if (!holding?.held) return;
    if (!holding.direct) throw inherited();
    try {
      await assign(objectId, { addLicenses: [], removeLicenses: [guidOf(skuId)] });
    } catch (error) {
      if (hasCode(error, words.inheritedLicence)) throw inherited(error);
      // Taken away by an attempt whose answer was lost: what is read next decides.
      if (!(error instanceof PermanentFailure)) throw error;
      if ((await readHolding(objectId, skuId))?.held) throw error;
    }
    const after = await readHolding(objectId, skuId);
    if (!after?.held) return;
    throw after.direct ? notSettled('graph', 'the returned licence') : inherited();
  }

  /** Undefined when there is no such account. */
  async function readHolding(objectId: string, skuId: string): Promise<Holding | undefined> {
    const id = guidOf(objectId);
    const query = { $select: assignmentColumns };
    const row = await orUndefined(graph.send({ method: 'GET', path: '/users/{id}', id, query }));
    if (row === undefined) return undefined;
    return holdingOf(Assignments.parse(row), skuId);
  }

  async function assign(objectId: string, body: object): Promise<void> {
    await graph.send({
      method: 'POST',
      path: '/users/{id}/assignLicense',
      id: guidOf(objectId),
      body,
      repeatable: true,
    });
  }

  return { ensureLicence, ensureNoLicence, readLicence };
}

export function holdingOf(row: z.infer<typeof Assignments>, skuId: string): Holding {
  const isWanted = (one: { readonly skuId: string }): boolean => one.skuId.toLowerCase() === skuId.toLowerCase();
  const states = row.licenseAssignmentStates.filter(isWanted);
  return {
    held: row.assignedLicenses.some(isWanted),
    direct: states.length === 0 || states.some(({ assignedByGroup }) => !assignedByGroup),
  };
}

function noSpareLicence(cause?: PermanentFailure): PermanentFailure {
  return failure(words.noSpareLicence, 'No unit of the licence that is lent during creation is free', cause);
}

function noUsageLocation(cause: PermanentFailure): PermanentFailure {
  const message = 'The account has no valid usage location, and without one it cannot have a licence';
  return failure(words.noUsageLocation, message, cause);
}

function inherited(cause?: PermanentFailure): PermanentFailure {
  const message = 'A group gives the licence to the account, so only leaving the group takes it away';
  return failure(words.inheritedLicence, message, cause);
}

function failure(code: string, message: string, cause?: PermanentFailure): PermanentFailure {
  const requestId = cause?.serviceRequestId;
  return new PermanentFailure(message, {
    service: 'graph',
    code,
    cause,
    ...(requestId !== undefined && { serviceRequestId: requestId }),
  });
}
