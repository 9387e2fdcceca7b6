import { accountAlias, type Ask, type NewAccount } from '../domain/ask.ts';
import { caveatsFor } from '../domain/caveats.ts';
import type { Environment } from '../domain/environment.ts';
import type { RequestBase } from '../domain/request.ts';
import type { Person, PersonId, RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import type { FoundAccount } from './findAccount.ts';
import { planOf } from './planOf.ts';

/** Everything of an ask but what needs the request's number. */
export type Parts = Omit<Ask, 'account' | 'environment'> & {
  readonly environment: Environment;
  readonly account: FoundAccount;
  readonly creators: readonly PersonId[];
  readonly formerRequesters?: readonly Person[];
};

/** What every request begins with. */
export function baseOf(
  app: App,
  parts: Parts,
  facts: Pick<RequestBase, 'id' | 'mark' | 'requester' | 'draftedAt'>,
): RequestBase {
  const { environment } = parts;
  const ask: Ask = {
    environment: environment.key,
    account: parts.account.kind === 'new' ? newAccount(parts.integration, environment, facts.id) : parts.account,
    integration: parts.integration,
    purpose: parts.purpose,
    owner: parts.owner,
    roles: parts.roles,
    until: parts.until,
  };
  const { formerRequesters } = parts;
  return {
    ...facts,
    ask,
    ...planOf(app, environment, { ask, draftedAt: facts.draftedAt }),
    caveats: caveatsFor(ask),
    creators: parts.creators,
    ...(formerRequesters && { formerRequesters }),
  };
}

/** With the request's number, so that two requests for the same integration never want the same account. */
function newAccount(integration: string, environment: Environment, id: RequestId): NewAccount {
  return {
    kind: 'new',
    upn: `${accountAlias(integration)}-${id}@${environment.accountDomain}`,
    displayName: `${integration} (integration)`,
  };
}
