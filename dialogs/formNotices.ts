import type { Notice } from '../src/bot/words/notice.ts';

const request = { title: 'Request a user', data: { command: 'request' } } as const;

const showForm = { title: 'Show the form', data: { command: 'request' } } as const;

/** What a form says about itself. */
export const formNotices = {
  outOfDate: {
    tone: 'warning',
    what: 'That form was out of date.',
    why: 'A newer one was shown since, or that one was cancelled.',
    todo: 'Go on with the current one in this chat, or show it here.',
    buttons: [showForm],
  },
  illegible: {
    tone: 'warning',
    what: 'That click could not be read.',
    why: 'The card did not send what this form asks for.',
    todo: 'Show the form again, and go on there.',
    buttons: [showForm],
  },
  restarted: {
    tone: 'info',
    what: 'The form starts again.',
    why: 'Seatkeeper was updated since it was opened.',
    todo: 'What you had entered is filled in. Look it over and press Next.',
  },
  open: {
    tone: 'info',
    what: 'This form is still open.',
    why: 'One request is filled in at a time.',
    todo: 'Go on here, or press Cancel to begin a new one.',
  },
  firstStep: {
    tone: 'info',
    what: 'This is the first step.',
    todo: 'Fill it in and press Next, or press Cancel.',
  },
  notUnderstood: {
    tone: 'info',
    what: 'That answers none of the questions.',
    why: 'A form is open, so words are read as answers to it.',
    todo: 'Fill in the form, write for example “in prod until 31 December”, or write back, cancel or help.',
  },
  help: {
    tone: 'info',
    what: 'This form asks for a user for an integration, or for a change of one, in three steps.',
    why: 'Nothing is sent before you have seen the whole plan and pressed Submit.',
    todo: 'Fill in a step and press Next, or write the answers. Back and cancel work at any time.',
  },
  cancelled: {
    tone: 'info',
    what: 'Cancelled.',
    why: 'Nothing was sent and nothing is kept.',
    todo: 'Begin again whenever you like.',
    buttons: [request],
  },
  goesOn: { tone: 'info', what: 'This form goes on further down.' },
  replaced: { tone: 'info', what: 'This form was given up for another one.' },
  ended: { tone: 'info', what: 'This form was cancelled.' },
  unchanged: {
    tone: 'info',
    what: 'Nothing was changed.',
    why: 'The draft is as it was before.',
    todo: 'Submit it, change it or discard it.',
  },
} as const satisfies Readonly<Record<string, Notice>>;
