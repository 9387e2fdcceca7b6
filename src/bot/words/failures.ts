import { TransientFailure, type PermanentFailure, type Service } from '../../application/failures.ts';
import { duration } from './durations.ts';
import type { Notice } from './notice.ts';
import { obstacleText } from './obstacles.ts';

/** The world said no while somebody was waiting for an answer. Nothing was saved or half done by then. */
export function failureNotice(
  failure: TransientFailure | PermanentFailure,
  environment?: { readonly name: string },
  correlationId?: string,
): Notice {
  const service = nameOf(failure.service, environment);
  const log = correlationId === undefined ? {} : { correlationId };
  if (failure instanceof TransientFailure) {
    const after = failure.retryAfter === undefined ? 'in a few minutes' : `in ${duration(failure.retryAfter)}`;
    return {
      tone: 'warning',
      what: `${service} did not answer.`,
      why: 'It is busy or cannot be reached at the moment. Nothing was changed.',
      todo: `Try again ${after}. What you entered is kept.`,
      ...log,
    };
  }
  const detail = failure.message;
  const obstacle = failure.service === 'teams' ? 'seatkeeper' : failure.service;
  const { what, todo, code } = obstacleText({ code: failure.code, service: obstacle, detail });
  return { tone: 'attention', what: `${service} said no.`, why: what, code, todo, ...log };
}

/** For a throw that is nobody's answer: a bug of ours. */
export function bugNotice(correlationId: string): Notice {
  return {
    tone: 'attention',
    what: 'Something broke in Seatkeeper.',
    why: 'It is an error of the bot, not of yours. Requests that were saved go on by themselves.',
    todo: 'Try again. If it happens again, give the number below to an admin of Seatkeeper.',
    correlationId,
  };
}

function nameOf(service: Service, environment: { readonly name: string } | undefined): string {
  switch (service) {
    case 'dataverse':
      return environment?.name ?? 'The environment';
    case 'graph':
      return 'Microsoft Entra';
    case 'powerPlatform':
      return 'The Power Platform admin service';
    case 'keyVault':
      return 'The key vault';
    case 'teams':
      return 'Teams';
  }
}
