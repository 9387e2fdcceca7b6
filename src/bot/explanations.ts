import type { Notice } from './words/notice.ts';

/** Answers to what people ask before they ask for a user. */
export const aboutNotice: Notice = {
  tone: 'info',
  what: 'A non-interactive user is an account with which a program, not a person, works with Dynamics 365.',
  why: 'It needs no licence of its own, but one of the few seats of its environment, and it cannot open the apps. It does not save licences: people who reach the data through the integration still need their own (multiplexing).',
  todo: 'Ask for one, or see how many seats are left.',
  buttons: [
    { title: 'Request a user', data: { command: 'request' } },
    { title: 'Seats', data: { command: 'quota' } },
  ],
};

export const welcome: Notice = { tone: 'info', what: 'You are welcome.' };
