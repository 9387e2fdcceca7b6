import { roleChanges, type Ask } from '../../domain/ask.ts';
import type { StepName } from '../../domain/plannedSteps.ts';
import type { Role } from '../../domain/words.ts';
import { nameOf } from './accountWords.ts';
import { list } from './lists.ts';
import { aFewSeconds, type StepFacts, type StepWords } from './stepFacts.ts';

type UserStep = Exclude<StepName, 'check' | 'storePassword' | 'account' | 'lendLicence' | 'returnLicence'>;

/** What happens in the environment. */
export function userSteps(facts: StepFacts): Readonly<Record<UserStep, StepWords>> {
  return {
    bringIn: bringInWords(facts),
    applicationUser: applicationUserWords(facts),
    enable: enableWords(facts),
    ...roleWords(facts),
    setNonInteractive: nonInteractiveWords(facts),
    confirm: {
      plan: 'Read everything back and confirm it',
      now: 'Reading everything back',
      done: 'Confirmed by reading it back',
      usual: 'usually less than a minute',
    },
  };
}

function bringInWords({ address, made, environment: { name } }: StepFacts): StepWords {
  return {
    plan: `Bring it into ${name}`,
    now: `Waiting for the account to appear in ${name}`,
    done: `Arrived in ${name}`,
    usual: 'usually about 5 minutes, sometimes an hour',
    ...(made.joinsGroup && {
      undo: {
        plan: `Take it out of the security group of ${name}`,
        done: `Out of the security group of ${name}`,
        byHand: `In the Microsoft Entra admin centre, Groups, open the group ${made.joinsGroup}, Members, and remove ${address}.`,
      },
    }),
  };
}

function applicationUserWords({ ask: { account }, made, environment: { name } }: StepFacts): StepWords {
  const user = `the application user ${nameOf(account)}`;
  const isThere = account.kind === 'application' && account.systemUserId !== undefined;
  return {
    plan: isThere ? `Enable ${user} in ${name} again` : `Make ${user} in ${name}`,
    now: isThere ? `Enabling ${user}` : `Making ${user}`,
    done: isThere ? 'Application user enabled' : 'Application user made',
    usual: aFewSeconds,
    ...(made.before?.disabled !== false && {
      undo: {
        plan: 'Disable the application user',
        done: 'Application user disabled',
        byHand: `In the Power Platform admin centre, ${name}, Settings, Application users, deactivate ${nameOf(account)}.`,
      },
    }),
  };
}

function enableWords({ address, environment: { name }, ...facts }: Omit<StepFacts, 'ask'>): StepWords {
  return {
    plan: 'Make sure that the user is enabled there',
    now: 'Enabling the user',
    done: 'User enabled',
    usual: aFewSeconds,
    ...(!wasUsable(facts) && {
      undo: {
        plan: 'Disable the user',
        done: 'User disabled',
        byHand: `In the Power Platform admin centre, ${name}, Users, disable ${address}.`,
      },
    }),
  };
}

function roleWords({
  ask,
  environment: { name },
}: StepFacts): Readonly<Record<'assignRoles' | 'removeRoles', StepWords>> {
  const { added, removed } = roleChanges(ask);
  const where = 'applicationId' in ask.account ? 'Settings, Application users' : 'Users';
  const user = `In the Power Platform admin centre, ${name}, ${where}, ${nameOf(ask.account)}`;
  return {
    assignRoles: {
      plan: `Give it ${theRoles(added)}`,
      now: `Giving it ${theRoles(added)}`,
      done: `${rolesWord(added, 'Role')} ${namesOf(added)} given`,
      usual: aFewSeconds,
      undo: {
        plan: `Take the ${rolesWord(added, 'role')} away`,
        done: `${rolesWord(added, 'Role')} taken away`,
        byHand: `${user}, remove ${theRoles(added)}.`,
      },
    },
    removeRoles: {
      plan: `Take ${theRoles(removed)} away`,
      now: `Taking ${theRoles(removed)} away`,
      done: `${rolesWord(removed, 'Role')} ${namesOf(removed)} taken away`,
      usual: aFewSeconds,
      undo: {
        plan: `Give the ${rolesWord(removed, 'role')} ${namesOf(removed)} back`,
        done: `${rolesWord(removed, 'Role')} ${namesOf(removed)} given back`,
        byHand: `${user}, assign ${theRoles(removed)}.`,
      },
    },
  };
}

function nonInteractiveWords({ address, made, environment: { name } }: StepFacts): StepWords {
  return {
    plan: 'Make it non-interactive, which takes the seat',
    now: 'Making it non-interactive',
    done: 'Non-interactive, seat taken',
    usual: aFewSeconds,
    // A user that came with this request is disabled instead.
    ...(wasUsable({ made }) && {
      undo: {
        plan: 'Give the user the access mode that it had',
        done: 'Access mode as it was before',
        byHand: `In the advanced settings of ${name}, Security, Users, open ${address} and set the access mode that it had, as a rule Read-Write.`,
      },
    }),
  };
}

function wasUsable({ made }: Pick<StepFacts, 'made'>): boolean {
  return made.before !== undefined && !made.before.disabled;
}

function theRoles(roles: readonly Role[]): string {
  return `the ${rolesWord(roles, 'role')} ${namesOf(roles)}`;
}

function rolesWord(roles: Ask['roles'], word: string): string {
  return roles.length === 1 ? word : `${word}s`;
}

function namesOf(roles: readonly Role[]): string {
  return list(roles.map((role) => role.name));
}
