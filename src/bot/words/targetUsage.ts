import type { Notice } from './notice.ts';

/** The commands that are about one user. */
export type TargetCommand = 'revoke' | 'extend';

const usages: Readonly<Record<TargetCommand, { question: string; why: string; example: string }>> = {
  revoke: {
    question: 'Which user is to be revoked?',
    why: 'Revoking takes its roles, disables it and frees its seat. Its owner and the admins may.',
    example: 'revoke svc-orders@contoso.com the integration was switched off',
  },
  extend: {
    question: 'Which user is to be extended?',
    why: 'A later last day has to be approved, like a new user.',
    example: 'extend svc-orders@contoso.com until 31 March',
  },
};

export function targetUsage(command: TargetCommand, args: string): Notice {
  const { question, why, example } = usages[command];
  return {
    tone: 'info',
    what: args === '' ? question : `“${args.slice(0, 60)}” names no user.`,
    why,
    todo: `Write its sign-in address, its application (client) id or the number of its request, for example “${example}” or “${command} 104”.`,
    buttons: [{ title: 'My requests', data: { command: 'requests', scope: 'mine' } }],
  };
}

export function unknownUser(text: string): Notice {
  return {
    tone: 'warning',
    what: `Nobody answers for ${text}, or it does not concern you.`,
    why: 'A user that was made without Seatkeeper, or enabled again after its end, has no record here. A record is shown to its requester, its owner, its approvers and the admins.',
    todo: 'Write the number of its request instead, or ask an admin to take the user over: “adopt”, its address and its owner.',
  };
}
