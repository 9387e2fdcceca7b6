import { longestRemark, type RequestId } from '../../domain/words.ts';
import type { CommandButton, Notice } from './notice.ts';

/** The commands about one request that say what its buttons do. */
export type ReviewName = 'approve' | 'reject' | 'withdraw' | 'nudge' | 'comment' | 'force';

interface Usage {
  readonly question: string;
  readonly why: string;
  /** What may, or must, be said behind the number. */
  readonly text: string;
  readonly list: 'mine' | 'open';
}

const usages: Readonly<Record<ReviewName, Usage>> = {
  approve: {
    question: 'Which request do you approve?',
    why: 'An approval holds for exactly the plan that your card shows. A comment is kept with it.',
    text: 'looks fine',
    list: 'open',
  },
  reject: {
    question: 'Which request do you reject?',
    why: 'The requester is told that you did, and why.',
    text: 'an application user would do',
    list: 'open',
  },
  withdraw: {
    question: 'Which request do you take back?',
    why: 'A request can be withdrawn until its user is being created.',
    text: '',
    list: 'mine',
  },
  nudge: {
    question: 'For which request should the approvers be reminded?',
    why: 'Whoever has still to decide gets a message, at most once an hour.',
    text: '',
    list: 'mine',
  },
  comment: {
    question: 'Which request is the comment on?',
    why: 'Everybody who has a card of the request sees it there.',
    text: 'the owner is on leave until Monday',
    list: 'open',
  },
  force: {
    question: 'Which request should go on without its approvals?',
    why: 'Only an admin can do this. All other admins are told, with the reason, and the request is marked for ever.',
    text: 'the old account is locked and orders are lost',
    list: 'open',
  },
};

const lists: Readonly<Record<Usage['list'], CommandButton>> = {
  mine: { title: 'My requests', data: { command: 'requests', scope: 'mine' } },
  open: { title: 'Open requests', data: { command: 'requests', scope: 'open' } },
};

export function usageOf(name: ReviewName, args: string): Notice {
  const { question, why, list } = usages[name];
  return {
    tone: 'info',
    what: args === '' ? question : `“${args.slice(0, 60)}” does not begin with the number of a request.`,
    why,
    todo: `Write its number behind the command, for example “${example(name, 104 as RequestId)}”.`,
    buttons: [lists[list]],
  };
}

const asked: Readonly<Partial<Record<ReviewName, string>>> = {
  reject: 'is not rejected yet',
  force: 'is not forced yet',
};

/** The command needs more than the number. */
export function textAsked(name: ReviewName, id: RequestId): Notice {
  return {
    tone: 'info',
    what: name === 'comment' ? 'There is no comment yet.' : `#${id} ${asked[name] ?? 'is as it was'}.`,
    why: name === 'comment' ? 'Nothing was written behind the number.' : 'A reason is missing, and the others read it.',
    todo: `Write it behind the number, for example “${example(name, id)}”.`,
  };
}

export function tooLong(length: number): Notice {
  return {
    tone: 'warning',
    what: 'Nothing was said or decided.',
    why: `The text has ${length} characters, and the others read at most ${longestRemark}.`,
    todo: 'Shorten it, and send it again.',
  };
}

function example(name: ReviewName, id: RequestId): string {
  return `${name} ${id} ${usages[name].text}`.trim();
}
