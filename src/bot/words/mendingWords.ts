import type { StrayRoles } from '../../application/mend.ts';
import type { RequestView } from '../../application/views.ts';
import { takesSeat } from '../../domain/ask.ts';
import type { Mending } from '../../domain/life.ts';
import { nameOf } from './accountWords.ts';
import { list } from './lists.ts';
import type { Notice } from './notice.ts';

interface MendingWords {
  /** What a button says. */
  readonly title: string;
  readonly now: string;
  readonly failed: string;
}

/** What is set right on a user that is no longer as it was approved. */
export const mendingWords: Readonly<Record<Mending, MendingWords>> = {
  enable: {
    title: 'Enable it again',
    now: 'The user is being enabled again.',
    failed: 'The user could not be enabled.',
  },
  accessMode: {
    title: 'Make non-interactive',
    now: 'The user is being made non-interactive again.',
    failed: 'The user could not be made non-interactive.',
  },
  roles: {
    title: 'Restore its roles',
    now: 'Its roles are being restored to what was approved.',
    failed: 'Its roles could not be restored.',
  },
  licence: {
    title: 'Take the licence',
    now: 'The licence is being taken from it.',
    failed: 'The licence could not be taken.',
  },
};

/** What would happen, before it is confirmed. `roles`: those that it would gain and lose. */
export function mendingQuestion(
  view: RequestView,
  what: Mending,
  { roles, ...carried }: { readonly roles?: StrayRoles | undefined; readonly back?: string },
): Notice {
  const { request, environment } = view;
  const { title } = mendingWords[what];
  return {
    tone: 'warning',
    what: `Nothing is changed yet on ${nameOf(request.ask.account)} in ${environment.name} (#${request.id}).`,
    why: planText(view, what, roles),
    todo: `Press ${title}, or leave it.`,
    buttons: [{ title, data: { command: 'mend', requestId: request.id, what, confirmed: true, ...carried } }],
  };
}

function planText({ request }: RequestView, what: Mending, roles: StrayRoles | undefined): string {
  switch (what) {
    case 'enable':
    case 'accessMode':
      return takesSeat(request.ask.account)
        ? 'It is enabled, and made non-interactive; it takes a seat. Where Dataverse wants a licence for that, one is lent and taken back.'
        : 'It is enabled. An application user takes no seat and needs no licence.';
    case 'roles':
      return rolesText(roles);
    case 'licence':
      return 'The licence is taken from its account, and is free for somebody else.';
  }
}

function rolesText(roles: StrayRoles | undefined): string {
  const { missing = [], extra = [] } = roles ?? {};
  if (missing.length + extra.length === 0) return 'It has the roles that were approved: nothing would change.';
  const names = (some: StrayRoles['missing']): string => list(some.map(({ name }) => name));
  const parts = [
    ...(missing.length > 0 ? [`gets ${names(missing)}`] : []),
    ...(extra.length > 0 ? [`loses ${names(extra)}`] : []),
  ];
  return `It ${list(parts)}, and then has the roles that were approved.`;
}
