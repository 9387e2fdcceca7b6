import type { Settings } from '../../application/app.ts';
import type { NameRefusal } from '../../application/findByName.ts';
import type { RequestsOf } from '../../application/listRequestsOf.ts';
import type { CommandButton, Notice } from './notice.ts';
import { shorten } from './shorten.ts';
import { usageText } from './usage.ts';

const own: CommandButton = { title: 'My requests', data: { command: 'requests', scope: 'mine' } };

/** Neither a place nor a person is called so, or several people are. */
export function whoseRequests(refusal: NameRefusal): Notice {
  const asked = shorten(refusal.text, 60);
  if (refusal.code === 'PersonNotFound') {
    return {
      tone: 'warning',
      what: `“${asked}” is neither an environment nor a person.`,
      why: 'A list is of your own requests, of those under way, of an environment, or of a person.',
      todo: usageText('requests'),
      buttons: [own, { title: 'Open requests', data: { command: 'requests', scope: 'open' } }],
    };
  }
  return {
    tone: 'warning',
    what: `“${asked}” can be several people.`,
    why: 'The directory has more than one whose name begins so.',
    todo: 'Choose one, or write the sign-in address.',
    buttons: refusal.people.map(({ id, name }) => ({ title: name, data: { command: 'say', args: `/requests ${id}` } })),
  };
}

/** There are words behind one that gives a list of its own. */
export function standsAlone(word: string): Notice {
  return {
    tone: 'warning',
    what: `“${word}” stands alone.`,
    why: 'A list is of your own requests, of those under way, of an environment, or of a person; never of two of these.',
    todo: usageText('requests'),
    buttons: [own, { title: 'Open requests', data: { command: 'requests', scope: 'open' } }],
  };
}

export function notYourRequests(of: RequestsOf, { environments }: Pick<Settings, 'environments'>): Notice {
  if (of.kind === 'person') {
    return {
      tone: 'warning',
      what: 'Only admins of Seatkeeper can see the requests of somebody else.',
      why: 'You are not among the `admins` of its configuration.',
      todo: 'Ask an admin. Your own are yours to see:',
      buttons: [own],
    };
  }
  return {
    tone: 'warning',
    what: `Only admins, and approvers of ${environments.get(of.key)?.name ?? of.key}, can see all requests there.`,
    why: 'You are not among the `admins` of the configuration, and no policy names you as an approver there.',
    todo: 'Ask one of them. Your own are yours to see:',
    buttons: [own],
  };
}
