import { stringify } from 'yaml';
import { everybody } from './people.ts';
import type { Person } from './people.ts';

const OTHERS = 5; // no more and no fewer: the Playground's schema

/** The Playground's own configuration file: who sits in front of it, and in which conversations. */
export function playgroundConfig(person: Person, tenantId: string): string {
  const others = everybody.filter((other) => other !== person).slice(0, OTHERS);
  // Ids of conversations differ between the two windows: the bot keeps them apart by nothing else.
  const own = person.givenName.toLowerCase();
  return stringify({
    version: '0.1.1',
    tenantId,
    bot: { id: '28:seatkeeper', name: 'Seatkeeper' },
    currentUser: user(person),
    users: others.map(user),
    personalChat: { id: `personal-${own}` },
    groupChat: { id: `group-${own}`, name: 'CRM integrations' },
    team: {
      id: `team-${own}`,
      name: 'CRM operations',
      aadGroupId: 'c0000000-0000-4000-8000-000000000009',
      channels: [{ id: `channel-${own}`, name: 'Access' }],
    },
  });
}

function user({ aadObjectId, givenName, surname, userPrincipalName }: Person) {
  return {
    id: `29:${aadObjectId}`,
    name: `${givenName} ${surname}`,
    userPrincipleName: userPrincipalName, // the Playground's spelling
    aadObjectId,
    givenName,
    surname,
    email: userPrincipalName,
  };
}
