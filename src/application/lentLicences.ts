import { stepsAhead, workingStatuses, type AccessRequest, type Provisioning } from '../domain/request.ts';
import { millisecondsBetween, type EnvironmentKey, type Instant } from '../domain/words.ts';
import type { App } from './app.ts';
import { PermanentFailure } from './failures.ts';

/** Loans last minutes, so the newest requests are all that can have one. */
const looked = 200;
/** Milliseconds. The directory counts a licence that was given back only a little later. */
const settling = 60_000;

/** Whether no licence is spare because Seatkeeper itself has lent one, which comes back by itself. */
export async function isLentElsewhere(app: App, err: unknown, { id, ask }: Provisioning): Promise<boolean> {
  if (!(err instanceof PermanentFailure) || err.code !== 'NoSpareLicence') return false;
  const skuIn = (key: EnvironmentKey) => app.settings.environments.get(key)?.licenceSku;
  const { requests } = await app.store.listRequests(
    { statuses: [...workingStatuses, 'Active'] },
    { offset: 0, limit: looked },
  );
  const now = app.world.now();
  return requests.some(
    (request) =>
      request.id !== id && skuIn(request.ask.environment) === skuIn(ask.environment) && hasLoan(request, now),
  );
}

function hasLoan(request: AccessRequest, now: Instant): boolean {
  if (request.status === 'Provisioning') return hasLent(request, now) || borrows(request);
  if (request.status === 'Undoing')
    return request.made.licenceLent === true && request.remaining.includes('lendLicence');
  return request.status === 'Active' && hasLent(request, now);
}

function hasLent({ made, done }: Pick<Provisioning, 'made' | 'done'>, now: Instant): boolean {
  const returned = done.find(({ step }) => step === 'returnLicence');
  return made.licenceLent === true && (!returned || millisecondsBetween(returned.at, now) < settling);
}

/** At this very moment: whether it got one is not written down yet. Whoever has waited already has none. */
function borrows(request: Provisioning): boolean {
  return stepsAhead(request)[0] === 'lendLicence' && request.delay === undefined;
}
