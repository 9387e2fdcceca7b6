import { tellAdmin, wait, type ObstacleWords } from './obstacleWords.ts';

/** What any service may say, and what becomes of a creation whatever it meets. */
export const commonObstacles: Readonly<Record<string, ObstacleWords>> = {
  GaveUp: {
    what: 'It did not work for hours, so Seatkeeper gave up.',
    todo: 'Ask again later. If it happens again, tell an admin of Seatkeeper.',
  },
  LicenceLent: {
    what: 'All spare licences are lent to other users that are being set up.',
    todo: 'Wait: each is given back within minutes, and then it goes on.',
  },
  Unexpected: { what: 'Something broke in Seatkeeper itself.', todo: tellAdmin },
  ForeignNextLink: { what: 'An answer pointed to another server, and Seatkeeper did not follow it.', todo: tellAdmin },
  NotSettled: { what: 'The change was accepted but does not show yet.', todo: wait },
  Throttled: { what: 'The service asks to slow down.', todo: wait },
  CircuitOpen: { what: 'The service has failed again and again, so it is left alone for a moment.', todo: wait },
  OutOfTime: { what: 'The service took too long.', todo: wait },
  NoAnswer: { what: 'The service did not answer.', todo: wait },
  Http401: {
    what: 'The service did not accept Seatkeeper’s credentials.',
    todo: 'An admin of Seatkeeper renews the client secret or certificate.',
  },
  Http403: {
    what: 'Seatkeeper lacks a permission for this call.',
    todo: 'An administrator grants the permissions that the README lists.',
  },
  Http429: { what: 'The service asks to slow down.', todo: wait },
};
